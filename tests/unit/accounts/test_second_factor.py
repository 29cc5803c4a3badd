"""Seeds of second factors are stored encrypted, the last one demanded stays, and a lost one has a way back."""

from io import StringIO

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command

from accounts.actions import deactivate_person
from accounts.council_account.actions import connect
from accounts.enums import IdentityCheck, Role
from accounts.queries import has_second_factor
from accounts.second_factor.actions import reset_second_factor
from accounts.signing_in.actions import CannotCheck
from accounts.signing_in.queries import field_cipher, second_factors_can_be_read
from audit.models import AuditEvent
from audit.sentences import administrators_sentence_of
from base.refusals import NotAllowed, Refused
from operations.mail.actions import write_mail
from operations.models import Mail
from tests.factories.people import a_person

PASSWORD = "a long and quiet password"


@pytest.fixture
def app(lead):
    return TOTP.activate(lead, generate_totp_secret()).instance


def test_a_seed_is_stored_encrypted(lead):
    seed = generate_totp_secret()
    TOTP.activate(lead, seed)
    stored = Authenticator.objects.get(user=lead).data["secret"]
    assert seed not in stored
    assert get_adapter().decrypt(stored) == seed


def test_a_seed_cannot_be_read_under_another_key(lead, settings):
    stored = get_adapter().encrypt("a seed")
    settings.FIELD_KEY = "another"
    with pytest.raises(CannotCheck):
        get_adapter().decrypt(stored)


def test_the_last_second_factor_stays_where_one_is_demanded(app, settings):
    assert get_adapter().can_delete_authenticator(app)
    settings.MFA_REQUIRED = True
    assert not get_adapter().can_delete_authenticator(app)


def test_one_of_two_may_be_removed(app, lead, settings):
    settings.MFA_REQUIRED = True
    Authenticator.objects.create(user=lead, type=Authenticator.Type.WEBAUTHN, data={})
    assert get_adapter().can_delete_authenticator(app)


def test_recovery_codes_alone_are_no_second_factor(lead):
    Authenticator.objects.create(user=lead, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert not has_second_factor(lead)


class TestALostOne:
    @pytest.fixture
    def lost(self, app, lead):
        RecoveryCodes.activate(lead)
        lead.set_password(PASSWORD)
        lead.save()
        return lead

    def reset(self, person, by, **changed):
        data = {"how": IdentityCheck.VIDEO, "reason": "His phone was stolen.", "root": "https://send.example.org/"}
        return reset_second_factor(person, by=by, **(data | changed))

    def test_it_is_removed_with_the_password_and_sessions_end(self, lost, administrator):
        epoch = lost.session_epoch
        self.reset(lost, administrator)
        lost.refresh_from_db()
        assert not Authenticator.objects.filter(user=lost).exists()
        assert not lost.has_usable_password()
        assert lost.session_epoch == epoch + 1
        told = administrators_sentence_of(AuditEvent.objects.latest("pk"))
        assert told == (
            "Nina Patel removed the second factor of Dan Pryce, whom they saw in a video call: His phone was stolen."
        )

    def test_they_are_told_who_did_it_and_whom_to_tell(self, lost, administrator):
        a_person(Role.SERVICE_ADMINISTRATOR, full_name="Ola Berg")
        self.reset(lost, administrator)
        (message,) = mail.outbox
        assert message.to == [lost.email]
        assert "Nina Patel has removed your second factor" in message.body
        assert "tell another service administrator (Ola Berg) at once" in message.body
        assert "https://send.example.org/accounts/password/reset/key/" in message.body
        assert "for 3 days" in message.body

    def test_where_there_is_one_administrator_somebody_else_is_told(self, lost, administrator):
        self.reset(lost, administrator)
        assert "tell your council’s IT service desk at once" in mail.outbox[0].body

    def test_whoever_signs_in_at_the_council_keeps_the_password_and_needs_no_link(self, lost, administrator, settings):
        settings.OIDC_SERVER = "https://login.example.org"
        connect(lost, "the identity")
        self.reset(lost, administrator)
        lost.refresh_from_db()
        assert lost.check_password(PASSWORD)
        assert "password/reset" not in mail.outbox[-1].body
        assert "Sign in with your council account as before." in mail.outbox[-1].body

    def test_not_ones_own_nor_of_a_closed_account_nor_where_there_is_none(self, lost, administrator, coordinator):
        with pytest.raises(NotAllowed, match="You cannot remove your own second factor here"):
            self.reset(administrator, administrator)
        with pytest.raises(Refused, match="Amina Yusuf has no second factor"):
            self.reset(coordinator, administrator)
        with pytest.raises(NotAllowed, match="Only a service administrator"):
            self.reset(lost, coordinator)
        with pytest.raises(Refused, match="Enter why it is removed"):
            self.reset(lost, administrator, reason="")
        deactivate_person(lost, by=administrator)
        with pytest.raises(Refused, match="is closed"):
            self.reset(lost, administrator)

    def test_the_command_leaves_the_password_as_mail_may_be_down(self, lost):
        written = StringIO()
        call_command("reset_second_factor", lost.email.upper(), "--reason", "Seen in person.", stdout=written)
        lost.refresh_from_db()
        assert "The second factor of Dan Pryce is removed." in written.getvalue()
        assert lost.check_password(PASSWORD)
        assert not has_second_factor(lost)
        assert mail.outbox == []
        told = administrators_sentence_of(AuditEvent.objects.latest("pk"))
        assert told == "The system removed the second factor of Dan Pryce: Seen in person."

    def test_the_command_says_what_cannot_be(self, lead):
        with pytest.raises(CommandError, match="Dan Pryce has no second factor"):
            call_command("reset_second_factor", lead.email, "--reason", "Seen in person.")
        with pytest.raises(CommandError, match="Nobody has an account"):
            call_command("reset_second_factor", "nobody@example.org", "--reason", "Seen in person.")


class TestAnotherKey:
    def rotate(self, settings):
        settings.FIELD_KEY_OLD, settings.FIELD_KEY = settings.FIELD_KEY, "the key from now on"
        written = StringIO()
        call_command("rotate_field_key", stdout=written)
        return written.getvalue()

    def test_second_factors_and_waiting_mail_are_encrypted_anew(self, lead, settings):
        seed = generate_totp_secret()
        TOTP.activate(lead, seed)
        codes = RecoveryCodes.activate(lead).get_unused_codes()
        write_mail(EmailMessage("A subject", "The text.", to=[lead.email]))
        assert "Encrypted anew: 2 second factors and sets of recovery codes, 1 emails." in self.rotate(settings)
        settings.FIELD_KEY_OLD = ""
        assert get_adapter().decrypt(Authenticator.objects.get(user=lead, type="totp").data["secret"]) == seed
        assert RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes() == codes
        assert b"The text." in field_cipher().decrypt(Mail.objects.get().sealed.encode())

    def test_both_keys_read_while_it_goes_on_and_the_new_one_writes(self, settings):
        before = get_adapter().encrypt("a seed")
        settings.FIELD_KEY_OLD, settings.FIELD_KEY = settings.FIELD_KEY, "the key from now on"
        after = get_adapter().encrypt("a seed")
        assert get_adapter().decrypt(before) == get_adapter().decrypt(after) == "a seed"
        settings.FIELD_KEY, settings.FIELD_KEY_OLD = settings.FIELD_KEY_OLD, ""
        with pytest.raises(CannotCheck):
            get_adapter().decrypt(after)

    def test_what_neither_reads_stops_it_with_nothing_changed(self, app, settings):
        kept = Authenticator.objects.get().data
        settings.FIELD_KEY = "the wrong key"
        with pytest.raises(CommandError, match="written with neither FIELD_KEY nor FIELD_KEY_OLD"):
            self.rotate(settings)
        assert Authenticator.objects.get().data == kept

    def test_without_the_old_key_there_is_nothing_to_rotate(self, db):
        with pytest.raises(CommandError, match="Set FIELD_KEY_OLD"):
            call_command("rotate_field_key")

    def test_whether_they_can_be_read_is_known(self, app, lead, settings):
        assert second_factors_can_be_read()
        settings.FIELD_KEY = "another"
        assert not second_factors_can_be_read()
        Authenticator.objects.all().delete()
        assert second_factors_can_be_read()
