"""What allocation adds to the pages below it: the indicative resource, similar cases, and points in pounds."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.models import User
from allocation.agreement.views import effect_in_words
from allocation.allocating.actions import allocations_in_brief
from allocation.allocating.permissions import check_user_can_allocate, check_user_can_send_to_moderation
from allocation.allocating.presenters import NoTableInUse, proposal_for, summary_line
from allocation.models import Allocation
from allocation.moderation.actions import record_range_check, why_here
from allocation.similar.presenters import similar_now
from base.clock import today
from base.contribution import Content, Contribution, NextStep, RelatedLink, Section, step
from casework.cases.queries import case_facts
from casework.enums import Part, Stage
from casework.models import Case, StageMove
from scoring.models import RasForm
from scoring.scores.presenters import ProfilePage
from scoring.scores.queries import form_of

ROUTED_TO = {Stage.MODERATION: "Goes to moderation", Stage.ALLOCATION: "Needs no moderation"}


FACTS = {
    "allocated": Exists(Allocation.objects.filter(case=OuterRef("pk"))),
    "sent_for_a_reason": Exists(
        StageMove.objects.filter(case=OuterRef("pk"), to_stage=OuterRef("stage")).exclude(reason="")
    ),
}


def _has_resource(case: Case, user: User) -> bool:
    """There is an indicative resource, or a form was sent one way or the other with a reason."""
    return case.indicative_amount is not None or (case.stage in ROUTED_TO and case_facts(case)["sent_for_a_reason"])


def _resource(case: Case, user: User) -> list[tuple[str, str]]:
    """The indicative resource in one line; before it, why the form is or is not moderated."""
    live = [allocation for allocation in allocations_in_brief(case) if allocation.replaced_at is None]
    if live:
        return [("Indicative resource", summary_line(live[0]))]
    why = why_here([case])[case.pk]
    return [(ROUTED_TO[Stage(case.stage)], why)] if why else []


SECTIONS = (
    Section(
        "indicative-resource",
        "Indicative resource",
        40,
        lambda case: reverse("allocation:allocation_detail", args=[case.reference]),
        _has_resource,
        summary=_resource,
    ),
)


def parts_done(case: Case) -> dict[tuple[str, int], str]:
    """Whoever allocates takes the part of verifier or moderator, though another may have verified or moderated."""
    people = {allocation.allocated_by_id for allocation in allocations_in_brief(case)}
    return {
        (part, person): "indicative resource allocated by"
        for part in (Part.VERIFIER, Part.MODERATOR)
        for person in people
    }


def next_steps(case: Case, user: User) -> list[NextStep]:
    """After moderation the Personalisation Officer allocates, and a Lead where a form is not moderated."""
    if case.stage not in ROUTED_TO:
        return []
    url = reverse("allocation:allocate", args=[case.reference])
    may_allocate = lambda: check_user_can_allocate(user, case, form_of(case))  # noqa: E731
    steps = [step("Allocate the indicative resource", url, may_allocate, primary=True, order=40)]
    if case.stage == Stage.ALLOCATION:
        url = reverse("allocation:send_to_moderation", args=[case.reference])
        may_send = lambda: check_user_can_send_to_moderation(user, case)  # noqa: E731
        steps.append(step("Send the form to moderation", url, may_send, order=41))
    return steps


def related_links(form: RasForm, user: User) -> list[RelatedLink]:
    """From a submitted form on to what its points became in pounds; a second form is never priced."""
    if form.is_draft or form.is_second:
        return []
    return [RelatedLink("From points to pounds", reverse("allocation:waterfall", args=[form.case.reference]))]


def review_panels(page: ProfilePage, user: User) -> list[Content]:
    """The proposal of the service's own table beside similar cases; nothing while no table is in use."""
    try:
        proposal = proposal_for(page.form.case, page.form, "", today(), page.profile)
    except NoTableInUse:
        return []
    similar = similar_now(page.form, proposal.conversion.annual_amount, user, scores=page.scores)
    return [
        Content("allocation/_partials/beside_scores.html", {"proposal": proposal, "similar": similar}, similar.case_ids)
    ]


CONTRIBUTION = Contribution(
    facts=FACTS,
    sections=SECTIONS,
    parts_done=parts_done,
    next_steps=next_steps,
    related_links=related_links,
    review_panels=review_panels,
    effect_in_words=effect_in_words,
    range_finding=record_range_check,
)
