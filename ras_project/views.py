"""Pages of no app: public information, and what is shown when a form has no valid token."""

import errno
import sys

from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, ProgrammingError
from django.http import HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader

from adapters.file_kinds import clean_name
from operations.health.database import is_schema_of_the_code


def csrf_failure(request, reason=""):
    """Shown when the browser sent no valid token: usually a page left open past its sign-in."""
    sentence = (
        "This page was open too long or in another sign-in, so nothing was saved. "
        "Copy what you typed, load the page again and send it once more."
    )
    request.is_token_missing = True
    context = {"sentence": sentence, "written": written_in(request), "files": files_in(request)}
    return render(request, "pages/refused.html", context, status=403)


def signed_out(request):
    """Shown when a form came from somebody whose sign-in has ended, with what they wrote."""
    sentence = (
        "You have been signed out, so nothing was saved. "
        "Copy what you wrote, sign in, open the page again and send it once more."
    )
    context = {"sentence": sentence, "written": written_in(request), "files": files_in(request)}
    return render(request, "pages/refused.html", context, status=403)


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


def files_in(request, *, is_ours=False):
    """The names of the files that were chosen on a form that could not be taken; as for `written_in`."""
    if not is_ours and not _is_from_this_site(request):
        return []
    return [clean_name(file.name or "") for _, files in request.FILES.lists() for file in files]


def _is_from_this_site(request):
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def permission_denied(request, exception):
    """Shown when a page refuses by PermissionDenied: its sentence, as for any other refusal."""
    sentence = str(exception) or "You are not allowed to see this page."
    return render(request, "pages/refused.html", {"sentence": sentence}, status=403)


def page_not_found(request, exception):
    """Shown for an address that leads nowhere, or to what this person may not see."""
    return render(request, "pages/not_found.html", status=404)


SCHEMA_CODES = ("42P01", "42703", "23502")
"""What PostgreSQL says where there is no such table or column, or a column that must be filled in was not."""

SCHEMA_WORDS = ("no such table", "no such column", "has no column named", "NOT NULL constraint failed")
"""What SQLite says of the same."""

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
UPDATING = "The service is being updated. Try again in a few minutes."
NO_DATABASE = "The service cannot reach its database at the moment."
SIGN_IN_LOST = "Your sign-in ended, or could not be kept, while this page was being made."
NOT_UNDERSTOOD = "What was sent could not be understood, so nothing was done."
NO_DISK = "The server’s disk is full, or cannot be written to."


def server_error(request):
    """Shown when the service failed. Needs nothing that may have failed: no person, and no database that is away.

    What passes by itself, or as soon as somebody sees to the server, is said in plain words (503), with what was
    written. A form carries its token, so that sending it again does nothing twice.
    """
    outage = _outage(sys.exc_info()[1])
    template = loader.get_template("pages/server_error.html")
    if not outage:
        return HttpResponseServerError(template.render())
    written = written_in(request) if request.method == "POST" else []
    page = template.render({"outage": outage, "written": written})
    return HttpResponse(page, status=503, headers={"Retry-After": "30", "Cache-Control": "no-store"})


def bad_request(request, exception):
    """Shown for what no browser sends by itself, and where a sign-in was lost while its page was being made."""
    sentence = SIGN_IN_LOST if isinstance(exception, SessionInterrupted) else NOT_UNDERSTOOD
    page = loader.get_template("pages/server_error.html").render({"outage": sentence})
    return HttpResponse(page, status=400, headers={"Cache-Control": "no-store"})


def _outage(error):
    """What is not there at the moment, in a sentence; "" of a fault of our own."""
    if _is_about_schema(error):
        return UPDATING if _is_upgrade_under_way() else ""
    if isinstance(error, OperationalError | InterfaceError):
        return NO_DATABASE
    return NO_DISK if isinstance(error, OSError) and error.errno in FULL else ""


def _is_about_schema(error):
    """Whether the database has not got what the code wants, or wants what the code does not know."""
    if not isinstance(error, ProgrammingError | OperationalError | IntegrityError):
        return False
    code, words = getattr(error.__cause__, "pgcode", None), str(error)
    return code in SCHEMA_CODES if code else any(each in words for each in SCHEMA_WORDS)


def _is_upgrade_under_way():
    try:
        return not is_schema_of_the_code()
    except DatabaseError:
        return False


@login_not_required
def accessibility(request):
    return render(request, "pages/accessibility.html")


@login_not_required
def privacy(request):
    return render(request, "pages/privacy.html")
