"""Who merges two records of one child, or undoes it, and when that can be done."""

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from base.refusals import NotAllowed, Refused
from base.words import at_moment
from casework.cases.permissions import check_user_is_not_barred, check_user_works_case, restrictions_of
from casework.enums import CaseKind, Stage
from casework.maintaining.actions import plan_in_force_of
from casework.merging.queries import changed_since, merge_of, number_used_since, plans_apart
from casework.models import Case, Child, ChildMerge
from casework.names.queries import has_answer
from casework.stages import ENDS

MERGE = "merge two records of a child"
CORRECT_INSTEAD = "Correct what is wrong in the record instead."


def check_user_can_keep_records(user: User, case: Case) -> None:
    """The co-ordinator of a case and every Lead say which records are of one child, whatever the case's stage."""
    if not user.has_role(Role.LEAD_SEND_COORDINATOR):
        check_user_works_case(user, case, act="say which records are of this child")


def check_user_can_merge_records(user: User, child: Child, other: Child) -> None:
    """A Lead merges two records that stand for themselves, who is barred from no case of either."""
    check_user_has_role(user, Role.LEAD_SEND_COORDINATOR, act=MERGE)
    _check_cases_are_open_to(user, child, other)
    if child.pk == other.pk:
        raise Refused("This is the same record. Choose the other record of the child.")
    for record in (child, other):
        if merge_of(record):
            raise Refused(f"The record of {record.full_name} was merged already.")
    if has_answer(child, other):
        raise Refused("It was answered that these are two children. Take that answer back first.")
    check_records_can_be_one(child, other)


def _check_cases_are_open_to(user: User, *children: Child) -> None:
    cases = list(Case.objects.filter(child__in=children).select_related("coordinator"))
    closed = restrictions_of(user, [case.pk for case in cases])
    for case in cases:
        check_user_is_not_barred(user, case)
        if case.pk in closed:
            raise NotAllowed(closed[case.pk].sentence)


def check_records_can_be_one(child: Child, other: Child) -> None:
    """One child has one plan in force, one initial assessment that goes on, and died in both records or in neither."""
    if child.died_on != other.died_on:
        raise Refused(
            "The child’s death is recorded in one of the two records only, or on another day. "
            "Record it in the same way in both, or take it back, then merge the records."
        )
    plans = [plan_in_force_of(record) for record in (child, other)]
    if all(plans):
        raise Refused(
            "Both records have a plan in force, and a child has one. "
            "End the plan that was recorded wrongly on the page of the child’s plan, then merge the records."
        )
    live = [_assessment_that_goes_on(record) for record in (child, other)]
    if live[0] and live[1]:
        first, second = (f"case {case.reference} at “{Stage(case.stage).label}”" for case in live if case)
        raise Refused(
            f"Both records have an assessment that goes on: {first}, and {second}. "
            "Close the one that was opened twice, then merge the records."
        )


def _assessment_that_goes_on(child: Child) -> Case | None:
    return child.cases.filter(kind=CaseKind.INITIAL_ASSESSMENT).exclude(stage__in=ENDS).first()


def check_user_can_undo_merge(user: User, merge: ChildMerge) -> None:
    """A Lead undoes a merge while nothing followed that cannot be parted.

    That is: a change of what the merge brought into the record that is kept, a case opened since, a plan on which cases
    of both have worked, or a later merge.
    """
    check_user_has_role(user, Role.LEAD_SEND_COORDINATOR, act="undo the merge of two records")
    _check_cases_are_open_to(user, merge.kept)
    if merge.undone_at:
        raise Refused("This merge was undone already.")
    later = ChildMerge.objects.filter(kept=merge.kept_id, undone_at=None, pk__gt=merge.pk).exists()
    if later or merge_of(merge.kept):
        raise Refused("The record was merged again since. Undo the later merge first.")
    if what := changed_since(merge):
        raise Refused(
            f"The child’s {what} was changed after the records were merged on {at_moment(merge.merged_at)}, "
            f"so they cannot be parted by themselves. {CORRECT_INSTEAD}"
        )
    if number := number_used_since(merge):
        raise Refused(
            f"The {number} of the other record is recorded for a child since, so the records cannot be parted. "
            f"{CORRECT_INSTEAD}"
        )
    opened = merge.kept.cases.filter(opened_at__gt=merge.merged_at).exclude(pk__in=merge.moved["cases"]).first()
    if opened:
        raise Refused(
            f"Case {opened.reference} was opened for the child since, so the records cannot be parted. "
            f"{CORRECT_INSTEAD}"
        )
    if reference := plans_apart(merge):
        raise Refused(
            f"The plan was worked on in case {reference} since, so the records cannot be parted. {CORRECT_INSTEAD}"
        )
