"""Pages of no app: public information, and what is shown when a form has no valid token."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template import loader


def csrf_failure(request, reason=""):
    """Shown when the browser sent no valid token: usually a page left open past its sign-in."""
    sentence = (
        "This page was open too long or in another sign-in, so nothing was saved. "
        "Go back, copy what you typed, load the page again and send it once more."
    )
    return render(request, "pages/refused.html", {"sentence": sentence}, status=403)


def permission_denied(request, exception):
    """Shown when a page refuses by PermissionDenied: its sentence, as for any other refusal."""
    sentence = str(exception) or "You are not allowed to see this page."
    return render(request, "pages/refused.html", {"sentence": sentence}, status=403)


def page_not_found(request, exception):
    """Shown for an address that leads nowhere, or to what this person may not see."""
    return render(request, "pages/not_found.html", status=404)


def server_error(request):
    """Shown when the service failed. Needs nothing that may have failed: no database, no person."""
    return HttpResponseServerError(loader.get_template("pages/server_error.html").render())


@login_not_required
def accessibility(request):
    return render(request, "pages/accessibility.html")


@login_not_required
def privacy(request):
    return render(request, "pages/privacy.html")
