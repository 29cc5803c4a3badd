"""The outcomes of the demonstration frameworks, and their points.

The points are illustrative: of our choosing, and such that high at all ten outcomes comes to 250.
"""

from scoring.enums import LevelKind
from scoring.rules.frameworks import LevelRow, OutcomeRow

OUTCOMES: tuple[tuple[str, tuple[int, int, int]], ...] = (
    ("Behaviour enables them and others to learn", (9, 18, 28)),
    ("Understands and is understood", (9, 18, 28)),
    ("Makes progress in learning", (9, 18, 27)),
    ("Makes and keeps relationships", (8, 16, 24)),
    ("Manages feelings and anxiety", (9, 18, 27)),
    ("Moves and uses spaces and equipment", (7, 15, 23)),
    ("Copes with what they see, hear and sense", (7, 14, 22)),
    ("Looks after themselves day to day", (8, 16, 25)),
    ("Is safe and healthy", (9, 17, 26)),
    ("Takes part in the community and prepares for adulthood", (7, 13, 20)),
)
"""The ten outcomes in the order of the form, each with its points for low, medium and high."""

Texts = tuple[str, str, str, str, str, str]
"""Of one outcome: gate question, guidance, and what no difficulties, low, medium and high look like."""


def outcome_rows(texts: tuple[Texts, ...]) -> tuple[OutcomeRow, ...]:
    """The texts of one age version put together with the ten outcomes and their points."""
    kinds = (LevelKind.LOW, LevelKind.MEDIUM, LevelKind.HIGH)
    return tuple(
        OutcomeRow(
            wording,
            gate_question,
            guidance,
            (
                LevelRow(LevelKind.NONE.label, LevelKind.NONE, none, 0),
                *(
                    LevelRow(kind.label, kind, text, each)
                    for kind, text, each in zip(kinds, levels, points, strict=True)
                ),
            ),
        )
        for (wording, points), (gate_question, guidance, none, *levels) in zip(OUTCOMES, texts, strict=True)
    )
