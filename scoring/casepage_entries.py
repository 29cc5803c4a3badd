"""What scoring adds to the case page: its section, its next steps, and its words on the work list."""

from typing import Any

from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from casework.casepage import (
    NextStep,
    Section,
    SectionContent,
    register_next_steps,
    register_section,
    register_work_notes,
    step,
)
from casework.enums import Stage
from casework.models import Case
from crispy_govuk.phrases import counted
from scoring.enums import FormStatus
from scoring.models import RasForm
from scoring.permissions.forms import (
    check_user_can_moderate_form,
    check_user_can_score_form,
    check_user_can_start_form,
    check_user_can_verify_form,
)
from scoring.permissions.given_forms import REOPENED_AT, check_user_can_recall_form, check_user_can_reopen_form
from scoring.presenters.profiles import counts_in_words
from scoring.queries.forms import answered_counts, form_of, open_queries, profile_of, query_counts
from scoring.queries.given_forms import first_opening
from scoring.reviewpage import onward


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
    context |= {"profile": profile, "levels": counts_in_words(profile), "onward": onward(form, user)}
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
