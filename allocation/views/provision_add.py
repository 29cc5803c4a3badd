"""Add a provision line."""

from django.contrib import messages
from django.shortcuts import redirect

from allocation.actions.provision import add_costed_line
from allocation.forms.provision import ProvisionForm
from allocation.queries import unit_costs_on
from allocation.views.costing import back_to_costing, so_far
from audit.moments import today
from casework.permissions.plans import check_user_can_change_provision, plan_version_or_refuse
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from crispy_govuk.templatetags.govuk_format import pounds


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
