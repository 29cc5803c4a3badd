"""What scoring adds to the pages of a case: its sections, next steps, notes and tasks, and what is closed to whom."""

from typing import Any

from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from base.words import counted
from casework.cases.contributions import (
    BlindRestriction,
    NextStep,
    Section,
    SectionContent,
    register_next_steps,
    register_restrictions,
    register_section,
    register_tasks,
    register_work_notes,
    step,
)
from casework.cases.queries import register_visibility
from casework.enums import Stage
from casework.models import Case
from casework.reports.queries import register_blind_readers
from scoring.enums import FormStatus, SecondScoringState
from scoring.joints import related_links
from scoring.models import RasForm
from scoring.rasform.permissions import (
    REOPENED_AT,
    check_user_can_recall_form,
    check_user_can_reopen_form,
    check_user_can_score_form,
    check_user_can_start_form,
)
from scoring.refusals import FirstFormIsClosed, RestIsAnotherTeams
from scoring.reviews.permissions import check_user_can_moderate_form, check_user_can_verify_form
from scoring.scores.presenters import counts_in_words
from scoring.scores.queries import answered_counts, first_opening, form_of, open_queries, profile_of, query_counts
from scoring.second.permissions import WATCHING, check_user_can_ask_second, check_user_can_score_second
from scoring.second.queries import (
    cases_scored_second_by,
    count_waiting_for_scorer,
    open_second_scorings_of,
    people_scoring_blind,
    second_scoring_of,
    second_scorings_closing_to,
    submissions_of,
)


@register_next_steps
def scoring_steps(case: Case, user: User) -> list[NextStep]:
    """Start or go on with the form, verify it, moderate it: what concerns the case's present stage."""
    stage = case.stage
    if stage not in (Stage.SCORING, Stage.VERIFICATION, Stage.MODERATION):
        return []
    form = form_of(case)
    if stage == Stage.SCORING and form is None:
        url = reverse("scoring:form_start", args=[case.reference])
        return [step("Start the RAS form", url, lambda: check_user_can_start_form(user, case), primary=True, order=30)]
    if form is None:
        return []
    if stage == Stage.SCORING:
        label = "Answer the queries" if open_queries(form) else "Continue the RAS form"
        url = reverse("scoring:form_edit", args=[case.reference])
        return [step(label, url, lambda: check_user_can_score_form(user, form), primary=True, order=30)]
    if stage == Stage.VERIFICATION:
        url = reverse("scoring:form_verify", args=[case.reference])
        return [
            step("Verify the RAS form", url, lambda: check_user_can_verify_form(user, form), primary=True, order=30)
        ]
    if form.status == FormStatus.VERIFIED:
        url = reverse("scoring:form_moderate", args=[case.reference])
        return [
            step("Moderate the RAS form", url, lambda: check_user_can_moderate_form(user, form), primary=True, order=30)
        ]
    return []


@register_next_steps
def going_back(case: Case, user: User) -> list[NextStep]:
    """The scorer may take an unread submission back; co-ordinator and Leads may open a verified form again."""
    form = form_of(case) if case.stage in (Stage.VERIFICATION, *REOPENED_AT) else None
    if form is None:
        return []
    is_scorer = case.coordinator_id == user.pk
    if case.stage == Stage.VERIFICATION:
        url = reverse("scoring:form_recall", args=[case.reference])
        check = lambda: check_user_can_recall_form(user, form)  # noqa: E731
        return [step("Take the RAS form back", url, check, order=32)] if is_scorer else []
    if not is_scorer and not user.has_role(Role.LEAD_SEND_COORDINATOR):
        return []
    url = reverse("scoring:form_reopen", args=[case.reference])
    return [step("Open the RAS form again", url, lambda: check_user_can_reopen_form(user, form), order=90)]


def build_section(case: Case, user: User) -> SectionContent | None:
    """The form in brief: how far a draft is, without a score; the profile once it is given."""
    form = form_of(case)
    if form is None:
        return None
    context: dict[str, Any] = {"ras_form": form}
    if form.is_draft:
        done, total = answered_counts([case.pk]).get(case.pk, (0, 0))
        queries = open_queries(form)
        said = f"Returned with {_queries(len(queries))}" if queries else f"{done} of {total} outcomes scored"
        context |= {"done": done, "total": total, "queries": queries, "is_scorer": case.coordinator_id == user.pk}
        return SectionContent("scoring/_partials/section.html", context, summary=[("RAS form", said)])
    if is_unread_by(user, form):
        unread = [("RAS form", "Submitted, not opened yet")]
        return SectionContent("scoring/_partials/section.html", context, summary=unread)
    profile = profile_of(form)
    context |= {"profile": profile, "levels": counts_in_words(profile), "onward": related_links(form, user)}
    said = f"{counted(profile.points, 'point')}, {form.get_status_display().lower()}"
    return SectionContent("scoring/_partials/section.html", context, summary=[("RAS form", said)])


def is_unread_by(user: User, form: RasForm) -> bool:
    """Whether nobody but its scorer has opened the form yet: its points show once it can no longer be taken back."""
    return form.status == FormStatus.SUBMITTED and form.scorer.pk != user.pk and first_opening(form) is None


def _queries(count: int) -> str:
    return f"{count} {'query' if count == 1 else 'queries'}"


def section_url(case: Case) -> str:
    """The form as it stands: its scorer is led on to where they enter it."""
    return reverse("scoring:form_detail", args=[case.reference])


register_section(Section("ras-form", "RAS form", 30, build_section, url=section_url))


@register_work_notes
def scoring_notes(cases: list[Case]) -> dict[int, str]:
    """How far each draft is, or with how many queries it came back."""
    at_scoring = [case.pk for case in cases if case.stage == Stage.SCORING]
    if not at_scoring:
        return {}
    notes = {pk: f"{done} of {total} outcomes scored" for pk, (done, total) in answered_counts(at_scoring).items()}
    return notes | {pk: f"Returned with {_queries(count)}" for pk, count in query_counts(at_scoring).items()}


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


@register_restrictions
def closed_until_submitted(user: User) -> dict[int, BlindRestriction]:
    """The cases that this person is asked to score blind, or has scored for another team.

    Only a co-ordinator can be asked: others cost no query.
    """
    if not user.has_role(Role.CASE_COORDINATOR):
        return {}
    unseen = BlindRestriction(str(FirstFormIsClosed()), OPEN_PAGES, OPEN_SECTIONS)
    elsewhere = BlindRestriction(str(RestIsAnotherTeams()), OPEN_PAGES, OPEN_SECTIONS)
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
