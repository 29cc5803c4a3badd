"""A new team."""

from django.contrib import messages
from django.shortcuts import redirect, render

from accounts.actions import add_team
from accounts.exceptions import Refused
from accounts.forms import TeamForm
from accounts.views.loading import for_administrators


@for_administrators
def team_add(request):
    form = TeamForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            team = add_team(**form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"The team {team.name} was added.")
            return redirect("accounts:person_list")
    return render(request, "accounts/team_add.html", {"form": form})
