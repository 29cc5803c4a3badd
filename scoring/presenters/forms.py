"""The form before it is given: what is there, what is missing, what to look at again. Shows no points."""

from dataclasses import dataclass

from scoring.models import Evidence, RasForm, Score
from scoring.queries.forms import answer_to, answers_from, open_queries, scores_of
from scoring.queries.previous import steps_of_others
from scoring.rules.forms import Answer, Gaps, gaps_in
from scoring.rules.hints import FAR_APART, UnusualPair, hints_on, unusual_pairs


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


def check_page(form: RasForm) -> CheckPage:
    """All outcomes with their gaps and hints."""
    scores = list(scores_of(form))
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
