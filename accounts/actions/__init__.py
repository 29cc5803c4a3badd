"""The only code that writes people, roles and submitted forms."""

from accounts.actions.demonstration import create_demonstration_accounts
from accounts.actions.forms import (
    begin_form,
    forget_old_forms,
    release_form,
    remember_form,
)
from accounts.actions.people import (
    add_person,
    add_team,
    change_person,
    deactivate_person,
    install_administrator,
    note_invitation,
    reactivate_person,
)
from accounts.actions.signing_in import record_sign_in, record_sign_in_change

__all__ = [
    "add_person",
    "add_team",
    "begin_form",
    "change_person",
    "create_demonstration_accounts",
    "deactivate_person",
    "forget_old_forms",
    "install_administrator",
    "note_invitation",
    "reactivate_person",
    "record_sign_in",
    "record_sign_in_change",
    "release_form",
    "remember_form",
]
