"""What panels adds to the pages of a case: the section "Decision", next steps, work notes, and the TAC's verdict."""

from datetime import date
from decimal import Decimal

from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from allocation.joints import VerdictWords, register_decisions, register_verdict
from allocation.waterfall.rules import Decided
from base.clock import today
from base.refusals import Refused
from casework.cases.contributions import (
    NextStep,
    Section,
    SectionContent,
    register_next_steps,
    register_section,
    register_work_notes,
    step,
)
from casework.cases.queries import register_visibility
from casework.enums import Stage
from casework.models import Case
from panels.agenda.permissions import check_user_can_decide, check_user_can_take_to_panel
from panels.agenda.queries import cases_on_agendas_of, items_visible_to
from panels.enums import ItemStatus
from panels.models import AgendaItem
from panels.signing.permissions import (
    check_user_can_return_to_tac,
    check_user_can_sign_off,
    check_user_can_take_to_sign_off,
)
from panels.signing.presenters import decision_url, standing_of
from panels.signing.queries import decisions_on, limit_on, sign_off_of, waiting_item
from panels.signing.rules import who_signs

register_visibility(cases_on_agendas_of)


def decision_section(case: Case, user: User) -> SectionContent | None:
    """Who would sign, signs or signed, in words; nothing before there is a plan to weigh, or without a limit."""
    try:
        standing = standing_of(case, today())
    except Refused:
        return None
    if standing is None:
        return None
    return SectionContent("", summary=[(standing.title, standing.in_words)])


register_section(Section("decision", "Decision", 70, decision_section, decision_url))


@register_next_steps
def taking_it_on(case: Case, user: User) -> list[NextStep]:
    """After the TAC: both ways stand there for the co-ordinator, each with the reason when it is not the one."""
    if case.stage != Stage.TAC or case.coordinator_id != user.pk:
        return []
    url = reverse("panels:case_send", args=[case.reference])
    return [
        step(
            "Take to sign-off",
            url,
            lambda: check_user_can_take_to_sign_off(user, case, today()),
            primary=True,
            order=70,
        ),
        step("Take to panel", url, lambda: check_user_can_take_to_panel(user, case, today()), primary=True, order=71),
    ]


@register_next_steps
def signing(case: Case, user: User) -> list[NextStep]:
    """While the plan waits for the Lead."""
    if case.stage != Stage.SIGN_OFF or not user.has_role(Role.LEAD_SEND_COORDINATOR):
        return []
    reference = [case.reference]
    return [
        step(
            "Sign the plan off",
            reverse("panels:plan_sign_off", args=reference),
            lambda: check_user_can_sign_off(user, case, today()),
            primary=True,
            order=70,
        ),
        step(
            "Return it to the TAC",
            reverse("panels:plan_return", args=reference),
            lambda: check_user_can_return_to_tac(user, case),
            order=71,
        ),
    ]


@register_next_steps
def deciding(case: Case, user: User) -> list[NextStep]:
    """While the plan is with the panel: its pack, and for a chair the decision."""
    item = waiting_item(case) if case.stage == Stage.PANEL else None
    if item is None or not items_visible_to(user).filter(pk=item.pk).exists():
        return []
    steps = [NextStep("Read the panel’s pack", reverse("panels:item_detail", args=[item.pk]), order=71)]
    if user.has_role(Role.PANEL_CHAIR):
        url = reverse("panels:decision_outcome", args=[item.pk])
        steps.append(
            step("Record the decision", url, lambda: check_user_can_decide(user, item), primary=True, order=70)
        )
    return steps


@register_work_notes
def on_which_agenda(cases: list[Case]) -> dict[int, str]:
    """The meeting that is to hear each case, in one query."""
    at_panel = [case.pk for case in cases if case.stage == Stage.PANEL]
    if not at_panel:
        return {}
    items = AgendaItem.objects.filter(case__in=at_panel, status=ItemStatus.WAITING).select_related("meeting")
    return {item.case_id: f"On the agenda of {item.meeting.held_on:%-d %B}" for item in items}


@register_decisions
def decided_in_pounds(case: Case) -> list[Decided]:
    """The end of the waterfall: what the panel last agreed, or the Lead signed."""
    decided = []
    latest = decisions_on(case).first()
    if latest is not None and latest.amount is not None:
        decided.append(Decided(f"Decided by {latest.item.meeting.panel.name}", latest.amount, latest.reasons))
    if (signed := sign_off_of(case)) is not None:
        decided.append(Decided(f"Signed off by {signed.signed_by.full_name}", signed.agreed))
    return decided


@register_verdict
def who_would_sign(agreed: Decimal, indicative: Decimal, day: date) -> VerdictWords:
    """The TAC page's words: who would sign what the provision comes to now."""
    verdict = who_signs(agreed, indicative, limit_on(day))
    return VerdictWords(verdict.who, because="", detail=f"{verdict.words} {verdict.hint}".strip())
