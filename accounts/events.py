"""What allauth tells of signing in, passed on to the trail."""

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.dispatch import receiver

from accounts.actions import record_sign_in, record_sign_in_change


@receiver(account_signals.user_logged_in)
def signed_in(sender, user, **kwargs) -> None:
    record_sign_in(user)


@receiver(account_signals.password_changed)
@receiver(account_signals.password_set)
def password_changed(sender, user, **kwargs) -> None:
    record_sign_in_change("accounts.password_changed", user)


@receiver(account_signals.password_reset)
def password_reset(sender, user, **kwargs) -> None:
    record_sign_in_change("accounts.password_reset", user)


@receiver(mfa_signals.authenticator_added)
def authenticator_added(sender, user, authenticator, **kwargs) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_sign_in_change("accounts.second_factor_added", user)


@receiver(mfa_signals.authenticator_removed)
def authenticator_removed(sender, user, authenticator, **kwargs) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_sign_in_change("accounts.second_factor_removed", user)


@receiver(mfa_signals.authenticator_reset)
def recovery_codes_renewed(sender, user, **kwargs) -> None:
    record_sign_in_change("accounts.recovery_codes_renewed", user)
