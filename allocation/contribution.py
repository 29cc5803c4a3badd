"""What allocation adds to the case page: the indicative resource, the provision's cost, their steps, and work notes."""

from django.urls import reverse

from accounts.models import User
from allocation.agreement.presenters import effect_in_words
from allocation.allocating.permissions import check_user_can_allocate, check_user_can_send_to_moderation
from allocation.allocating.presenters import proposal_for, summary_line
from allocation.allocating.queries import allocation_of, amounts_of
from allocation.moderation.queries import why_here
from allocation.refusals import NoTableInUse
from allocation.similar.presenters import similar_now
from base.clock import today
from casework.cases.contributions import (
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
from casework.provision.permissions import check_user_can_change_provision
from casework.provision.queries import provision_lines_of, provision_total_of
from casework.tac.rules import Comparison
from casework.versions.queries import open_tac_meeting, plan_version_of
from crispy_govuk.templatetags.govuk_format import pounds, pounds_short
from scoring.joints import RelatedLink, ReviewPanel, register_effect, register_related_link, register_review_panel
from scoring.models import RasForm
from scoring.scores.queries import form_of

COSTED_AT = (Stage.DRAFTING, Stage.TAC)


ROUTED_TO = {Stage.MODERATION: "Goes to moderation", Stage.ALLOCATION: "Needs no moderation"}


def indicative_resource(case: Case, user: User) -> SectionContent | None:
    """The indicative resource in one line; before it, why the form is or is not moderated; nothing before that."""
    allocation = allocation_of(case)
    if allocation is None:
        title, why = ROUTED_TO.get(Stage(case.stage)), why_here([case])[case.pk]
        return SectionContent("", summary=[(title, why)]) if title and why else None
    return SectionContent("", summary=[("Indicative resource", summary_line(allocation))])


def provision(case: Case, user: User) -> SectionContent | None:
    """What the provision comes to so far, and how far above the indicative resource; nothing before there is a plan."""
    if plan_version_of(case) is None:
        return None
    count = provision_lines_of(case).count()
    title = "Provision so far" if case.stage in COSTED_AT else "Provision"
    return SectionContent("", count=count, summary=[(title, _provision_in_words(case, count))])


def _provision_in_words(case: Case, count: int) -> str:
    if not count:
        return "None costed yet"
    total, allocation = provision_total_of(case), allocation_of(case)
    if allocation is None:
        return f"{pounds(total)} a year"
    above = Comparison(total, allocation.amount).above_by
    return f"{pounds(total)} a year, " + (
        f"{pounds(above)} above the indicative resource" if above else "within the indicative resource"
    )


def provision_url(case: Case) -> str:
    """The TAC's page while it meets and after; the plan's own before."""
    name = "provision" if case.stage == Stage.DRAFTING else "tac"
    return reverse(f"allocation:{name}", args=[case.reference])


register_section(
    Section(
        "indicative-resource",
        "Indicative resource",
        40,
        indicative_resource,
        url=lambda case: reverse("allocation:allocation_detail", args=[case.reference]),
    )
)


register_section(Section("provision", "Provision and cost", 55, provision, url=provision_url))


@register_next_steps
def allocating(case: Case, user: User) -> list[NextStep]:
    """After moderation the Personalisation Officer allocates, and a Lead where a form is not moderated."""
    if case.stage not in ROUTED_TO:
        return []
    url = reverse("allocation:allocate", args=[case.reference])
    check = lambda: check_user_can_allocate(user, case, form_of(case))  # noqa: E731
    steps = [step("Allocate the indicative resource", url, check, primary=True, order=40)]
    if case.stage == Stage.ALLOCATION:
        url = reverse("allocation:send_to_moderation", args=[case.reference])
        steps.append(
            step("Send the form to moderation", url, lambda: check_user_can_send_to_moderation(user, case), order=41)
        )
    return steps


@register_next_steps
def costing(case: Case, user: User) -> list[NextStep]:
    """The co-ordinator costs the provision while drafting, and weighs it while the TAC meets."""
    if case.stage not in COSTED_AT or case.coordinator_id != user.pk:
        return []
    label = "Cost the provision" if case.stage == Stage.DRAFTING else "Weigh the provision"
    check = lambda: check_user_can_change_provision(user, case)  # noqa: E731
    is_met = case.stage == Stage.TAC and open_tac_meeting(case) is not None
    return [step(label, provision_url(case), check, primary=is_met, order=55)]


@register_related_link
def how_it_came_about(form: RasForm, user: User) -> RelatedLink | None:
    """From a given form on to what its points became in pounds; a second form is never priced."""
    if form.is_draft or form.is_second:
        return None
    return RelatedLink("From points to pounds", reverse("allocation:waterfall", args=[form.case.reference]))


@register_work_notes
def indicative_notes(cases: list[Case]) -> dict[int, str]:
    """The indicative resource of cases being drafted or at the TAC, in one query."""
    amounts = amounts_of([case.pk for case in cases if case.stage in COSTED_AT])
    return {case_id: f"Indicative {pounds_short(amount)}" for case_id, amount in amounts.items()}


@register_review_panel
def similar_cases(form: RasForm, user: User) -> ReviewPanel | None:
    """The proposal of the service's own table beside similar cases; nothing while no table is in use."""
    try:
        proposal = proposal_for(form.case, form, "", today())
    except NoTableInUse:
        return None
    similar = similar_now(form, proposal.conversion.annual_amount, user)
    return ReviewPanel("allocation/_partials/beside_scores.html", {"proposal": proposal, "similar": similar})


register_effect(effect_in_words)
