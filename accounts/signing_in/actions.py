"""The only code that writes how people sign in: tries, known places, sessions, and what the trail has of them."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django_tasks import task

import audit.actions
from accounts.enums import NotLetIn, Secret
from accounts.mails import send_link
from accounts.models import KnownPlace, SignInAttempt, User
from accounts.permissions import check_account_is_open, check_user_can_manage_people
from accounts.signing_in.queries import BROWSER_COOKIE, SHORT, Try, address_of, counts_before, keyed_hash, try_of
from accounts.signing_in.rules import CODE_COUNTS_FOR, DAY, minute_after, opens_at
from base.clock import now, today
from base.refusals import Refused
from base.words import time_in_words

KNOWN_FOR = timedelta(days=90)
"""How long a browser or an address is known after the last sign-in from it."""

SIGNED_IN_AT = "signed_in_at"

SIGN_IN_CHANGES = frozenset(
    {
        "accounts.second_factor_added",
        "accounts.second_factor_removed",
        "accounts.recovery_codes_renewed",
        "accounts.password_changed",
        "accounts.password_reset",
    }
)

TOO_OFTEN = {
    Secret.PASSWORD: (
        "Wrong passwords have been tried too often. Try again at {time}, or ask for a link to set a new password."
    ),
    Secret.CODE: "Wrong codes have been tried too often. Try again at {time}.",
    Secret.RESET: (
        "A link has been asked for too often. Look for it in your email, or try again at {time}. "
        "A service administrator can send you one too."
    ),
}


class TooOften(Refused):
    """Wrong passwords or codes were tried too often: this one is not looked at."""


class CannotCheck(Refused):
    """A second factor cannot be read with FIELD_KEY, so that no code can be said to be right or wrong."""

    def __init__(self) -> None:
        super().__init__(
            "Codes cannot be checked just now. Tell a service administrator, or whoever runs this service; "
            "a security key still works."
        )


def begin_try(request: HttpRequest, secret: Secret, email: str, person: User | None) -> tuple[Try, SignInAttempt]:
    """Count a try before it is checked, so that many at once are no more than one after another.

    It counts as wrong until `forgive` is told otherwise. Raises TooOften when it has to wait; then it is not counted.
    """
    tried = try_of(request, secret, email, person)
    attempt = SignInAttempt.objects.create(
        secret=secret,
        account=tried.account,
        place=tried.place,
        address=tried.counted_address,
        is_known=tried.whence.is_known,
        at=now(),
    )
    opens = opens_at(counts_before(tried, attempt), tried.whence, tried.limits)
    if opens is not None and opens > now():
        attempt.delete()
        raise TooOften(TOO_OFTEN[secret].format(time=time_in_words(minute_after(opens))))
    return tried, attempt


def forgive(tried: Try) -> None:
    """The right password or code: the wrong tries at this account from this place count no longer."""
    SignInAttempt.objects.filter(secret=tried.secret, account=tried.account, place=tried.place).delete()


@contextmanager
def counted(request: HttpRequest, secret: Secret, person: User) -> Iterator[None]:
    """Count what is checked within as one try of somebody; what raises was wrong, and the trail has it.

    What cannot be checked is not counted.
    """
    tried, attempt = begin_try(request, secret, person.email, person)
    try:
        yield
    except CannotCheck:
        attempt.delete()
        raise
    except Exception:
        record_failed_try(request, tried)
        raise
    forgive(tried)


def use_code_once(person: User, code: str) -> bool:
    """Whether a code is used for the first time; from then on it is known as used."""
    account, place = keyed_hash("account", person.email.lower()), keyed_hash("code", f"{person.pk}:{code}")
    used = SignInAttempt.objects.filter(secret=Secret.USED_CODE, account=account, place=place)
    attempt = SignInAttempt.objects.create(
        secret=Secret.USED_CODE, account=account, place=place, address="", is_known=True, at=now()
    )
    return not used.filter(at__gt=now() - CODE_COUNTS_FOR).exclude(pk=attempt.pk).exists()


@task()
def send_reset_link(person_id: int, root: str) -> None:
    """Send somebody the link by which they set a new password; nobody for 0.

    The page that asks hands this to the worker for every address alike, so that nobody learns from how long it takes
    which addresses have an account. `root` is the address of the service.
    """
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        return
    verb = "accounts.sent_to_council_account" if person.signs_in_at_council else "accounts.reset_link_sent"
    with transaction.atomic():
        audit.actions.record(verb, by=None, subject=person, person=person.full_name)
        send_link(person, root)


def record_failed_try(request: HttpRequest, tried: Try) -> None:
    """Say in the trail that a password or code was wrong, at whose account if there is one; never what was typed."""
    _record_failure(tried.person, tried.address, secret=tried.secret)


def record_not_let_in(request: HttpRequest, why: NotLetIn, person: User | None) -> None:
    """Say in the trail why somebody was not let in who had the right password, or came by the identity provider."""
    _record_failure(person, address_of(request), why=why)


def _record_failure(person: User | None, address: str, **facts: Any) -> None:
    with transaction.atomic():
        audit.actions.record(
            "accounts.sign_in_failed",
            by=None,
            subject=person,
            person=person.full_name if person else "",
            address=address[:SHORT],
            **facts,
        )


def record_sign_in(person: User, request: HttpRequest) -> None:
    """Say in the trail that somebody signed in, and from where."""
    with transaction.atomic():
        audit.actions.record("accounts.signed_in", by=person, subject=person, address=address_of(request)[:SHORT])


def record_sign_out(person: User) -> None:
    """Say in the trail that somebody signed out."""
    with transaction.atomic():
        audit.actions.record("accounts.signed_out", by=person, subject=person)


def record_sign_in_change(verb: str, person: User) -> None:
    """Say in the trail that somebody changed how they sign in."""
    if verb not in SIGN_IN_CHANGES:
        raise ValueError(f"{verb} is no change of signing in.")
    with transaction.atomic():
        audit.actions.record(verb, by=person, subject=person)


def know_place(person: User, request: HttpRequest) -> str:
    """Know this address and this browser from now on. Returns what the browser is to keep in its cookie."""
    kept = request.COOKIES.get(BROWSER_COOKIE, "")
    if not _is_ours(kept):
        kept = signing.Signer(salt=BROWSER_COOKIE).sign(secrets.token_urlsafe(32))
    _know(person, address_of(request))
    _know(person, keyed_hash("browser", kept))
    return kept


def trust_link(person: User, request: HttpRequest) -> None:
    """Whoever set a password by the link in their email signs in from this address, whatever others tried meanwhile."""
    _know(person, address_of(request))
    forgive(try_of(request, Secret.PASSWORD, person.email, person))


def _know(person: User, place: str) -> None:
    KnownPlace.objects.update_or_create(user=person, place=place, defaults={"used_on": today()})


def _is_ours(kept: str) -> bool:
    """Whether a cookie was made here: nobody chooses what they are known by."""
    try:
        signing.Signer(salt=BROWSER_COOKIE).unsign(kept)
    except signing.BadSignature:
        return False
    return True


def keep_session(key: str, until: datetime) -> None:
    """Somebody works on: their session ends later."""
    Session.objects.filter(session_key=key).update(expire_date=until)


def end_session(session: Session, at: datetime) -> None:
    """Take away a session that is over `at` this moment, and say in the trail when and why it ended. Once."""
    kept = session.get_decoded()
    with transaction.atomic():
        is_ours, _ = Session.objects.filter(pk=session.pk, expire_date__lte=at).delete()
        person = User.objects.filter(pk=kept.get(SESSION_KEY) or 0).first()
        if not is_ours or person is None:
            return
        signed_in_at = kept.get(SIGNED_IN_AT)
        most = timedelta(hours=settings.SESSION_MOST_HOURS).total_seconds()
        is_most = signed_in_at is not None and session.expire_date.timestamp() >= signed_in_at + most
        audit.actions.record(
            "accounts.session_ended",
            by=None,
            subject=person,
            person=person.full_name,
            ended_at=session.expire_date,
            why="most" if is_most else "idle",
        )


def sign_out_everywhere(person: User, *, by: User) -> User:
    """End every session of somebody, by an administrator or by themselves, and know none of their places any more.

    Effects: the person's epoch, on which every session rests; known places; the trail.
    """
    with transaction.atomic():
        if person.pk != by.pk:
            check_user_can_manage_people(by)
            check_account_is_open(person)
        end_sessions(person)
        audit.actions.record("accounts.signed_out_everywhere", by=by, subject=person, person=person.full_name)
    return person


def end_sessions(person: User) -> None:
    """End every session of somebody for good: what was begun in an earlier epoch never counts again."""
    User.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    person.refresh_from_db(fields=["session_epoch"])
    KnownPlace.objects.filter(user=person).delete()


def forget_old_sign_ins() -> tuple[int, int]:
    """Remove tries a day old and places not used for 90 days, and end the sessions whose time is over.

    Returns how many tries and places, and how many sessions.
    """
    tries, _ = SignInAttempt.objects.filter(at__lt=now() - DAY).delete()
    places, _ = KnownPlace.objects.filter(used_on__lt=today() - KNOWN_FOR).delete()
    at = now()
    over = list(Session.objects.filter(expire_date__lte=at))
    for session in over:
        end_session(session, at)
    return tries + places, len(over)
