"""Shared reads of second scoring: who was asked to score which case again, and how far it has come."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import F, Q, QuerySet

from accounts.enums import Role
from accounts.models import User
from audit.queries import views_of
from base.pages import MOST_COUNTED, HowMany
from base.reading import prepared, read_once
from casework.cases.permissions import SEES_ALL_CASES
from casework.cases.queries import may_have
from casework.models import Case, CasePart, CoordinatorChange
from scoring.enums import AgeVersion, FormActKind, FormPurpose, FormStatus, SecondScoringState
from scoring.models import FormAct, Framework, Level, OutcomeReview, ScoredPair, SecondScoring
from scoring.second.rules import (
    Compared,
    Instrument,
    Pair,
    Scale,
    Submission,
    compare,
    is_read,
    submission_that_counts,
)

SUBMITTED = Q(form__status=FormStatus.SUBMITTED)


IN_STATE = {
    SecondScoringState.WAITING: Q(scorer=None),
    SecondScoringState.ASKED: Q(scorer__isnull=False, form=None),
    SecondScoringState.BEING_SCORED: Q(form__status=FormStatus.DRAFT),
    SecondScoringState.SUBMITTED: SUBMITTED,
}
"""Which second scorings have come how far: the same as `SecondScoring.state`, for many."""


def second_scorings() -> QuerySet[SecondScoring]:
    """Every second scoring that was not called off, oldest first, with case, scorer and form."""
    related = ("case__child", "case__coordinator", "scorer", "asked_by", "form__framework")
    return SecondScoring.objects.filter(cancelled_at=None).select_related(*related)


@read_once
def second_scoring_of(case: Case) -> SecondScoring | None:
    """The second scoring of a case, or None when it was not asked for, or called off."""
    second = next(iter(_second(case.pk)), None) if may_have(case, "second_scoring") else None
    if second is not None:
        second.case = case
        if second.form is not None:
            second.form.case = case
    return second


@prepared
def _second(case_id: int) -> QuerySet[SecondScoring]:
    related = ("scorer", "asked_by", "form__framework")
    return SecondScoring.objects.filter(case=case_id, cancelled_at=None).select_related(*related).order_by()


def open_second_scorings_of(user: User) -> QuerySet[SecondScoring]:
    """What this person is asked to score blind and has not submitted yet.

    A case that became their own meanwhile is theirs to work on; somebody else must score it a second time. Where the
    child has died nobody is asked any more.
    """
    open_ones = second_scorings().filter(scorer=user, case__child__died_on=None)
    return open_ones.exclude(SUBMITTED).exclude(case__coordinator=user)


def second_scorings_closing_to(user: User, case_ids: Collection[int] | None = None) -> QuerySet[SecondScoring]:
    """What keeps a case closed to this person: what they have not submitted yet, and what they scored for another team.

    Having scored a case once does not make it theirs to read. Of the cases with these ids, where they are given.
    """
    asked = second_scorings().filter(scorer=user).exclude(case__coordinator=user)
    if case_ids is not None:
        asked = asked.filter(case__in=case_ids)
    if user.has_role(*SEES_ALL_CASES):
        return asked.exclude(SUBMITTED)
    elsewhere = ~Q(case__team=user.team_id) if user.team_id else Q()
    return asked.filter(~SUBMITTED | elsewhere) if elsewhere else asked


def people_scoring_blind(case: Case) -> list[int]:
    """The ids of those who are asked to score this case without seeing the first form, and have not done so."""
    asked = (
        SecondScoring.objects.filter(case=case, cancelled_at=None, scorer__isnull=False)
        .exclude(SUBMITTED)
        .exclude(scorer=case.coordinator_id)
        .order_by()
    )
    return list(asked.values_list("scorer_id", flat=True))


def is_second_submitted(case: Case) -> bool:
    """Whether the case has a second form that is submitted."""
    return SecondScoring.objects.filter(SUBMITTED, case=case, cancelled_at=None).exists()


def is_first_submitted(case: Case) -> bool:
    """Whether a submission of the first form counts: one that was taken back does not, until it is submitted again."""
    acts = FormAct.objects.filter(form__case=case, form__purpose=FormPurpose.FIRST).order_by("acted_at", "pk")
    return submission_that_counts((pk, FormActKind(kind)) for pk, kind in acts.values_list("pk", "kind")) is not None


def count_waiting_for_scorer() -> int:
    """How many second scorings nobody is asked for yet."""
    waiting = SecondScoring.objects.filter(cancelled_at=None, scorer=None, case__child__died_on=None)
    return HowMany(waiting.order_by()[: MOST_COUNTED + 1].count())


def cases_scored_second_by(user: User) -> Q:
    """Which cases a co-ordinator may read because they were asked to score them a second time: a condition on Case.

    Who is no co-ordinator any more has nothing to score, and is shown nothing that a blind scorer must not see.
    """
    if not user.has_role(Role.CASE_COORDINATOR):
        return Q(pk__in=())
    return Q(pk__in=SecondScoring.objects.filter(scorer=user, cancelled_at=None).values("case"))


def submissions_of(case: Case) -> QuerySet[FormAct]:
    """Every time the first form of a case was submitted, oldest first."""
    return FormAct.objects.filter(
        form__case=case, form__purpose=FormPurpose.FIRST, kind=FormActKind.SUBMITTED
    ).select_related("acted_by")


def count_of_cases_submitted() -> int:
    """How many cases have had their first form submitted at some time, whatever became of it."""
    submitted = FormAct.objects.filter(form__purpose=FormPurpose.FIRST, kind=FormActKind.SUBMITTED)
    return submitted.order_by().values("form").distinct().count()


def people_with_a_part(case: Case) -> set[int]:
    """The ids of those who scored, verified, moderated or signed in this case."""
    return set(CasePart.objects.filter(case=case).order_by().values_list("person", flat=True))


PAGES_WITHOUT_SCORES = frozenset(
    {
        "casework:report_list",
        "casework:report_detail",
        "casework:report_file",
        "casework:report_file_picture",
        "casework:passage_mark",
        "scoring:second_form_detail",
        "scoring:second_form_start",
    }
)
"""Pages of a case, by the names of their addresses, from which nobody learns how it was scored."""


PAGES_BY_EARLIER_TITLE = {
    "Reports": "casework:report_list",
    "Report": "casework:report_detail",
    "Report’s file": "casework:report_file",
    "Second scoring": "scoring:second_form_detail",
}
"""What those pages were called while the trail kept their titles alone. Frozen: titles of today do not matter."""


def people_who_have_seen_scores(case: Case) -> set[int]:
    """The ids of those who opened the case since its form was first submitted: they have read its points.

    A page is known by the name of its address; a row of the trail from before that was kept, by its title. A page that
    is not known tells the scores.
    """
    first = submissions_of(case).first()
    if first is None:
        return set()
    views = views_of(case.pk).filter(at__gte=first.acted_at).order_by()
    seen = views.values_list("actor_id", "facts__view", "facts__page").distinct()
    return {
        actor_id
        for actor_id, view, title in seen
        if actor_id and (view or PAGES_BY_EARLIER_TITLE.get(title)) not in PAGES_WITHOUT_SCORES
    }


def was_coordinator_since_asked(user: User, second: SecondScoring) -> bool:
    """Whether the case was given to this person meanwhile, even for a time: then the first form lay open to them.

    A change whose co-ordinator is not known for certain may have been to anybody, so it counts against everybody; the
    case can then still be scored by whoever is asked from now on.
    """
    to_them = Q(coordinator=user) | Q(coordinator=None)
    return CoordinatorChange.objects.filter(to_them, case=second.case_id, changed_at__gte=second.assigned_at).exists()


def pair_as_it_counts(second: SecondScoring) -> ScoredPair | None:
    """The two scorings of a case as each scorer gave them unaided, told from its acts and not kept; None before that.

    See `submission_that_counts`. A first form that only its scorer has seen does not count yet. Three queries.
    """
    acts: dict[str, list[FormAct]] = {FormPurpose.FIRST: [], FormPurpose.SECOND: []}
    held = FormAct.objects.filter(form__case=second.case_id).annotate(purpose=F("form__purpose"))
    for act in held.order_by("acted_at", "pk"):
        acts[act.purpose].append(act)
    if not is_read(FormActKind(act.kind) for act in acts[FormPurpose.FIRST]):
        return None
    counting = {
        purpose: submission_that_counts((act, FormActKind(act.kind)) for act in of_form)
        for purpose, of_form in acts.items()
    }
    first, other = counting[FormPurpose.FIRST], counting[FormPurpose.SECOND]
    if first is None or other is None or second.form is None:
        return None
    levels = _levels_given((first, other), second.form.framework_id)
    return ScoredPair(
        case_id=second.case_id,
        framework_id=second.form.framework_id,
        first_ranks="".join(str(rank) for rank, _ in levels[first.pk]),
        first_points=sum(points for _, points in levels[first.pk]),
        first_submitted_at=first.acted_at,
        first_submitted_by_id=first.acted_by_id,
        second_ranks="".join(str(rank) for rank, _ in levels[other.pk]),
        second_points=sum(points for _, points in levels[other.pk]),
        second_submitted_at=other.acted_at,
        second_submitted_by_id=other.acted_by_id,
    )


def _levels_given(acts: Collection[FormAct], framework_id: int) -> dict[int, list[tuple[int, int]]]:
    """Rank and points of the level given at each outcome, in order, by the id of the act. Two queries."""
    ladders: dict[int, list[int]] = defaultdict(list)
    ladder = Level.objects.filter(outcome__framework=framework_id).order_by("position")
    for outcome_id, level_id in ladder.values_list("outcome_id", "pk"):
        ladders[outcome_id].append(level_id)
    reviews = OutcomeReview.objects.filter(act__in=acts).order_by("outcome__position")
    given: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for act_id, outcome_id, level_id, points in reviews.values_list(
        "act_id", "outcome_id", "to_level_id", "to_level__points"
    ):
        given[act_id].append((ladders[outcome_id].index(level_id), points))
    return given


def pair_of(second: SecondScoring) -> Pair:
    """The two forms of a case as they count, side by side. Four queries."""
    related = ("first_submitted_by", "second_submitted_by")
    kept = ScoredPair.objects.select_related(*related).get(case=second.case_id)
    return Pair(
        instruments_of([kept.framework_id])[kept.framework_id],
        _submission(kept.first_submitted_by, kept.first_submitted_at, kept.first_ranks, kept.first_points),
        _submission(kept.second_submitted_by, kept.second_submitted_at, kept.second_ranks, kept.second_points),
    )


def _submission(by: User, at: datetime, ranks: str, points: int) -> Submission:
    return Submission(by.pk, by.full_name, at, tuple(map(int, ranks)), points)


def compared_in(pairs: QuerySet[ScoredPair]) -> Compared:
    """Those of the pairs that can be held against each other: of the commonest kind of questionnaire. Three queries."""
    figures = pairs.order_by("case_id").values_list(
        "framework_id",
        "first_submitted_by_id",
        "second_submitted_by_id",
        "first_points",
        "second_points",
        "first_ranks",
        "second_ranks",
    )
    rows = list(figures)
    cases = Counter(row[0] for row in rows)
    instruments = instruments_of(cases)
    return compare([(instruments[pk], count) for pk, count in cases.items()], rows)


def instruments_of(framework_ids: Collection[int]) -> dict[int, Instrument]:
    """Frameworks as means of measuring, by id. Two queries."""
    levels = Level.objects.filter(outcome__framework__in=framework_ids).order_by("outcome__position", "position")
    held: dict[int, dict[int, list[Level]]] = defaultdict(lambda: defaultdict(list))
    for level in levels.select_related("outcome"):
        held[level.outcome.framework_id][level.outcome_id].append(level)
    return {
        framework.pk: Instrument(
            framework.pk,
            framework.title,
            AgeVersion(framework.age_version),
            framework.number,
            tuple(
                Scale(ladder[0].outcome.wording, tuple(at.name for at in ladder), tuple(at.points for at in ladder))
                for ladder in held[framework.pk].values()
            ),
        )
        for framework in Framework.objects.filter(pk__in=framework_ids)
    }
