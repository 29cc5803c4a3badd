"""Signing in through the real pages: passwords, second factors, and what is kept shut."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.actions import deactivate_person
from audit.models import AuditEvent

PASSWORD = "a long and quiet password"


@pytest.fixture(autouse=True)
def _no_code_is_used(db):
    cache.clear()


@pytest.fixture
def nina(administrator):
    administrator.set_password(PASSWORD)
    administrator.save()
    return administrator


def sign_in(client, person, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": person.email, "password": password}, follow=True)


def is_signed_in(client):
    return client.get(reverse("accounts:person_list")).status_code == 200


def code_of(seed):
    from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time

    return format_hotp_value(hotp_value(seed, next(yield_hotp_counters_from_time())))


@pytest.mark.both_databases
def test_a_person_signs_in_with_email_and_password(no_starter_data, client, nina):
    sign_in(client, nina)
    assert is_signed_in(client)
    assert AuditEvent.objects.get().verb == "accounts.signed_in"


def test_a_second_factor_is_set_up_right_after_the_sign_in_without_the_password_again(client, nina):
    add = reverse("mfa_activate_totp")
    sign_in(client, nina)
    with time_machine.travel(timezone.now() + timedelta(minutes=4, seconds=58)):
        assert client.get(add).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        assert client.get(add)["Location"].startswith(reverse("account_reauthenticate"))


def test_the_case_of_the_address_does_not_matter(client, nina):
    client.post(reverse("account_login"), {"login": nina.email.upper(), "password": PASSWORD})
    assert is_signed_in(client)


def test_a_wrong_password_is_refused_in_a_sentence(client, nina):
    page = sign_in(client, nina, "another password")
    assert "The email address or the password is not right" in page.text
    assert not is_signed_in(client)


def test_an_unknown_address_is_refused_in_the_same_sentence(client, nina):
    nina.email = "unknown@example.org"
    page = sign_in(client, nina)
    assert "The email address or the password is not right" in page.text


def test_a_closed_account_does_not_sign_in(client, nina, lead):
    lead.set_password(PASSWORD)
    lead.save()
    deactivate_person(lead, by=nina)
    sign_in(client, lead)
    assert "_auth_user_id" not in client.session


def test_an_account_that_is_closed_while_a_code_is_asked_for_does_not_sign_in(client, nina, lead):
    lead.set_password(PASSWORD)
    lead.save()
    seed = generate_totp_secret()
    TOTP.activate(lead, seed)
    sign_in(client, lead)
    deactivate_person(lead, by=nina)
    page = client.post(reverse("mfa_authenticate"), {"code": code_of(seed)})
    assert "Your account here is closed. Ask a service administrator to open it again." in page.text
    assert "_auth_user_id" not in client.session
    assert AuditEvent.objects.latest("pk").verb == "accounts.sign_in_failed"


def test_a_running_session_ends_when_the_account_is_closed(client_as, nina, lead):
    client = client_as(lead)
    assert client.get(reverse("accounts:person_list")).status_code == 403
    deactivate_person(lead, by=nina)
    assert client.get(reverse("accounts:person_list")).status_code == 302


def test_nobody_signs_up(client, db):
    page = client.post(reverse("account_signup"), {"email": "new@example.org", "password1": PASSWORD})
    assert page.status_code in (200, 403)
    assert "_auth_user_id" not in client.session
    from accounts.models import User

    assert not User.objects.exists()


def test_nobody_changes_their_address(client_as, lead):
    assert client_as(lead).get("/accounts/email/").status_code == 404


def test_a_second_factor_is_asked_for_when_there_is_one(client, nina):
    seed = generate_totp_secret()
    TOTP.activate(nina, seed)
    page = sign_in(client, nina)
    assert page.redirect_chain[-1][0] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(seed)})
    assert is_signed_in(client)


def test_a_wrong_code_is_refused(client, nina):
    TOTP.activate(nina, generate_totp_secret())
    sign_in(client, nina)
    page = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Incorrect code" in page.text
    assert not is_signed_in(client)


def test_a_recovery_code_lets_in_once(client, nina):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    TOTP.activate(nina, generate_totp_secret())
    code = RecoveryCodes.activate(nina).get_unused_codes()[0]
    sign_in(client, nina)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    sign_in(client, nina)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert not is_signed_in(client)


class TestWhereASecondFactorIsDemanded:
    @pytest.fixture(autouse=True)
    def _demanded(self, settings):
        settings.MFA_REQUIRED = True

    def test_a_person_without_one_is_led_to_set_one_up(self, client, nina):
        sign_in(client, nina)
        page = client.get(reverse("accounts:person_list"), follow=True)
        assert page.redirect_chain == [(reverse("mfa_index"), 302)]
        assert "Set up a second factor before you go on." in page.text

    @pytest.mark.django_db(transaction=True)
    def test_they_set_up_an_app_and_go_on(self, client, nina):
        sign_in(client, nina)
        page = client.get(reverse("mfa_activate_totp"))
        assert page.status_code == 200
        seed = page.context["form"].secret
        client.post(reverse("mfa_activate_totp"), {"code": code_of(seed)})
        assert is_signed_in(client)
        assert "accounts.second_factor_added" in AuditEvent.objects.values_list("verb", flat=True)

    def test_they_may_leave_without_one(self, client, nina):
        sign_in(client, nina)
        client.post(reverse("account_logout"))
        assert "_auth_user_id" not in client.session

    def test_public_pages_stay_open(self, client, nina):
        sign_in(client, nina)
        assert client.get(reverse("accessibility")).status_code == 200

    def test_a_person_whom_the_council_vouched_for_goes_on(self, client, nina):
        client.force_login(nina)
        session = client.session
        session["account_authentication_methods"] = [{"method": "socialaccount", "at": 0}]
        session["account_authentication_methods_user"] = str(nina.pk)
        session.save()
        assert is_signed_in(client)


def test_somebody_new_chooses_a_password_by_the_link_in_the_email(client, client_as, nina):
    client_as(nina).post(
        reverse("accounts:person_add"),
        {"email": "jo@example.org", "full_name": "Jo March", "roles": ["service_administrator"]},
    )
    message = mail.outbox[-1]
    assert message.to == ["jo@example.org"]
    link = re.search(r"http://testserver(\S+password/reset/key\S+)", message.body)
    page = client.get(link[1], follow=True)
    action = page.redirect_chain[-1][0]
    client.post(action, {"password1": PASSWORD, "password2": PASSWORD})
    from accounts.models import User

    sign_in(client, User.objects.get(email="jo@example.org"))
    assert is_signed_in(client)
