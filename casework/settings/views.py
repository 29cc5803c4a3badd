"""The page of what counts against the indicative resource and the limit: what was set, and setting it anew."""

from datetime import date

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse

from base.clock import today
from base.pages import ask
from base.words import day_in_words
from casework.counting import Counting
from casework.enums import Payer
from casework.settings.actions import (
    check_counting_can_be_withdrawn,
    check_user_can_set_counting,
    counting_in_words,
    counting_on,
    counting_settings,
    set_counting,
    withdraw_counting,
)
from casework.settings.presenters import settings_table
from crispy_govuk.fields import DateField, LongTextField
from crispy_govuk.fields import today as this_day
from crispy_govuk.forms import GovukForm
from crispy_govuk.tables import Cell


def in_two_years() -> date:
    """The last day from which a setting is taken: a year mistyped is asked back."""
    return date(today().year + 2, 12, 31)


class CountingForm(GovukForm):
    """Whose provision counts, whether one-off costs do, and from when."""

    submit = "Set what counts"
    presentation = {"one_offs": {"inline": True}}

    payers = forms.MultipleChoiceField(
        label="Whose provision counts?",
        choices=Payer.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Provision of other payers is in the plan all the same, and shown beside what counts",
        error_messages={"required": "Select at least one payer whose provision counts"},
    )
    one_offs = forms.TypedChoiceField(
        label="Do one-off costs count?",
        choices=(("yes", "Yes"), ("no", "No")),
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether one-off costs count"},
    )
    effective_from = DateField(
        label="From which day",
        noun="day it applies from",
        earliest=this_day,
        latest=in_two_years,
        help_text="For example, 1 4 2027",
    )
    basis = forms.CharField(
        label="What it rests on (optional)",
        help_text="For example, the decision of a forum",
        max_length=200,
        required=False,
    )


class WithdrawForm(GovukForm):
    """Why a setting that has not begun is taken back."""

    submit = "Take it back"

    reason = LongTextField(label="Reason", max_length=2000)


def counting_set(request):
    check_user_can_set_counting(request.user)
    in_force = counting_on(today())
    shown = {"payers": [payer.value for payer in in_force.payers], "one_offs": "yes" if in_force.one_offs else "no"}
    return ask(
        request,
        lambda data: CountingForm(data, initial=shown, cancel_url=reverse("allocation:allocation_home")),
        lambda form: set_counting(**form.cleaned_data, by=request.user),
        done=lambda setting: f"What counts is set from {day_in_words(setting.effective_from)}.",
        then=reverse("allocation:counting_set"),
        template="casework/counting_set.html",
        context=lambda form: {
            "in_force": counting_in_words(in_force),
            "history": settings_table(
                list(counting_settings()),
                today(),
                column="What counts",
                says=lambda setting: Cell(counting_in_words(Counting.of(setting.counting)), sub=setting.basis),
                withdraw="allocation:counting_withdraw",
                what="what counts",
            ),
        },
    )


def counting_withdraw(request, pk):
    check_user_can_set_counting(request.user)
    setting, back = get_object_or_404(counting_settings(), pk=pk), reverse("allocation:counting_set")
    check_counting_can_be_withdrawn(request.user, setting, today())
    since = day_in_words(setting.effective_from)
    return ask(
        request,
        lambda data: WithdrawForm(data, cancel_url=back),
        lambda form: withdraw_counting(setting, **form.cleaned_data, by=request.user),
        done=f"What was to count from {since} is taken back.",
        then=back,
        template="casework/setting_withdraw.html",
        context={
            "page_title": f"Take back what is to count from {since}?",
            "words": counting_in_words(Counting.of(setting.counting)),
            "back": back,
        },
    )
