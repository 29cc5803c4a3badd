"""How scoring is watched: which forms are moderated, how many are scored twice, and what was set before."""

from django.contrib import messages
from django.shortcuts import redirect, render

from base.pages import act_or_explain
from scoring.settings.actions import set_scoring
from scoring.settings.forms import SettingForm
from scoring.settings.permissions import check_user_can_set_scoring
from scoring.settings.presenters import setting_in_words, settings_table
from scoring.settings.queries import scoring_settings, setting_in_force

LATEST = 20


def setting_change(request):
    check_user_can_set_scoring(request.user)
    setting = setting_in_force()
    form = SettingForm(request.POST if request.method == "POST" else None, setting=setting)
    if request.method == "POST" and form.is_valid():
        if act_or_explain(form, lambda: set_scoring(**form.cleaned_data, by=request.user)):
            messages.success(request, "The setting is in force from now on.")
            return redirect("scoring:setting_change")
        setting = setting_in_force()
        form.look_at(setting)
    history = list(scoring_settings()[:LATEST])
    context = {
        "form": form,
        "in_force": setting_in_words(setting),
        "history": settings_table(history) if history else None,
    }
    return render(request, "scoring/setting_change.html", context)
