"""Pages of no app: public information, and what is shown when a form has no valid token."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template import loader


def csrf_failure(request, reason=""):
    """Shown when the browser sent no valid token: usually a page left open past its sign-in."""
    sentence = (
        "This page was open too long or in another sign-in, so nothing was saved. "
        "Copy what you typed, load the page again and send it once more."
    )
    request.is_token_missing = True
    return render(request, "pages/refused.html", {"sentence": sentence, "written": written_in(request)}, status=403)


def signed_out(request):
    """Shown when a form came from somebody whose sign-in has ended, with what they wrote."""
    sentence = (
        "You have been signed out, so nothing was saved. "
        "Copy what you wrote, sign in, open the page again and send it once more."
    )
    return render(request, "pages/refused.html", {"sentence": sentence, "written": written_in(request)}, status=403)


def written_in(request, *, is_ours=False):
    """The texts of a form that could not be taken, to be copied; none of a form that another site sent.

    `is_ours` where its token has shown that already. Words and numbers are left out, and so are passwords.
    """
    if not is_ours and not _is_from_this_site(request):
        return []
    return [
        (name.rpartition("-")[2].replace("_", " ").capitalize(), text)
        for name, texts in request.POST.lists()
        for text in texts
        if len(text.split()) > 1 and "password" not in name
    ]


def _is_from_this_site(request):
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


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
