"""Reading a RAS form: its scores, its acts, its queries. Points leave this room only once it is submitted."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet

from base.contribution import Remark, remarks
from base.reading import prepared, read_once, take_in_hand
from base.refusals import Refused
from casework.enums import ReportKind, ReportStatus
from casework.models import Case
from scoring.enums import FormActKind, FormPurpose, FormStatus, LevelKind, VerdictKind
from scoring.frameworks.queries import levels_of, questions_of
from scoring.models import Evidence, FormAct, Level, Outcome, OutcomeReview, QueryAnswer, RasForm, Score
from scoring.scores.rules import Answer, Entry, Profile, profile_from

OPENING_KINDS = (FormActKind.SUBMITTED, FormActKind.OPENED)
"""The newest of these acts tells whether the present submission was opened."""


def first_opening(form: RasForm) -> FormAct | None:
    """The act by which somebody other than the scorer first opened the present submission; None before that."""
    acts = form.acts.filter(kind__in=OPENING_KINDS).select_related("acted_by")
    latest = acts.order_by("-acted_at", "-pk").first()
    return latest if latest is not None and latest.kind == FormActKind.OPENED else None


def acts_that_stand(acts: Iterable[FormAct]) -> list[FormAct]:
    """Acts in order without the submissions that were taken back: their levels do not count as submitted."""
    standing: list[FormAct] = []
    for act in acts:
        if act.kind == FormActKind.RECALLED:
            while standing and standing.pop().kind != FormActKind.SUBMITTED:
                pass
        else:
            standing.append(act)
    return standing


def final_round(acts: Iterable[FormAct]) -> list[FormAct]:
    """The acts from the last submission that stands on: what was submitted, and what was said of it since."""
    latest: list[FormAct] = []
    for act in acts_that_stand(acts):
        latest = [act] if act.kind == FormActKind.SUBMITTED else [*latest, act]
    return latest


@dataclass(frozen=True)
class LevelChange:
    """The level of one outcome as somebody changed it; `reason` is a reviewer's, or the scorer's answer to a query."""

    outcome: Outcome
    from_level: Level
    to_level: Level
    reason: str = ""


@dataclass(frozen=True)
class Round:
    """One act by which levels were given or reviewed, and every level that it changed, in the order of the form.

    `after` is the act that had sent the form back, where this one submits it again.
    """

    act: FormAct
    changes: tuple[LevelChange, ...] = ()
    after: FormAct | None = None


def rounds_of(acts: Iterable[FormAct]) -> list[Round]:
    """What happened to the levels from the first submission that stands until now, oldest first.

    A reviewer's changes are in their act. What the scorer changed before submitting again is told from the levels that
    stood before: those of the last submission with every change since. So the changes lead from the levels first
    submitted to those of now, whatever was returned, reopened and submitted again in between.
    """
    rounds: list[Round] = []
    levels: dict[int, Level] = {}
    answers: dict[int, str] = {}
    sent_back: FormAct | None = None
    for act in acts_that_stand(acts):
        reviews = sorted(act.reviews.all(), key=lambda review: review.outcome.position)
        if act.kind in SENDING_BACK_KINDS:
            sent_back = act
            answers = {each.outcome_id: answer_to(each) for each in reviews if each.verdict == VerdictKind.QUERIED}
        if act.kind == FormActKind.SUBMITTED:
            changes = tuple(
                LevelChange(each.outcome, levels[each.outcome_id], each.to_level, answers.get(each.outcome_id, ""))
                for each in reviews
                if each.outcome_id in levels and levels[each.outcome_id] != each.to_level
            )
            rounds.append(Round(act, changes, sent_back if rounds else None))
            sent_back, answers = None, {}
        elif act.kind in REVIEW_KINDS:
            changed = [each for each in reviews if each.verdict == VerdictKind.CHANGED]
            changes = tuple(LevelChange(each.outcome, each.from_level, each.to_level, each.reason) for each in changed)
            rounds.append(Round(act, changes))
        levels |= {each.outcome_id: each.to_level for each in reviews}
    return rounds


REVIEW_KINDS = (FormActKind.VERIFIED, FormActKind.QUERIED, FormActKind.MODERATED, FormActKind.RETURNED)


RETURNING_KINDS = (FormActKind.QUERIED, FormActKind.RETURNED)


SENDING_BACK_KINDS = (*RETURNING_KINDS, FormActKind.REOPENED)
"""The acts after which a form is scored again."""


ROUND_KINDS = (FormActKind.SUBMITTED, FormActKind.RECALLED, *RETURNING_KINDS)
"""The acts by which a form goes to and fro between its scorer and those who read it."""


@read_once
def form_of(case: Case, purpose: FormPurpose = FormPurpose.FIRST) -> RasForm | None:
    """The RAS form of the case, with its framework, or None while none is started; the second one when asked for."""
    form = next(iter(_form(case.pk, purpose)), None)
    if form is not None:
        form.case = case
        take_in_hand(form, beside=case)
    return form


@prepared
def _form(case_id: int, purpose: str) -> QuerySet[RasForm]:
    return RasForm.objects.filter(case=case_id, purpose=purpose).select_related("framework").order_by()


@read_once
def acts_in_brief(form: RasForm) -> list[FormAct]:
    """What was done to the form, oldest first: who did what and when, without what they said of each outcome."""
    return _acts(form.pk)


@prepared
def _acts(form_id: int) -> QuerySet[FormAct]:
    return FormAct.objects.filter(form=form_id)


def scores_of(form: RasForm) -> list[Score]:
    """The scores of a form in order, with outcome, level and the evidence they rest on, in two queries."""
    rested = Prefetch("evidence", queryset=_evidence_of(form))
    scores = list(Score.objects.filter(form=form).order_by().prefetch_related(rested))
    outcomes = {outcome.pk: outcome for outcome in questions_of(form.framework)}
    levels = levels_of(form.framework)
    for score in scores:
        score.outcome = outcomes[score.outcome_id]
        score.level = levels[score.level_id] if score.level_id else None
        for each in score.evidence.all():
            if each.passage is not None:
                each.passage.report = each.report
    return sorted(scores, key=lambda score: score.outcome.position)


def _evidence_of(form: RasForm) -> QuerySet[Evidence]:
    """What levels rest on, without the text of the reports: nobody is shown it here.

    While a form is scored nothing rests on a withdrawn report; a submitted one keeps it.
    """
    told = ("report__kind", "report__author", "report__status", "passage__place", "passage__quote")
    evidence = Evidence.objects.select_related("report", "passage").only("score_id", "passage__report_id", *told)
    return evidence.exclude(report__status=ReportStatus.WITHDRAWN) if form.is_draft else evidence


def withdrawn_evidence(form: RasForm) -> dict[int, list[str]]:
    """The kinds of withdrawn reports that levels rested on, by the position of the outcome; in one query."""
    rested: dict[int, list[str]] = {}
    gone = Evidence.objects.filter(score__form=form, report__status=ReportStatus.WITHDRAWN).order_by()
    for position, kind in gone.values_list("score__outcome__position", "report__kind").distinct():
        rested.setdefault(position, []).append(ReportKind(kind).label)
    return dict(sorted(rested.items()))


def answers_from(scores: Iterable[Score]) -> list[Answer]:
    """Scores as the rules know them. The caller sees to it that points of a draft go nowhere."""
    return [
        Answer(
            position=score.outcome.position,
            wording=score.outcome.wording,
            kind=LevelKind(score.level.kind) if score.level else None,
            level_name=score.level.name if score.level else "",
            points=score.level.points if score.level else 0,
            reason=score.reason,
            evidence_count=len(score.evidence.all()),
        )
        for score in scores
    ]


def is_opened(form: RasForm, acts: Iterable[FormAct] | None = None) -> bool:
    """Whether a submitted form is no longer its scorer's alone: somebody else has opened it, or gone on to review it.

    A second form is never taken back, so it counts as opened once it is submitted. `acts` are its acts, oldest first,
    where they were read already.
    """
    if form.is_draft:
        return False
    if form.is_second or form.status != FormStatus.SUBMITTED:
        return True
    if acts is None:
        return first_opening(form) is not None
    return [act.kind for act in acts if act.kind in OPENING_KINDS][-1:] == [FormActKind.OPENED]


def check_points_are_shown(form: RasForm) -> None:
    """Points, and pounds made of them, are shown to nobody until somebody other than the scorer has opened the form.

    Before that the scorer could take it back, and score towards a sum. Every page, list, mail and document asks here.
    """
    if form.is_draft:
        raise Refused("Points are not shown until the RAS form is submitted.")
    if not is_opened(form):
        raise Refused(
            "Points are not shown until somebody other than its scorer has opened the RAS form: "
            "until then the scorer can take it back."
        )


def profile_of(form: RasForm) -> Profile:
    """What the paper form showed, once submitted: points, levels counted, highest outcomes."""
    check_points_are_shown(form)
    return profile_from(
        Answer(position, wording, LevelKind(kind) if kind else None, name or "", points or 0, reason)
        for position, wording, kind, name, points, reason in _levels(form.pk)
    )


@prepared
def _levels(form_id: int) -> QuerySet[Score, Any]:
    level = ("level__kind", "level__name", "level__points")
    scores = Score.objects.filter(form=form_id).order_by()
    return scores.values_list("outcome__position", "outcome__wording", *level, "reason")


def points_of(form: RasForm) -> int:
    """Total points of a submitted form."""
    return profile_of(form).points


def acts_of(form: RasForm) -> list[FormAct]:
    """What was done to the form, oldest first, with every outcome's review, and the scorer's answer to a query."""
    reviews = OutcomeReview.objects.select_related("answer__edited_by").order_by("outcome__position")
    acts = list(form.acts.select_related("acted_by").prefetch_related(Prefetch("reviews", queryset=reviews)))
    _name_reviews(form, (review for act in acts for review in act.reviews.all()))
    return acts


def _name_reviews(form: RasForm, reviews: Iterable[OutcomeReview]) -> None:
    """Give reviews the outcomes and levels they speak of, which the framework has."""
    outcomes = {outcome.pk: outcome for outcome in questions_of(form.framework)}
    levels = levels_of(form.framework)
    for review in reviews:
        review.outcome = outcomes[review.outcome_id]
        review.from_level, review.to_level = levels[review.from_level_id], levels[review.to_level_id]


def open_queries(form: RasForm) -> dict[int, OutcomeReview]:
    """The queries a returned form still has to answer, by outcome id; none once it is submitted again.

    In one query, and a second where the form was returned.
    """
    if not form.is_draft:
        return {}
    acts = acts_that_stand(form.acts.filter(kind__in=ROUND_KINDS).only("kind"))
    if not acts or acts[-1].kind not in RETURNING_KINDS:
        return {}
    asked = OutcomeReview.objects.filter(act=acts[-1].pk, verdict=VerdictKind.QUERIED).order_by()
    queries = {query.outcome_id: query for query in asked.select_related("act__acted_by", "answer")}
    _name_reviews(form, queries.values())
    return queries


def answer_to(query: OutcomeReview) -> str:
    """What the scorer has answered to a query so far; "" while nothing."""
    answer: QueryAnswer | None = getattr(query, "answer", None)
    return answer.text if answer else ""


def entry_of(score: Score, query: OutcomeReview | None = None) -> Entry:
    """A score as it is kept, as its scorer would enter it; with the answer to the query that stands at it."""
    evidence = list(score.evidence.all())
    return Entry(
        score.level_id,
        score.reason,
        frozenset(each.report_id for each in evidence if each.passage_id is None),
        score.version,
        frozenset(each.passage_id for each in evidence if each.passage_id is not None),
        answer_to(query) if query else None,
    )


def unanswered_queries(form: RasForm) -> list[int]:
    """The positions of the outcomes whose query has no answer yet."""
    return [query.outcome.position for query in open_queries(form).values() if not answer_to(query)]


def answered_counts(case_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """How many outcomes of each draft have a level, and how many there are, by case id, in one query."""
    counts: dict[int, tuple[int, int]] = {}
    rows = Score.objects.filter(form__case__in=case_ids, form__purpose=FormPurpose.FIRST, form__status=FormStatus.DRAFT)
    for case_id, level_id in rows.values_list("form__case_id", "level_id").order_by():
        done, total = counts.get(case_id, (0, 0))
        counts[case_id] = (done + (level_id is not None), total + 1)
    return counts


ANSWERED, ROUND = "answered", "round"


def drafts_as_remarks(case_ids: Collection[int]) -> list[QuerySet[Any, Any]]:
    """For a list of cases, how far each draft is, and how it went to and fro between its scorer and those who read it.

    The first are remarks with how many outcomes have a level as `number`, and how many there are as `order`; the others
    are acts, with how many queries were asked.
    """
    drafts = {"form__case__in": case_ids, "form__purpose": FormPurpose.FIRST, "form__status": FormStatus.DRAFT}
    scores = Score.objects.filter(**drafts)
    acts = FormAct.objects.filter(**drafts, kind__in=ROUND_KINDS)
    queried = Count("reviews", filter=Q(reviews__verdict=VerdictKind.QUERIED))
    return [
        remarks(ANSWERED, scores, "form__case", number=Count("level"), order=Count("pk")),
        remarks(ROUND, acts, "form__case", number=queried, order=F("pk"), text=F("kind")),
    ]


def answered_from(told: Iterable[Remark]) -> dict[int, tuple[int, int]]:
    """How many outcomes of each draft have a level, and how many there are, by case id."""
    return {each.case_id: (each.number, each.order) for each in told if each.what == ANSWERED}


def queries_from(told: Iterable[Remark]) -> dict[int, int]:
    """How many queries each returned draft still has to answer, by case id."""
    acts = sorted((each for each in told if each.what == ROUND), key=lambda each: (each.case_id, each.order))
    asked, counts = {each.order: each.number for each in acts}, {}
    for case_id, of_case in groupby(acts, key=lambda each: each.case_id):
        standing = acts_that_stand(FormAct(pk=each.order, kind=each.text) for each in of_case)
        if standing and standing[-1].kind in RETURNING_KINDS:
            counts[case_id] = asked[standing[-1].pk]
    return counts
