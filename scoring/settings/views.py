"""How scoring is watched: which forms are moderated, how many are scored twice, and what was set before."""

from django.urls import reverse

from base.pages import ask
from base.stale import look_again
from scoring.settings.actions import set_scoring
from scoring.settings.forms import SettingForm
from scoring.settings.permissions import check_user_can_set_scoring
from scoring.settings.presenters import setting_in_words, settings_table
from scoring.settings.queries import scoring_settings, setting_in_force

LATEST = 20


def setting_change(request):
    check_user_can_set_scoring(request.user)
    setting = setting_in_force()
    return ask(
        request,
        lambda data: SettingForm(data, setting=setting),
        lambda form: set_scoring(**form.cleaned_data, by=request.user),
        refused=look_again(lambda: setting_in_force().pk or 0),
        done="The setting is in force from now on.",
        then=reverse("scoring:setting_change"),
        template="scoring/setting_change.html",
        context=lambda form: _settings_shown(),
    )


def _settings_shown():
    history = list(scoring_settings()[:LATEST])
    return {
        "in_force": setting_in_words(setting_in_force()),
        "history": settings_table(history) if history else None,
    }
