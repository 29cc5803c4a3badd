"""Allocate the indicative resource: points, table, proposal, decision."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from accounts.enums import Role
from allocation.actions.allocations import allocate as allocate_resource
from allocation.exceptions import FormNotModerated, NotAsProposed
from allocation.forms.allocations import AllocateAsProposedForm, AllocateForm, TableChoiceForm
from allocation.permissions import check_user_can_allocate
from allocation.presenters.proposals import proposal_for
from allocation.presenters.similar import similar_now
from allocation.presenters.tables import GUIDE
from allocation.queries import tables_in_use
from audit.moments import today
from casework.enums import Stage
from casework.permissions.cases import check_user_has_role
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from crispy_govuk.templatetags.govuk_format import pounds
from scoring.queries.forms import form_of

ALLOCATING = (Role.PERSONALISATION_OFFICER, Role.LEAD_SEND_COORDINATOR)
"""Who may be shown what similar cases got while a figure is being decided."""


@with_case("Allocate the indicative resource")
def allocate(request, case):
    ras_form = form_of(case)
    if request.method == "POST":
        check_user_has_role(request.user, *ALLOCATING, act="allocate the indicative resource")
    else:
        check_user_can_allocate(request.user, case, ras_form)
    if ras_form is None:
        raise FormNotModerated
    is_as_proposed = case.stage == Stage.ALLOCATION
    slug = "" if is_as_proposed else (request.POST or request.GET).get("table", "")
    proposal = proposal_for(case, ras_form, slug, today())
    form = (AllocateAsProposedForm if is_as_proposed else AllocateForm)(request.POST or None, proposal=proposal)
    if form.is_valid() and (made := act_or_explain(form, lambda: _allocate(case, form, request.user))):
        messages.success(request, f"An indicative resource of {pounds(made.amount)} a year was allocated.")
        return redirect("allocation:allocation_detail", case.reference)
    context = {
        "form": form,
        "proposal": proposal,
        "guide": GUIDE,
        "similar": similar_now(ras_form, proposal.conversion.annual_amount, request.user),
        "choice": None if is_as_proposed else TableChoiceForm(proposal=proposal),
        "other_figure": NotAsProposed().sentence if is_as_proposed else "",
    }
    return render_case(request, case, "allocation/allocate.html", context, here="indicative-resource")


def _allocate(case, form, user):
    table = get_object_or_404(tables_in_use(today()), slug=form.cleaned_data["table"])
    return allocate_resource(case, table=table, amount=form.amount_chosen, reason=form.reason_given, by=user)
