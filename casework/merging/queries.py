"""What two records of one child have in common, what differs, and what was done since they were merged."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Model, Q

from audit.actions import plain
from audit.queries import latest_about
from base.clock import today
from base.names import parts_of
from base.words import day_in_words
from casework.children.actions import ChildDetails, ContactDetails
from casework.models import Case, Child, ChildMerge, Contact, Enrolment, Plan, PlanVersion

SETTING = "setting"
"""The name under which the setting attended stands among the values of a child."""


NUMBERS_OF_ONE = ("upn", "uln")
"""Numbers that belong to one child: of two records only that which is kept has them."""


def merge_of(child: Child) -> ChildMerge | None:
    """The merge by which this record stands for itself no more."""
    return ChildMerge.objects.filter(merged=child, undone_at=None).select_related("kept").first()


def cases_of(child_ids: Collection[int]) -> list[int]:
    """The ids of every case of these children."""
    return list(Case.objects.filter(child__in=child_ids).order_by("pk").values_list("pk", flat=True))


def present_enrolment_of(child: Child) -> Enrolment | None:
    """Where the child learns now."""
    return child.enrolments.filter(ended_on=None).select_related("setting").first()


def details_of(row: Model, of: type[ChildDetails] | type[ContactDetails]) -> dict[str, Any]:
    """What is recorded of a child or contact, as it is kept in a merge."""
    return {field.name: plain(getattr(row, field.name)) for field in fields(of)}


@dataclass(frozen=True)
class Difference:
    """A value that stands differently in two records: its name, its label, both values in words, and which is likelier.

    `other_is_likelier` where the record that is kept says nothing, or the other one was changed later.
    """

    name: str
    label: str
    kept: str
    other: str
    other_is_likelier: bool


def differences(child: Child, other: Child) -> list[Difference]:
    """What differs between two records, in the order of the form."""
    is_newer = _changed_last(other) > _changed_last(child)
    pairs = [(name, value_in_words(child, name), value_in_words(other, name)) for name in VALUES]
    return [
        Difference(name, label_of(name), one, two, bool(two) and (is_newer or not one))
        for name, one, two in pairs
        if one != two
    ]


def value_in_words(child: Child, name: str) -> str:
    """A value of a child as a page shows it; of the setting its name."""
    if name == SETTING:
        present = present_enrolment_of(child)
        return present.setting.name if present else ""
    if name == "year_offset":
        return child.year_label_on(today()) if child.year_offset else ""
    value = getattr(child, f"get_{name}_display", lambda: getattr(child, name))()
    return day_in_words(value) if isinstance(value, date) else str(value or "")


def label_of(name: str) -> str:
    """The name of a value as a page shows it."""
    label = SETTING if name == SETTING else str(Child._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]


VALUES = (*(field.name for field in fields(ChildDetails)), SETTING)
"""The values in which two records may differ, in the order of the form."""


def _changed_last(child: Child) -> tuple[int, int]:
    """A measure of which record was changed last: by the trail, then by which was made later."""
    event = latest_about(child)
    opened = child.cases.order_by("-opened_at", "-pk").first()
    return ((event.sequence or 0) if event else 0, opened.pk if opened else child.pk)


def same_contact(contact: Contact, others: list[Contact]) -> Contact | None:
    """The contact of the other record who has the same name, in any order of its words."""
    name = sorted(parts_of(contact.name))
    return next((each for each in others if sorted(parts_of(each.name)) == name), None)


def open_plans(*children: Child) -> list[Plan]:
    """The plans of two records that have not ended, that which goes on first: in force, or the one worked on last."""
    plans = list(Plan.objects.filter(child__in=children, ended_at=None))
    return sorted(plans, key=lambda plan: (plan.first_made_on is None, not _is_worked_on(plan), plan.pk))


def _is_worked_on(plan: Plan) -> bool:
    return any(not version.case.is_ended for version in plan.versions.select_related("case"))


def changed_since(merge: ChildMerge) -> str:
    """What the merge brought into the record that is kept and that was changed since, by its label; "" of nothing."""
    before, after = merge.kept_before["child"], merge.kept_after["child"]
    now = details_of(merge.kept, ChildDetails)
    for name, value in after.items():
        if value != before[name] and now.get(name) != value:
            return str(Child._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    present = present_enrolment_of(merge.kept)
    given = merge.moved["present"]
    return SETTING if given and (present.pk if present else None) != given["to_kept"] else ""


def number_used_since(merge: ChildMerge) -> str:
    """The number of the other record that a child has now, where undoing the merge would not give it back; "" of none.

    By its label: "UPN".
    """
    for name in NUMBERS_OF_ONE:
        records = (merge.merged_before, merge.kept_before, merge.kept_after)
        number, before, after = (record["child"][name] for record in records)
        holder = Child.objects.filter(**{name: number}).exclude(pk=merge.merged_id).first() if number else None
        if holder and not (holder.pk == merge.kept_id and before != number == after):
            return label_of(name)
    return ""


def plans_apart(merge: ChildMerge) -> str:
    """The case whose version would stand in the plan of the other child if the merge were undone; "" of none."""
    moved = merge.moved
    given_back = {version: plan for version, plan, _ in moved["versions"]}
    gone = {plan["id"]: plan["child"] == merge.merged_id for plan in moved["emptied"]}
    versions = PlanVersion.objects.filter(Q(case__child=merge.kept_id)).select_related("case")
    for version in versions:
        plan_id = given_back.get(version.pk, version.plan_id)
        is_merged = gone.get(plan_id, plan_id in moved["plans"])
        if is_merged is not (version.case_id in moved["cases"]):
            return version.case.reference
    return ""
