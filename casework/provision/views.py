"""The plan's provision, line by line with its cost; and the unit costs it is costed at."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from base.clock import today
from base.pages import act_or_explain
from casework.cases.frame import render_case, with_case
from casework.enums import Stage
from casework.models import ProvisionLine
from casework.provision.actions import add_provision_line, change_provision_line, line_gone, remove_provision_line
from casework.provision.forms import ProvisionForm, ProvisionRemoveForm
from casework.provision.permissions import check_user_can_change_provision
from casework.provision.presenters import costing_context, costing_of, how_much, unit_cost_table, url_of
from casework.provision.queries import unit_costs_on, version_of
from casework.versions.permissions import plan_version_or_refuse
from crispy_govuk.templatetags.govuk_format import pounds


def with_line(view):
    """Give the view the provision line of its url, or say that it is gone."""

    @wraps(view)
    def loaded(request, case, line_id):
        lines = ProvisionLine.objects.filter(plan_version__case=case).select_related("plan_version__case", "outcome")
        line = lines.filter(pk=line_id).first()
        if line is None:
            raise line_gone()
        return view(request, case, line)

    return loaded


def back_to_costing(case):
    """Where a change of provision leads: the TAC's page while it meets, the plan's provision before."""
    return url_of("tac" if case.stage == Stage.TAC else "provision", case)


@with_case("Provision and its cost")
def provision(request, case):
    """The plan's provision with its cost, beside the indicative resource."""
    plan_version_or_refuse(case)
    context = costing_context(case, request.user)
    return render_case(request, case, "casework/provision.html", context, here="provision")


@with_case("Add provision")
def provision_add(request, case):
    """Add a provision line."""
    if request.method != "POST":
        check_user_can_change_provision(request.user, case)
    plan_version, back = plan_version_or_refuse(case), back_to_costing(case)
    outcomes = plan_version.outcomes.all()
    form = ProvisionForm(request.POST or None, unit_costs=unit_costs_on(today()), outcomes=outcomes, cancel_url=back)
    if form.is_valid() and (line := act_or_explain(form, lambda: _add(plan_version, form, request.user))):
        messages.success(request, f"{line.description} was added at {pounds(line.annual_amount)} a year.")
        return redirect(back)
    context = {"form": form, "page_title": "Add provision", "back": back, "costing": costing_of(case, today())}
    return render_case(request, case, "casework/provision_form.html", context, here="provision")


def _add(plan_version, form, user):
    return add_provision_line(plan_version, form.provision, form.chosen_unit_cost, by=user)


@with_case("Change provision")
@with_line
def provision_edit(request, case, line):
    """Change a provision line."""
    if request.method != "POST":
        check_user_can_change_provision(request.user, case)
    back, costs = back_to_costing(case), unit_costs_on(today())
    outcomes = line.plan_version.outcomes.all()
    form = ProvisionForm(request.POST or None, unit_costs=costs, outcomes=outcomes, line=line, cancel_url=back)
    if form.is_valid() and (changed := act_or_explain(form, lambda: _change(line, form, request.user))):
        messages.success(request, f"{changed.description} now costs {pounds(changed.annual_amount)} a year.")
        return redirect(back)
    context = {
        "form": form,
        "page_title": "Change provision",
        "back": back,
        "costing": costing_of(case, today()),
        "remove_url": url_of("provision_remove", case, line.pk),
    }
    return render_case(request, case, "casework/provision_form.html", context, here="provision")


def _change(line, form, user):
    seen = form.cleaned_data["seen"]
    return change_provision_line(line, form.provision, form.chosen_unit_cost, by=user, expected_version=seen)


@with_case("Remove provision")
@with_line
def provision_remove(request, case, line):
    """Ask once more, then remove a provision line."""
    if request.method != "POST":
        check_user_can_change_provision(request.user, case)
    back = url_of("provision_edit", case, line.pk)
    form = ProvisionRemoveForm(request.POST or None, cancel_url=back, initial={"seen": version_of(line)})
    if form.is_valid() and act_or_explain(form, lambda: _remove(line, form, request.user)):
        messages.success(request, f"{line.description} was removed from the plan.")
        return redirect(back_to_costing(case))
    context = {"form": form, "line": line, "how_much": how_much(line), "back": back}
    return render_case(request, case, "casework/provision_remove.html", context, here="provision")


def _remove(line, form, user):
    remove_provision_line(line, by=user, expected_version=form.cleaned_data["seen"])
    return True


@require_safe
def unit_cost_list(request):
    """The unit costs in force."""
    unit_costs = list(unit_costs_on(today()))
    context = {
        "unit_costs": unit_costs,
        "table": unit_cost_table(unit_costs),
        "has_illustrative": any(unit_cost.is_illustrative for unit_cost in unit_costs),
    }
    return render(request, "casework/unit_cost_list.html", context)
