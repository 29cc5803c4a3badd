"""What allauth tells of signing in, passed on to the trail; and a new stamp for whose roles or factors change."""

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import signals as auth_signals
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.timezone import now

from accounts.access import NOT_KEPT
from accounts.actions import renew_access
from accounts.models import RoleGrant
from accounts.signing_in.actions import (
    KNOWN_FOR,
    SIGNED_IN_AT,
    know_place,
    record_sign_in,
    record_sign_in_change,
    record_sign_out,
    trust_link,
)
from accounts.signing_in.queries import BROWSER_COOKIE


@receiver(auth_signals.user_logged_in)
def session_begun(sender, request, user, **kwargs) -> None:
    request.session[SIGNED_IN_AT] = now().timestamp()
    if user.access_stamp == NOT_KEPT:
        renew_access(user.pk)


@receiver(post_save, sender=RoleGrant)
@receiver(post_delete, sender=RoleGrant)
@receiver(post_save, sender=Authenticator)
@receiver(post_delete, sender=Authenticator)
def access_changed(sender, instance, **kwargs) -> None:
    renew_access(instance.user_id)


@receiver(account_signals.user_logged_in)
def signed_in(sender, request, response, user, **kwargs) -> None:
    record_sign_in(user, request)
    kept = know_place(user, request)
    response.set_cookie(
        BROWSER_COOKIE,
        kept,
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@receiver(auth_signals.user_logged_out)
def signed_out(sender, request, user, **kwargs) -> None:
    if user is not None:
        record_sign_out(user)


@receiver(account_signals.password_changed)
@receiver(account_signals.password_set)
def password_changed(sender, user, **kwargs) -> None:
    record_sign_in_change("accounts.password_changed", user)


@receiver(account_signals.password_reset)
def password_reset(sender, request, user, **kwargs) -> None:
    trust_link(user, request)
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
