"""Wrong passwords and codes are counted by account and place: a guesser stays out, and shuts out nobody else."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Secret
from accounts.models import KnownPlace, SignInAttempt
from accounts.signing_in.queries import keyed_hash
from audit.models import AuditEvent
from audit.sentences import administrators_sentence_of
from base.clock import acting_at, now
from operations.worker import keep_house
from tests.factories.people import a_person
from tests.integration.accounts.test_signing_in import PASSWORD, code_of

WAIT = re.compile(r"tried too often. Try again at \d+:\d\d[ap]m")


@pytest.fixture
def nina(administrator):
    administrator.set_password(PASSWORD)
    administrator.save()
    return administrator


def sign_in(client, person, password=PASSWORD, address="10.0.0.1"):
    sent = {"login": person.email, "password": password}
    return client.post(reverse("account_login"), sent, follow=True, REMOTE_ADDR=address)


def guess(client, person, times, address="10.0.0.1"):
    for _ in range(times):
        page = sign_in(client, person, "another password", address)
    return page


def is_signed_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.both_databases
def test_after_five_wrong_passwords_the_sixth_waits_and_is_told_until_when(client, nina):
    assert not WAIT.search(guess(client, nina, 5).text)
    page = sign_in(client, nina)
    assert WAIT.search(page.text)
    assert "or ask for a link to set a new password" in page.text
    assert not is_signed_in(client)
    assert SignInAttempt.objects.count() == 5, "what is not looked at does not count"
    with acting_at(now() + timedelta(minutes=2)):
        sign_in(client, nina)
    assert is_signed_in(client)
    assert not SignInAttempt.objects.exists()


def test_a_guesser_elsewhere_shuts_out_neither_her_nor_the_office(client, nina, coordinator):
    guess(Client(), nina, 7, "10.9.9.9")
    sign_in(client, nina)
    assert is_signed_in(client)
    coordinator.set_password(PASSWORD)
    coordinator.save()
    colleague = Client()
    sign_in(colleague, coordinator, address="10.9.9.9")
    assert is_signed_in(colleague)


def test_many_addresses_slow_strangers_and_not_a_browser_or_an_address_that_signed_in_before(client, nina):
    sign_in(client, nina, address="10.0.0.1")
    client.post(reverse("account_logout"))
    for at in range(20):
        guess(Client(), nina, 1, f"10.8.0.{at}")
    assert WAIT.search(sign_in(Client(), nina, address="10.7.0.1").text)
    here, elsewhere = Client(), client
    sign_in(here, nina, address="10.0.0.1")
    sign_in(elsewhere, nina, address="10.6.0.1")
    assert is_signed_in(here)
    assert is_signed_in(elsewhere)


def test_a_cookie_that_was_made_up_is_no_known_browser(client, nina):
    client.cookies["known_browser"] = "made up"
    sign_in(client, nina)
    assert client.cookies["known_browser"].value != "made up"
    assert client.cookies["known_browser"]["httponly"]


def test_one_address_at_many_accounts_waits_and_a_known_browser_there_goes_on(client, nina):
    sign_in(client, nina)
    client.post(reverse("account_logout"))
    address = keyed_hash("address", "10.0.0.1")
    SignInAttempt.objects.bulk_create(
        SignInAttempt(secret=Secret.PASSWORD, account=f"{at}", place=address, address=address, is_known=False, at=now())
        for at in range(100)
    )
    assert WAIT.search(sign_in(Client(), a_person()).text)
    sign_in(client, nina)
    assert is_signed_in(client)


def test_an_unknown_address_waits_in_the_same_words_and_spelling_does_not_help(client, nina):
    stranger = a_person(email="unknown@example.org")
    stranger.delete()
    guess(client, stranger, 5)
    assert WAIT.search(sign_in(client, stranger).text)
    for email in (nina.email.upper(), nina.email, f" {nina.email}", nina.email.title(), nina.email.upper()):
        nina.email = email
        guess(client, nina, 1)
    assert WAIT.search(sign_in(client, nina).text)


class TestCodes:
    @pytest.fixture
    def seed(self, nina):
        seed = generate_totp_secret()
        TOTP.activate(nina, seed)
        return seed

    def enter(self, client, code):
        return client.post(reverse("mfa_authenticate"), {"code": code}, REMOTE_ADDR="10.0.0.1")

    def test_wrong_codes_wait_whatever_passwords_are_right(self, client, nina, seed):
        for _ in range(5):
            sign_in(client, nina)
            assert "Incorrect code" in self.enter(client, "000000").text
        sign_in(client, nina)
        assert WAIT.search(self.enter(client, code_of(seed)).text)
        assert not is_signed_in(client)

    def test_a_code_works_once(self, client, nina, seed):
        from django.core.cache import cache

        code = code_of(seed)
        sign_in(client, nina)
        self.enter(client, code)
        assert is_signed_in(client)
        cache.clear()
        other = Client()
        sign_in(other, nina)
        assert "Incorrect code" in self.enter(other, code).text

    def test_under_another_key_none_is_right_or_wrong_and_none_counts(self, client, nina, seed, settings, caplog):
        SignInAttempt.objects.all().delete()
        sign_in(client, nina)
        settings.FIELD_KEY = "the wrong key"
        page = self.enter(client, code_of(seed))
        assert "Codes cannot be checked just now. Tell a service administrator" in page.text
        assert not SignInAttempt.objects.filter(secret=Secret.CODE).exists()
        assert not AuditEvent.objects.filter(verb="accounts.sign_in_failed").exists()
        assert "second_factor_not_read" in caplog.text

    def test_under_another_key_the_account_page_says_so_too(self, client_as, nina, seed, settings):
        RecoveryCodes.activate(nina)
        settings.FIELD_KEY = "the wrong key"
        page = client_as(nina).get(reverse("mfa_index"))
        assert page.status_code == 409
        assert "Codes cannot be checked just now." in page.text

    def test_recovery_codes_count_with_them(self, client, nina, seed):
        code = RecoveryCodes.activate(nina).get_unused_codes()[0]
        sign_in(client, nina)
        for _ in range(5):
            self.enter(client, "12345678")
        assert WAIT.search(self.enter(client, code).text)


@pytest.mark.parametrize(
    ("url", "field"), [("account_reauthenticate", "password"), ("account_change_password", "oldpassword")]
)
def test_passwords_asked_again_count_too(client, nina, url, field):
    sign_in(client, nina)
    new = {"password1": "quite another password", "password2": "quite another password"}
    for _ in range(5):
        client.post(reverse(url), {field: "another password", **new}, REMOTE_ADDR="10.0.0.1")
    page = client.post(reverse(url), {field: PASSWORD, **new}, REMOTE_ADDR="10.0.0.1")
    assert WAIT.search(page.text)
    nina.refresh_from_db()
    assert nina.check_password(PASSWORD)


class TestLinks:
    def ask(self, client, email):
        return client.post(reverse("account_reset_password"), {"email": email}, follow=True)

    def test_the_fourth_waits_alike_for_who_has_an_account_and_who_has_none(self, client, nina):
        for email in (nina.email, "unknown@example.org"):
            for _ in range(3):
                assert self.ask(client, email).redirect_chain
            assert re.search(r"asked for too often\. .*try again at \d+:\d\d[ap]m", self.ask(client, email).text)

    def test_known_and_unknown_take_the_same_work(self, nina, hashed):
        done = []
        for email in (nina.email, "unknown@example.org"):
            client = Client()
            with CaptureQueriesContext(connection) as asked:
                client.post(reverse("account_reset_password"), {"email": email})
            done.append((len(asked), len(hashed), [query["sql"].split()[0] for query in asked]))
            hashed.clear()
        assert done[0] == done[1]
        assert not mail.outbox, "the worker sends it"

    @pytest.fixture
    def hashed(self, monkeypatch):
        from django.contrib.auth import hashers

        calls = []
        original = hashers.MD5PasswordHasher.encode
        monkeypatch.setattr(
            hashers.MD5PasswordHasher, "encode", lambda *args, **how: calls.append(1) or original(*args, **how)
        )
        return calls

    @pytest.mark.django_db(transaction=True)
    def test_the_worker_sends_the_link_to_whoever_has_an_account_and_it_lets_them_in(self, client, nina):
        for at in range(20):
            guess(Client(), nina, 1, f"10.8.0.{at}")
        for email in (nina.email, "unknown@example.org"):
            self.ask(client, email)
        call_command("db_worker", "--batch", "--interval", "0", "--no-startup-delay", verbosity=0)
        (message,) = mail.outbox
        assert message.to == [nina.email]
        page = client.get(re.search(r"http://testserver(\S+)", message.body)[1], follow=True)
        new = {"password1": "quite another password", "password2": "quite another password"}
        client.post(page.redirect_chain[-1][0], new)
        sign_in(client, nina, "quite another password", "127.0.0.1")
        assert is_signed_in(client)


def test_a_wrong_password_takes_the_same_work_for_known_and_unknown(nina):
    done = []
    for email in (nina.email, "unknown@example.org"):
        with CaptureQueriesContext(connection) as asked:
            Client().post(reverse("account_login"), {"login": email, "password": "another password"})
        done.append(len(asked))
    assert abs(done[0] - done[1]) <= 1


def test_what_is_kept_names_nobody_and_no_address(client, nina):
    guess(client, nina, 1)
    sign_in(client, nina)
    guess(Client(), nina, 1, "10.5.5.5")
    kept = [*SignInAttempt.objects.values_list(), *KnownPlace.objects.values_list(), *AuditEvent.objects.values_list()]
    for personal in (nina.email, "another password", "10.0.0.1", "10.5.5.5"):
        assert personal not in str(kept)


def test_the_trail_tells_who_signed_in_who_could_not_and_who_signed_out(client, nina):
    guess(client, nina, 1)
    stranger = a_person(email="unknown@example.org")
    stranger.delete()
    guess(client, stranger, 1)
    sign_in(client, nina)
    client.post(reverse("account_logout"))
    address = keyed_hash("address", "10.0.0.1")[:12]
    events = AuditEvent.objects.filter(verb__startswith="accounts.").order_by("sequence")
    told = [administrators_sentence_of(event) for event in events]
    assert told == [
        f"Somebody tried to sign in as Nina Patel: wrong password, from address {address}",
        f"Somebody tried to sign in with an email address that has no account: wrong password, from address {address}",
        f"Nina Patel signed in, from address {address}",
        "Nina Patel signed out",
    ]


def test_housekeeping_forgets_tries_after_a_day_and_places_after_ninety(client, nina):
    guess(Client(), nina, 1, "10.5.5.5")
    sign_in(client, nina)
    with acting_at(now() + timedelta(hours=23)):
        keep_house()
        assert (SignInAttempt.objects.count(), KnownPlace.objects.count()) == (1, 2)
    with acting_at(now() + timedelta(days=91)):
        keep_house()
    assert (SignInAttempt.objects.count(), KnownPlace.objects.count()) == (0, 0)
