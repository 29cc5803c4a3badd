"""Shared reads of second scoring: who was asked to score which case again, and how far it has come."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.models import User
from audit.queries import views_of
from base.pages import MOST_COUNTED, HowMany
from casework.cases.permissions import SEES_ALL_CASES
from casework.models import Case, CasePart, CoordinatorChange
from scoring.enums import AgeVersion, FormActKind, FormPurpose, FormStatus, SecondScoringState
from scoring.models import FormAct, Framework, Level, OutcomeReview, SecondScoring
from scoring.second.rules import Instrument, Pair, Scale, Submission, is_read, submission_that_counts

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


def second_scoring_of(case: Case) -> SecondScoring | None:
    """The second scoring of a case, or None when it was not asked for, or called off."""
    second = second_scorings().filter(case=case).first()
    if second is not None:
        second.case = case
        if second.form is not None:
            second.form.case = case
    return second


def open_second_scorings_of(user: User) -> QuerySet[SecondScoring]:
    """What this person is asked to score blind and has not submitted yet.

    A case that became their own meanwhile is theirs to work on; somebody else must score it a second time. Where the
    child has died nobody is asked any more.
    """
    open_ones = second_scorings().filter(scorer=user, case__child__died_on=None)
    return open_ones.exclude(SUBMITTED).exclude(case__coordinator=user)


def second_scorings_closing_to(user: User) -> QuerySet[SecondScoring]:
    """What keeps a case closed to this person: what they have not submitted yet, and what they scored for another team.

    Having scored a case once does not make it theirs to read.
    """
    asked = second_scorings().filter(scorer=user).exclude(case__coordinator=user)
    if user.has_role(*SEES_ALL_CASES):
        return asked.exclude(SUBMITTED)
    elsewhere = ~Q(case__team=user.team_id) if user.team_id else Q()
    return asked.filter(~SUBMITTED | elsewhere) if elsewhere else asked


def people_scoring_blind(case: Case) -> list[int]:
    """The ids of those who are asked to score this case without seeing the first form, and have not done so."""
    asked = (
        second_scorings().filter(case=case, scorer__isnull=False).exclude(SUBMITTED).exclude(scorer=case.coordinator)
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


def pairs_of(seconds: QuerySet[SecondScoring] | None = None) -> list[Pair]:
    """The pairs of these second scorings, or of all, in the order of their cases; only those submitted. Five queries.

    Levels are those that each scorer gave unaided: see `submission_that_counts`.
    """
    submitted = SecondScoring.objects.all() if seconds is None else seconds
    submitted = submitted.filter(cancelled_at=None, form__status=FormStatus.SUBMITTED).order_by("case_id")
    frameworks = dict(submitted.values_list("case_id", "form__framework_id"))
    acts = _acts_that_count(submitted)
    levels_by_act: dict[int, list[int]] = defaultdict(list)
    cases = submitted.order_by().values("case_id")
    reviews = OutcomeReview.objects.filter(act__kind=FormActKind.SUBMITTED, act__form__case__in=cases).order_by()
    for act_id, level_id in reviews.values_list("act_id", "to_level_id"):
        levels_by_act[act_id].append(level_id)
    instruments, places = _instruments(set(frameworks.values()))
    pairs = []
    for case_id, framework_id in frameworks.items():
        first, second = acts.get((case_id, FormPurpose.FIRST)), acts.get((case_id, FormPurpose.SECOND))
        if first and second:
            forms = [_submission(act, levels_by_act[act[0]], places) for act in (first, second)]
            pairs.append(Pair(case_id, instruments[framework_id], *forms))
    return pairs


Act = tuple[int, int, str, datetime]
"""An act's id, and who did it when."""


def _acts_that_count(submitted: QuerySet[SecondScoring]) -> dict[tuple[int, str], Act]:
    """For each case and purpose the submission that counts; none of a first form that only its scorer has seen."""
    acts = FormAct.objects.filter(form__case__in=submitted.order_by().values("case_id")).order_by("acted_at", "pk")
    rows = acts.values_list(
        "form__case_id", "form__purpose", "pk", "kind", "acted_by", "acted_by__full_name", "acted_at"
    )
    by_form: dict[tuple[int, str], list[tuple[int, FormActKind]]] = defaultdict(list)
    known: dict[int, Act] = {}
    for case_id, purpose, pk, kind, by_id, by_name, at in rows:
        by_form[case_id, purpose].append((pk, FormActKind(kind)))
        known[pk] = (pk, by_id, by_name, at)
    counting = {
        (case_id, purpose): submission_that_counts(held)
        for (case_id, purpose), held in by_form.items()
        if purpose == FormPurpose.SECOND or is_read(kind for _, kind in held)
    }
    return {form: known[act_id] for form, act_id in counting.items() if act_id is not None}


def _instruments(framework_ids: Iterable[int]) -> tuple[dict[int, Instrument], dict[int, tuple[int, int, int]]]:
    """The frameworks as instruments by id, and for each level by id its outcome's place, its rank and its points."""
    levels = Level.objects.filter(outcome__framework__in=framework_ids).order_by("outcome__position", "position")
    held: dict[int, dict[int, list[Level]]] = defaultdict(lambda: defaultdict(list))
    for level in levels.select_related("outcome"):
        held[level.outcome.framework_id][level.outcome_id].append(level)
    places = {
        level.pk: (place, rank, level.points)
        for outcomes in held.values()
        for place, ladder in enumerate(outcomes.values())
        for rank, level in enumerate(ladder)
    }
    instruments = {
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
    return instruments, places


def _submission(act: Act, level_ids: Iterable[int], places: dict[int, tuple[int, int, int]]) -> Submission:
    placed = sorted(places[level_id] for level_id in level_ids)
    _, by_id, by_name, at = act
    return Submission(by_id, by_name, at, tuple(rank for _, rank, _ in placed), sum(points for *_, points in placed))
