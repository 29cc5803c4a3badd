"""What the settings of service must not be, and what is said of it."""

import base64
import hashlib
import secrets
from dataclasses import replace
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.health.checks import message_of
from operations.health.rules import MAKE_A_KEY, SMTP, ServiceSettings, Weight, is_address, problems_of
from tests.programs import SERVICE

KEYS = {name: SERVICE[name] for name in ("SECRET_KEY", "AUDIT_KEY", "FIELD_KEY")}

WELL = ServiceSettings(
    debug=False,
    keys=KEYS,
    allowed_hosts=["send.council.gov.uk", "10.0.0.7", "[::1]"],
    csrf_trusted_origins=["https://send.council.gov.uk", "https://send.council.gov.uk:8443"],
    is_https=True,
    trusted_proxy_count=1,
    is_second_factor_needed=True,
    second_factor_off_because="",
    oidc_server="https://login.microsoftonline.com/4b1cbb6e-9a3a-4d0f-8a9e-0d5a1f2f6a11/v2.0",
    oidc_domains=["council.gov.uk", "schools.council.gov.uk"],
    clamd_address="/run/clamav/clamd.ctl",
    is_mail_set=True,
    mail_transport=SMTP,
    from_email="SEND casework <send@council.gov.uk>",
    council_name="Anyshire Council",
    backup_recipients=["age1qqq"],
    not_recipients=[],
    database="postgresql",
    places={
        "STATIC_ROOT": PurePath("/srv/send-casework/static"),
        "UPLOADS_DIR": PurePath("/srv/send-casework/uploads"),
        "BACKUP_DIR": PurePath("/srv/send-casework/uploads-backups"),
    },
)

LOGIN = "https://login.microsoftonline.com"


def with_key(name, key):
    return {"keys": KEYS | {name: key}}


def with_place(name, place):
    return {"places": WELL.places | {name: PurePath(place)}}


def told(**changes):
    return [
        (f"{problem.weight.name[0]}{problem.number:03}", problem.text)
        for problem in problems_of(replace(WELL, **changes))
    ]


def test_nothing_is_said_of_settings_that_are_well():
    assert told() == []
    assert told(oidc_server="", oidc_domains=[], clamd_address="", csrf_trusted_origins=[]) == []
    assert told(oidc_server="https://login.council.gov.uk/realms/common") == []
    assert told(clamd_address="localhost:3310", allowed_hosts=[".send.council.gov.uk"]) == []


@pytest.mark.parametrize(
    ("changes", "number", "sentence"),
    [
        ({"debug": True}, "E001", "DEBUG: It is on: errors show code and data to everybody, and keys are made up."),
        (with_key("SECRET_KEY", "CHANGE-ME" * 9), "E002", "SECRET_KEY: It holds the words of an example"),
        (with_key("AUDIT_KEY", "abcdefghijklm" * 3), "W003", "AUDIT_KEY: It has 39 characters, fewer than 50."),
        (with_key("FIELD_KEY", "abcabc" * 12), "E003", "FIELD_KEY: It has only 3 different characters."),
        (
            with_key("FIELD_KEY", "put a long random text here, " * 2),
            "E003",
            "FIELD_KEY: It repeats itself. Put a long",
        ),
        (with_key("AUDIT_KEY", "1234567890abcdefg" * 3), "W003", "AUDIT_KEY: It repeats itself."),
        (with_key("FIELD_KEY", KEYS["AUDIT_KEY"]), "E004", "FIELD_KEY: It is like AUDIT_KEY: whoever learns one"),
        (with_key("FIELD_KEY", KEYS["SECRET_KEY"] + "2"), "E004", "FIELD_KEY: It is like SECRET_KEY"),
        (
            with_key("AUDIT_KEY", KEYS["SECRET_KEY"][:20] + "Z9y8X7w6V5u4T3s2R1q0Pa1B2c3D4e5F6"),
            "E004",
            "AUDIT_KEY: It is like",
        ),
        ({"allowed_hosts": []}, "E005", "ALLOWED_HOSTS: It is empty, so nothing is answered"),
        ({"allowed_hosts": ["*"]}, "E005", "ALLOWED_HOSTS: “*” lets in links under others’ names"),
        ({"allowed_hosts": [".gov.uk"]}, "E005", "ALLOWED_HOSTS: “.gov.uk” lets in links under others’ names"),
        ({"allowed_hosts": ["."]}, "E005", "ALLOWED_HOSTS: “.” lets in"),
        (
            {"allowed_hosts": ["https://send.council.gov.uk"]},
            "E005",
            "is no host name: give it alone, without https://",
        ),
        ({"allowed_hosts": [" send.council.gov.uk"]}, "E005", "is no host name"),
        ({"csrf_trusted_origins": ["http://send.council.gov.uk"]}, "E006", "is no origin of service: write https://"),
        ({"csrf_trusted_origins": ["https://*.gov.uk"]}, "E006", "“https://*.gov.uk” trusts forms of other sites"),
        ({"csrf_trusted_origins": ["https://send.council.gov.uk/x"]}, "E006", "and nothing after it"),
        ({"is_https": False}, "E007", "HTTPS: It is off, so passwords and children’s data cross the network"),
        ({"is_second_factor_needed": False}, "E008", "Leave it out, or say why in MFA_OFF_BECAUSE."),
        ({"oidc_server": "http://127.0.0.1:9000"}, "E009", "OIDC_SERVER: It must begin with https://"),
        ({"oidc_server": f"{LOGIN}/common/v2.0"}, "E009", "OIDC_SERVER: It signs in accounts of every organisation"),
        ({"oidc_server": f"{LOGIN}/Organizations/v2.0"}, "E009", "put the council’s own tenant number in the address"),
        ({"oidc_server": f"{LOGIN}/consumers"}, "E009", "every organisation"),
        ({"oidc_server": f"{LOGIN}/%63ommon/v2.0"}, "E009", "every organisation"),
        ({"oidc_domains": []}, "E010", "OIDC_EMAIL_DOMAINS: It is empty, so any address would be believed"),
        ({"oidc_domains": ["gmail.com"]}, "E010", "At gmail.com anybody may have an address"),
        ({"oidc_domains": ["Outlook.com"]}, "E010", "At Outlook.com anybody may have an address"),
        ({"oidc_domains": ["@council.gov.uk"]}, "E010", "“@council.gov.uk” is no mail domain of a council"),
        ({"oidc_domains": ["gov.uk"]}, "E010", "“gov.uk” is no mail domain of a council"),
        ({"oidc_domains": ["*.council.gov.uk"]}, "E010", "is no mail domain"),
        ({"clamd_address": "tcp://127.0.0.1:3310"}, "E011", "CLAMD_ADDRESS: “tcp://127.0.0.1:3310” is no address"),
        ({"is_mail_set": False}, "E012", "EMAIL_URL: It is missing, so no invitation goes out"),
        ({"mail_transport": "django.core.mail.backends.console.EmailBackend"}, "E012", "It sends no mail to anybody"),
        (
            {"from_email": "send-casework@example.org"},
            "E012",
            "DEFAULT_FROM_EMAIL: Mail from “send-casework@example.org”",
        ),
        ({"from_email": "send"}, "E012", "is nobody’s: give an address of the council"),
        ({"council_name": "Exampleshire Council"}, "E013", "COUNCIL_NAME: It is the example’s"),
        (
            {"trusted_proxy_count": 0},
            "W014",
            "TRUSTED_PROXY_COUNT: It is 0, so everybody seems to come from the proxy’s",
        ),
        ({"backup_recipients": ["", " "]}, "W019", "BACKUP_RECIPIENTS: It is empty, so no backup can be made"),
        ({"not_recipients": ["age1qqqqqqqqqqqq"]}, "E021", "“age1qqqqqqqq…” is no public key of age"),
        (
            with_place("UPLOADS_DIR", "/srv/send-casework/static/uploads"),
            "E024",
            "UPLOADS_DIR: It lies in STATIC_ROOT, which is served to everybody who asks. Give it a folder beside",
        ),
        (with_place("BACKUP_DIR", "/srv/send-casework/static"), "E024", "BACKUP_DIR: It lies in STATIC_ROOT"),
        (
            with_place("BACKUP_DIR", "/srv/send-casework/uploads/backups"),
            "E024",
            "BACKUP_DIR: It lies in UPLOADS_DIR, which a restore empties.",
        ),
        ({"database": "sqlite"}, "W015", "DATABASE_URL: SQLite is for trying the service out."),
        (
            {"is_second_factor_needed": False, "second_factor_off_because": "A trial of two weeks."},
            "N016",
            "MFA_REQUIRED: It is off, so a password alone lets people in. The reason given: A trial of two weeks.",
        ),
    ],
)
def test_each_problem_is_told_with_what_to_do(changes, number, sentence):
    found = told(**changes)
    assert [each for each, _ in found] == [number]
    assert sentence in found[0][1]


def test_the_worst_comes_first_and_a_development_server_is_asked_nothing_else():
    assert [number for number, _ in told(trusted_proxy_count=0, council_name="")] == ["E013", "W014"]
    assert len(told(debug=True, allowed_hosts=["*"])) == 1


def test_it_is_shown_by_django_by_its_weight():
    problems = problems_of(replace(WELL, council_name="", trusted_proxy_count=0))
    problems += problems_of(replace(WELL, is_second_factor_needed=False, second_factor_off_because="A trial"))
    shown = [message_of(problem) for problem in problems]
    assert [message.id for message in shown] == ["operations.E013", "operations.W014", "operations.I016"]
    assert [message.is_serious() for message in shown] == [True, False, False]
    assert [problem.weight for problem in problems] == [Weight.ERROR, Weight.WARNING, Weight.NOTE]


@given(st.lists(st.binary(min_size=32, max_size=48), min_size=3, max_size=3, unique=True), st.booleans())
def test_keys_that_are_random_are_never_refused_for_being_alike(contents, is_hex):
    """Whatever was drawn: such keys are told apart by a digest, as random ones are."""
    digests = [hashlib.sha512(content).digest() for content in contents]
    keys = [each.hex() if is_hex else base64.urlsafe_b64encode(each).decode() for each in digests]
    assert told(keys=dict(zip(KEYS, keys, strict=True))) == []


def test_how_to_make_a_key_makes_one_that_is_good_enough():
    assert "token_urlsafe(50)" in MAKE_A_KEY
    assert told(keys={name: secrets.token_urlsafe(50) for name in KEYS}) == []


@pytest.mark.parametrize(
    "text", ["/", "3310", "host", "host:", "host:0", "host:99999", "a b:3310", "[::1]:3310", ":3310", "host:３"]
)
def test_what_is_no_address_of_a_scanner(text):
    assert not is_address(text)
