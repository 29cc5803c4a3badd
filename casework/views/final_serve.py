from django.contrib import messages
from django.shortcuts import redirect

from casework.actions.finalising import serve_draft
from casework.forms.finalising import FinalServeForm
from casework.permissions.plans import check_user_can_serve_draft
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from casework.views.steps import link


@with_case("Serve the draft plan")
def final_serve(request, case):
    """Record the day the draft was served on the family."""
    if request.method == "GET":
        check_user_can_serve_draft(request.user, case)
    form = FinalServeForm(request.POST or None)
    if form.is_valid() and act_or_explain(form, lambda: serve_draft(case, **form.cleaned_data, by=request.user)):
        messages.success(request, "The day the draft was served is recorded.")
        return redirect(link(case, "final_detail"))
    context = {
        "form": form,
        "page_title": "Record that the draft was served",
        "lead": [
            "The family has 15 days, that day included, to give their views and to ask for a school.",
            "Section I is left out of the draft.",
        ],
    }
    return render_case(request, case, "casework/case_question.html", context, here="finalising")
