"""What members say about an item, and taking it off the agenda."""

from django.db import transaction

import audit.actions
from accounts.models import User
from audit.moments import now
from casework.actions.stages import lock_case, move_case
from casework.enums import Stage
from panels.enums import ItemStatus
from panels.exceptions import NotAMember, ReasonsNeeded
from panels.models import AgendaItem, Comment, Interest, Member
from panels.permissions import check_user_can_comment, check_user_can_declare_interest, check_user_can_withdraw_item
from panels.queries import seat_on


def lock_item(item: AgendaItem) -> AgendaItem:
    """The item as it is now, locked until the transaction ends, with its case, meeting and panel."""
    related = ("case__child", "case__coordinator", "meeting__panel", "plan_version")
    return AgendaItem.objects.select_for_update(of=("self",)).select_related(*related).get(pk=item.pk)


def declare_interest(item: AgendaItem, *, nature: str, by: User) -> Interest:
    """Declare one's own interest in an item: from now on its case and this item are closed to the member,
    and they do not count towards its quorum. A declaration is not taken back.
    """
    with transaction.atomic():
        item = lock_item(item)
        check_user_can_declare_interest(by, item)
        if not nature.strip():
            raise ReasonsNeeded
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


def withdraw_item(item: AgendaItem, *, reason: str, by: User) -> AgendaItem:
    """Take an undecided item off the agenda with a reason: the case goes back to the TAC."""
    with transaction.atomic():
        case = lock_case(item.case)
        item = lock_item(item)
        check_user_can_withdraw_item(by, item)
        if not reason.strip():
            raise ReasonsNeeded
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
        raise NotAMember(item.meeting.panel.name, act)
    return seat
