"""Signing in with the council's account, against a real OpenID provider on this machine."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.actions import deactivate_person
from accounts.council_account.actions import connect, disconnect, let_keep_password
from accounts.council_account.rules import identity_at
from accounts.models import SignInAttempt
from accounts.signing_in.actions import send_reset_link
from audit.models import AuditEvent
from audit.sentences import administrators_sentence_of
from tests.factories.people import a_person
from tests.identity_provider import SIGN_ON
from tests.integration.accounts.test_signing_in import PASSWORD, code_of, is_signed_in, sign_in

CALLBACK = f"{SIGN_ON}callback/"


@pytest.fixture(autouse=True)
def _no_code_is_used(db):
    cache.clear()


@pytest.fixture
def nina(administrator):
    administrator.set_password(PASSWORD)
    administrator.save()
    return administrator


@pytest.fixture
def subject(identity_provider, nina):
    return identity_provider.knows("nina-at-the-council", email=nina.email, email_verified=True)


@pytest.fixture
def connected(identity_provider, subject, nina):
    """Somebody who signed on before."""
    connect(nina, identity_at(identity_provider.url, subject))
    mail.outbox.clear()
    return nina


def trail():
    return [administrators_sentence_of(event) for event in AuditEvent.objects.order_by("pk")]


def refused(page, sentence):
    assert page.status_code >= 400
    assert "You are not signed in" in page.text
    assert sentence in page.text
    assert "no-store" in page["Cache-Control"]


class TestTheWayThere:
    def test_one_press_leads_on_from_a_page_of_our_own(self, client, identity_provider, db):
        page = client.get(reverse("account_login"))
        assert f'action="{SIGN_ON}"' in page.text
        assert "Sign in with Exampleshire account" in page.text
        page = client.post(SIGN_ON)
        url = page.context["url"]
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
        assert "form-action 'self'" in re.split(r"; *", page["Content-Security-Policy"])
        assert url.startswith(f"{identity_provider.url}/oauth2/authorize?")
        for name in ("state=", "nonce=", "code_challenge_method=S256"):
            assert name in url
        assert f'content="0; url={url.replace("&", "&amp;")}"' in page.text

    def test_whoever_opens_the_address_presses_continue(self, client, identity_provider, db):
        page = client.get(f"{SIGN_ON}?next=/people/")
        assert "Continue" in page.text
        assert '<input type="hidden" name="next" value="/people/">' in page.text

    def test_nothing_of_the_address_reaches_the_provider(self, client, identity_provider, db):
        sent = "?process=connect&scope=admin&auth_params=prompt%3Dnone"
        url = client.post(SIGN_ON + sent).context["url"]
        assert "admin" not in url
        assert "prompt" not in url

    @pytest.mark.parametrize("next_url", ["https://elsewhere.example/", "//elsewhere.example/"])
    def test_it_leads_back_to_nowhere_else(self, client, identity_provider, subject, next_url):
        page = identity_provider.sign_on(client, subject, next=next_url)
        assert page["Location"] == "/"

    def test_whoever_is_signed_in_goes_on(self, client_as, identity_provider, nina):
        assert client_as(nina).post(SIGN_ON, {"next": "/people/"})["Location"] == "/people/"

    def test_a_provider_that_does_not_answer_is_said_plainly(self, client, identity_provider, settings, db):
        settings.OIDC_SERVER = "http://localhost:1"
        refused(client.post(SIGN_ON), "Exampleshire account cannot be reached just now.")
        refused(client.get(f"{CALLBACK}?code=1&state=2"), "This sign-in was begun too long ago")

    @pytest.mark.parametrize("path", ["/jwks?/.well-known/", "/?/.well-known/", "/nowhere?/.well-known/"])
    def test_one_that_answers_something_else_too(self, client, identity_provider, settings, path, db):
        settings.OIDC_SERVER = identity_provider.url + path
        page = client.post(SIGN_ON)
        assert page.status_code == 502
        refused(page, "Exampleshire account ")

    def test_one_that_is_gone_meanwhile_too(self, client, identity_provider, settings, subject):
        back = identity_provider.choose(identity_provider.begin(client), sub=subject)
        settings.OIDC_SERVER = "http://localhost:1"
        refused(client.get(back), "Exampleshire account cannot be reached just now.")

    @pytest.mark.parametrize("path", [SIGN_ON, CALLBACK, "/accounts/oidc/other/login/"])
    def test_without_a_provider_there_is_no_such_page(self, client, path, db):
        assert client.get(path).status_code == 404
        assert "oidc" not in client.get(reverse("account_login")).text

    @pytest.mark.parametrize("path", ["3rdparty/", "3rdparty/signup/", "3rdparty/login/error/", "social/connections/"])
    def test_what_else_allauth_has_for_providers_is_not_there(self, client_as, identity_provider, nina, path):
        assert client_as(nina).get(f"/accounts/{path}").status_code == 404


class TestTheWayBack:
    def test_the_first_time_connects_and_says_so(self, client, identity_provider, subject, nina):
        page = identity_provider.sign_on(client, subject, next="/people/teams/add/")
        assert page["Location"] == "/people/teams/add/"
        assert is_signed_in(client)
        connected, signed_in = trail()[-2:]
        assert connected == "Nina Patel signed in with their council account for the first time"
        assert signed_in.startswith("Nina Patel signed in, from address")
        assert "you sign in with your council account now" in mail.outbox[0].subject
        kept = SocialAccount.objects.get()
        assert nina.email not in f"{kept.uid} {kept.extra_data}"
        assert subject not in f"{kept.uid} {kept.extra_data}"
        nina.refresh_from_db()
        assert nina.check_password(PASSWORD)

    def test_the_second_time_says_nothing_more(self, client, identity_provider, subject, connected):
        identity_provider.sign_on(client, subject)
        assert is_signed_in(client)
        assert AuditEvent.objects.filter(verb="accounts.council_account_connected").count() == 1
        assert mail.outbox == []

    def test_a_new_address_at_the_council_does_not_matter_once_connected(
        self, client, identity_provider, subject, connected
    ):
        identity_provider.knows(subject, email="nina.married@example.org", email_verified=True)
        identity_provider.sign_on(client, subject)
        assert is_signed_in(client)

    def test_whoever_leaves_the_provider_reads_that(self, client, identity_provider, db):
        back = identity_provider.choose(identity_provider.begin(client), action="deny")
        refused(client.get(back), "You left Exampleshire account before you were signed in.")

    def test_an_error_of_the_provider_tells_nobody_its_details(self, client, identity_provider, db):
        identity_provider.begin(client)
        state = identity_provider_state(client)
        page = client.get(f"{CALLBACK}?error=server_error&error_description=Amina+failed&state={state}")
        refused(page, "Exampleshire account did not sign you in.")
        assert "Amina" not in page.text

    def test_a_sign_in_begun_in_another_browser_is_refused(self, client, identity_provider, subject):
        back = identity_provider.choose(identity_provider.begin(Client()), sub=subject)
        refused(
            client.get(back), "This sign-in was begun too long ago, was used already, or was begun in another browser."
        )

    def test_a_code_works_once(self, client, identity_provider, subject):
        back = identity_provider.choose(identity_provider.begin(client), sub=subject)
        client.get(back)
        client.post(reverse("account_logout"))
        refused(client.get(back), "This sign-in was begun too long ago")
        assert not is_signed_in(client)

    def test_a_code_of_another_sign_in_is_refused(self, client, identity_provider, subject):
        theirs = identity_provider.choose(identity_provider.begin(Client()), sub=subject)
        identity_provider.begin(client)
        code = theirs.split("code=")[1].split("&")[0]
        page = client.get(f"{CALLBACK}?code={code}&state={identity_provider_state(client)}")
        refused(page, "Exampleshire account did not sign you in.")


def identity_provider_state(client):
    return next(iter(client.session["socialaccount_states"]))


class TestWhoIsLetIn:
    def not_let_in(self, identity_provider, client, sentence, why, **claims):
        page = identity_provider.sign_on(client, identity_provider.knows("somebody", **claims))
        refused(page, sentence)
        assert not is_signed_in(client)
        assert not SocialAccount.objects.exists()
        assert why in trail()[-1]
        assert trail()[-1].startswith("Somebody tried to sign in")

    @pytest.mark.parametrize("claims", [{"email_verified": "false"}, {"email_verified": True, "xms_edov": 0}])
    def test_an_address_that_the_provider_does_not_vouch_for(self, client, identity_provider, nina, claims):
        sentence = "Your council account does not say for certain which email address is yours."
        self.not_let_in(identity_provider, client, sentence, "did not vouch", email=nina.email, **claims)

    def test_one_without_an_address(self, client, identity_provider, nina):
        self.not_let_in(identity_provider, client, "does not say for certain", "did not vouch", name="Nina")

    @pytest.mark.parametrize("claims", [{}, {"email_verified": "true", "xms_edov": 1}])
    def test_one_that_it_vouches_for_or_says_nothing_of(self, client, identity_provider, nina, claims):
        identity_provider.sign_on(client, identity_provider.knows("somebody", email=nina.email.upper(), **claims))
        assert is_signed_in(client)

    def test_an_address_outside_the_council(self, client, identity_provider):
        person = a_person(email="sam@another.example")
        sentence = "Only people with an email address of the council sign in with a council account."
        told = {"email": person.email, "email_verified": True}
        self.not_let_in(identity_provider, client, sentence, "with a council account: the email address is of", **told)

    def test_nobody_at_all_where_no_domain_is_named(self, client, identity_provider, nina, settings):
        settings.OIDC_EMAIL_DOMAINS = []
        self.not_let_in(identity_provider, client, "Only people", "another organisation", email=nina.email)

    def test_somebody_without_an_account(self, client, identity_provider, nina):
        sentence = "There is no account here for your email address. Ask a service administrator for one."
        self.not_let_in(identity_provider, client, sentence, "nobody here has", email="new@example.org")

    def test_somebody_whose_account_is_closed(self, client, identity_provider, nina, lead):
        deactivate_person(lead, by=nina)
        self.not_let_in(identity_provider, client, "Your account here is closed.", "is closed", email=lead.email)

    def test_made_up_people_in_service(self, client, identity_provider, settings):
        person = a_person(is_demonstration=True)
        settings.DEMONSTRATION = False
        self.not_let_in(identity_provider, client, "a made-up person", "made-up people", email=person.email)

    def test_another_identity_with_the_same_address_is_for_an_administrator(self, client, identity_provider, connected):
        other = identity_provider.knows("made-anew", email=connected.email, email_verified=True)
        refused(
            identity_provider.sign_on(client, other), "You have signed in here with another council account before."
        )
        assert "as Nina Patel: it was another council account than before" in trail()[-1]
        disconnect(connected, reason="The council made her account anew.", by=a_person("service_administrator"))
        identity_provider.sign_on(client, other)
        assert is_signed_in(client)

    def test_the_same_subject_at_another_provider_is_somebody_else(
        self, client, identity_provider, subject, nina, lead, settings
    ):
        before = "https://before.example.org"
        settings.OIDC_SERVER = before
        connect(nina, identity_at(before, subject))
        settings.OIDC_SERVER = identity_provider.url
        identity_provider.knows(subject, email=lead.email)
        identity_provider.sign_on(client, subject)
        assert client.session["_auth_user_id"] == str(lead.pk)


class TestTheSecondFactor:
    @pytest.fixture
    def seed(self, nina):
        seed = generate_totp_secret()
        TOTP.activate(nina, seed)
        return seed

    def test_their_own_is_asked_for_the_first_time_and_connects_only_then(
        self, client, identity_provider, subject, nina, seed
    ):
        page = identity_provider.sign_on(client, subject, next="/people/teams/add/")
        assert page["Location"] == reverse("mfa_authenticate")
        assert not SocialAccount.objects.exists()
        assert not is_signed_in(client)
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert not SocialAccount.objects.exists()
        page = client.post(reverse("mfa_authenticate"), {"code": code_of(seed)})
        assert page["Location"] == "/people/teams/add/"
        assert is_signed_in(client)
        assert SocialAccount.objects.get().user == nina
        assert Authenticator.objects.filter(user=nina).exists()

    def test_while_it_is_asked_for_nothing_of_them_is_kept(self, client, identity_provider, subject, nina, seed):
        identity_provider.sign_on(client, subject)
        came = client.session["account_login"]["signal_kwargs"]["sociallogin"]
        assert came["user"] == {"id": nina.pk}
        assert came["email_addresses"] == []
        assert "token" not in came

    def test_later_it_is_not(self, client, identity_provider, subject, seed, connected):
        identity_provider.sign_on(client, subject)
        assert is_signed_in(client)

    def test_who_leaves_it_out_may_still_sign_in_with_the_password(
        self, client, identity_provider, subject, nina, seed
    ):
        identity_provider.sign_on(client, subject)
        sign_in(client, nina)
        client.post(reverse("mfa_authenticate"), {"code": code_of(seed)})
        assert is_signed_in(client)

    def test_another_identity_that_came_first_meanwhile_wins(self, client, identity_provider, subject, nina, seed):
        identity_provider.sign_on(client, subject)
        SocialAccount.objects.create(
            user=nina, provider="council", uid="another", extra_data={"server": identity_provider.url}
        )
        page = client.post(reverse("mfa_authenticate"), {"code": code_of(seed)})
        refused(page, "You have signed in here with another council account before.")
        assert not is_signed_in(client)

    def test_where_the_provider_is_given_up_meanwhile_they_begin_again(
        self, client, identity_provider, subject, nina, settings, seed
    ):
        identity_provider.sign_on(client, subject)
        settings.OIDC_SERVER = ""
        page = client.post(reverse("mfa_authenticate"), {"code": code_of(seed)})
        assert page["Location"] == reverse("account_login")
        sign_in(client, nina)
        client.post(reverse("mfa_authenticate"), {"code": code_of(seed)})
        assert is_signed_in(client)

    def test_where_it_is_another_meanwhile_too(self, client, identity_provider, subject, settings, seed):
        identity_provider.sign_on(client, subject)
        settings.OIDC_SERVER = "https://another.example.org"
        page = client.post(reverse("mfa_authenticate"), {"code": code_of(seed)})
        refused(page, "This sign-in was begun too long ago")
        assert not is_signed_in(client)
        assert not SocialAccount.objects.exists()

    def test_none_of_their_own_is_demanded_of_them(self, client, identity_provider, subject, settings):
        settings.MFA_REQUIRED = True
        identity_provider.sign_on(client, subject)
        assert is_signed_in(client)


class TestThePassword:
    def test_it_is_not_taken_and_they_read_how_they_sign_in(self, client, connected):
        page = sign_in(client, connected)
        assert "You sign in with your council account." in page.text
        assert "Choose “Sign in with Exampleshire account” instead" in page.text
        assert not is_signed_in(client)
        assert "as Nina Patel: right password, but they sign in with their council account" in trail()[-1]
        assert SignInAttempt.objects.count() == 1

    def test_with_a_wrong_one_nobody_learns_it(self, client, connected):
        page = sign_in(client, connected, "another password")
        assert "The email address or the password is not right" in page.text
        assert "council account" not in page.text

    def test_it_counts_again_without_the_provider(self, client, connected, settings):
        settings.OIDC_SERVER = ""
        sign_in(client, connected)
        assert is_signed_in(client)

    def test_it_counts_for_an_administrator_who_keeps_it(self, client, connected):
        let_keep_password(connected, reason="Looks after sign-in.", by=connected)
        sign_in(client, connected)
        assert is_signed_in(client)

    def test_the_link_they_ask_for_is_none(self, connected):
        send_reset_link.func(connected.pk, "http://testserver/")
        (message,) = mail.outbox
        assert "password/reset" not in message.body
        assert "Sign in with Exampleshire account" in message.body
        assert "was told by email to sign in with their council account" in trail()[-1]

    def test_they_neither_change_nor_set_one(self, client, identity_provider, subject, connected):
        identity_provider.sign_on(client, subject)
        assert "Change your password" not in client.get(reverse("mfa_index")).text
        page = client.get(reverse("account_change_password"), follow=True)
        assert "You sign in without a password here." in page.text

    def test_it_is_not_asked_for_to_confirm_that_it_is_them(self, client, identity_provider, subject, connected):
        identity_provider.sign_on(client, subject)
        assert client.get(reverse("mfa_activate_totp")).status_code == 200

    def test_signing_out_everywhere_ends_these_sessions_too(self, client, client_as, identity_provider, subject, nina):
        identity_provider.sign_on(client, subject)
        client_as(a_person("service_administrator")).post(reverse("accounts:person_sign_out", args=[nina.pk]))
        assert not is_signed_in(client)
