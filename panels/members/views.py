"""Who sits on the panels."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.forms import PEOPLE_OF_PANELS
from base.pages import ask, finish
from crispy_govuk.forms import GovukForm
from crispy_govuk.found import FoundField
from panels.members.actions import (
    add_member,
    check_user_can_manage_members,
    end_membership,
    panels_with_members,
    people_who_may_join,
)
from panels.models import Member, Panel


class MemberForm(GovukForm):
    """Who gets a seat."""

    submit = "Give a seat"

    user = FoundField(
        source=PEOPLE_OF_PANELS,
        label="Who?",
        nobody="Nobody with a role on a panel, and no seat on this one,",
        error_messages={"required": "Enter the name of a person"},
    )
    is_chair = forms.BooleanField(label="They chair the panel", required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people


def member_list(request) -> HttpResponse:
    check_user_can_manage_members(request.user)
    return render(request, "panels/member_list.html", {"panels": panels_with_members()})


def member_add(request, pk) -> HttpResponse:
    check_user_can_manage_members(request.user)
    panel, back = get_object_or_404(Panel, pk=pk), reverse("panels:member_list")
    people = people_who_may_join(panel)
    return ask(
        request,
        lambda data: MemberForm(data, people=people, cancel_url=back),
        lambda form: add_member(panel, **form.cleaned_data, by=request.user),
        done=lambda member: f"{member.user.full_name} now sits on {panel.name}.",
        then=back,
        template="panels/member_add.html",
        context=lambda form: {"panel": panel, "is_anybody_left": people.exists()},
    )


@require_POST
def member_end(request, pk) -> HttpResponse:
    member = end_membership(get_object_or_404(Member.objects.select_related("user", "panel"), pk=pk), by=request.user)
    done = f"{member.user.full_name} no longer sits on {member.panel.name}."
    return finish(request, done, reverse("panels:member_list"))
