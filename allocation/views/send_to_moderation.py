"""Send a verified form to moderation, instead of allocating from the converter."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse

from allocation.actions.allocations import send_to_moderation as send
from allocation.forms.allocations import ModerationReasonForm
from allocation.permissions import check_user_can_send_to_moderation
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case


@with_case("Send to moderation")
def send_to_moderation(request, case):
    if request.method != "POST":
        check_user_can_send_to_moderation(request.user, case)
    back = reverse("allocation:allocate", args=[case.reference])
    form = ModerationReasonForm(request.POST or None, cancel_url=back)
    if form.is_valid() and act_or_explain(
        form, lambda: send(case, reason=form.cleaned_data["reason"], by=request.user)
    ):
        messages.success(request, "The RAS form is sent to moderation.")
        return redirect("casework:case_detail", case.reference)
    return render_case(request, case, "allocation/send_to_moderation.html", {"form": form}, here="indicative-resource")
