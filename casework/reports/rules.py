"""Which advice the law asks for, and what asking and recording need."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from base.refusals import Refused, check_entered
from base.words import counted, listed
from casework.enums import LONGEST_PLACE, Need, ReportKind, ReportStatus, Stage, WeighedBy
from casework.quoting import Piece, find_quote, paragraph_at, tidy

USUAL_ADVICE: tuple[ReportKind, ...] = (
    ReportKind.FAMILY,
    ReportKind.EDUCATION,
    ReportKind.MEDICAL,
    ReportKind.EDUCATIONAL_PSYCHOLOGY,
    ReportKind.SOCIAL_CARE,
)
"""Advice that must be sought for every assessment: SEND Regs 2014, reg 6(1)(a) to (e)."""


FAMILY_KINDS = (ReportKind.FAMILY, ReportKind.FAMILY_CONTRIBUTION)
"""What the family writes itself: its advice (reg 6(1)(a)) and the council's own form."""


CHILD_AND_FAMILY_VIEWS = (*FAMILY_KINDS, ReportKind.MY_PLAN)
"""Where the child's and the family's own views stand: what the family writes, and My Plan, written with them."""


ADULTHOOD_FROM_YEAR = 9
"""Advice on preparation for adulthood is sought from this curriculum year: reg 6(1)(g)."""


SENSORY_NEEDS = (Need.HI, Need.VI, Need.MSI)
"""For a child with one of these the educational advice comes after consulting a qualified teacher: reg 6(1)(b)."""


def advice_required(curriculum_year: int, needs: Collection[str]) -> list[ReportKind]:
    """The kinds of advice that an assessment must have sought, in the law's order: reg 6(1)(a) to (e), and (g).

    `needs` are the codes of the child's needs, primary and secondary.
    """
    advice = list(USUAL_ADVICE)
    if any(need in SENSORY_NEEDS for need in needs):
        advice.append(ReportKind.SENSORY)
    if curriculum_year >= ADULTHOOD_FROM_YEAR:
        advice.append(ReportKind.PREPARATION_FOR_ADULTHOOD)
    return advice


def advice_to_seek(curriculum_year: int, needs: Collection[str] = ()) -> list[ReportKind]:
    """What is usually asked for: the advice that the law requires, and the council's own two forms."""
    return [*advice_required(curriculum_year, needs), ReportKind.MY_PLAN, ReportKind.FAMILY_CONTRIBUTION]


@dataclass(frozen=True)
class Gathering:
    """How far the reports of one case have come: kind and status of each, and the kinds that the law requires.

    Withdrawn reports are not among them.
    """

    reports: tuple[tuple[str, str], ...]
    required: tuple[ReportKind, ...]

    @property
    def total(self) -> int:
        return len(self.reports)

    @property
    def settled(self) -> int:
        """How many have come or are gone on without."""
        return self.total - len(self.awaited)

    @property
    def awaited(self) -> list[ReportKind]:
        return [ReportKind(kind) for kind, status in self.reports if status == ReportStatus.ASKED]

    @property
    def never_asked(self) -> list[ReportKind]:
        """What the law requires and nobody was asked for."""
        kinds = {kind for kind, _ in self.reports}
        return [kind for kind in self.required if kind not in kinds]

    @property
    def has_come(self) -> bool:
        return any(status == ReportStatus.RECEIVED for _, status in self.reports)


def check_all_is_in(gathering: Gathering) -> None:
    """Scoring rests on all advice that was asked for, and nothing that the law requires was left unasked.

    What was asked for has come, or somebody decided to go on without it; at least one report has come. A review has no
    advice that is required: it rests on the updated reports its co-ordinator asked for (reg 20).
    """
    unasked = [f"“{kind.label}”" for kind in gathering.never_asked]
    if unasked:
        was = "was" if len(unasked) == 1 else "were"
        raise Refused(
            f"Scoring cannot open yet: {listed(unasked)} {was} never asked for, and regulation 6(1) requires it. "
            "Ask for it first, or record earlier advice that serves again."
        )
    awaited = gathering.awaited
    if awaited:
        kinds = ", ".join(kind.label for kind in awaited)
        raise Refused(
            f"Scoring cannot open yet: {counted(len(awaited), 'report')} still awaited ({kinds}). "
            "Record what came, remind who was asked, or record that a report is not needed."
        )
    if not gathering.has_come:
        raise Refused("Scoring cannot open yet: no report has been received. Record one first.")


def check_reuse_is_agreed(kind: ReportKind, agreed: Collection[str], how: str) -> None:
    """Earlier advice serves again when its provider, the council and the family each agreed: reg 6(4).

    It lets the advice of items (b) to (h) serve again; what the family says is always asked for afresh. `agreed` names
    who agreed for each of the three, `how` says more.
    """
    named = [name for name in agreed if name.strip()]
    if not named and not how.strip():
        return
    if kind == ReportKind.FAMILY:
        raise Refused(
            "The parent’s or young person’s own advice is asked for afresh in each assessment: "
            "regulation 6(4) lets only other advice serve again.",
            field="reuse_agreed_by_provider",
        )
    if len(named) < 3:
        raise Refused(
            "Enter who agreed for the author, for the council and for the family. "
            "Earlier advice serves again only if all three agree (regulation 6(4)); otherwise leave all of it empty.",
            field="reuse_agreed_by_provider",
        )


def check_asks_somebody(kind: ReportKind, asked_of: str, *, field: str = "") -> None:
    """A report is asked of somebody."""
    check_entered(asked_of, f"who is asked for “{kind.label}”", field=field)


def check_asks_for_something(count: int) -> None:
    """Asking needs at least one report."""
    if not count:
        raise Refused("Choose at least one report to ask for.")


def check_something_came(count: int, *, field: str = "") -> None:
    """Recording several needs at least one that came."""
    if not count:
        raise Refused("Tick at least one report that came.", field=field)


def check_says_something(text: str, *, has_file: bool) -> None:
    """A report is a text or a file."""
    if not text.strip() and not has_file:
        raise Refused("Enter what the report says, or choose its file.", field="text")


FORM_WEIGHS_AT = (Stage.VERIFICATION, Stage.MODERATION, Stage.ALLOCATION)
"""The form can be opened again until the indicative resource, which rests on its scores, is allocated."""

TAC_WEIGHS_AT = (Stage.TAC, Stage.SIGN_OFF, Stage.PANEL, Stage.FINALISING)
"""From the day the plan is taken to the TAC, what it made of a late report can be recorded."""


def weighers_at(stage: Stage) -> list[WeighedBy]:
    """What can weigh a late report from here."""
    return [WeighedBy.FORM, WeighedBy.TAC] if stage in FORM_WEIGHS_AT else [WeighedBy.TAC]


def check_can_weigh(weigher: WeighedBy, stage: Stage) -> None:
    """Once the indicative resource is allocated the form stays as it is, and new evidence is the TAC's to weigh."""
    if weigher not in weighers_at(stage):
        raise Refused(
            "The RAS form is not opened again: the indicative resource rests on its scores. "
            "The TAC weighs the report, and may say that more is required.",
            field="weigher",
        )


WORDS_TO_MARK = "the words of the report that you want to mark"


PAGE_END = "\f"
"""What stands between the pages of a file in its text."""


@dataclass(frozen=True)
class Source:
    """A text in which words of a report may stand: what was typed, or the words of the file of this name."""

    text: str
    file_name: str = ""
    has_pages: bool = False

    def place_at(self, start: int) -> str:
        """Where words that begin at `start` stand: "page 5" of a file with pages, else "paragraph 3"."""
        if self.has_pages:
            return f"page {self.text.count(PAGE_END, 0, start) + 1}"
        return paragraph_at(start, self.text)


def find_in(sources: Sequence[Source], quote: str) -> tuple[str, str] | None:
    """The words as the first text that has them writes them, and their place; None where no text has them.

    Among several files the place names the file: "speech.pdf, page 5".
    """
    for source in sources:
        span = find_quote(quote, source.text)
        if span is None:
            continue
        place = source.place_at(span[0])
        if source.file_name and sum(bool(each.file_name) for each in sources) > 1:
            name = source.file_name[: LONGEST_PLACE - len(place) - 2]
            place = ", ".join(filter(None, (name, place)))
        return tidy(source.text[span[0] : span[1]]), place
    return None


def check_may_be_typed(report: str, place: str, *, has_words: bool, has_files: bool, is_read_there: bool) -> None:
    """Words that no text of a report has are marked as typed where a file cannot be read, by who says where they stand.

    A scan or a picture has no text, so somebody read it. Where there is a text they say that they did.
    """
    if has_words and not (has_files and is_read_there):
        scan = " If you read them in a scan or a picture, tick that you did and say where." if has_files else ""
        raise Refused(
            f"These words are not in the text of the report “{report}”. "
            f"Copy them from it, or give the first and the last words with … between them.{scan}"
        )
    if not place:
        raise Refused("Enter where the passage stands in the file, for example “page 5”.", field="place")


def pages_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The stretches of each page of a file."""
    pages: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *others = piece.text.split(PAGE_END)
        for begins, text in [(False, first), *((True, other) for other in others)]:
            if begins:
                pages.append([])
            if text:
                pages[-1].append(Piece(text, is_marked=piece.is_marked))
    return pages
