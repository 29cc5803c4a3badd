"""May this person change allocation tables, and may this table change, now?"""

from datetime import date

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from allocation.enums import TableStatus
from allocation.models import AllocationTable
from base.refusals import Refused


def check_table_is_in_use(table: AllocationTable, today: date) -> None:
    """A new allocation rests on a published table that has come into effect."""
    if table.status != TableStatus.PUBLISHED or table.effective_from > today:
        raise table_not_in_use(table)


def table_not_in_use(table: AllocationTable) -> Refused:
    """The refusal of a table that is a draft, retired, or not in effect yet."""
    return Refused(f"“{table.title}” is not in use for new allocations. Choose a published table that is in effect.")


def check_user_can_manage_tables(user: User | None) -> None:
    """The Personalisation Officer owns the tables; the set-up of the service (nobody) may load them."""
    if user is not None:
        check_user_has_role(user, Role.PERSONALISATION_OFFICER, act="change allocation tables")


def check_table_can_change(table: AllocationTable) -> None:
    """A published table never changes: people were told their figures from it."""
    if table.status != TableStatus.DRAFT:
        raise Refused(f"“{table.title}” has been published and can no longer change. Make a new table instead.")


def check_table_can_be_retired(table: AllocationTable) -> None:
    """A table in use may be retired, but not the one the service proposes from."""
    if table.is_default:
        raise Refused(
            f"“{table.title}” is the table the service proposes from. "
            "Make another table the first choice, then retire it."
        )
    if table.status != TableStatus.PUBLISHED:
        raise table_not_in_use(table)
