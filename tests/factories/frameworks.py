"""Frameworks as plain data: one to begin with, and any that is sound."""

from hypothesis import strategies as st

from scoring.enums import AgeVersion, LevelKind
from scoring.frameworks.rules import LevelRow, OutcomeRow, Questionnaire, in_lines, on_one_line

STEPS = (LevelKind.LOW, LevelKind.MEDIUM, LevelKind.HIGH)


def an_outcome(wording: str = "Sleeps", points: tuple[int, ...] = (0, 5, 9, 14)) -> OutcomeRow:
    """A sound outcome with a level for each of the points."""
    kinds = (LevelKind.NONE, *(STEPS[min(n, 2)] for n in range(len(points) - 1)))
    levels = (
        LevelRow(f"Level {n}", kind, f"Wakes {n} times a night.", each)
        for n, (kind, each) in enumerate(zip(kinds, points, strict=True))
    )
    return OutcomeRow(wording, "Do they sleep badly?", "Think of a usual week.", tuple(levels))


def a_questionnaire(*outcomes: OutcomeRow, ages: AgeVersion = AgeVersion.AGE_6_16) -> Questionnaire:
    """A sound framework with these outcomes, or with two."""
    return Questionnaire("Ours", ages, outcomes or (an_outcome(), an_outcome("Eats")))


def texts(longest: int = 12) -> st.SearchStrategy[str]:
    """Any text on one line, as it is kept. Short texts keep the tests quick."""
    any_text = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=longest)
    return any_text.map(on_one_line).filter(bool)


@st.composite
def outcomes(draw: st.DrawFn, wording: str) -> OutcomeRow:
    """A sound outcome of any number of levels."""
    count = draw(st.integers(1, 5))
    points = sorted(draw(st.lists(st.integers(0, 1000), min_size=count, max_size=count)))
    points[-1] = max(points[-1], 1)
    kinds = sorted(draw(st.lists(st.sampled_from(STEPS), min_size=count, max_size=count)), key=STEPS.index)
    names = draw(st.lists(texts(8), min_size=count + 1, max_size=count + 1, unique_by=str.casefold))
    rows = zip(names, (LevelKind.NONE, *kinds), (0, *points), strict=True)
    return OutcomeRow(
        wording,
        draw(st.just("") | texts()),
        draw(st.text(st.characters(exclude_categories=("Cs",)), max_size=20).map(in_lines)),
        tuple(LevelRow(name, kind, draw(texts()), each) for name, kind, each in rows),
    )


@st.composite
def questionnaires(draw: st.DrawFn, most_outcomes: int = 3) -> Questionnaire:
    """A sound framework: any words, any number of outcomes and levels, points that never fall."""
    wordings = draw(st.lists(texts(), min_size=1, max_size=most_outcomes, unique_by=str.casefold))
    return Questionnaire(
        draw(texts()),
        draw(st.sampled_from(AgeVersion)),
        tuple(draw(outcomes(wording)) for wording in wordings),
        draw(st.booleans()),
    )
