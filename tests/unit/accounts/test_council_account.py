"""What the council's identity provider is believed, and who signs in with it from then on."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from hypothesis import given
from hypothesis import settings as configured
from hypothesis import strategies as st

from accounts.actions import change_person, deactivate_person, install_administrator
from accounts.council_account.actions import connect, disconnect, let_keep_password, stop_keeping_password
from accounts.council_account.queries import NotSignedIn
from accounts.council_account.rules import are_of_one, email_in, identity_at, is_at_one_of, is_disowned
from accounts.enums import Role
from accounts.models import User
from accounts.queries import is_there_a_way_in_without_provider, keepers_of_a_password
from audit.models import AuditEvent
from audit.sentences import administrators_sentence_of
from base.refusals import NotAllowed, Refused
from tests.factories.people import a_person

SERVER = "https://login.example.org/tenant"
LAST = "gets in while Council account does not answer. Let another one keep their password first."


@pytest.fixture(autouse=True)
def _with_a_provider(settings):
    settings.OIDC_SERVER = SERVER


@pytest.fixture
def keeper(db):
    return a_person(Role.SERVICE_ADMINISTRATOR, full_name="Ola Berg", keeps_password=True)


def last_said():
    return administrators_sentence_of(AuditEvent.objects.latest("pk"))


def as_it_is(person):
    return User.objects.get(pk=person.pk)


class TestWhatIsBelieved:
    @pytest.mark.parametrize("answer", [False, 0, "false", "False", "0", "no", " FALSE ", [], {}])
    @pytest.mark.parametrize("claim", ["email_verified", "xms_edov"])
    def test_whatever_is_no_yes_disowns_an_address(self, claim, answer):
        assert is_disowned([{}, {claim: answer}])

    @pytest.mark.parametrize("answer", [True, 1, "1", "true", "True", None, ""])
    def test_a_yes_and_nothing_do_not(self, answer):
        assert not is_disowned([{"email_verified": answer}, {}])

    def test_one_no_is_enough(self):
        assert is_disowned([{"email_verified": True, "xms_edov": "false"}])
        assert is_disowned([{"email_verified": True}, {"email_verified": False}])

    @configured(max_examples=50)
    @given(st.text(alphabet="ab@ ", max_size=9), st.sampled_from(["abc.example", "abc", "x.abc.example", "@", ""]))
    def test_only_what_stands_after_the_last_at_sign_is_the_domain(self, local_part, domain):
        email = f"{local_part}@{domain}"
        there = email.endswith("@abc.example") and email != "@abc.example"
        assert is_at_one_of(email, ["abc.example"]) == there

    @pytest.mark.parametrize(
        "email", ["a@sub.example.org", "a@example.org.evil.example", "@example.org", "example.org"]
    )
    def test_a_domain_below_or_around_is_another(self, email):
        assert not is_at_one_of(email, ["example.org"])
        assert is_at_one_of("a@EXAMPLE.org", ["example.org"])

    def test_the_address_is_the_one_that_there_is(self):
        assert email_in([{"email": ""}, {"email": " A@example.org "}]) == "a@example.org"
        assert email_in([{"email": "a@example.org"}, {"email": "A@Example.org"}]) == "a@example.org"
        assert email_in([{"email": ["a@example.org"]}, {}]) == ""

    def test_of_two_addresses_neither_is_believed(self):
        assert email_in([{"email": "a@example.org"}, {"email": "b@example.org", "email_verified": True}]) == ""

    @pytest.mark.parametrize(
        "email",
        ["kım@example.org", "ſam@example.org", "\u212aim@example.org", "kim\0@example.org", "kim@exampl\u0435.org"],
    )
    def test_an_address_that_a_database_may_take_for_another_is_none(self, email):
        assert email_in([{"email": email}]) == ""

    def test_all_that_is_sent_is_about_one_subject(self):
        assert are_of_one([{"sub": "1"}, {"sub": "1"}])
        assert not are_of_one([{"sub": "1"}, {"sub": "2"}])

    @configured(max_examples=30)
    @given(st.text(max_size=9), st.text(max_size=9))
    def test_a_subject_is_one_persons_at_one_provider_alone(self, subject, other):
        assert len(identity_at(SERVER, subject)) == 64
        assert (identity_at(SERVER, subject) == identity_at(SERVER, other)) == (
            subject.encode(errors="replace") == other.encode(errors="replace")
        )
        assert identity_at(SERVER, subject) != identity_at(f"{SERVER}/2", subject)


class TestBeingConnected:
    def test_from_then_on_they_sign_in_so(self, lead):
        lead.set_password("a long and quiet password")
        lead.save()
        connect(lead, "the identity")
        lead = as_it_is(lead)
        assert lead.signs_in_at_council
        assert not lead.has_usable_password()
        assert lead.check_password("a long and quiet password"), "nothing was removed"
        assert last_said() == "Dan Pryce signed in with their council account for the first time"
        assert mail.outbox[0].to == [lead.email]

    def test_without_the_provider_the_password_counts_again(self, lead, settings):
        connect(lead, "the identity")
        settings.OIDC_SERVER = ""
        assert not as_it_is(lead).signs_in_at_council

    def test_at_another_provider_they_are_not(self, lead, settings):
        connect(lead, "the identity")
        settings.OIDC_SERVER = "https://another.example.org"
        assert not as_it_is(lead).signs_in_at_council
        connect(lead, "the identity there")
        assert SocialAccount.objects.get().uid == "the identity there"

    def test_twice_is_once(self, lead):
        connect(lead, "the identity")
        connect(lead, "the identity")
        assert AuditEvent.objects.filter(verb="accounts.council_account_connected").count() == 1

    def test_another_identity_and_a_closed_account_are_refused(self, lead, coordinator, administrator):
        connect(lead, "the identity")
        with pytest.raises(NotSignedIn, match="with another council account before"):
            connect(lead, "another")
        deactivate_person(coordinator, by=administrator)
        with pytest.raises(NotSignedIn, match="Your account here is closed"):
            connect(coordinator, "hers")

    def test_an_administrator_disconnects_with_a_reason_and_sessions_end(self, lead, administrator):
        connect(lead, "the identity")
        epoch = as_it_is(lead).session_epoch
        with pytest.raises(Refused, match="Enter why it is disconnected"):
            disconnect(lead, reason=" ", by=administrator)
        disconnect(lead, reason="It was a namesake's.", by=administrator)
        assert not as_it_is(lead).signs_in_at_council
        assert as_it_is(lead).session_epoch == epoch + 1
        assert last_said() == "Nina Patel disconnected the council account of Dan Pryce: It was a namesake's."
        connect(lead, "another")

    def test_not_ones_own_nor_where_there_is_none(self, lead, administrator):
        with pytest.raises(Refused, match="has not signed in with a council account"):
            disconnect(lead, reason="So.", by=administrator)
        connect(administrator, "the identity")
        with pytest.raises(NotAllowed, match="You cannot disconnect your own council account"):
            disconnect(administrator, reason="So.", by=administrator)
        with pytest.raises(NotAllowed, match="Only a service administrator"):
            disconnect(administrator, reason="So.", by=lead)


class TestKeepingAPassword:
    def test_an_administrator_keeps_one_with_a_reason(self, administrator, keeper):
        connect(administrator, "the identity")
        let_keep_password(administrator, reason="Looks after sign-in.", by=keeper)
        assert not as_it_is(administrator).signs_in_at_council
        assert last_said() == "Ola Berg let Nina Patel keep a password beside the council account: Looks after sign-in."
        stop_keeping_password(administrator, reason="Moved on.", by=keeper)
        assert as_it_is(administrator).signs_in_at_council
        assert last_said() == "Ola Berg ended that Nina Patel keeps a password: Moved on."

    def test_nobody_else_does_and_nobody_twice(self, lead, keeper):
        with pytest.raises(Refused, match="Dan Pryce is no service administrator"):
            let_keep_password(lead, reason="So.", by=keeper)
        with pytest.raises(Refused, match="Ola Berg keeps their password already"):
            let_keep_password(keeper, reason="So.", by=keeper)
        with pytest.raises(Refused, match="Dan Pryce keeps no password"):
            stop_keeping_password(lead, reason="So.", by=keeper)
        with pytest.raises(NotAllowed, match="Only a service administrator"):
            let_keep_password(keeper, reason="So.", by=lead)

    def without_the_role(self, person, by):
        data = {"full_name": person.full_name, "job_title": "", "team": None, "expected_version": person.version}
        return change_person(person, roles=[Role.FINANCE_READER], by=by, **data)

    def test_the_last_one_stays_while_there_is_a_provider(self, administrator, keeper):
        acts = (
            lambda: stop_keeping_password(keeper, reason="So.", by=administrator),
            lambda: deactivate_person(keeper, by=administrator),
            lambda: self.without_the_role(keeper, administrator),
        )
        for act in acts:
            with pytest.raises(Refused, match=LAST):
                act()
        assert as_it_is(keeper).keeps_password

    def test_one_of_two_need_not(self, administrator, keeper):
        let_keep_password(administrator, reason="So.", by=keeper)
        deactivate_person(keeper, by=administrator)
        assert list(keepers_of_a_password()) == [administrator]
        assert not as_it_is(keeper).keeps_password

    def test_without_a_provider_nobody_is_held(self, administrator, keeper, settings):
        settings.OIDC_SERVER = ""
        self.without_the_role(keeper, administrator)
        assert not as_it_is(keeper).keeps_password

    def test_the_first_administrator_keeps_one(self, db):
        person = install_administrator(email="a@example.org", full_name="A B", password="a long and quiet password")
        assert as_it_is(person).keeps_password

    def test_there_is_a_way_in_once_one_has_a_password_and_a_second_factor(self, keeper):
        keeper.set_unusable_password()
        keeper.save()
        assert not is_there_a_way_in_without_provider()
        keeper.set_password("a long and quiet password")
        keeper.save()
        assert not is_there_a_way_in_without_provider()
        TOTP.activate(keeper, generate_totp_secret())
        assert is_there_a_way_in_without_provider()
