"""A page that asks once more before something is done: shown on GET, done on POST, refused with the sentence."""

from django.contrib import messages
from django.shortcuts import redirect

from accounts.exceptions import Refused
from casework.views.loading import render_case


def confirm(request, case, *, check, act, done, then, here="", body="", warn=False, **shown):
    """Show the page once `check` allows it; on POST do `act`, say `done`, and go to `then`.

    `then` may be a function of what `act` returned.

    `shown` holds page_title, lead, button and cancel_url of `case_confirm.html`, and what `body` needs.
    """
    refusal = ""
    if request.method == "POST":
        try:
            done_to = act()
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, done)
            return redirect(then(done_to) if callable(then) else then)
    else:
        check()
    context = {**shown, "refusal": refusal, "refusals": [{"text": refusal}], "body": body, "warn": warn}
    return render_case(request, case, "casework/case_confirm.html", context, here=here)
