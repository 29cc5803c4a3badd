"""Merging two records of one child into one, and undoing it. Nothing is lost: the other record stays as it was."""

from dataclasses import fields
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.db.models import Max

import audit.actions
from accounts.models import User
from base.clock import now, today
from base.refusals import Refused, check_entered
from casework.cases.actions import lock_case
from casework.children.actions import ChildDetails, ContactDetails, forget_drafts_with_addresses
from casework.duties.actions import keep_next_duties
from casework.merging.permissions import (
    check_user_can_keep_records,
    check_user_can_merge_records,
    check_user_can_undo_merge,
)
from casework.merging.queries import NUMBERS_OF_ONE, SETTING, details_of, open_plans, present_enrolment_of, same_contact
from casework.models import Case, Child, ChildMerge, Contact, Enrolment, Plan, PlanVersion
from casework.names.actions import keep_as_another, keep_search_words, take_answer_back
from casework.names.queries import children_like, identity_of


def answer_that_another(case: Case, other: Child, *, by: User) -> None:
    """Keep somebody's answer that a record much like that of the case is of another child."""
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_keep_records(by, case_now)
        if other.pk not in {each.pk for each in children_like(identity_of(case_now.child), besides=case_now.child)}:
            raise Refused("This record is not asked about any more. Look at the page again.")
        keep_as_another(case_now.child, [other], by=by)


def ask_again_whether_another(case: Case, other: Child, *, by: User) -> None:
    """Take back that a record is of another child: it is asked again."""
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_keep_records(by, case_now)
        take_answer_back(case_now.child, other, by=by)


def merge_children(child: Child, other: Child, *, from_other: set[str], reason: str, by: User) -> ChildMerge:
    """Make one record of two: `child` is kept, with the values of the other that `from_other` names and all it has.

    Effects: the other's cases, plans, past settings and contacts are of the record that is kept; a contact of the same
    name is kept once, with what only the other record knew; the other record stays, to be read in the trail, and the
    child is found by both names. A plan that was only being drafted goes into the one that goes on.
    """
    with transaction.atomic():
        kept, merged = _locked(child, other)
        check_user_can_merge_records(by, kept, merged)
        check_entered(reason, "why they are one child", field="reason")
        merge = ChildMerge(kept=kept, merged=merged, reason=reason.strip(), merged_at=now(), merged_by=by)
        merge.kept_before, merge.merged_before = _as_it_is(kept), _as_it_is(merged)
        cases = list(merged.cases.order_by("pk").values_list("pk", flat=True))
        merge.moved = {
            "cases": cases,
            **_merge_plans(kept, merged),
            "contacts": _merge_contacts(kept, merged),
            **_merge_enrolments(kept, merged, is_others=SETTING in from_other),
        }
        Case.objects.filter(pk__in=cases).update(child=kept)
        keep_next_duties(kept.pk)
        _take_values(kept, merged, from_other)
        merge.kept_after = _as_it_is(kept)
        merge.save()
        forget_drafts_with_addresses(kept)
        keep_search_words(kept)
        keep_search_words(merged)
        _record("casework.records_merged", merge, cases, reason=merge.reason, by=by)
    child.refresh_from_db()
    return merge


def _locked(child: Child, other: Child) -> tuple[Child, Child]:
    """Both records with their cases, locked in one order whoever comes first."""
    rows = {row.pk: row for row in Child.objects.select_for_update().filter(pk__in=(child.pk, other.pk)).order_by("pk")}
    list(Case.objects.select_for_update().filter(child__in=rows).order_by("pk").values_list("pk"))
    return rows[child.pk], rows[other.pk]


def _as_it_is(child: Child) -> dict[str, Any]:
    """What is recorded of a child now, for the merge to keep."""
    present = present_enrolment_of(child)
    return {
        "child": details_of(child, ChildDetails),
        SETTING: present.setting.name if present else "",
        "contacts": [details_of(contact, ContactDetails) for contact in child.contacts.all()],
        "cases": list(child.cases.order_by("pk").values_list("reference", flat=True)),
    }


def _take_values(kept: Child, merged: Child, from_other: set[str]) -> None:
    """The values of the other record that stand. UPN and ULN belong to one child, so they leave the other record."""
    values = {field.name: getattr(merged, field.name) for field in fields(ChildDetails) if field.name in from_other}
    for name in NUMBERS_OF_ONE:
        setattr(merged, name, "")
    merged.save(update_fields=NUMBERS_OF_ONE)
    for name, value in values.items():
        setattr(kept, name, value)
    _drop_what_contradicts(kept)
    kept.save()


def _drop_what_contradicts(child: Child) -> None:
    """What only goes with a value of the record that was not taken: it would deny what was."""
    if child.secondary_need == child.primary_need:
        child.secondary_need = ""
    if child.upn:
        child.upn_unknown = ""
    if not child.looked_after_by:
        child.looked_after_since = None


def _merge_plans(kept: Child, merged: Child) -> dict[str, Any]:
    """Every plan goes to the record that is kept; of two that have not ended the drafted versions go into the one."""
    versions, emptied = [], []
    both = open_plans(kept, merged)
    for goes_on, plan in pairwise(both):
        last = goes_on.versions.aggregate(last=Max("number"))["last"] or 0
        for number, version in enumerate(plan.versions.order_by("number"), start=last + 1):
            versions.append([version.pk, plan.pk, version.number])
            PlanVersion.objects.filter(pk=version.pk).update(plan=goes_on, number=number)
        emptied.append({"id": plan.pk, "child": plan.child_id})
        plan.delete()
    plans = list(Plan.objects.filter(child=merged).order_by("pk").values_list("pk", flat=True))
    Plan.objects.filter(pk__in=plans).update(child=kept)
    return {"plans": plans, "versions": versions, "emptied": emptied}


def _merge_contacts(kept: Child, merged: Child) -> dict[str, Any]:
    """Contacts go over; one of the same name stays behind, and what only that one knew is filled in."""
    there, moved, filled = list(kept.contacts.all()), [], []
    for contact in merged.contacts.all():
        same = same_contact(contact, there)
        if same is None:
            moved.append(contact.pk)
            continue
        filled.append({"id": same.pk, "values": _fill_in(same, contact)})
    Contact.objects.filter(pk__in=moved).update(child=kept)
    return {"moved": moved, "filled": filled}


def _fill_in(contact: Contact, other: Contact) -> dict[str, Any]:
    """What only the other row of the same person knows is taken over; before and after by name.

    An address that is withheld in either stays withheld.
    """
    filled = {}
    for name in (field.name for field in fields(ContactDetails)):
        before, after = getattr(contact, name), getattr(other, name)
        is_withheld = name == "address_is_withheld" and after
        if is_withheld or (before in ("", None) and after not in ("", None)):
            setattr(contact, name, after)
            filled[name] = audit.actions.plain([before, after])
    if filled:
        contact.save(update_fields=list(filled))
    return filled


def _merge_enrolments(kept: Child, merged: Child, *, is_others: bool) -> dict[str, Any]:
    """Past settings go over; of the present ones that which stands, while the other is left with the other record."""
    past = list(merged.enrolments.exclude(ended_on=None).values_list("pk", flat=True))
    present, others = present_enrolment_of(kept), present_enrolment_of(merged)
    given = None
    if is_others:
        given = {"to_merged": present.pk if present else None, "to_kept": others.pk if others else None}
        _swap(kept, merged, given)
    Enrolment.objects.filter(pk__in=past).update(child=kept)
    return {"enrolments": past, "present": given}


def _swap(kept: Child, merged: Child, given: dict[str, int | None]) -> None:
    """Each present enrolment to the other record; a child has one, so the first is ended for as long as it takes."""
    mine = kept.enrolments.filter(pk__in=[given["to_merged"]]).first()
    if mine:
        Enrolment.objects.filter(pk=mine.pk).update(ended_on=mine.started_on or today())
    merged.enrolments.filter(pk__in=[given["to_kept"]]).update(child=kept)
    if mine:
        Enrolment.objects.filter(pk=mine.pk).update(child=merged, ended_on=None)


def undo_merge(merge: ChildMerge, *, reason: str, by: User) -> ChildMerge:
    """Part two records that were merged by mistake, while nothing followed that cannot be parted.

    Effects: what went over goes back, values that were taken over are as before, the other record stands for itself.
    """
    with transaction.atomic():
        _locked(merge.kept, merge.merged)
        merge_now = ChildMerge.objects.select_for_update(of=("self",)).select_related("kept", "merged").get(pk=merge.pk)
        check_user_can_undo_merge(by, merge_now)
        check_entered(reason, "why they are two children", field="reason")
        kept, merged, moved = merge_now.kept, merge_now.merged, merge_now.moved
        Case.objects.filter(pk__in=moved["cases"]).update(child=merged)
        Plan.objects.filter(pk__in=moved["plans"]).update(child=merged)
        _put_plans_back(moved)
        keep_next_duties(kept.pk)
        keep_next_duties(merged.pk)
        _put_contacts_back(merged, moved["contacts"])
        Enrolment.objects.filter(pk__in=moved["enrolments"]).update(child=merged)
        if given := moved["present"]:
            _swap(kept, merged, {"to_merged": given["to_kept"], "to_kept": given["to_merged"]})
        _put_values_back(merge_now)
        merge_now.undone_at, merge_now.undone_by, merge_now.undone_reason = now(), by, reason.strip()
        merge_now.save(update_fields=["undone_at", "undone_by", "undone_reason"])
        keep_search_words(kept)
        keep_search_words(merged)
        keep_as_another(kept, [merged], by=by)
        _record("casework.merge_undone", merge_now, moved["cases"], reason=merge_now.undone_reason, by=by)
    return merge_now


def _put_plans_back(moved: dict[str, Any]) -> None:
    for plan in moved["emptied"]:
        Plan.objects.create(pk=plan["id"], child_id=plan["child"])
    for version, plan, number in moved["versions"]:
        PlanVersion.objects.filter(pk=version).update(plan=plan, number=number)


def _put_contacts_back(merged: Child, moved: dict[str, Any]) -> None:
    Contact.objects.filter(pk__in=moved["moved"]).update(child=merged)
    for each in moved["filled"]:
        contact = Contact.objects.filter(pk=each["id"]).first()
        for name, (before, after) in each["values"].items() if contact else ():
            if audit.actions.plain(getattr(contact, name)) == after:
                setattr(contact, name, before)
        if contact:
            contact.save()


def _put_values_back(merge: ChildMerge) -> None:
    """The values as they were, UPN and ULN where they came from; what was changed in the meantime otherwise stays."""
    before, after = merge.kept_before["child"], merge.kept_after["child"]
    for name, value in before.items():
        if after[name] != value:
            setattr(merge.kept, name, Child._meta.get_field(name).to_python(value))  # type: ignore[union-attr]
    merge.kept.save()
    for name in NUMBERS_OF_ONE:
        setattr(merge.merged, name, merge.merged_before["child"][name])
    merge.merged.save(update_fields=NUMBERS_OF_ONE)


def _record(verb: str, merge: ChildMerge, cases: list[int], *, reason: str, by: User) -> None:
    """A row of the trail for each of the two records, in a case of each."""
    others = merge.kept.cases.exclude(pk__in=cases).order_by("-opened_at", "-pk").first()
    went = Case.objects.filter(pk__in=cases).order_by("-opened_at", "-pk").first()
    for case, child_id in ((others, merge.kept_id), (went, merge.merged_id)):
        audit.actions.record(verb, by=by, case=case, child_id=child_id, subject=merge, reason=reason)
