"""The way to the council's identity provider and back. Every page of it says in a sentence what became of it."""

import traceback
from typing import Any

import structlog
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import callback
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException

from base.refusals import Refused

log = structlog.get_logger(__name__)

NOT_UNDERSTOOD = (
    RequestException,
    OAuth2Error,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    ImproperlyConfigured,
)
"""What allauth raises of a provider that does not answer, or not as OpenID Connect has it: it checks little of that."""

NO_ANSWER = (
    "{name} cannot be reached just now. Try again in a few minutes. If it goes on, tell a service administrator."
)
NOT_AS_EXPECTED = "{name} did not sign you in. Try again. If it goes on, tell a service administrator."
CANCELLED = "You left {name} before you were signed in."
BEGUN_ELSEWHERE = "This sign-in was begun too long ago, was used already, or was begun in another browser. Begin again."


def not_signed_in(request: HttpRequest, sentence: str, status: int = 403) -> HttpResponse:
    """The page that says why somebody who came by way of the provider is not signed in, and leads to the sign-in."""
    told = sentence.format(name=settings.OIDC_NAME)
    response = render(request, "accounts/not_signed_in.html", {"sentence": told}, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


def not_understood(request: HttpRequest, error: Exception | None) -> HttpResponse:
    """The same for a provider that does not answer as it should. The log has the kind of error, nothing of a person."""
    place = traceback.extract_tb(error.__traceback__)[-1] if error else None
    log.error(
        "identity_provider_failed",
        error=type(error).__name__ if error else "",
        place=f"{place.name}:{place.lineno}" if place else "",
        provider_said=_error_told(request),
    )
    return not_signed_in(request, NO_ANSWER if isinstance(error, RequestException) else NOT_AS_EXPECTED, status=502)


def _error_told(request: HttpRequest) -> str:
    """The provider's own code of an error, one word of OAuth 2.0 (RFC 6749, 4.1.2.1); not its description."""
    told = request.GET.get("error", "")
    return told[:60] if told.replace("_", "").isalpha() and told.isascii() else ""


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the provider from a page of our own, not by a redirect.

    Browsers hold a redirect that follows a form to `form-action` of the page with the form, which names no address but
    ours; a provider may lead on to any other.
    """
    try:
        provider = get_adapter().get_provider(request, provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    then = get_next_redirect_url(request)
    if request.user.is_authenticated:
        return redirect(then or "/")
    if request.method != "POST":
        return render(request, "accounts/sign_on.html", {"next": then})
    nonce = get_random_string(32)
    try:
        response = provider.redirect(
            request, AuthProcess.LOGIN, next_url=then, auth_params={"nonce": nonce}, nonce=nonce
        )
    except NOT_UNDERSTOOD as error:
        return not_understood(request, error)
    if isinstance(response, HttpResponseRedirect):
        return render(request, "accounts/sign_on_going.html", {"url": response.url})
    return response


@login_not_required
@never_cache
@require_safe
def signed_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider. What it answers is allauth's to understand; who is let in is for accounts/adapter.py."""
    try:
        return callback(request, provider_id)
    except NOT_UNDERSTOOD as error:
        return not_understood(request, error)


def no_password(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """In the place of allauth's page to set a first password: a person is sent a link by which they set one."""
    raise Refused("You sign in without a password here. If you need one, ask a service administrator for a link.")
