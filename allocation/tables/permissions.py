"""May this person change allocation tables, and may this table change, now?"""

from datetime import date

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from allocation.enums import TableStatus
from allocation.models import AllocationTable
from allocation.refusals import TableDefault, TableNotDraft, TableNotInUse


def check_table_is_in_use(table: AllocationTable, today: date) -> None:
    """A new allocation rests on a published table that has come into effect."""
    if table.status != TableStatus.PUBLISHED or table.effective_from > today:
        raise TableNotInUse(table.title)


def check_user_can_manage_tables(user: User | None) -> None:
    """The Personalisation Officer owns the tables; the set-up of the service (nobody) may load them."""
    if user is not None:
        check_user_has_role(user, Role.PERSONALISATION_OFFICER, act="change allocation tables")


def check_table_can_change(table: AllocationTable) -> None:
    """A published table never changes: people were told their figures from it."""
    if table.status != TableStatus.DRAFT:
        raise TableNotDraft(table.title)


def check_table_can_be_retired(table: AllocationTable) -> None:
    """A table in use may be retired, but not the one the service proposes from."""
    if table.is_default:
        raise TableDefault(table.title)
    if table.status != TableStatus.PUBLISHED:
        raise TableNotInUse(table.title)
