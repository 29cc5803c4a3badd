"""The RAS form as it is scored, checked and printed; the addresses of its pages, and the evidence there is."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from casework.files.queries import words_read
from casework.models import Passage, Report
from casework.quoting import Piece
from casework.reports.presenters import MOST_SHOWN, FileText, file_texts, names_of, text_of
from scoring.enums import FormActKind, FormPurpose
from scoring.models import Evidence, FormAct, Outcome, RasForm, Score
from scoring.rasform.queries import steps_of_others
from scoring.scores.presenters import ProfilePage, profile_page
from scoring.scores.queries import answer_to, answers_from, final_round, open_queries, scores_of
from scoring.scores.rules import FAR_APART, Answer, Gaps, UnusualPair, gaps_in, hints_on, unusual_pairs


@dataclass(frozen=True)
class FormUrls:
    """The addresses of one form's pages. The pages of a second form are named as those of the first, after "second_".

    Templates and views take every address from here, so that they know nothing of the purpose.
    """

    reference: str
    purpose: FormPurpose

    @classmethod
    def of(cls, form: RasForm) -> "FormUrls":
        """The addresses of this form."""
        return cls(form.case.reference, FormPurpose(form.purpose))

    @property
    def start_url(self) -> str:
        """Where the form is started."""
        return self._url("form_start")

    @property
    def edit_url(self) -> str:
        """All outcomes on one page."""
        return self._url("form_edit")

    @property
    def check_url(self) -> str:
        """The check before it is submitted."""
        return self._url("form_check")

    @property
    def detail_url(self) -> str:
        """The form once it is submitted."""
        return self._url("form_detail")

    def save_url(self, position: int) -> str:
        """Where the script saves one outcome."""
        return self._url("outcome_save", position)

    def _url(self, name: str, *more: int) -> str:
        prefix = "second_" if self.purpose == FormPurpose.SECOND else ""
        return reverse(f"scoring:{prefix}{name}", args=[self.reference, *more])


SHORT_QUOTE = 90
"""Characters of a quote where it is one of many to choose from."""


def shortened(quote: str, longest: int = SHORT_QUOTE) -> str:
    """The beginning of a quote, cut at a word."""
    return quote if len(quote) <= longest else quote[:longest].rsplit(" ", 1)[0] + "…"


@dataclass(frozen=True)
class ReportEvidence:
    """A report with its passages. `name` tells it from another of its kind."""

    report: Report
    name: str
    passages: list[Passage]

    @cached_property
    def pieces(self) -> list[Piece]:
        """Its text, with the passages marked."""
        return text_of(self.report, self.passages)

    @cached_property
    def texts(self) -> list[FileText]:
        """What its files say, with the passages marked. Reads none where the files were prefetched."""
        return file_texts(self.report, self.report.files_served, self.passages, most=MOST_SHOWN)

    @property
    def has_words(self) -> bool:
        """Whether it has a text in which words are looked for."""
        return bool(self.report.text) or any(words_read(each.file) for each in self.texts)


@dataclass(frozen=True)
class Choice:
    """Something a level can rest on, as a box to tick. `field` and `value` are what the page posts."""

    field: str
    value: int
    name: str
    quote: str = ""

    @property
    def beginning(self) -> str:
        """The first words of its passage."""
        return shortened(self.quote)

    @property
    def box(self) -> str:
        """The name of its box at an outcome: "reports-12"."""
        return f"{self.field}-{self.value}"


@dataclass(frozen=True)
class CaseEvidence:
    """All the evidence of a case."""

    reports: list[ReportEvidence]

    @property
    def passage_count(self) -> int:
        return sum(len(each.passages) for each in self.reports)

    @cached_property
    def choices(self) -> list[Choice]:
        """Every report, each followed by its passages."""
        return [choice for each in self.reports for choice in _choices(each)]

    def boxes_of(self, number: str, ticked: Collection[str]) -> SafeString:
        """The boxes of the outcome with this number, those `ticked` by the names of their boxes."""
        of_outcome = self._boxes.replace("<number>", number)
        return mark_safe(TICK.sub(lambda tick: " checked" if tick[1] in ticked else "", of_outcome))  # noqa: S308

    @cached_property
    def _boxes(self) -> str:
        """The boxes as every outcome has them, drawn once a page. No text in them reads "<number>": it is escaped."""
        return str(render_to_string("scoring/_partials/boxes.html", {"choices": self.choices})) if self.choices else ""


TICK = re.compile("<tick ([a-z]+-[0-9]+)>")
"""Where a box of evidence is ticked."""


@dataclass(frozen=True)
class LevelCard:
    """One level to choose, as the page writes it: `digit` is its key, "" of the eleventh and on."""

    id: str
    value: str
    digit: str
    name: str
    description: str


def level_cards(outcome: Outcome) -> list[LevelCard]:
    """The levels of an outcome, each with the id of its box."""
    first = f"id_outcome-{outcome.position}-level"
    return [
        LevelCard(
            f"{first}-{at + 1}" if at else first,
            str(level.pk),
            str(at) if at < 10 else "",
            level.name,
            level.description,
        )
        for at, level in enumerate(outcome.levels.all())
    ]


def _choices(each: ReportEvidence) -> list[Choice]:
    whole = Choice("reports", each.report.pk, each.name)
    return [whole] + [
        Choice("passages", passage.pk, ", ".join(filter(None, (each.name, passage.place))), passage.quote)
        for passage in each.passages
    ]


def case_evidence(reports: Sequence[Report], passages: Sequence[Passage]) -> CaseEvidence:
    """The evidence in the order of the reports, each with a name of its own."""
    names = names_of(reports)
    return CaseEvidence(
        [
            ReportEvidence(
                report, names[report.pk], [passage for passage in passages if passage.report_id == report.pk]
            )
            for report in reports
        ]
    )


@dataclass(frozen=True)
class CheckRow:
    """One outcome: its level, reason, evidence, the answer to its query, and its hints."""

    answer: Answer
    evidence: list[Evidence]
    query: str
    reply: str
    hints: list[str]
    gaps: Gaps

    @property
    def position(self) -> int:
        return self.answer.position

    @property
    def missing(self) -> list[str]:
        """What must still be done here."""
        wanted = (
            (self.gaps.unanswered, "Choose a level for"),
            (self.gaps.unexplained, "Say why you chose the level for"),
            (self.gaps.unreplied, "Answer the query on"),
        )
        return [f"{what} outcome {self.position}" for positions, what in wanted if self.position in positions]


@dataclass(frozen=True)
class CheckPage:
    """All outcomes in order; what stands in the way, and what does not."""

    rows: list[CheckRow]
    gaps: Gaps
    pairs: list[UnusualPair]

    @property
    def hint_count(self) -> int:
        return sum(len(row.hints) for row in self.rows) + len(self.pairs)


def page_to_check(form: RasForm) -> CheckPage:
    """All outcomes with their gaps and hints."""
    scores = scores_of(form)
    answers, queries = answers_from(scores), open_queries(form)
    gaps = gaps_in(answers, [query.outcome.position for query in queries.values() if not answer_to(query)])
    rows = []
    for score, answer in zip(scores, answers, strict=True):
        query = queries.get(score.outcome_id)
        asked, reply = (query.reason, answer_to(query)) if query else ("", "")
        rows.append(CheckRow(answer, list(score.evidence.all()), asked, reply, hints_on(answer), gaps))
    return CheckPage(rows, gaps, _unusual(form, scores))


def _unusual(form: RasForm, scores: list[Score]) -> list[UnusualPair]:
    """Pairs of outcomes that seldom differ so much; other forms are asked only where two differ at all."""
    steps = {score.outcome.position: score.level.position for score in scores if score.level}
    if not steps or max(steps.values()) - min(steps.values()) < FAR_APART:
        return []
    return unusual_pairs(steps, steps_of_others(form))


SIGNED_BY = {
    FormActKind.SUBMITTED: "Scored and submitted",
    FormActKind.VERIFIED: "Verified",
    FormActKind.MODERATED: "Moderated",
}
"""The acts that the foot of the paper form has a line for."""


@dataclass(frozen=True)
class Signature:
    """Who did what to the form, and when."""

    done: str
    who: str
    at: datetime


def document_context(form: RasForm) -> dict[str, Any]:
    """What the document says. The caller has checked that the form was submitted."""
    page: ProfilePage = profile_page(form)
    return {
        "title": f"RAS form, {form.case.reference}",
        "council": settings.COUNCIL_NAME,
        "case": form.case,
        "child": form.case.child,
        "ras_form": form,
        "page": page,
        "signatures": signatures_of(page.acts),
    }


def signatures_of(acts: list[FormAct]) -> list[Signature]:
    """Who submitted the form as it stands, and who verified and moderated it since, in order."""
    return [
        Signature(SIGNED_BY[FormActKind(act.kind)], act.acted_by.full_name, act.acted_at)
        for act in final_round(acts)
        if act.kind in SIGNED_BY
    ]


def form_as_html(form: RasForm) -> str:
    """The form as a page to be made into a PDF."""
    return render_to_string("scoring/pdf/form.html", document_context(form))


def document_name(form: RasForm) -> str:
    """What the PDF is called when it is saved: no name of a child."""
    return f"RAS form {form.case.reference}.pdf"
