"""What the council's identity provider says of somebody, and what of it is believed."""

from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from typing import Any

Claims = Mapping[str, Any]

VOUCHING = ("email_verified", "xms_edov")
"""Claims that say whether the address is theirs: OpenID Connect Core 5.1, and Entra's own, where it is switched on."""

YES = (True, 1, "1", "true")


def identity_at(server: str, subject: str) -> str:
    """Who somebody is at a provider, as a hash of 64 letters: a subject is one person's at that provider alone."""
    return sha256(f"{server}\n{subject}".encode(errors="replace")).hexdigest()


def is_disowned(claims: Iterable[Claims]) -> bool:
    """Whether the provider says that the address is not known to be theirs, in any part of what it sent.

    "No" comes in many spellings: whatever is no "yes" is one. A claim that is missing, or empty, says nothing.
    """
    told = [each[name] for each in claims for name in VOUCHING if each.get(name) not in (None, "")]
    return any((answer.strip().lower() if isinstance(answer, str) else answer) not in YES for answer in told)


def is_at_one_of(email: str, domains: Collection[str]) -> bool:
    """Whether an address is at one of these domains itself; at a domain below one it is not."""
    local_part, _, domain = email.rpartition("@")
    return bool(local_part) and domain.lower() in domains


def email_in(claims: Iterable[Claims]) -> str:
    """The address in what the provider sent, in small letters; "" where it sent none, or several.

    No account has another letter than ASCII's in what stands before the @, but a database may take "ı" for an "i".
    """
    told = {email.strip() for each in claims if isinstance(email := each.get("email"), str) and email.strip()}
    if not all(email.isascii() and email.isprintable() for email in told):
        return ""
    alike = {email.lower() for email in told}
    return alike.pop() if len(alike) == 1 else ""


def are_of_one(claims: Iterable[Claims]) -> bool:
    """Whether all that the provider sent is about the same subject (OpenID Connect Core 5.3.2)."""
    return len({str(each.get("sub")) for each in claims}) == 1
