"""Around every page: a line in the log, no copies of private pages, and refusals put into words."""

import ipaddress
import re
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import ResolverMatch

from accounts.models import User
from audit.actions import record_refusal
from base.refusals import NotAllowed, Refused, refusal_of
from casework.models import Case
from operations.health.views import live
from ras_project.logs import holds_key
from ras_project.views import files_in, page_not_found, signed_out, written_in

log = structlog.get_logger("ras_project.requests")

LIVE = "/health/live"
HEALTH = "/health/"
TELL_AGAIN_AFTER = 60.0  # seconds: a proxy that is set up wrongly is told of once a minute, not with each request

Respond = Callable[[HttpRequest], HttpResponse]


class LiveMiddleware:
    """Answers whether the process lives before anything else runs: no host, no session, no database is asked."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return live(request) if request.path_info == LIVE else self.get_response(request)


class RequestLogMiddleware:
    """One line for each request: method, path without its query, status and time taken.

    Paths hold references, never names. The person is given by number.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        log.info(
            "request",
            method=request.method,
            page=match.view_name if match else "",
            path=request.path if match and not holds_key(request.path) else "",
            status=response.status_code,
            milliseconds=round((time.monotonic() - began) * 1000),
            user=_person_already_known(request),
        )
        return response


class ProxyMiddleware:
    """Puts the address of whoever asks in REMOTE_ADDR, as the trusted proxies tell it (TRUSTED_PROXY_COUNT).

    Where they do not tell it, everybody would be one address, and one guesser would make all wait; where they do not
    tell that a page was asked for by https, the browser would be sent round in a circle. Both are refused, in a
    sentence for whoever looks after the proxy. No database is asked.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response
        self.told_at = float("-inf")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(HEALTH):
            return self.get_response(request)
        problem = _problem_with_proxy(request) or _take_address(request)
        if not problem:
            return self.get_response(request)
        if time.monotonic() - self.told_at > TELL_AGAIN_AFTER:
            self.told_at = time.monotonic()
            log.error("proxy_tells_too_little", sentence=problem)
        answer = f"This could not be answered. For whoever looks after the server: {problem}\n"
        headers = {"Cache-Control": "no-store"}
        return HttpResponse(answer, status=400, content_type="text/plain; charset=utf-8", headers=headers)


def _problem_with_proxy(request: HttpRequest) -> str:
    proto = request.META.get("HTTP_X_FORWARDED_PROTO", "").partition(",")[0].strip()
    is_awaited = settings.SECURE_SSL_REDIRECT and settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if is_awaited and proto not in ("http", "https"):
        return "the proxy in front must say in X-Forwarded-Proto whether it was asked by https."
    return ""


def _take_address(request: HttpRequest) -> str:
    """Put the address in its place, or say why there is none."""
    proxies, asked_from = settings.ALLAUTH_TRUSTED_PROXY_COUNT, request.META.get("REMOTE_ADDR", "")
    if proxies:
        asked_from = client_address(request.META.get("HTTP_X_FORWARDED_FOR", ""), proxies)
        why = f"TRUSTED_PROXY_COUNT is {proxies}, so X-Forwarded-For must hold the address of each who asked them, too."
    else:
        why = "the site is served on a socket without addresses, so TRUSTED_PROXY_COUNT must be 1 or more."
    request.META["REMOTE_ADDR"] = asked_from
    return "" if asked_from else why


def client_address(forwarded_for: str, proxies: int) -> str:
    """The address that asked the outermost of so many trusted proxies; "" where they did not say it.

    Each proxy adds at the end of X-Forwarded-For who asked it: what a client wrote there itself stands further ahead,
    and does not count. Some add a port: "192.0.2.1:5678", "[2001:db8::1]:443".
    """
    entries = [entry.strip() for entry in forwarded_for.split(",")]
    entry = entries[-proxies] if len(entries) >= proxies > 0 else ""
    with_port = re.fullmatch(r"\[([^\]]+)\](?::\d+)?|([^:]+):\d+", entry)
    try:
        address = ipaddress.ip_address((with_port[1] or with_port[2]) if with_port else entry)
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)


def _person_already_known(request: HttpRequest) -> int | None:
    """The number of the person, where something asked for them already: a log line asks the database for nothing."""
    return getattr(getattr(request, "_cached_user", None), "pk", None)


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page needs a sign-in. A form sent after it ended is answered with what was written, so that it is kept."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Respond
    ) -> HttpResponse:
        if request.method == "POST" and (written_in(request) or files_in(request)):
            response = signed_out(request)
            response["Cache-Control"] = "no-store, private"
            return response
        return super().handle_no_permission(request, view_func)


class NoStoreMiddleware:
    """Pages of people who are signed in are kept by no browser and no proxy."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        return response


class RefusalTrailMiddleware:
    """Tells the trail who was refused which page, of which case: by a 403, or a 404 where there is such a case."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user, match = request.user, request.resolver_match
        is_refusal = response.status_code in (403, 404) and not getattr(request, "is_token_missing", False)
        if is_refusal and match and isinstance(user, User):
            case = _case_of(request, match)
            if case or response.status_code == 403:
                record_refusal(match.view_name, by=user, case=case)
        return response


def _case_of(request: HttpRequest, match: ResolverMatch) -> Case | None:
    """The case that an address is about, whether or not this person may know of it."""
    reference = match.kwargs.get("reference", "")
    if hasattr(request, "case_in_hand") or not reference.isprintable():
        return getattr(request, "case_in_hand", None)
    return Case.objects.filter(reference=reference).first() if reference else None


class RefusalMiddleware:
    """Turns a refusal that a view let through into its sentence.

    NotAllowed is a 403 page. Any other refusal of a form leads back to the page it came from, with
    the sentence as a message; of a page, or of a form with something written in it or whose page does
    not open any more, it is a 409 page on which that stands to be copied. What the database refuses
    because two people saved at once is such a refusal. A development server, too,
    shows the page of service for an address that leads nowhere.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 404 and not _is_for_machines(response):
            return page_not_found(request, None)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DatabaseError):
            exception = refusal_of(exception) or exception
        if isinstance(exception, NotAllowed):
            return _explain(request, exception, 403)
        if not isinstance(exception, Refused):
            return None
        was_filled_in = written_in(request, is_ours=True) or files_in(request, is_ours=True)
        if request.method != "POST" or exception.has_own_page or was_filled_in:
            return _explain(request, exception, 409)
        messages.error(request, exception.sentence)
        response = redirect(_came_from(request))
        response.was_refused = True  # type: ignore[attr-defined]
        return response


def _explain(request: HttpRequest, refusal: Refused, status: int) -> HttpResponse:
    match = request.resolver_match
    context = {
        "sentence": refusal.sentence,
        "reference": match.kwargs.get("reference") if match else None,
        "written": written_in(request, is_ours=True),
        "files": files_in(request, is_ours=True),
    }
    return render(request, "pages/refused.html", context, status=status)


def _came_from(request: HttpRequest) -> str:
    """The path of the page the form was on, when it is one of ours."""
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    is_ours = came_from.scheme == request.scheme and came_from.netloc == request.get_host()
    if not is_ours or not came_from.path.startswith("/") or came_from.path.startswith("//"):
        return "/"
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")


def _is_for_machines(response: HttpResponse) -> bool:
    """Whether an answer is anything but a page."""
    return not response.get("Content-Type", "").startswith("text/html")
