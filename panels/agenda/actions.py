"""Taking a plan from the TAC to whoever signs it; what members say about an item, its place, and taking it off."""

from typing import Any

from django.db import transaction

import audit.actions
from accounts.models import User
from base.clock import now, today
from base.refusals import Refused, check_entered
from base.words import day_in_words
from casework.cases.actions import lock_case, move_case
from casework.enums import Stage
from casework.models import Case
from panels.agenda.permissions import (
    check_day_is_to_come,
    check_user_can_comment,
    check_user_can_declare_interest,
    check_user_can_order_agenda,
    check_user_can_reschedule_item,
    check_user_can_send,
    check_user_can_take_interest_back,
    check_user_can_withdraw_item,
)
from panels.agenda.queries import items_waiting, meetings_to_move_to
from panels.enums import MEETING_IS, ItemStatus, MeetingStatus
from panels.members.actions import not_a_member, seat_on
from panels.models import AgendaItem, CarriedOver, Comment, Interest, Meeting, Member
from panels.signing.actions import figure_facts
from panels.signing.permissions import check_says_why
from panels.signing.queries import Figures, agreed_figures


def next_position(meeting: Meeting) -> int:
    """The place after the last item of a meeting's agenda."""
    last = AgendaItem.objects.filter(meeting=meeting).order_by("-position").first()
    return last.position + 1 if last else 1


def meeting_facts(meeting: Meeting) -> dict[str, Any]:
    return {
        "panel": meeting.panel.name,
        "held_on": meeting.held_on,
        "day": day_in_words(meeting.held_on),
        "place": meeting.place,
    }


def lock_item(item: AgendaItem) -> AgendaItem:
    """The item as it is now, locked until the transaction ends, with its case, meeting and panel."""
    related = ("case__child", "case__coordinator", "meeting__panel", "plan_version")
    return AgendaItem.objects.select_for_update(of=("self",)).select_related(*related).get(pk=item.pk)


def lock_meeting(meeting: Meeting) -> Meeting:
    """The meeting as it is now, locked until the transaction ends."""
    return Meeting.objects.select_for_update(of=("self",)).select_related("panel").get(pk=meeting.pk)


def send_for_decision(case: Case, *, by: User, meeting: Meeting | None = None, note: str = "") -> Case:
    """Take a plan from the TAC to whoever signs it, by the rule of today and the figures the TAC agreed.

    The Lead: the case moves to sign-off. The panel: an item joins the agenda of `meeting`, with the figures frozen,
    and the case moves to the panel. Source: RAS process of 2017, "TAC Meeting".
    """
    with transaction.atomic():
        case_now = lock_case(case)
        figures = agreed_figures(case_now, today())
        check_user_can_send(by, case_now, today())
        assert figures is not None  # noqa: S101 - nothing is sent before the TAC has ended with a result
        if figures.goes_to_panel:
            _take_to_panel(case_now, figures, by=by, meeting=meeting, note=note)
        else:
            _take_to_sign_off(case_now, figures, by=by, is_meeting_chosen=meeting is not None)
    case.refresh_from_db(fields=["stage", "stage_entered_at", "stage_entered_by"])
    return case


def _take_to_sign_off(case: Case, figures: Figures, *, by: User, is_meeting_chosen: bool) -> None:
    if is_meeting_chosen:
        raise Refused(figures.verdict.words)
    move_case(case, Stage.SIGN_OFF, by=by, reason=figures.verdict.words)
    audit.actions.record(
        "panels.plan_sent_for_sign_off", by=by, case=case, subject=figures.plan_version, **figure_facts(figures)
    )


def _take_to_panel(case: Case, figures: Figures, *, by: User, meeting: Meeting | None, note: str) -> None:
    if meeting is None:
        raise Refused("Choose the panel meeting that will hear this case.")
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.status != MeetingStatus.PLANNED:
        raise Refused(
            f"The meeting of {day_in_words(meeting.held_on)} {MEETING_IS[MeetingStatus(meeting.status)]} "
            "and takes no more cases. Choose a later meeting."
        )
    check_day_is_to_come(meeting.held_on, today())
    item = AgendaItem.objects.create(
        meeting=meeting,
        case=case,
        plan_version=figures.plan_version,
        position=next_position(meeting),
        agreed=figures.agreed,
        indicative=figures.indicative,
        limit_amount=figures.limit.amount,
        tolerance=figures.limit.tolerance,
        at_limit=figures.limit.at_limit,
        counting=figures.counting.key,
        words=figures.verdict.words,
        note=note.strip(),
        added_at=now(),
        added_by=by,
    )
    move_case(case, Stage.PANEL, by=by, reason=figures.verdict.words)
    audit.actions.record(
        "panels.plan_sent_to_panel", by=by, case=case, subject=item, meeting=str(meeting), **figure_facts(figures)
    )


def declare_interest(item: AgendaItem, *, nature: str, by: User) -> Interest:
    """Declare one's own interest in an item: from now on its case and this item are closed to the member, whatever
    roles they hold, and they do not count towards its quorum. Somebody else may take it back.
    """
    with transaction.atomic():
        item = lock_item(item)
        check_user_can_declare_interest(by, item)
        check_says_why(nature)
        interest = Interest.objects.create(
            item=item,
            member=_seat(by, item, "declare an interest"),
            nature=nature.strip(),
            declared_at=now(),
            declared_by=by,
        )
        audit.actions.record(
            "panels.interest_declared", by=by, case=item.case, subject=interest, meeting=str(item.meeting)
        )
    return interest


def take_interest_back(interest: Interest, *, reason: str, by: User) -> Interest:
    """Take back an interest that was declared by mistake: case and item are open again to the member as before.

    What they had declared, and why it was taken back, stay in the record.
    """
    with transaction.atomic():
        lock_item(interest.item)
        interest = Interest.objects.select_for_update(of=("self",)).get(pk=interest.pk)
        check_user_can_take_interest_back(by, interest)
        check_entered(reason, "why the interest is taken back")
        interest.taken_back_at, interest.taken_back_by, interest.taken_back_reason = now(), by, reason.strip()
        interest.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_reason"])
        audit.actions.record(
            "panels.interest_taken_back",
            by=by,
            case=interest.item.case,
            subject=interest,
            person=interest.member.user.full_name,
            meeting=str(interest.item.meeting),
            reason=interest.taken_back_reason,
        )
    return interest


def comment_on_item(item: AgendaItem, *, text: str, by: User) -> Comment:
    """Say something about an item, for the other members to read. Members without an interest may."""
    with transaction.atomic():
        item = lock_item(item)
        check_user_can_comment(by, item)
        comment = Comment.objects.create(
            item=item,
            member=_seat(by, item, "comment on its items"),
            text=text.strip(),
            commented_at=now(),
            commented_by=by,
        )
        audit.actions.record("panels.item_commented", by=by, case=item.case, subject=comment, meeting=str(item.meeting))
    return comment


def move_item(item: AgendaItem, *, up: bool, by: User) -> AgendaItem:
    """Exchange an item with its neighbour on the agenda of a planned meeting. At the end it stays where it is."""
    with transaction.atomic():
        meeting = lock_meeting(item.meeting)
        check_user_can_order_agenda(by, meeting)
        order = list(items_waiting(meeting).select_for_update().order_by("position", "pk"))
        at = next((index for index, each in enumerate(order) if each.pk == item.pk), None)
        to = None if at is None else at - 1 if up else at + 1
        if at is None or to is None or not 0 <= to < len(order):
            return item
        order[at], order[to] = order[to], order[at]
        for position, each in enumerate(order, start=1):
            each.position = position
            each.save(update_fields=["position"])
        audit.actions.record(
            "panels.agenda_ordered", by=by, case=item.case, subject=item, position=to + 1, **meeting_facts(meeting)
        )
    item.refresh_from_db(fields=["position"])
    return item


def reschedule_item(item: AgendaItem, *, meeting: Meeting, by: User) -> AgendaItem:
    """Move an undecided item to another planned meeting of the panel: its meeting was called off, or is not the one."""
    with transaction.atomic():
        lock_case(item.case)
        lock_meeting(item.meeting)
        item = lock_item(item)
        check_user_can_reschedule_item(by, item)
        return move_to_meeting(item, meeting, by=by)


def move_to_meeting(item: AgendaItem, meeting: Meeting, *, by: User) -> AgendaItem:
    """Put an item on the agenda of another planned meeting of its panel, with its interests and comments.

    Part of an action, which has checked the person and locked the item.
    """
    left, meeting = item.meeting, lock_meeting(meeting)
    if not meetings_to_move_to(item.meeting, today()).filter(pk=meeting.pk).exists():
        raise Refused("Choose another planned meeting of the same panel.", field="meeting")
    put_on_agenda(item, meeting, by=by)
    audit.actions.record("panels.item_moved", by=by, case=item.case, subject=item, meeting=str(left), to=str(meeting))
    return item


def put_on_agenda(item: AgendaItem, meeting: Meeting, *, by: User) -> None:
    """Make the item the last of a meeting's agenda, and keep from which it came. Part of an action that says why."""
    CarriedOver.objects.create(
        item=item, from_meeting=item.meeting, to_meeting=meeting, carried_at=now(), carried_by=by
    )
    item.meeting, item.position = meeting, next_position(meeting)
    item.save(update_fields=["meeting", "position"])


def withdraw_item(item: AgendaItem, *, reason: str, by: User) -> AgendaItem:
    """Take an undecided item off the agenda with a reason: the case goes back to the TAC."""
    with transaction.atomic():
        case = lock_case(item.case)
        item = lock_item(item)
        check_user_can_withdraw_item(by, item)
        check_says_why(reason)
        item.status = ItemStatus.WITHDRAWN
        item.withdrawn_at, item.withdrawn_by, item.withdrawn_reason = now(), by, reason.strip()
        item.save(update_fields=["status", "withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        move_case(case, Stage.TAC, by=by, reason=reason.strip())
        audit.actions.record(
            "panels.item_withdrawn", by=by, case=case, subject=item, meeting=str(item.meeting), reason=reason.strip()
        )
    return item


def _seat(user: User, item: AgendaItem, act: str) -> Member:
    seat = seat_on(user, item.meeting.panel_id)
    if seat is None:
        raise not_a_member(item.meeting.panel, act=act)
    return seat
