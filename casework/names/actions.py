"""Keeping the words by which children are found, and the answers whether two records are of one child."""

from collections.abc import Iterable

from django.db import transaction

import audit.actions
from accounts.models import User
from base.clock import now
from casework.models import AnotherChild, Child, SearchWord
from casework.names.queries import with_words, words_kept, words_of

AT_ONCE = 500


def keep_search_words(child: Child) -> bool:
    """Bring the words by which a child is found up to what is recorded now; whether any were not.

    Every action that writes a name, a date of birth, a UPN, a contact, a setting attended or a reference calls it, in
    its transaction and after it has written.
    """
    return _keep_words_of(with_words(Child.objects.filter(pk=child.pk)).get())


def _keep_words_of(child: Child) -> bool:
    wanted, kept = words_of(child), words_kept(child)
    gone = [row.pk for word, row in kept.items() if word not in wanted]
    if gone:
        SearchWord.objects.filter(pk__in=gone).delete()
    missing = sorted(wanted - kept.keys(), key=str)
    SearchWord.objects.bulk_create(
        SearchWord(child=child, kind=kind, case_id=case, word=word) for kind, case, word in missing
    )
    return bool(gone or missing)


def mend_search_words(*, is_dry: bool = False) -> list[int]:
    """Bring the words and the sort key of every child up to what is recorded; the ids of those that differed.

    With `is_dry` nothing is written. For what was written past the actions, such as by an import of a database.
    """
    differing, last = [], 0
    while batch := list(with_words(Child.objects.filter(pk__gt=last).order_by("pk"))[:AT_ONCE]):
        last = batch[-1].pk
        field = Child._meta.get_field("sort_name")
        for child in batch:
            differs = child.sort_name != field.key_of(child) or words_of(child) != words_kept(child).keys()
            if differs and not is_dry:
                with transaction.atomic():
                    locked = Child.objects.select_for_update().get(pk=child.pk)
                    locked.save(update_fields=["sort_name"])
                    keep_search_words(locked)
            differing += [child.pk] * differs
    return differing


# Whether two records are of one child


def keep_as_another(child: Child, others: Iterable[Child], *, by: User) -> list[AnotherChild]:
    """Keep somebody's answer that these are other children than this one, in the caller's transaction.

    It is not asked again of these pairs until the answer is taken back.
    """
    answers = []
    for other in others:
        first, second = sorted((child.pk, other.pk))
        answer, is_new = AnotherChild.objects.get_or_create(
            first_id=first, second_id=second, taken_back_at=None, defaults={"answered_at": now(), "answered_by": by}
        )
        if is_new:
            _record_of_both("casework.another_child_answered", child, other, by=by)
        answers.append(answer)
    return answers


def take_answer_back(child: Child, other: Child, *, by: User) -> None:
    """Take back that the two are two children: it is asked again. In the caller's transaction, who is checked there."""
    first, second = sorted((child.pk, other.pk))
    answer = AnotherChild.objects.select_for_update().filter(first=first, second=second, taken_back_at=None).first()
    if answer:
        answer.taken_back_at, answer.taken_back_by = now(), by
        answer.save(update_fields=["taken_back_at", "taken_back_by"])
        _record_of_both("casework.another_child_taken_back", child, other, by=by)


def _record_of_both(verb: str, *children: Child, by: User) -> None:
    """A row of the trail in the last case of each of the two."""
    for child in children:
        case = child.cases.order_by("-opened_at", "-pk").first()
        audit.actions.record(verb, by=by, case=case, child_id=child.pk, children=[each.pk for each in children])


def record_told_of(ids: Iterable[int], *, by: User) -> None:
    """Record that somebody was told of children whose cases they may not read: who, and which; no words."""
    children = list(ids)
    if children:
        with transaction.atomic():
            audit.actions.record("casework.children_told_of", by=by, children=children)
