"""May this person do this, now? Each check returns nothing, or raises the refusal with its sentence.

`case` must be the case as it is now: actions lock it first.
"""

from datetime import date
from decimal import Decimal

from accounts.enums import Role
from accounts.models import User
from allocation.enums import TableStatus
from allocation.exceptions import (
    FormNotModerated,
    FormNotVerified,
    NoRoundRecorded,
    NotAsProposed,
    NotOver,
    StillOver,
    TableDefault,
    TableNotDraft,
    TableNotInUse,
    UnitCostEnded,
    UnitCostTooEarly,
)
from allocation.models import AllocationTable, UnitCost
from allocation.rules.comparison import Comparison
from casework.enums import Part, Stage, TacResult
from casework.models import Case
from casework.permissions.cases import check_case_is_at, check_hands_apart, check_user_has_role
from scoring.enums import FormStatus
from scoring.models import RasForm
from scoring.permissions.second_scoring import check_user_did_not_score_second


def check_user_can_allocate(user: User, case: Case, form: RasForm | None) -> None:
    """The Personalisation Officer allocates, from a moderated form they neither scored nor verified.

    Where a form does not go to moderation, a Lead who did not score it allocates from the verified form.
    """
    if case.stage == Stage.ALLOCATION:
        check_user_has_role(
            user, Role.LEAD_SEND_COORDINATOR, act="allocate the indicative resource of a form that is not moderated"
        )
        if form is None or form.status != FormStatus.VERIFIED:
            raise FormNotVerified
    else:
        check_user_has_role(user, Role.PERSONALISATION_OFFICER, act="allocate the indicative resource")
        check_case_is_at(case, Stage.MODERATION, act="allocate the indicative resource")
        if form is None or form.status != FormStatus.MODERATED:
            raise FormNotModerated
    check_hands_apart(user, case, part_in_allocating(case))
    check_user_did_not_score_second(user, case, act="allocate its indicative resource")


def part_in_allocating(case: Case) -> Part:
    """The part that whoever allocates takes: a Lead that of verifier, so that they may not sign the plan either."""
    return Part.VERIFIER if case.stage == Stage.ALLOCATION else Part.MODERATOR


def check_lead_allocates_as_proposed(table: AllocationTable, amount: Decimal, proposed: Decimal | None) -> None:
    """A form that is not moderated gets the converter's figure, from the table the service proposes from."""
    if amount != (proposed or Decimal(0)) or not table.is_default:
        raise NotAsProposed


def check_user_can_send_to_moderation(user: User, case: Case) -> None:
    """A Lead sends a form to moderation after all, where the setting let it pass."""
    check_user_has_role(user, Role.LEAD_SEND_COORDINATOR, act="send a RAS form to moderation")
    check_case_is_at(case, Stage.ALLOCATION, act="send the RAS form to moderation")


def check_user_can_read_moderation_queue(user: User) -> None:
    """The queue of moderation is the Personalisation Officer's; Leads may read what waits there."""
    check_user_has_role(user, Role.PERSONALISATION_OFFICER, Role.LEAD_SEND_COORDINATOR, act="read the moderation queue")


def check_table_is_in_use(table: AllocationTable, today: date) -> None:
    """A new allocation rests on a published table that has come into effect."""
    if table.status != TableStatus.PUBLISHED or table.effective_from > today:
        raise TableNotInUse(table.title)


def check_user_can_keep_tables(user: User | None) -> None:
    """The Personalisation Officer owns the tables; the set-up of the service (nobody) may load them."""
    if user is not None:
        check_user_has_role(user, Role.PERSONALISATION_OFFICER, act="change allocation tables")


def check_user_can_keep_unit_costs(user: User | None) -> None:
    """The Personalisation Officer owns the unit costs; the set-up of the service (nobody) may load them."""
    if user is not None:
        check_user_has_role(user, Role.PERSONALISATION_OFFICER, act="change unit costs")


def check_user_can_set_limit(user: User | None) -> None:
    """The sign-off limit is a setting of the service; the set-up of the service (nobody) may load it."""
    if user is not None:
        check_user_has_role(
            user, Role.PERSONALISATION_OFFICER, Role.SERVICE_ADMINISTRATOR, act="set the sign-off limit"
        )


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


def check_unit_cost_can_change(unit_cost: UnitCost, effective_from: date) -> None:
    """A new price follows the newest one."""
    if unit_cost.effective_to is not None:
        raise UnitCostEnded(unit_cost.name)
    if effective_from <= unit_cost.effective_from:
        raise UnitCostTooEarly(unit_cost.name, unit_cost.effective_from)


def check_result_agrees_with_figures(result: TacResult, comparison: Comparison, rounds: int) -> None:
    """A TAC's result says what the figures say, and reconsideration comes before asking for more.

    "Within" needs the provision within the indicative resource and tolerance. "More is required" needs it above,
    and at least one round: the source has the TAC "make all reasonable attempts" first (RAS process, TAC meeting).
    """
    if result == TacResult.WITHIN and comparison.is_over:
        raise StillOver(comparison.total, comparison.indicative, comparison.tolerance)
    if result == TacResult.MORE_REQUIRED and not comparison.is_over:
        raise NotOver(comparison.total, comparison.indicative)
    if result == TacResult.MORE_REQUIRED and rounds == 0:
        raise NoRoundRecorded(comparison.total, comparison.indicative)
