"""What allauth asks of this service: nobody signs up, what is tried is counted, and what is secret is encrypted."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts.enums import Secret
from accounts.models import User
from accounts.signing_in.actions import TooOften, begin_try, forgive, record_failed_try
from accounts.signing_in.queries import person_with
from adapters.encryption import cipher

SHOWN_BY_THE_PAGE = ("account/messages/logged_in.txt", "account/messages/logged_out.txt")
PROOFS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


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
        """The person whose password it is; then what was mistyped before counts no longer."""
        person = super().authenticate(request, **credentials)
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


class IdentityProviderAdapter(DefaultSocialAccountAdapter):
    """The council's identity provider may vouch for a person, never make one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        return False


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
        return cipher(settings.FIELD_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher(settings.FIELD_KEY).decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if not settings.MFA_REQUIRED or authenticator.type not in PROOFS:
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=PROOFS)
        return others.exclude(pk=authenticator.pk).exists()


def has_second_factor(user: User) -> bool:
    """Whether this person has set up an authenticator app or a security key."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=PROOFS).exists()
