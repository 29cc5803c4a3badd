"""Take an item off the agenda: the plan goes back to the TAC."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from casework.views.asking import act_or_explain
from panels.actions.agenda import withdraw_item
from panels.forms import ReasonForm
from panels.permissions import check_user_can_withdraw_item
from panels.views.loading import posted, with_item


@with_item("Take off the agenda")
def item_withdraw(request, item) -> HttpResponse:
    check_user_can_withdraw_item(request.user, item)
    back = reverse("panels:item_detail", args=[item.pk])
    form = ReasonForm(posted(request), submit="Take it off the agenda", cancel_url=back)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if act_or_explain(form, lambda: withdraw_item(item, reason=reason, by=request.user)):
            messages.success(request, "The plan is off the agenda and back with the TAC.")
            return redirect("panels:meeting_detail", item.meeting_id)
    return render(request, "panels/item_withdraw.html", {"form": form, "item": item})
