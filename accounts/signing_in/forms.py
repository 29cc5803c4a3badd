"""allauth's forms that look at a password or a code, or send a link: each counts what is tried."""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.account import forms as account_forms
from allauth.account.fields import EmailField
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.models import Authenticator
from django import forms
from django.core.exceptions import ValidationError

from accounts.enums import Secret
from accounts.signing_in.actions import CannotCheck, TooOften, begin_try, counted, send_reset_link, use_code_once
from accounts.signing_in.queries import person_with


@contextmanager
def told_at_the_field() -> Iterator[None]:
    """What has to wait, or cannot be checked, is told as an error of the form."""
    try:
        yield
    except TooOften as refusal:
        raise ValidationError(refusal.sentence, code="too_many_login_attempts") from None
    except CannotCheck as refusal:
        raise ValidationError(refusal.sentence, code="cannot_check") from None


class ResetForm(forms.Form):
    """Asks for a link to set a new password. An address without an account is answered alike, and as fast."""

    email = EmailField(required=True)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        self.person = person_with(email)
        with told_at_the_field():
            begin_try(context.request, Secret.RESET, email, self.person)
        return email

    def save(self, request) -> str:
        send_reset_link.enqueue(self.person.pk if self.person else 0, request.build_absolute_uri("/"))
        return self.cleaned_data["email"]


class ChangePasswordForm(account_forms.ChangePasswordForm):
    """Changes a password; the old one is counted as when signing in."""

    def clean_oldpassword(self) -> str:
        with told_at_the_field(), counted(context.request, Secret.PASSWORD, self.user):
            return super().clean_oldpassword()


class CountedCode(mfa_forms.BaseAuthenticateForm):
    """A code from an authenticator, or for recovery. It works once."""

    def clean_code(self) -> str:
        with told_at_the_field(), counted(context.request, Secret.CODE, self.user):
            code = super().clean_code()
            is_totp = self.authenticator.type == Authenticator.Type.TOTP
            if is_totp and not use_code_once(self.user, code):
                raise get_mfa_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(CountedCode, mfa_forms.AuthenticateForm):
    """The second step of signing in."""


class ReauthenticateForm(CountedCode, mfa_forms.ReauthenticateForm):
    """A code once more, before something that needs it."""
