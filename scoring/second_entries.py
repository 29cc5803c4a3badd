"""What second scoring adds to casework: what is closed to whom, who may read, what is asked."""

from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from casework.casepage import (
    NextStep,
    Section,
    SectionContent,
    register_next_steps,
    register_section,
    register_tasks,
    step,
)
from casework.curtain import Curtain, register_curtains
from casework.enums import Stage
from casework.models import Case
from casework.queries.cases import register_visibility
from casework.queries.passages import register_blind_readers
from scoring.enums import SecondScoringState
from scoring.exceptions.second_scoring import FirstFormIsClosed, RestIsAnotherTeams
from scoring.permissions.second_scoring import WATCHING, check_user_can_ask_second, check_user_can_score_second
from scoring.queries.second_scoring import (
    cases_scored_second_by,
    count_waiting_for_scorer,
    open_second_scorings_of,
    people_scoring_blind,
    second_scoring_of,
    second_scorings_closing_to,
    submissions_of,
)

OPEN_PAGES = frozenset(
    {
        "casework:case_detail",
        "casework:report_list",
        "casework:report_detail",
        "casework:report_file",
        "casework:passage_mark",
        "casework:passage_remove",
        "scoring:second_form_start",
        "scoring:second_form_edit",
        "scoring:second_outcome_save",
        "scoring:second_form_check",
        "scoring:second_form_detail",
    }
)
"""What of a case a second scorer works with until their form is given. Every other page of the case is closed."""

OPEN_SECTIONS = frozenset({"reports", "family", "second-scoring"})

register_visibility(cases_scored_second_by)
register_blind_readers(people_scoring_blind)


@register_curtains
def unseen_until_given(user: User) -> dict[int, Curtain]:
    """The cases that this person is asked to score blind, or has scored for another team.

    Only a co-ordinator can be asked: others cost no query.
    """
    if not user.has_role(Role.CASE_COORDINATOR):
        return {}
    unseen = Curtain(str(FirstFormIsClosed()), OPEN_PAGES, OPEN_SECTIONS)
    elsewhere = Curtain(str(RestIsAnotherTeams()), OPEN_PAGES, OPEN_SECTIONS)
    return {
        second.case_id: elsewhere if second.state == SecondScoringState.GIVEN else unseen
        for second in second_scorings_closing_to(user)
    }


@register_tasks
def scoring_tasks(user: User) -> list[NextStep]:
    """The cases to score a second time, and for those who arrange it how many wait for a scorer."""
    tasks = []
    if user.has_role(Role.CASE_COORDINATOR):
        tasks += [
            NextStep(f"Score {second.case.reference} a second time", second_url(second.case))
            for second in open_second_scorings_of(user)
        ]
    if user.has_role(*WATCHING) and (waiting := count_waiting_for_scorer()):
        said = "1 second scoring waits" if waiting == 1 else f"{waiting} second scorings wait"
        tasks.append(NextStep(f"{said} for a scorer", reverse("scoring:second_list")))
    return tasks


def second_url(case: Case) -> str:
    """Where a person finds what the second scoring is to them: the form, the comparison, or who is asked."""
    return reverse("scoring:second_form_detail", args=[case.reference])


def second_section(case: Case, user: User) -> SectionContent | None:
    """How far the second scoring is; for those who arrange it also where there is none yet."""
    second = second_scoring_of(case)
    if second is None:
        may_ask = user.has_role(*WATCHING) and submissions_of(case).exists()
        return SectionContent("") if may_ask else None
    given = second.state == SecondScoringState.GIVEN
    if user.has_role(*WATCHING) or second.scorer_id == user.pk or (given and case.coordinator_id == user.pk):
        scorer = second.scorer.full_name if second.scorer else ""
        said = second.state.label
        return SectionContent("", summary=[("Second scoring", f"{said}, {scorer}" if scorer else said)])
    return None


register_section(Section("second-scoring", "Second scoring", 35, second_section, url=second_url))


@register_next_steps
def second_steps(case: Case, user: User) -> list[NextStep]:
    """For who is asked: to score it. For who arranges it: to have it scored, while the form is being weighed."""
    second = second_scoring_of(case)
    if second is not None and second.scorer_id == user.pk and second.state != SecondScoringState.GIVEN:
        check = lambda: check_user_can_score_second(user, case, second)  # noqa: E731
        return [step("Score this case a second time", second_url(case), check, primary=True, order=20)]
    if not user.has_role(*WATCHING):
        return []
    if second is not None and second.state == SecondScoringState.WAITING:
        return [NextStep("Choose who scores it a second time", second_url(case), order=90)]
    if second is None and case.stage in (Stage.VERIFICATION, Stage.ALLOCATION, Stage.MODERATION):
        url = reverse("scoring:second_ask", args=[case.reference])
        return [step("Have it scored a second time", url, lambda: check_user_can_ask_second(user, case), order=90)]
    return []
