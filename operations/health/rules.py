"""What the settings of service must and must not be, each told by the name of its variable and what to do about it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import combinations, permutations
from pathlib import PurePath
from urllib.parse import unquote, urlsplit

SHORTEST_KEY = 50
FEWEST_CHARACTERS = 10
"""Different characters of a key: 64 random hexadecimal digits have about 15."""

LONGEST_SHARED = 16
"""Characters in a row that two keys may not share, and one may not have twice: random ones never do."""

MAKE_A_KEY = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))' makes one."
ANOTHER = "Put a long random one in its place before the service is used."
ONLY_AT_FIRST = "Put a long random one in its place before the first start; a trail that was begun keeps its key."
WORDS_OF_EXAMPLES = ("changeme", "change-me", "change_me", "django-insecure-", "development-only-", "replace-me")

TOO_WIDE = {"com", "org", "net", "uk", "gov.uk", "co.uk", "org.uk", "ac.uk", "nhs.uk", "sch.uk", "nhs.net"}
PUBLIC_MAIL = {
    *("aol.com", "btinternet.com", "gmail.com", "googlemail.com", "gmx.com", "hotmail.com", "hotmail.co.uk"),
    *("icloud.com", "live.com", "live.co.uk", "mail.com", "me.com", "msn.com", "outlook.com", "proton.me"),
    *("protonmail.com", "sky.com", "talktalk.net", "virginmedia.com", "yahoo.com", "yahoo.co.uk", "ymail.com"),
    "onmicrosoft.com",
}
"""Where anybody may have an address: a provider that vouches for one vouches for nobody's place in the council."""

ANY_TENANT = frozenset({"common", "organizations", "consumers", "9188040d-6c67-4c5b-b112-36a304b66dad"})
"""What stands for the tenant in the addresses at which Entra signs in everybody; the last means private accounts."""

NOTHING_WITHIN = {
    "STATIC_ROOT": "which is served to everybody who asks",
    "UPLOADS_DIR": "which a restore empties",
}
"""In which places no other may lie, and why."""

NOBODYS = re.compile(r"(^|[.@])(example(\.(com|net|org|gov\.uk))?|invalid|test|localhost)$")
NAME = re.compile(r"(?!-)[a-z0-9-]+(\.[a-z0-9-]+)*", re.IGNORECASE)
HOST = re.compile(rf"\.?{NAME.pattern}|\[[0-9a-f:]+\]", re.IGNORECASE)
DOMAIN = re.compile(r"(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)
SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Weight(IntEnum):
    """How much it matters: not ready and refused; to be looked at; known, and kept in sight."""

    ERROR = 3
    WARNING = 2
    NOTE = 1


@dataclass(frozen=True)
class ServiceSettings:
    """The settings that the rules look at, as they are."""

    debug: bool
    keys: Mapping[str, str]
    allowed_hosts: Sequence[str]
    csrf_trusted_origins: Sequence[str]
    is_https: bool
    trusted_proxy_count: int
    is_second_factor_needed: bool
    second_factor_off_because: str
    oidc_server: str
    oidc_domains: Sequence[str]
    clamd_address: str
    is_mail_set: bool
    mail_transport: str
    from_email: str
    council_name: str
    backup_recipients: Sequence[str]
    not_recipients: Sequence[str]
    database: str
    places: Mapping[str, PurePath]


@dataclass(frozen=True)
class Problem:
    """What is wrong with a variable, in a sentence that says what to do. `number` makes the id of the system check."""

    number: int
    variable: str
    sentence: str
    weight: Weight = Weight.ERROR
    hint: str = ""

    @property
    def text(self) -> str:
        return f"{self.variable}: {self.sentence}"


def problems_of(settings: ServiceSettings) -> list[Problem]:
    """Everything that is wrong with the settings, the worst first. A development server may do as it likes."""
    if settings.debug:
        return [
            Problem(1, "DEBUG", "It is on: errors show code and data to everybody, and keys are made up. Leave it out.")
        ]
    found = [problem for rule in RULES for problem in rule(settings)]
    return sorted(found, key=lambda problem: -problem.weight)


def _keys(settings: ServiceSettings) -> Iterator[Problem]:
    for name, key in settings.keys.items():
        if any(words in key.lower() for words in WORDS_OF_EXAMPLES):
            yield Problem(
                2, name, f"It holds the words of an example, which everybody knows. {ANOTHER}", hint=MAKE_A_KEY
            )
        elif weak := _weakness_of(key):
            is_kept = name == "AUDIT_KEY"
            weight = Weight.WARNING if is_kept else Weight.ERROR
            yield Problem(3, name, f"{weak} {ONLY_AT_FIRST if is_kept else ANOTHER}", weight, MAKE_A_KEY)
    for (one, first), (other, second) in combinations(settings.keys.items(), 2):
        if first == second or first in second or second in first or _runs(first) & _runs(second):
            yield Problem(4, other, f"It is like {one}: whoever learns one has the other. {ANOTHER}", hint=MAKE_A_KEY)


def _weakness_of(key: str) -> str:
    if len(key) < SHORTEST_KEY:
        return f"It has {len(key)} characters, fewer than {SHORTEST_KEY}."
    if len(set(key)) < FEWEST_CHARACTERS:
        return f"It has only {len(set(key))} different characters."
    if len(_runs(key)) <= len(key) - LONGEST_SHARED:
        return "It repeats itself."
    return ""


def _runs(key: str) -> set[str]:
    return {key[start : start + LONGEST_SHARED] for start in range(len(key) - LONGEST_SHARED + 1)}


def _hosts(settings: ServiceSettings) -> Iterator[Problem]:
    if not settings.allowed_hosts:
        yield Problem(5, "ALLOWED_HOSTS", "It is empty, so nothing is answered: give the service’s own host name.")
    for host in settings.allowed_hosts:
        if host == "*" or host.startswith("*") or host.lstrip(".").lower() in TOO_WIDE | {""}:
            sentence = f"“{host}” lets in links under others’ names: give the service’s own host name."
            yield Problem(5, "ALLOWED_HOSTS", sentence)
        elif not HOST.fullmatch(host):
            sentence = f"“{host}” is no host name: give it alone, without https://, port, path or spaces."
            yield Problem(5, "ALLOWED_HOSTS", sentence)


def _origins(settings: ServiceSettings) -> Iterator[Problem]:
    for origin in settings.csrf_trusted_origins:
        if "*" in origin:
            sentence = f"“{origin}” trusts forms of other sites: give the service’s own origin."
            yield Problem(6, "CSRF_TRUSTED_ORIGINS", sentence)
        elif not re.fullmatch(rf"https://{NAME.pattern}(:\d+)?", origin, re.IGNORECASE):
            sentence = f"“{origin}” is no origin of service: write https:// and the host name, and nothing after it."
            yield Problem(6, "CSRF_TRUSTED_ORIGINS", sentence)


def _https(settings: ServiceSettings) -> Iterator[Problem]:
    if not settings.is_https:
        sentence = "It is off, so passwords and children’s data cross the network in the clear. Leave it out."
        yield Problem(7, "HTTPS", sentence)
    elif settings.trusted_proxy_count < 1:
        sentence = (
            f"It is {settings.trusted_proxy_count}, so everybody seems to come from the proxy’s address, and one "
            "guesser makes all wait. Set how many proxies stand in front."
        )
        yield Problem(14, "TRUSTED_PROXY_COUNT", sentence, Weight.WARNING)


def _second_factor(settings: ServiceSettings) -> Iterator[Problem]:
    because = settings.second_factor_off_because
    if settings.is_second_factor_needed:
        return
    if because:
        sentence = f"It is off, so a password alone lets people in. The reason given: {because.rstrip('.')}."
        yield Problem(16, "MFA_REQUIRED", sentence, Weight.NOTE)
    else:
        sentence = "It is off, so a password alone lets people in. Leave it out, or say why in MFA_OFF_BECAUSE."
        yield Problem(8, "MFA_REQUIRED", sentence)


def _identity_provider(settings: ServiceSettings) -> Iterator[Problem]:
    if not settings.oidc_server:
        return
    address = urlsplit(settings.oidc_server)
    if address.scheme != "https" or not address.hostname:
        yield Problem(9, "OIDC_SERVER", "It must begin with https:// and the provider’s name, also on this machine.")
    is_entra = (address.hostname or "").endswith(("microsoftonline.com", "microsoftonline.us", "windows.net"))
    if is_entra and ANY_TENANT & set(unquote(address.path).lower().split("/")):
        sentence = "It signs in accounts of every organisation: put the council’s own tenant number in the address."
        yield Problem(9, "OIDC_SERVER", sentence)
    if not settings.oidc_domains:
        sentence = "It is empty, so any address would be believed: give the council’s own mail domains."
        yield Problem(10, "OIDC_EMAIL_DOMAINS", sentence)
    for domain in settings.oidc_domains:
        if domain.lower() in PUBLIC_MAIL:
            sentence = f"At {domain} anybody may have an address: give the council’s own mail domains alone."
            yield Problem(10, "OIDC_EMAIL_DOMAINS", sentence)
        elif not DOMAIN.fullmatch(domain) or domain.lower() in TOO_WIDE:
            sentence = f"“{domain}” is no mail domain of a council: give what stands after the @, as in council.gov.uk."
            yield Problem(10, "OIDC_EMAIL_DOMAINS", sentence)


def _scanner(settings: ServiceSettings) -> Iterator[Problem]:
    if settings.clamd_address and not is_address(settings.clamd_address):
        sentence = f"“{settings.clamd_address}” is no address: give the path of clamd’s socket, or its host:port."
        yield Problem(11, "CLAMD_ADDRESS", sentence)


def is_address(text: str) -> bool:
    """Whether it is the path of a socket, or a host and a port."""
    if text.startswith("/"):
        return len(text) > 1
    host, colon, port = text.rpartition(":")
    is_port = bool(colon) and port.isascii() and port.isdecimal() and 0 < int(port) < 65536
    return is_port and NAME.fullmatch(host) is not None


def _mail(settings: ServiceSettings) -> Iterator[Problem]:
    if not settings.is_mail_set:
        yield Problem(
            12, "EMAIL_URL", "It is missing, so no invitation goes out: give smtp://host:25, or smtp+tls://…."
        )
    elif settings.mail_transport != SMTP:
        sentence = "It sends no mail to anybody: give the council’s mail server, smtp://host:25 or smtp+tls://…."
        yield Problem(12, "EMAIL_URL", sentence)
    domain = settings.from_email.strip().rstrip(">").rpartition("@")[2].lower()
    if not DOMAIN.fullmatch(domain) or NOBODYS.search(domain):
        sentence = f"Mail from “{settings.from_email}” is nobody’s: give an address of the council that takes answers."
        yield Problem(12, "DEFAULT_FROM_EMAIL", sentence)


def _names(settings: ServiceSettings) -> Iterator[Problem]:
    if not settings.council_name.strip() or "exampleshire" in settings.council_name.lower():
        yield Problem(13, "COUNCIL_NAME", "It is the example’s: pages and mails bear it. Give the council’s.")


def _database(settings: ServiceSettings) -> Iterator[Problem]:
    if settings.database == "sqlite":
        sentence = (
            "SQLite is for trying the service out. Give a PostgreSQL database: postgres://user:password@host/name."
        )
        yield Problem(15, "DATABASE_URL", sentence, Weight.WARNING)


def _backups(settings: ServiceSettings) -> Iterator[Problem]:
    if not any(each.strip() for each in settings.backup_recipients):
        sentence = "It is empty, so no backup can be made: give the public key that manage.py new_backup_key prints."
        yield Problem(19, "BACKUP_RECIPIENTS", sentence, Weight.WARNING)
    for each in settings.not_recipients:
        sentence = f"“{each[:12]}…” is no public key of age (age1…), so no backup can be made."
        yield Problem(21, "BACKUP_RECIPIENTS", sentence)


def _places(settings: ServiceSettings) -> Iterator[Problem]:
    """The folders of the service lie beside each other, whatever links lead there."""
    for (inner, place), (outer, around) in permutations(settings.places.items(), 2):
        if outer in NOTHING_WITHIN and place.is_relative_to(around):
            sentence = f"It lies in {outer}, {NOTHING_WITHIN[outer]}. Give it a folder beside that one."
            yield Problem(24, inner, sentence)


RULES: tuple[Callable[[ServiceSettings], Iterator[Problem]], ...] = (
    _keys,
    _hosts,
    _origins,
    _https,
    _second_factor,
    _identity_provider,
    _scanner,
    _mail,
    _names,
    _database,
    _backups,
    _places,
)
"""Each looks at a few settings that belong together. What another part must have gets a rule of its own here."""
