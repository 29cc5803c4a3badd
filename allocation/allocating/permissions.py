"""May this person allocate the indicative resource, now?

`case` must be the case as it is now: actions lock it first.
"""

from decimal import Decimal

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from allocation.models import AllocationTable
from base.refusals import Refused
from casework.cases.permissions import check_case_is_at, check_separation_of_duties
from casework.enums import Part, Stage
from casework.models import Case
from scoring.enums import FormStatus
from scoring.models import RasForm
from scoring.second.permissions import check_user_did_not_score_second


class FarOff(Refused):
    """The figure is far from what the converter proposes, or from all similar cases: it is asked for once more."""


def check_far_off_is_confirmed(far_off: str, *, is_confirmed: bool) -> None:
    """A figure that lies far off is allocated once the person has confirmed it; `far_off` says in words how far."""
    if far_off and not is_confirmed:
        raise FarOff(f"{far_off} Confirm it, or choose another figure.", field="confirmed")


CORRECTED_AT = (Stage.DRAFTING, Stage.TAC, Stage.SIGN_OFF, Stage.PANEL, Stage.FINALISING, Stage.MAINTAINED)
"""Where an indicative resource stands and may have been mistyped; before, it is allocated anew."""


def check_user_can_correct_allocation(user: User, case: Case) -> None:
    """The Personalisation Officer corrects a mistyped figure, if they may moderate this case.

    A Lead allocates the converter's figure alone, where nothing is typed: another than that is the Officer's to give.
    """
    check_user_has_role(user, Role.PERSONALISATION_OFFICER, act="correct the indicative resource")
    check_case_is_at(case, *CORRECTED_AT, act="correct the indicative resource")
    check_separation_of_duties(user, case, Part.MODERATOR)
    check_user_did_not_score_second(user, case, act="correct its indicative resource")


def check_user_can_allocate(user: User, case: Case, form: RasForm | None) -> None:
    """The Personalisation Officer allocates, from a moderated form they neither scored nor verified.

    Where a form does not go to moderation, a Lead who did not score it allocates from the verified form.
    """
    if case.stage == Stage.ALLOCATION:
        check_user_has_role(
            user, Role.LEAD_SEND_COORDINATOR, act="allocate the indicative resource of a form that is not moderated"
        )
        if form is None or form.status != FormStatus.VERIFIED:
            raise Refused(
                "The RAS form must be verified before the indicative resource is allocated: "
                "its points may still change."
            )
    else:
        check_user_has_role(user, Role.PERSONALISATION_OFFICER, act="allocate the indicative resource")
        check_case_is_at(case, Stage.MODERATION, act="allocate the indicative resource")
        if form is None or form.status != FormStatus.MODERATED:
            raise form_not_moderated()
    check_separation_of_duties(user, case, part_in_allocating(case))
    check_user_did_not_score_second(user, case, act="allocate its indicative resource")


def form_not_moderated() -> Refused:
    """The refusal of an allocation on points that may still change."""
    return Refused("Moderate the RAS form before you allocate the indicative resource: its points may still change.")


def part_in_allocating(case: Case) -> Part:
    """The part that whoever allocates takes: a Lead that of verifier, so that they may not sign the plan either."""
    return Part.VERIFIER if case.stage == Stage.ALLOCATION else Part.MODERATOR


ONLY_AS_PROPOSED = (
    "Only the Personalisation Officer can allocate another figure than the converter’s. Send the form to moderation."
)
"""Where nobody moderates, nobody departs from the converter."""


def check_lead_allocates_as_proposed(table: AllocationTable, amount: Decimal, proposed: Decimal | None) -> None:
    """A form that is not moderated gets the converter's figure, from the table the service proposes from."""
    if amount != (proposed or Decimal(0)) or not table.is_default:
        raise Refused(ONLY_AS_PROPOSED)


WHY_MODERATE = "why the form should be moderated"


def check_user_can_send_to_moderation(user: User, case: Case) -> None:
    """A Lead sends a form to moderation after all, where the setting let it pass."""
    check_user_has_role(user, Role.LEAD_SEND_COORDINATOR, act="send a RAS form to moderation")
    check_case_is_at(case, Stage.ALLOCATION, act="send the RAS form to moderation")


def check_user_can_read_moderation_queue(user: User) -> None:
    """The queue of moderation is the Personalisation Officer's; Leads may read what waits there."""
    check_user_has_role(user, Role.PERSONALISATION_OFFICER, Role.LEAD_SEND_COORDINATOR, act="read the moderation queue")
