"""Who sits on the panels."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from base.pages import act_or_explain, posted
from panels.members.actions import add_member, end_membership
from panels.members.forms import MemberForm
from panels.members.permissions import check_user_can_manage_members
from panels.members.queries import panels_with_members, people_who_may_join
from panels.models import Member, Panel


def member_list(request) -> HttpResponse:
    check_user_can_manage_members(request.user)
    return render(request, "panels/member_list.html", {"panels": panels_with_members()})


def member_add(request, pk) -> HttpResponse:
    check_user_can_manage_members(request.user)
    panel = get_object_or_404(Panel, pk=pk)
    people = people_who_may_join(panel)
    form = MemberForm(posted(request), people=people, cancel_url=reverse("panels:member_list"))
    if request.method == "POST" and form.is_valid():
        member = act_or_explain(form, lambda: add_member(panel, by=request.user, **form.cleaned_data))
        if member:
            messages.success(request, f"{member.user.full_name} now sits on {panel.name}.")
            return redirect("panels:member_list")
    return render(request, "panels/member_add.html", {"form": form, "panel": panel, "people": people})


@require_POST
def member_end(request, pk) -> HttpResponse:
    member = end_membership(get_object_or_404(Member.objects.select_related("user", "panel"), pk=pk), by=request.user)
    messages.success(request, f"{member.user.full_name} no longer sits on {member.panel.name}.")
    return redirect("panels:member_list")
