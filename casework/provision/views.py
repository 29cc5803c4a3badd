"""The plan's provision, line by line with its cost; and the unit costs it is costed at."""

from functools import wraps

from django.shortcuts import render
from django.views.decorators.http import require_safe

from base.clock import today
from casework.cases.frame import ask_of_case, render_case, with_case
from casework.enums import CostBasis, Stage
from casework.models import ProvisionLine
from casework.provision.actions import (
    add_provision_line,
    change_provision_line,
    check_user_can_change_provision,
    check_user_can_cost_place,
    check_user_can_write_line,
    line_gone,
    remove_provision_line,
    unit_costs_on,
    version_of_line,
)
from casework.provision.forms import PlaceForm, ProvisionForm, ProvisionRemoveForm
from casework.provision.presenters import (
    amount_in_words,
    costing_context,
    costing_of,
    how_much,
    unit_cost_table,
    url_of,
)
from casework.versions.actions import plan_version_or_refuse


def with_line(view):
    """Give the view the provision line of its url, or say that it is gone."""

    @wraps(view)
    def loaded(request, case, line_id):
        lines = ProvisionLine.objects.filter(plan_version__case=case).select_related("plan_version__case", "outcome")
        line = lines.filter(pk=line_id).first()
        if line is None:
            check_user_can_change_provision(request.user, case)
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


def _ask_for_line(request, case, act, *, line=None, done, **shown):
    """What is provided and what it costs, for who may change the provision; beside it what the plan costs so far."""
    back = back_to_costing(case)

    def form(data):
        outcomes = plan_version_or_refuse(case).outcomes.all()
        unit_costs = unit_costs_on(today()).exclude(basis=CostBasis.PLACE)
        return ProvisionForm(data, unit_costs=unit_costs, outcomes=outcomes, line=line, cancel_url=back)

    return ask_of_case(
        request,
        case,
        form,
        act,
        check=lambda: check_user_can_change_provision(request.user, case),
        done=done,
        then=back,
        template="casework/provision_form.html",
        context=lambda form: {"back": back, "costing": costing_of(case, today()), **shown},
        here="provision",
    )


@with_case("Add provision")
def provision_add(request, case):
    """Add a provision line."""
    return _ask_for_line(
        request,
        case,
        lambda form: add_provision_line(plan_version_or_refuse(case), **form.line_as_entered, by=request.user),
        done=lambda line: f"{line.description} was added at {amount_in_words(line)}.",
        page_title="Add provision",
    )


def _ask_for_place(request, case, act, *, line=None, done, **shown):
    """What a place costs, for who may enter it; beside it what the plan costs so far."""
    back = back_to_costing(case)
    return ask_of_case(
        request,
        case,
        lambda data: PlaceForm(data, line=line, cancel_url=back),
        act,
        check=lambda: check_user_can_cost_place(request.user, case),
        done=done,
        then=back,
        template="casework/provision_form.html",
        context=lambda form: {"back": back, "costing": costing_of(case, today()), "is_place": True, **shown},
        here="provision",
    )


@with_case("What a place costs")
def place_add(request, case):
    """Add what a place costs: it stands beside the provision."""
    return _ask_for_place(
        request,
        case,
        lambda form: add_provision_line(plan_version_or_refuse(case), **form.line_as_entered, by=request.user),
        done=lambda line: f"{line.description} was added at {amount_in_words(line)}. It stands beside the provision.",
        page_title="Add what a place costs",
    )


def _place_edit(request, case, line):
    return _ask_for_place(
        request,
        case,
        lambda form: change_provision_line(
            line, **form.line_as_entered, expected_version=form.cleaned_data["expected_version"], by=request.user
        ),
        line=line,
        done=lambda changed: f"{changed.description} now costs {amount_in_words(changed)}.",
        page_title="Change what a place costs",
        remove_url=url_of("provision_remove", case, line.pk),
    )


@with_case("Change provision")
@with_line
def provision_edit(request, case, line):
    """Change a provision line, or what a place costs."""
    if line.basis == CostBasis.PLACE:
        return _place_edit(request, case, line)
    return _ask_for_line(
        request,
        case,
        lambda form: change_provision_line(
            line, **form.line_as_entered, expected_version=form.cleaned_data["expected_version"], by=request.user
        ),
        line=line,
        done=lambda changed: f"{changed.description} now costs {amount_in_words(changed)}.",
        page_title="Change provision",
        remove_url=url_of("provision_remove", case, line.pk),
    )


@with_case("Remove provision")
@with_line
def provision_remove(request, case, line):
    """Ask once more, then remove a provision line."""
    back = url_of("provision_edit", case, line.pk)
    return ask_of_case(
        request,
        case,
        lambda data: ProvisionRemoveForm(data, cancel_url=back, initial={"expected_version": version_of_line(line)}),
        lambda form: remove_provision_line(line, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_write_line(request.user, case, line.basis),
        done=f"{line.description} was removed from the plan.",
        then=back_to_costing(case),
        template="casework/provision_remove.html",
        context={"how_much": how_much(line), "amount": amount_in_words(line), "line": line, "back": back},
        here="provision",
    )


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
