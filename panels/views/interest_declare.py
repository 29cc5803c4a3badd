"""Declare an interest in an item."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from casework.views.asking import act_or_explain
from panels.actions.agenda import declare_interest
from panels.forms import InterestForm
from panels.permissions import check_user_can_declare_interest
from panels.views.loading import posted, with_item


@with_item("Declare an interest")
def interest_declare(request, item) -> HttpResponse:
    check_user_can_declare_interest(request.user, item)
    back = reverse("panels:meeting_detail", args=[item.meeting_id])
    form = InterestForm(posted(request), cancel_url=back)
    if request.method == "POST" and form.is_valid():
        nature = form.cleaned_data["nature"]
        if act_or_explain(form, lambda: declare_interest(item, nature=nature, by=request.user)):
            messages.success(request, "Your interest is declared. You take no part in this item.")
            return redirect(back)
    return render(request, "panels/interest_declare.html", {"form": form, "item": item})
