"""Taking a part in deciding a case, and excepting a named person from the rule that parts are kept apart."""

from django.db import transaction

import audit.actions
from accounts.models import User
from audit.moments import now
from casework.actions.stages import lock_case
from casework.enums import Part
from casework.models import Case, Hand, HandException
from casework.permissions.cases import check_hands_apart, check_user_can_grant_exception


def take_part(case: Case, part: Part, *, by: User) -> Hand:
    """Record that `by` takes `part` in deciding the case; doing it again changes nothing.

    Raises HandsNotApart when they took another part and no exception names them. The database refuses it too.
    """
    taken = Hand.objects.filter(case=case, part=part, person=by).order_by().first()
    if taken:
        return taken
    with transaction.atomic():
        lock_case(case)
        check_hands_apart(by, case, part)
        exception = HandException.objects.filter(case=case, person=by, part=part).first()
        taken, _ = Hand.objects.get_or_create(
            case=case, part=part, person=by, defaults={"exception": exception, "taken_at": now()}
        )
        return taken


def grant_hand_exception(case: Case, person: User, part: Part, *, reason: str, by: User) -> HandException:
    """Let `person` take `part` although they took another: recorded, shown on the case, and counted in reports."""
    with transaction.atomic():
        lock_case(case)
        check_user_can_grant_exception(by, case, person)
        exception, created = HandException.objects.get_or_create(
            case=case, person=person, part=part, defaults={"reason": reason, "granted_at": now(), "granted_by": by}
        )
        if created:
            audit.actions.record(
                "casework.hand_exception_granted",
                by=by,
                case=case,
                subject=exception,
                person=person.full_name,
                part=part.label,
                reason=reason,
            )
        return exception
