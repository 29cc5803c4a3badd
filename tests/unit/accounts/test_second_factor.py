"""Seeds of second factors are stored encrypted, and the last one demanded stays."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from accounts.queries import has_second_factor
from accounts.signing_in.actions import CannotCheck


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
