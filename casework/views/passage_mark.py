from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect

from accounts.exceptions import NotAllowed, Refused
from casework.actions.passages import mark_passage
from casework.forms.passages import PassageForm
from casework.permissions.passages import check_user_can_mark_passages_in
from casework.presenters.reports import text_of
from casework.queries.passages import passages_visible_to
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from casework.views.report_loading import with_report
from casework.views.steps import link


@with_case("Report")
@with_report
def passage_mark(request, case, report):
    """Mark words of a report; answered in JSON for the script that marks them beside the RAS form."""
    form = PassageForm(request.POST if request.method == "POST" else None, report=report)
    if request.headers.get("Accept") == "application/json":
        return _answer(form, report, request)
    check_user_can_mark_passages_in(request.user, report)
    if form.is_valid() and act_or_explain(form, lambda: mark_passage(report, **form.cleaned_data, by=request.user)):
        messages.success(request, "The passage is marked.")
        return redirect(link(case, "report_detail", report.pk))
    passages = list(passages_visible_to(request.user, case).filter(report=report))
    context = {"report": report, "form": form, "pieces": text_of(report, passages)}
    return render_case(request, case, "casework/passage_mark.html", context, here="reports")


def _answer(form, report, request):
    try:
        if not form.is_valid():
            raise Refused(" ".join(error for errors in form.errors.values() for error in errors))
        passage = mark_passage(report, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=403 if isinstance(refusal, NotAllowed) else 422)
    known = {"id": passage.pk, "report": report.pk, "quote": passage.quote, "place": passage.place}
    return JsonResponse(known | {"name": passage.name})
