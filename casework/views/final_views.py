from django.contrib import messages
from django.shortcuts import redirect

from casework.actions.finalising import record_family_views
from casework.forms.finalising import FinalViewsForm
from casework.permissions.plans import check_user_can_record_family_views, plan_version_or_refuse
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from casework.views.steps import link


@with_case("The family’s views on the draft")
def final_views(request, case):
    """Record what the family said about the draft."""
    if request.method == "GET":
        check_user_can_record_family_views(request.user, case)
    plan_version = plan_version_or_refuse(case)
    there = {"text": plan_version.family_views, "received_on": plan_version.family_views_on}
    form = FinalViewsForm(request.POST or None, initial=there)
    if form.is_valid() and act_or_explain(
        form, lambda: record_family_views(case, **form.cleaned_data, by=request.user)
    ):
        messages.success(request, "The family’s views are recorded.")
        return redirect(link(case, "final_detail"))
    context = {"form": form, "page_title": "Record the family’s views on the draft"}
    return render_case(request, case, "casework/case_question.html", context, here="finalising")
