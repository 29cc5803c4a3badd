"""What allauth asks of this service: nobody signs up, what is tried is counted, and what is secret is encrypted."""

from datetime import timedelta
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.stages import LoginStage
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from accounts.council_account.actions import connect
from accounts.council_account.queries import NotSignedIn, person_vouched_for
from accounts.council_account.rules import identity_at
from accounts.council_account.views import (
    BEGUN_ELSEWHERE,
    CANCELLED,
    not_signed_in,
    not_understood,
)
from accounts.enums import COUNCIL, NotLetIn, Secret
from accounts.mails import CHANGES, send_notice
from accounts.models import User
from accounts.queries import PROOFS
from accounts.signing_in.actions import (
    SIGNED_IN_AT,
    CannotCheck,
    TooOften,
    begin_try,
    forgive,
    record_failed_try,
    record_not_let_in,
)
from accounts.signing_in.queries import field_cipher, person_with
from base.clock import now

FRESH = timedelta(minutes=5)
"""How long after the sign-in somebody changes how they sign in without showing once more that it is them."""

SHOWN_BY_THE_PAGE = ("account/messages/logged_in.txt", "account/messages/logged_out.txt")

AT_COUNCIL = "You sign in with your council account. Choose “Sign in with {name}” instead."

log = structlog.get_logger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """The service administrator makes accounts: the sign-up page stays closed."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed. Ask a service administrator to open it again.",
        **dict.fromkeys(
            ("email_password_mismatch", "username_password_mismatch", "phone_password_mismatch"),
            "The email address or the password is not right. Try again, or ask for a new password.",
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that a request comes from, where the frame of every page put it: see ProxyMiddleware."""
        return str(request.META.get("REMOTE_ADDR", ""))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a password before it is looked at."""
        email = str(credentials.get("email", ""))
        try:
            self.tried, _ = begin_try(request, Secret.PASSWORD, email, person_with(email))
        except TooOften as refusal:
            raise ValidationError(refusal.sentence, code="too_many_login_attempts") from None

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """The person whose password it is; then what was mistyped before counts no longer.

        Whoever signs in with the council's account is told so, once their password was right: nobody else learns of it.
        """
        person = super().authenticate(request, **credentials)
        if isinstance(person, User) and person.signs_in_at_council:
            record_not_let_in(request, NotLetIn.COUNCIL_ACCOUNT, person)
            raise ValidationError(AT_COUNCIL.format(name=settings.OIDC_NAME), code="at_council")
        if person:
            forgive(self.tried)
        return person

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        record_failed_try(request, self.tried)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Say nothing of signing in and out: the page itself shows it."""
        if message_template not in SHOWN_BY_THE_PAGE:
            super().add_message(request, level, message_template, *args, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has just signed in is not asked once more: above all not at their first second factor."""
        signed_in_at = self.request.session.get(SIGNED_IN_AT, 0.0)
        if now().timestamp() - signed_in_at < FRESH.total_seconds():
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_login_stages(self) -> list[str]:
        """allauth's, with our own second step in the place of its own, and at their end what follows them all."""
        theirs = super().get_login_stages()
        ours = [OUR_SECOND_STEP if name == THEIR_SECOND_STEP else name for name in theirs]
        return [*ours, CONNECTING]

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """In our own words. An address and a browser say nothing to their reader, and are no business of a mail."""
        if isinstance(user, User):
            send_notice(user, CHANGES.get(template_prefix, "how you sign in was changed"))


THEIR_SECOND_STEP = "allauth.mfa.stages.AuthenticateStage"
OUR_SECOND_STEP = "accounts.adapter.SecondFactorStage"
CONNECTING = "accounts.adapter.ConnectingStage"


def _social_login(stage: LoginStage) -> SocialLogin | None:
    return (stage.login.signal_kwargs or {}).get("sociallogin")


class SecondFactorStage(AuthenticateStage):
    """Asks for the second factor. Whoever is connected with the council's account has shown theirs over there."""

    def _should_handle(self, request: HttpRequest) -> bool:
        came = _social_login(self)
        return (came is None or came.account.pk is None) and super()._should_handle(request)


class ConnectingStage(LoginStage):
    """The last stage: whoever came by the council's account for the first time, and passed all else, is connected.

    Whose account was closed since they began, however they came, is not signed in.
    """

    key = "connecting"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        came, person = _social_login(self), self.login.user
        try:
            if not person.is_active:
                raise NotSignedIn(NotLetIn.CLOSED, person)
            if came and came.account.pk is None:
                if came.account.extra_data["server"] != settings.OIDC_SERVER:
                    return not_signed_in(self.request, BEGUN_ELSEWHERE, status=400), False
                connect(person, came.account.uid)
        except NotSignedIn as refusal:
            record_not_let_in(self.request, refusal.why, refusal.person)
            return not_signed_in(self.request, refusal.sentence), False
        return None, True


class NoProvider(SocialApp.DoesNotExist, ValueError):
    """There is no such provider, or not any more: what waits for it in a session cannot be read, as allauth has it."""


class IdentityProviderAdapter(DefaultSocialAccountAdapter):
    """The council's identity provider may vouch for a person, never make one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        return False

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The one provider of the settings, where there is one."""
        if not settings.OIDC_SERVER or provider not in (None, COUNCIL, "openid_connect"):
            return []
        app = SocialApp(
            provider="openid_connect",
            provider_id=COUNCIL,
            name=settings.OIDC_NAME[:40],
            client_id=settings.OIDC_CLIENT_ID,
            secret=settings.OIDC_CLIENT_SECRET,
            settings={"server_url": settings.OIDC_SERVER, "oauth_pkce_enabled": True},
        )
        return [app] if client_id in (None, app.client_id) else []

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> SocialApp:
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist:
            raise NoProvider from None

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> AbstractBaseUser:
        """Keep of what the provider sent only who it is, as a hash, and at which provider; the rest is read once."""
        account = sociallogin.account
        userinfo, id_token = (account.extra_data.get(name) or {} for name in ("userinfo", "id_token"))
        sociallogin.claims, sociallogin.nonce = [userinfo, id_token], str(id_token.get("nonce", ""))
        account.uid = identity_at(settings.OIDC_SERVER, account.uid)
        account.extra_data = {"server": settings.OIDC_SERVER}
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find whose account here it is, before anything of the sign-in is done.

        What the provider answers must be about the sign-in that this browser began (OpenID Connect Core 3.1.3.7). Its
        keys to what it knows of them are forgotten here: a sign-in that waits for a second factor lies in the database.
        """
        if not constant_time_compare(sociallogin.nonce, sociallogin.state["nonce"]):
            raise OAuth2Error("The ID token is of another sign-in.")
        sociallogin.token, sociallogin.email_addresses = None, []
        connected = sociallogin.user if sociallogin.is_existing else None
        try:
            sociallogin.user = person_vouched_for(sociallogin.claims, sociallogin.account.uid, connected)
        except NotSignedIn as refusal:
            record_not_let_in(request, refusal.why, refusal.person)
            raise ImmediateHttpResponse(not_signed_in(request, refusal.sentence)) from None

    def serialize_instance(self, instance: Model) -> dict[str, Any]:
        """What a sign-in that waits for a second factor keeps in the session: of a person, who it is."""
        if isinstance(instance, User):
            return {"id": instance.pk}
        return dict(super().serialize_instance(instance))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: object,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Say what went wrong on the way, in the place of allauth's page, which has none of it."""
        if request.GET.get("error") == "access_denied":  # whether or not the provider gave back our state with it
            page = not_signed_in(request, CANCELLED)
        elif exception is None and "state" not in (extra_context or {}):
            page = not_signed_in(request, BEGUN_ELSEWHERE, status=400)
        else:
            page = not_understood(request, exception)
        raise ImmediateHttpResponse(page)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: their seeds are encrypted, and where one is demanded the last one stays."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": (
            "A second factor is needed to sign in. Add another before you remove this one."
        ),
    }

    def get_totp_issuer(self) -> str:
        return f"{settings.COUNCIL_NAME} SEND casework"

    def encrypt(self, text: str) -> str:
        return field_cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return field_cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            log.error("second_factor_not_read", why="it was written with another FIELD_KEY")
            raise CannotCheck from None

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if not settings.MFA_REQUIRED or authenticator.type not in PROOFS:
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=PROOFS)
        return others.exclude(pk=authenticator.pk).exists()
