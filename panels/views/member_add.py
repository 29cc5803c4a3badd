"""Give somebody a seat on a panel."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from casework.views.asking import act_or_explain
from panels.actions.members import add_member
from panels.forms import MemberForm
from panels.models import Panel
from panels.permissions import check_user_can_manage_members
from panels.queries import people_who_may_join
from panels.views.loading import posted


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
