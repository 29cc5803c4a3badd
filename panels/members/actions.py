"""Panels and the people who sit on them."""

from django.db import transaction

import audit.actions
from accounts.models import User
from base.clock import today
from panels.enums import QUORUM
from panels.members.permissions import check_person_can_sit, check_user_can_manage_members
from panels.models import Member, Panel


def add_member(panel: Panel, user: User, *, by: User | None, is_chair: bool = False) -> Member:
    """Give `user` a seat on the panel, or make an existing seat the chair's (or no longer)."""
    with transaction.atomic():
        check_user_can_manage_members(by)
        check_person_can_sit(user, as_chair=is_chair)
        member, is_new = Member.objects.select_for_update().get_or_create(
            panel=panel, user=user, left_on=None, defaults={"is_chair": is_chair, "joined_on": today()}
        )
        if not is_new and member.is_chair == is_chair:
            return member
        member.is_chair = is_chair
        member.save(update_fields=["is_chair"])
        audit.actions.record(
            "panels.member_added",
            by=by,
            subject=member,
            person=user.full_name,
            panel=panel.name,
            seat="chair" if is_chair else "member",
        )
    return member


def end_membership(member: Member, *, by: User | None) -> Member:
    """End a seat today. The seat is kept for the meetings it served; its holder sees the panel's cases no more."""
    with transaction.atomic():
        check_user_can_manage_members(by)
        member = Member.objects.select_for_update().select_related("panel", "user").get(pk=member.pk)
        if member.left_on is None:
            member.left_on = max(today(), member.joined_on)
            member.save(update_fields=["left_on"])
            audit.actions.record(
                "panels.member_left", by=by, subject=member, person=member.user.full_name, panel=member.panel.name
            )
    return member


PANEL_NAME = "SEND Panel"


def load_starter_panel(by: User | None = None) -> Panel:
    """The SEND Panel, made once, without members: seats are given to people by name."""
    with transaction.atomic():
        panel, is_new = Panel.objects.get_or_create(name=PANEL_NAME, defaults={"quorum": QUORUM})
        if is_new:
            audit.actions.record("panels.panel_made", by=by, subject=panel, panel=panel.name, quorum=panel.quorum)
    return panel
