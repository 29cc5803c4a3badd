"""The plan's provision, line by line with its cost."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from allocation.provision.actions import add_costed_line, change_costed_line, remove_costed_line
from allocation.provision.forms import AS_IT_IS, ProvisionForm, ProvisionRemoveForm
from allocation.provision.presenters import costing_of, lines_table, payers_in_words, unit_cost_table
from allocation.provision.queries import line_as_seen, unit_costs_on
from allocation.refusals import LineGone
from allocation.tables.presenters import GUIDE
from base.clock import today
from base.pages import act_or_explain
from casework.cases.contributions import step
from casework.cases.frame import render_case, with_case
from casework.enums import Stage
from casework.models import ProvisionLine
from casework.provision.permissions import check_user_can_change_provision
from casework.provision.presenters import how_much, number_in_words
from casework.versions.permissions import plan_version_or_refuse
from casework.versions.queries import open_tac_meeting
from crispy_govuk.templatetags.govuk_format import pounds


def with_line(view):
    """Give the view the provision line of its url, or say that it is gone."""

    @wraps(view)
    def loaded(request, case, line_id):
        lines = ProvisionLine.objects.filter(plan_version__case=case).select_related("plan_version__case", "outcome")
        line = lines.filter(pk=line_id).first()
        if line is None:
            raise LineGone
        return view(request, case, line)

    return loaded


def with_open_meeting(view):
    """Give the view the TAC meeting that is open, or 404."""

    @wraps(view)
    def loaded(request, case):
        meeting = open_tac_meeting(case)
        if meeting is None:
            raise Http404("No TAC meeting is open.")
        return view(request, case, meeting)

    return loaded


def url_of(name, case, *args):
    """The address of a page of this app about a case."""
    return reverse(f"allocation:{name}", args=[case.reference, *args])


def back_to_costing(case):
    """Where a change of provision leads: the TAC's page while it meets, the plan's provision before."""
    return url_of("tac" if case.stage == Stage.TAC else "provision", case)


def so_far(case):
    """What stands beside a form about one line: what the plan costs now."""
    return {"costing": costing_of(case, today()), "guide": GUIDE}


def costing_context(case, user):
    """The lines, their sums, the bar and who would sign; with the button to add, or why not."""
    costing = costing_of(case, today())
    add = step("Add provision", url_of("provision_add", case), lambda: check_user_can_change_provision(user, case))
    return {
        "costing": costing,
        "lines": lines_table(case, costing, may_change=not add.refusal),
        "payers": payers_in_words(costing),
        "add": add,
    }


@with_case("Provision and its cost")
def provision(request, case):
    plan_version_or_refuse(case)
    context = {**costing_context(case, request.user), "guide": GUIDE}
    return render_case(request, case, "allocation/provision.html", context, here="provision")


@with_case("Add provision")
def provision_add(request, case):
    if request.method != "POST":
        check_user_can_change_provision(request.user, case)
    plan_version, back = plan_version_or_refuse(case), back_to_costing(case)
    outcomes = plan_version.outcomes.all()
    form = ProvisionForm(request.POST or None, unit_costs=unit_costs_on(today()), outcomes=outcomes, cancel_url=back)
    if form.is_valid() and (
        line := act_or_explain(form, lambda: add_costed_line(plan_version, **form.said, by=request.user))
    ):
        messages.success(request, f"{line.description} was added at {pounds(line.annual_amount)} a year.")
        return redirect(back)
    context = {"form": form, "page_title": "Add provision", "back": back, **so_far(case)}
    return render_case(request, case, "allocation/provision_form.html", context, here="provision")


@with_case("Change provision")
@with_line
def provision_edit(request, case, line):
    if request.method != "POST":
        check_user_can_change_provision(request.user, case)
    back = back_to_costing(case)
    outcomes = line.plan_version.outcomes.all()
    costs = unit_costs_on(today())
    form = ProvisionForm(
        request.POST or None, unit_costs=costs, outcomes=outcomes, line=line, cancel_url=back, initial=_as_it_is(line)
    )
    if form.is_valid() and (changed := act_or_explain(form, lambda: _change(line, form, request.user))):
        messages.success(request, f"{changed.description} now costs {pounds(changed.annual_amount)} a year.")
        return redirect(back)
    remove_url = url_of("provision_remove", case, line.pk)
    context = {"form": form, "page_title": "Change provision", "back": back, **so_far(case), "remove_url": remove_url}
    return render_case(request, case, "allocation/provision_form.html", context, here="provision")


def _change(line, form, user):
    return change_costed_line(line, **form.said, seen=form.cleaned_data["seen"], by=user)


def _as_it_is(line):
    names = ("description", "weeks", "shared_by", "payer", "section")
    said = {name: getattr(line, name) for name in names}
    return said | {
        "unit_cost": AS_IT_IS,
        "quantity": number_in_words(line.quantity),
        "outcome": line.outcome_id or "",
        "seen": line_as_seen(line),
    }


@with_case("Remove provision")
@with_line
def provision_remove(request, case, line):
    if request.method != "POST":
        check_user_can_change_provision(request.user, case)
    back = url_of("provision_edit", case, line.pk)
    form = ProvisionRemoveForm(request.POST or None, cancel_url=back, initial={"seen": line_as_seen(line)})
    if form.is_valid() and act_or_explain(form, lambda: _remove(line, form, request.user)):
        messages.success(request, f"{line.description} was removed from the plan.")
        return redirect(back_to_costing(case))
    context = {"form": form, "line": line, "how_much": how_much(line), "back": back}
    return render_case(request, case, "allocation/provision_remove.html", context, here="provision")


def _remove(line, form, user):
    remove_costed_line(line, seen=form.cleaned_data["seen"], by=user)
    return True


@require_safe
def unit_cost_list(request):
    unit_costs = list(unit_costs_on(today()))
    context = {
        "unit_costs": unit_costs,
        "table": unit_cost_table(unit_costs),
        "has_illustrative": any(unit_cost.is_illustrative for unit_cost in unit_costs),
    }
    return render(request, "allocation/unit_cost_list.html", context)
