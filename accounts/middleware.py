"""Around every page: sessions kept by work, a second factor where one is demanded, and forms acted on once."""

import re
from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.actions import begin_form, release_form, remember_form
from accounts.queries import has_second_factor

TOKEN = re.compile(r"[0-9A-Za-z-]{16,64}")

# Pages a person needs in order to set up a second factor, or to leave.
WHILE_SETTING_UP = (
    "mfa_",
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
    "signed_in",
)


class KeepSignedInMiddleware:
    """Whoever opens or sends a page works on: their session ends an hour after that. A passive page does not count."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.user.is_authenticated and not getattr(view, "is_passive", False):
            request.session.keep()


class SecondFactorMiddleware:
    """Leads a person without a second factor to the page where they set one up.

    People who came through the council's identity provider have shown theirs there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.MFA_REQUIRED or not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated or self._is_open(request):
            return None
        if _came_through_identity_provider(request) or has_second_factor(request.user):
            return None
        messages.warning(request, "Set up a second factor before you go on.")
        return redirect("mfa_index")

    @staticmethod
    def _is_open(request) -> bool:
        return (request.resolver_match.url_name or "").startswith(WHILE_SETTING_UP)


class SubmitOnceMiddleware:
    """Acts on a form once, however often its button is pressed.

    A form that carries `form_token` runs in one transaction. If it ends in a redirect, token and
    address are kept, and the same form sent again is led to the same address with nothing done.
    If it was refused or failed, everything is undone and the same page may be sent again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request.POST.get("form_token", "") if request.method == "POST" else ""
        if not TOKEN.fullmatch(token) or not request.user.is_authenticated:
            return self.get_response(request)
        with transaction.atomic():
            form, is_new = begin_form(token, request.user)
            if not is_new:
                return redirect(form.url if form.user_id == request.user.pk and form.url else "/")
            response = self.get_response(request)
            if response.status_code >= 400 or getattr(response, "was_refused", False):
                transaction.set_rollback(True)
            elif 300 <= response.status_code < 400:
                remember_form(form, response["Location"])
            else:
                release_form(form)
        return response


def _came_through_identity_provider(request) -> bool:
    shown = get_authentication_records(request, request.user)
    return any(each.get("method") == "socialaccount" for each in shown)
