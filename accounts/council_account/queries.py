"""Whose account here it is for whom the council's identity provider vouches."""

from collections.abc import Sequence

from django.conf import settings

from accounts.council_account.rules import Claims, are_of_one, email_in, is_at_one_of, is_disowned
from accounts.enums import NotLetIn
from accounts.models import User
from accounts.signing_in.queries import person_with
from base.refusals import Refused

SENTENCES = {
    NotLetIn.EMAIL_NOT_VERIFIED: (
        "Your council account does not say for certain which email address is yours. "
        "Ask whoever looks after the council’s accounts to put that right."
    ),
    NotLetIn.OTHER_DOMAIN: (
        "Only people with an email address of the council sign in with a council account. "
        "If you have an account here, sign in with your email address and password."
    ),
    NotLetIn.NO_ACCOUNT: "There is no account here for your email address. Ask a service administrator for one.",
    NotLetIn.CLOSED: "Your account here is closed. Ask a service administrator to open it again.",
    NotLetIn.DEMONSTRATION: "This account belongs to a made-up person, and they do not sign in here.",
    NotLetIn.OTHER_IDENTITY: (
        "You have signed in here with another council account before. "
        "Ask a service administrator to disconnect that one, then sign in again."
    ),
}


class NotSignedIn(Refused):
    """Somebody for whom the provider vouched is not let in: `why`, and at whose account, if there is one."""

    def __init__(self, why: NotLetIn, person: User | None = None) -> None:
        super().__init__(SENTENCES[why])
        self.why, self.person = why, person


def person_vouched_for(claims: Sequence[Claims], identity: str, connected: User | None) -> User:
    """Whose account it is: whoever is connected with this identity, or else has the address that is vouched for.

    The address must be of OIDC_EMAIL_DOMAINS, and the provider must not say that it is unverified; where it says
    nothing it is believed. Raises NotSignedIn.
    """
    email = email_in(claims)
    if not email or is_disowned(claims) or not are_of_one(claims):
        raise NotSignedIn(NotLetIn.EMAIL_NOT_VERIFIED, connected)
    if not is_at_one_of(email, settings.OIDC_EMAIL_DOMAINS):
        raise NotSignedIn(NotLetIn.OTHER_DOMAIN, connected)
    person = connected or person_with(email)
    if person is None:
        raise NotSignedIn(NotLetIn.NO_ACCOUNT)
    check_person_may_use(person, identity)
    return person


def check_person_may_use(person: User, identity: str) -> None:
    """An open account of somebody real is used with one identity at the provider, the first that it was used with."""
    if not person.is_active:
        raise NotSignedIn(NotLetIn.CLOSED, person)
    if person.is_demonstration and not settings.DEMONSTRATION:
        raise NotSignedIn(NotLetIn.DEMONSTRATION, person)
    before = person.council_account
    if before and before.uid != identity:
        raise NotSignedIn(NotLetIn.OTHER_IDENTITY, person)
