"""Change a provision line."""

from django.contrib import messages
from django.shortcuts import redirect

from allocation.actions.provision import change_costed_line
from allocation.forms.provision import AS_IT_IS, ProvisionForm
from allocation.queries import line_as_seen, unit_costs_on
from allocation.views.costing import back_to_costing, so_far, url_of, with_line
from audit.moments import today
from casework.permissions.plans import check_user_can_change_provision
from casework.presenters.plans import number_in_words
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from crispy_govuk.templatetags.govuk_format import pounds


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
