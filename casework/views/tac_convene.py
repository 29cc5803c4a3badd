from django.contrib import messages
from django.shortcuts import redirect

from casework.actions.tac import convene_tac
from casework.forms.tac import TacConveneForm
from casework.permissions.plans import check_user_can_convene_tac
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from casework.views.steps import link


@with_case("Convene a TAC meeting")
def tac_convene(request, case):
    """Convene a meeting of the Team Around the Child."""
    if request.method == "GET":
        check_user_can_convene_tac(request.user, case)
    form = TacConveneForm(request.POST or None)
    if form.is_valid() and act_or_explain(form, lambda: convene_tac(case, **form.cleaned_data, by=request.user)):
        messages.success(request, "TAC meeting convened.")
        return redirect(link(case, "tac_list"))
    context = {
        "form": form,
        "page_title": "Convene a TAC meeting",
        "lead": ["The total of the provision as it stands now is kept as what the meeting begins with."],
    }
    return render_case(request, case, "casework/case_question.html", context, here="tac")
