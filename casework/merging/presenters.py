"""What is shown of records that may be of one child, and of two beside one another."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from casework.cases.permissions import cases_visible_to
from casework.merging.queries import VALUES, differences, label_of, value_in_words
from casework.models import Child, ChildMerge
from casework.names.presenters import child_in_words, prepare, whom_to_ask
from casework.names.queries import children_like, identity_of, those_not
from crispy_govuk.tables import Column, DataTable, Row


@dataclass(frozen=True)
class OtherRecord:
    """Another record much like this one, in words that the reader may know; `is_seen` where they may read it."""

    pk: int
    words: str
    is_seen: bool


def records_like(child: Child) -> list[Child]:
    """The other records that may be of this child, and of which nobody said that they are not."""
    return children_like(identity_of(child), besides=child)


def records_answered(child: Child) -> list[Child]:
    """The records of which somebody said that they are of another child."""
    return list(Child.objects.filter(pk__in=those_not(child)))


def others_in_words(others: Iterable[Child], user: User) -> list[OtherRecord]:
    """Other records as this person may know them."""
    records = list(others)
    prepare(records)
    seen = set(cases_visible_to(user).filter(child__in=records).values_list("child_id", flat=True))
    return [_in_words(child, is_seen=child.pk in seen) for child in records]


def _in_words(child: Child, *, is_seen: bool) -> OtherRecord:
    words = child_in_words(child) if is_seen else whom_to_ask(child)
    return OtherRecord(child.pk, words[:1].upper() + words[1:], is_seen)


def merges_of(child: Child) -> list[ChildMerge]:
    """What was merged into this record, whether or not it was undone."""
    return list(child.merges.select_related("merged", "merged_by", "undone_by"))


def name_before(merge: ChildMerge) -> str:
    """The name that the other record bore."""
    return "{first_name} {last_name}".format(**merge.merged_before["child"]).strip()


def side_by_side(child: Child, other: Child) -> DataTable:
    """Two records beside one another; what differs is marked."""
    unlike = {each.name for each in differences(child, other)}
    rows = []
    for name in VALUES:
        values = [value_in_words(record, name) for record in (child, other)]
        if any(values):
            rows.append(Row([label_of(name), *values], marked=name in unlike))
    rows.append(Row(["Contacts", *("; ".join(map(str, each.contacts.all())) for each in (child, other))]))
    rows.append(Row(["Cases", *(_cases(each) for each in (child, other))]))
    columns = [Column("What is recorded"), Column("This record"), Column("The other record")]
    return DataTable("The two records", columns, rows)


def _cases(child: Child) -> str:
    cases = child.cases.select_related("coordinator").order_by("opened_at", "pk")
    return "; ".join(f"{case.reference}, {case.get_stage_display()}, {case.coordinator.full_name}" for case in cases)
