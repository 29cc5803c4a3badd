"""The first question about a decision: what the panel decided."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from panels.forms import OutcomeForm
from panels.permissions import check_user_can_decide
from panels.presenters.items import OUTCOME_HINTS, decided_by
from panels.views.loading import posted, with_item


@with_item("Record the decision")
def decision_outcome(request, item) -> HttpResponse:
    check_user_can_decide(request.user, item)
    form = OutcomeForm(posted(request), hints=OUTCOME_HINTS, cancel_url=reverse("panels:item_detail", args=[item.pk]))
    if request.method == "POST" and form.is_valid():
        return redirect("panels:decision_record", item.pk, form.cleaned_data["outcome"])
    return render(request, "panels/decision_outcome.html", {"form": form, "item": item, "deciding": decided_by(item)})
