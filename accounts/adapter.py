"""What allauth asks of this service: nobody signs up, and what is secret is stored encrypted."""

import base64
import hashlib
from functools import lru_cache
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest

from accounts.models import User

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
        return _cipher(settings.FIELD_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher(settings.FIELD_KEY).decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if not settings.MFA_REQUIRED or authenticator.type not in PROOFS:
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=PROOFS)
        return others.exclude(pk=authenticator.pk).exists()


def has_second_factor(user: User) -> bool:
    """Whether this person has set up an authenticator app or a security key."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=PROOFS).exists()


@lru_cache(maxsize=2)
def _cipher(key: str) -> Fernet:
    """Fernet under a key derived from the secret text in FIELD_KEY, whatever its length."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))
