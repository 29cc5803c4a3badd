"""Pages of no app: public information, and what is shown when a form has no valid token."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render


def csrf_failure(request, reason=""):
    """Shown when the browser sent no valid token: usually a page left open past its sign-in."""
    sentence = (
        "This page was open too long or in another sign-in, so nothing was saved. "
        "Go back, copy what you typed, load the page again and send it once more."
    )
    return render(request, "pages/refused.html", {"sentence": sentence}, status=403)


@login_not_required
def accessibility(request):
    return render(request, "pages/accessibility.html")


@login_not_required
def privacy(request):
    return render(request, "pages/privacy.html")
