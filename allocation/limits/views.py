"""Where pounds come from: the sign-off limit, what counts, the tables and the unit costs; and setting the limit."""

from decimal import Decimal

from django import forms
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from allocation.enums import AtLimit
from allocation.limits.actions import (
    check_limit_can_be_withdrawn,
    check_user_can_set_limit,
    limit_on,
    set_limit,
    withdraw_limit,
)
from allocation.models import SignOffLimit
from allocation.tables.actions import tables_in_use
from base.clock import today
from base.pages import ask, is_allowed
from base.refusals import Refused
from base.words import day_in_words
from casework.money import PENNY, in_pounds
from casework.provision.actions import unit_costs_on
from casework.settings.actions import check_user_can_set_counting, counting_in_words, counting_on
from casework.settings.presenters import settings_table
from casework.settings.views import WithdrawForm, in_two_years
from crispy_govuk.fields import DateField, MoneyField
from crispy_govuk.fields import today as this_day
from crispy_govuk.forms import GovukForm


@require_safe
def allocation_home(request):
    day = today()
    context = {
        **_limit(day),
        "tables": tables_in_use(day),
        "unit_costs": unit_costs_on(day).count(),
        "counts": counting_in_words(counting_on(day)),
        "may_set_limit": is_allowed(lambda: check_user_can_set_limit(request.user)),
        "may_set_counting": is_allowed(lambda: check_user_can_set_counting(request.user)),
    }
    return render(request, "allocation/allocation_home.html", context)


def _limit(day):
    """The limit, or the sentence that says there is none."""
    try:
        return {"limit": limit_on(day)}
    except Refused as missing:
        return {"no_limit": missing.sentence}


class LimitForm(GovukForm):
    """Up to what a Lead may sign, from when."""

    submit = "Set the limit"
    presentation = {"amount": {"width": 10}, "tolerance": {"width": 10}, "at_limit": {"inline": True}}

    amount = MoneyField(label="Limit", help_text="Pounds a year, for example 10,363.00", min_value=PENNY)
    at_limit = forms.ChoiceField(
        label="Who signs a plan of exactly the limit?", choices=AtLimit.choices, widget=forms.RadioSelect
    )
    tolerance = MoneyField(
        label="Tolerance",
        help_text="How far above the indicative resource still counts as in line with it. Enter 0 for none",
    )
    effective_from = DateField(
        label="From which day",
        noun="day it applies from",
        earliest=this_day,
        latest=in_two_years,
        help_text="For example, 1 4 2027",
    )
    basis = forms.CharField(
        label="What it is the equivalent of (optional)",
        help_text="For example, 15 hrs TAF and 2.5 hrs MDS",
        max_length=200,
        required=False,
    )


def limit_in_words(limit: SignOffLimit) -> str:
    """ "£10,363.00 a year, the equivalent of …; at exactly the limit SEND Panel signs." """
    stands_for = f", the equivalent of {limit.basis}" if limit.basis else ""
    tolerance = f" with a tolerance of {in_pounds(limit.tolerance)}" if limit.tolerance else ""
    signer = AtLimit(limit.at_limit).label
    return f"{in_pounds(limit.amount)} a year{stands_for}{tolerance}; at exactly the limit, {signer} signs."


def limit_set(request):
    check_user_can_set_limit(request.user)
    known = _limit(today())
    limit = known.get("limit")
    shown = {
        "at_limit": limit.at_limit if limit else AtLimit.PANEL,
        "tolerance": limit.tolerance if limit else Decimal(0),
    }
    limits = SignOffLimit.objects.select_related("set_by").order_by("-effective_from")
    return ask(
        request,
        lambda data: LimitForm(data, initial=shown, cancel_url=reverse("allocation:allocation_home")),
        lambda form: set_limit(**form.cleaned_data, by=request.user),
        done=lambda set_now: f"The limit is set from {day_in_words(set_now.effective_from)}.",
        then=reverse("allocation:limit_set"),
        template="allocation/limit_set.html",
        context=lambda form: {
            "in_force": limit_in_words(limit) if limit else known["no_limit"],
            "history": settings_table(
                list(limits),
                today(),
                column="Limit",
                says=limit_in_words,
                withdraw="allocation:limit_withdraw",
                what="the limit",
            ),
        },
    )


def limit_withdraw(request, pk):
    check_user_can_set_limit(request.user)
    limit, back = get_object_or_404(SignOffLimit, pk=pk), reverse("allocation:limit_set")
    check_limit_can_be_withdrawn(request.user, limit, today())
    since = day_in_words(limit.effective_from)
    return ask(
        request,
        lambda data: WithdrawForm(data, cancel_url=back),
        lambda form: withdraw_limit(limit, **form.cleaned_data, by=request.user),
        done=f"The limit from {since} is taken back.",
        then=back,
        template="casework/setting_withdraw.html",
        context={"page_title": f"Take back the limit from {since}?", "words": limit_in_words(limit), "back": back},
    )
