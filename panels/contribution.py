"""What panels adds to the pages below it: who signs or would sign, what was decided, and what waits for a meeting."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case as When_
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from allocation.models import SignOffLimit
from base.clock import today
from base.contribution import (
    BlindRestriction,
    Contribution,
    Decided,
    Holding,
    NextStep,
    Notes,
    Remark,
    Section,
    SigningOutlook,
    remarks,
    step,
)
from base.pages import is_allowed
from casework.cases.permissions import restriction_of
from casework.cases.queries import case_facts, may_have
from casework.enums import CostBasis, Stage
from casework.models import Case, ProvisionLine, TacMeeting
from panels.agenda.permissions import (
    check_user_can_decide,
    check_user_can_reschedule_item,
    check_user_can_take_to_panel,
    closed_by_interest,
    declared,
)
from panels.agenda.queries import cases_on_agendas_of, interests_that_stand
from panels.enums import DecisionOutcome, ItemStatus, MeetingStatus
from panels.models import AGREEMENTS, AgendaItem, Decision, Meeting, Member, SignOff
from panels.signing.permissions import (
    check_user_can_bring_back,
    check_user_can_carry_out,
    check_user_can_return_to_tac,
    check_user_can_sign_off,
    check_user_can_take_to_sign_off,
)
from panels.signing.presenters import WEIGHED_AT, decision_url, standing_of
from panels.signing.queries import decision_that_stands, different_amount_of, limit_on, sign_off_of, waiting_item
from panels.signing.rules import who_signs

AFTER_THE_TAC = (Stage.TAC, Stage.SIGN_OFF)


DECISIONS = Decision.objects.filter(item__case=OuterRef("pk"))
MEETINGS = TacMeeting.objects.filter(case=OuterRef("pk"))

FACTS = {
    "signed_off": Exists(SignOff.objects.filter(case=OuterRef("pk"))),
    "waits_for_panel": Exists(AgendaItem.objects.filter(case=OuterRef("pk"), status=ItemStatus.WAITING)),
    "decided": Exists(DECISIONS),
    "agreed": Exists(DECISIONS.filter(outcome__in=AGREEMENTS)),
    "agreed_different": Exists(DECISIONS.filter(outcome=DecisionOutcome.AGREE_DIFFERENT, carried_out=None)),
    "tac_has_result": Exists(MEETINGS.filter(concluded_at__isnull=False)),
    "tac_is_open": Exists(MEETINGS.filter(concluded_at=None, called_off_at=None)),
    "lines_counted": Exists(
        ProvisionLine.objects.filter(plan_version__case=OuterRef("pk")).exclude(basis=CostBasis.PLACE)
    ),
    "limit_from": Subquery(SignOffLimit.objects.order_by("effective_from").values("effective_from")[:1]),
    "interests": Exists(interests_that_stand().filter(item__case=OuterRef("pk"))),
}


def _is_weighed(case: Case, user: User) -> bool:
    """A plan is signed, waits for the panel, was agreed by it, or can be held against the limit of today."""
    facts = case_facts(case)
    has_result = case.stage in AFTER_THE_TAC and facts["tac_has_result"] and not facts["tac_is_open"]
    has_figures = has_result or (case.indicative_amount is not None and facts["lines_counted"])
    has_limit = facts["limit_from"] is not None and facts["limit_from"] <= today()
    return (
        facts["signed_off"]
        or facts["waits_for_panel"]
        or (case.stage not in (Stage.TAC, Stage.DRAFTING) and facts["agreed"])
        or (case.stage == Stage.TAC and facts["agreed_different"])
        or (case.stage in WEIGHED_AT and has_figures and has_limit)
    )


def _standing(case: Case, user: User) -> list[tuple[str, str]]:
    standing = standing_of(case, today())
    return [(standing.title, standing.in_words)] if standing else []


SECTIONS = (Section("decision", "Decision", 70, decision_url, _is_weighed, summary=_standing),)


def taking_it_on(case: Case, user: User) -> list[NextStep]:
    """After the TAC: both ways stand there for the co-ordinator, each with the reason when it is not the one.

    Where the panel agreed a different amount, the plan goes on as decided once its lines come to it.
    """
    if case.coordinator_id != user.pk:
        return []
    decided = []
    if different_amount_of(case) is not None:
        carry_out = reverse("panels:decision_carry_out", args=[case.reference])
        may_carry_out = lambda: check_user_can_carry_out(user, case, today())  # noqa: E731
        decided = [step("Take it on as the panel decided", carry_out, may_carry_out, primary=True, order=69)]
    url = reverse("panels:case_send", args=[case.reference])
    may_sign_off = lambda: check_user_can_take_to_sign_off(user, case, today())  # noqa: E731
    may_take_to_panel = lambda: check_user_can_take_to_panel(user, case, today())  # noqa: E731
    return [
        *decided,
        step("Take to sign-off", url, may_sign_off, primary=True, order=70),
        step("Take to panel", url, may_take_to_panel, primary=True, order=71),
    ]


def signing(case: Case, user: User) -> list[NextStep]:
    """While the plan waits for the Lead."""
    if not user.has_role(Role.LEAD_SEND_COORDINATOR):
        return []
    sign_off = reverse("panels:plan_sign_off", args=[case.reference])
    returning = reverse("panels:plan_return", args=[case.reference])
    may_sign = lambda: check_user_can_sign_off(user, case, today())  # noqa: E731
    may_return = lambda: check_user_can_return_to_tac(user, case)  # noqa: E731
    return [
        step("Sign the plan off", sign_off, may_sign, primary=True, order=70),
        step("Return it to the TAC", returning, may_return, order=71),
    ]


def deciding(case: Case, user: User) -> list[NextStep]:
    """While the plan is with the panel: its pack, and for a chair the decision."""
    item = waiting_item(case)
    if item is None or restriction_of(user, case) is not None:
        return []
    steps = [NextStep("Read the panel’s pack", reverse("panels:item_detail", args=[item.pk]), order=71)]
    if item.meeting.is_called_off and is_allowed(lambda: check_user_can_reschedule_item(user, item)):
        url = reverse("panels:item_reschedule", args=[item.pk])
        steps.append(NextStep("Choose another panel meeting", url, primary=True, order=69))
    if user.has_role(Role.PANEL_CHAIR):
        url = reverse("panels:decision_outcome", args=[item.pk])
        may_decide = lambda: check_user_can_decide(user, item)  # noqa: E731
        steps.append(step("Record the decision", url, may_decide, primary=True, order=70))
    return steps


def finalising(case: Case, user: User) -> list[NextStep]:
    """A plan approved at another amount than its lines come to, as was possible once: shown only where it is so."""
    if not is_allowed(lambda: check_user_can_bring_back(user, case)):
        return []
    url = reverse("panels:decision_bring_back", args=[case.reference])
    return [NextStep("Bring the lines to what was decided", url, primary=True, order=5)]


STEPS_AT = {Stage.TAC: taking_it_on, Stage.SIGN_OFF: signing, Stage.PANEL: deciding, Stage.FINALISING: finalising}


def next_steps(case: Case, user: User) -> list[NextStep]:
    """What is done to have a plan signed, at the case's present stage; and for a Lead, the interests declared in it."""
    tell = STEPS_AT.get(Stage(case.stage))
    return [*(tell(case, user) if tell else []), *declared_interests(case, user)]


def declared_interests(case: Case, user: User) -> list[NextStep]:
    """For a Lead the way to interests that stand where no agenda leads to them any more."""
    if case.stage == Stage.PANEL or not user.has_role(Role.LEAD_SEND_COORDINATOR):
        return []
    standing = interests_that_stand().filter(item__case=case).first() if may_have(case, "interests") else None
    if standing is None:
        return []
    return [
        NextStep("Interests declared in this case", reverse("panels:item_detail", args=[standing.item_id]), order=95)
    ]


MEETING = "panel meeting"


def _asked(cases: list[Case]) -> list[QuerySet[Any, Any]]:
    at_panel = [case.pk for case in cases if case.stage == Stage.PANEL]
    items = AgendaItem.objects.filter(case__in=at_panel, status=ItemStatus.WAITING)
    goes_on = ~Q(meeting__status=MeetingStatus.CALLED_OFF)
    held_on = When_(When(goes_on, then=Cast("meeting__held_on", CharField())), default=Value(""))
    return [remarks(MEETING, items, "case", text=held_on)] if at_panel else []


def _words(cases: list[Case], told: list[Remark]) -> dict[int, str]:
    """The meeting that is to hear each case."""
    return {
        each.case_id: f"On the agenda of {date.fromisoformat(each.text):%-d %B}"
        if each.text
        else "Waits for another panel meeting"
        for each in told
        if each.what == MEETING
    }


def restrictions(user: User, case_ids: Collection[int] | None = None) -> dict[int, BlindRestriction]:
    """The cases in which this person declared an interest: every page of them is closed, whatever roles they hold."""
    declared_by_user = interests_that_stand().filter(member__user=user).select_related("item")
    if case_ids is not None:
        declared_by_user = declared_by_user.filter(item__case__in=case_ids)
    return {
        interest.item.case_id: BlindRestriction(closed_by_interest(interest), frozenset(), frozenset())
        for interest in declared_by_user
    }


def closed_to(user: User) -> QuerySet[Any, Any]:
    """The ids of the same cases, as a query."""
    return interests_that_stand().filter(member__user=user).values_list("item__case")


def barred(case: Case) -> dict[int, str]:
    """Who declared an interest in a case, by id, with when; nothing comes to a panel before it has a resource."""
    if case.indicative_amount is None or not may_have(case, "interests"):
        return {}
    standing = interests_that_stand().filter(item__case=case).select_related("member")
    return {interest.member.user_id: declared(interest) for interest in standing}


def decisions(case: Case) -> list[Decided]:
    """What was decided in pounds after the TAC: what the panel last agreed, or the Lead signed."""
    decided = []
    latest = decision_that_stands(case)
    if latest is not None and latest.amount is not None:
        decided.append(Decided(f"Decided by {latest.item.meeting.panel.name}", latest.amount, latest.reasons))
    if (signed := sign_off_of(case)) is not None:
        decided.append(Decided(f"Signed off by {signed.signed_by.full_name}", signed.agreed))
    return decided


def resumes_at(case: Case, at: Stage) -> Stage | None:
    """A case whose item came off the agenda while it was closed goes on at the TAC, which takes it to panel again."""
    return Stage.TAC if at == Stage.PANEL and waiting_item(case) is None else None


def holdings(person: User) -> list[Holding]:
    """The panel meetings that somebody with a seat is to chair or to attend."""
    seats = Member.objects.filter(user=person, left_on=None)
    to_come = Meeting.objects.exclude(status__in=(MeetingStatus.CLOSED, MeetingStatus.CALLED_OFF))
    chairs = to_come.filter(panel__in=seats.filter(is_chair=True).values("panel"))
    attends = to_come.filter(panel__in=seats.filter(is_chair=False).values("panel"))
    give = "give the seat to somebody else under Panel members"
    return [
        Holding("panel meeting", chairs.count(), f"as chair: {give}"),
        Holding("panel meeting", attends.count(), f"as member: {give}"),
    ]


def signing_outlook(agreed: Decimal, indicative: Decimal | None, day: date) -> SigningOutlook:
    """Who would sign a plan of `agreed` pounds a year, with the limit of `day`; nobody yet without a resource."""
    limit = limit_on(day)
    if indicative is None:
        return SigningOutlook(limit.amount, limit.tolerance)
    ruling = who_signs(agreed, indicative, limit)
    return SigningOutlook(limit.amount, limit.tolerance, ruling.who, f"{ruling.words} {ruling.hint}".strip())


CONTRIBUTION = Contribution(
    facts=FACTS,
    sections=SECTIONS,
    closing="interests",
    next_steps=next_steps,
    notes=Notes(_asked, _words),
    visibility=cases_on_agendas_of,
    restrictions=restrictions,
    closed_to=closed_to,
    barred=barred,
    resumes_at=resumes_at,
    holdings=holdings,
    decisions=decisions,
    signing_outlook=signing_outlook,
)
