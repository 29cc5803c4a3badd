"""Where a try to sign in comes from, and what was tried before it."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings
from django.db.models import Count as CountOf
from django.db.models import Max, Q
from django.http import HttpRequest

from accounts.enums import Secret
from accounts.models import KnownPlace, SignInAttempt, User
from accounts.signing_in.rules import ASKING, DAY, GUESSING, HOUR, Count, Counts, Limits, Whence
from adapters.encryption import cipher
from base.clock import now

BROWSER_COOKIE = "known_browser"
SHORT = 12
"""How much of a hash is told: enough to see that two were alike."""

LIMITS = {Secret.PASSWORD: GUESSING, Secret.CODE: GUESSING, Secret.RESET: ASKING}


@dataclass(frozen=True)
class Try:
    """One try, as it is counted: at what, at which account, from where."""

    secret: Secret
    account: str
    person: User | None
    browser: str
    address: str
    whence: Whence

    @property
    def place(self) -> str:
        return self.browser if self.whence.is_known_browser else self.address

    @property
    def counted_address(self) -> str:
        return "" if self.whence.is_known_browser else self.address

    @property
    def limits(self) -> Limits:
        return LIMITS[self.secret]


def field_cipher() -> MultiFernet:
    """What encrypts single fields. While FIELD_KEY is changed, what was written with the old one is still read."""
    return cipher(settings.FIELD_KEY, *filter(None, [settings.FIELD_KEY_OLD]))


def second_factors_can_be_read() -> bool:
    """Whether FIELD_KEY is the one that second factors were written with: tried on the oldest and on the newest."""
    secret = Authenticator.objects.filter(type=Authenticator.Type.TOTP).order_by("pk")
    try:
        for authenticator in filter(None, (secret.first(), secret.last())):
            field_cipher().decrypt(authenticator.data["secret"].encode())
    except InvalidToken:
        return False
    return True


def keyed_hash(kind: str, text: str) -> str:
    """What stands for an address, a browser or what was typed: nobody without the key tells which it was."""
    return hmac.new(settings.FIELD_KEY.encode(), f"{kind}:{text}".encode(errors="replace"), hashlib.sha256).hexdigest()


def address_of(request: HttpRequest) -> str:
    """The address that a request comes from, as allauth tells it (trusted proxies, the network of IPv6), hashed."""
    return keyed_hash("address", get_ip(request))


def browser_of(request: HttpRequest) -> str:
    """The browser that a request comes from, hashed; "" of one that has signed nobody in."""
    kept = request.COOKIES.get(BROWSER_COOKIE, "")
    return keyed_hash("browser", kept) if kept else ""


def person_with(email: str) -> User | None:
    """Whose account an email address is, whatever its case."""
    return User.objects.filter(email__iexact=email.replace("\x00", "")).first()


def try_of(request: HttpRequest, secret: Secret, email: str, person: User | None) -> Try:
    """A try at `secret` of the account of `email`, with what is known of where it comes from.

    An account is counted by its own address, since several spellings of one may find it. One query, whoever it is.
    """
    browser, address = browser_of(request), address_of(request)
    known = set(
        KnownPlace.objects.filter(user_id=person.pk if person else 0, place__in=[browser, address]).values_list(
            "place", flat=True
        )
    )
    whence = Whence(bool(browser) and browser in known, address in known)
    return Try(
        secret,
        keyed_hash("account", (person.email if person else email).strip().lower()),
        person,
        browser,
        address,
        whence,
    )


def counts_before(tried: Try, attempt: SignInAttempt) -> Counts:
    """What was tried before, without `attempt` itself. One query."""
    at = now()
    ours = Q(account=tried.account, at__gt=at - DAY)
    here = Q(address=tried.address, at__gt=at - HOUR)
    parts = {
        "together": ours & Q(place=tried.place),
        "account": ours & Q(is_known=False),
        "address": here,
    }
    wanted: dict[str, Any] = {}
    for name, part in parts.items():
        wanted |= {f"{name}_tries": CountOf("pk", filter=part), f"{name}_last": Max("at", filter=part)}
    rows = SignInAttempt.objects.filter(ours | here, secret=tried.secret).exclude(pk=attempt.pk).order_by()
    found = rows.aggregate(**wanted)
    return Counts(**{name: Count(found[f"{name}_tries"], found[f"{name}_last"]) for name in parts})
