"""Finding: cases by the words of their child, children who may be one, settings by name."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Case as When_
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.lookups import IsNull

from base.clock import today
from base.names import Wanted, begins, code_word, day_word, name_words, parts_of, reference_words, wanted_in
from casework.cases.queries import OneOfFew
from casework.enums import WordKind
from casework.models import AnotherChild, Case, Child, ChildMerge, SearchWord, Setting
from casework.names.rules import MOST_COMPARED, MOST_OFFERED, Identity, likeness, own_words, settings_alike, slips_of

BEGINNING = 3
"""Letters of a word that two names have to share where the date of birth alone does not bring them together."""

FEW = 5_000
"""Words up to which a list of cases is made of what they find; of more, case after case is asked whether it has one."""

OLDEST = timedelta(days=366 * 27)
"""How long ago a child may be born: a plan ends before they are 26."""


def matching(cases: QuerySet[Case], typed: str) -> QuerySet[Case]:
    """Those in which everything that was typed is found, in any order: each word begins a word of the child or case."""
    return cases.filter(found_by(typed))


def found_by(typed: str) -> Q:
    """The same as a condition on Case, by which an index finds them: for what few cases have.

    The longest word is looked up in the index of words, the others among the words of what it found.
    """
    everything = wanted_in(typed)
    if not everything:
        return Q(pk__in=()) if typed.strip() else Q()
    words = SearchWord.objects.filter(_words(everything[0]))
    of_child = OneOfFew("child", words.filter(case=None).values("child"))
    of_case = OneOfFew("pk", words.filter(case__isnull=False).values("case"))
    found = Q(of_child) | Q(of_case)
    for wanted in everything[1:]:
        found &= Q(Exists(_words_of_case(wanted)))
    return found


def has_words(typed: str, *, each: bool) -> Q:
    """The same, for what many cases have: asked of `each` case in turn, or of all in whatever way is soonest."""
    found = Q()
    for wanted in wanted_in(typed):
        words = _words_of_case(wanted)
        found &= Q(IsNull(Subquery(words.values("pk")[:1]), False)) if each else Q(Exists(words))
    return found


def is_common(typed: str) -> bool:
    """Whether more words than FEW are like the longest that was typed, so that it does not find the cases by itself."""
    return any(SearchWord.objects.filter(_words(wanted))[: FEW + 1].count() > FEW for wanted in wanted_in(typed)[:1])


def _words_of_case(wanted: Wanted) -> QuerySet[SearchWord]:
    """Words like the one that is wanted, of the child of a case or of the case itself."""
    either = Q(case=None) | Q(case=OuterRef("pk"))
    return SearchWord.objects.filter(_words(wanted), either, child=OuterRef("child")).order_by()


def _words(wanted: Wanted) -> Q:
    """The words that are what is wanted, or begin with it."""
    if wanted.whole:
        return Q(word=wanted.whole)
    found = Q()
    for beginning in wanted.beginnings:
        found |= begins("word", beginning)
    return found


def words_of(child: Child) -> set[tuple[str, int | None, str]]:
    """Every word by which a child is found: its kind, the case it finds alone if it is one's, and the word."""
    texts = [
        (WordKind.NAME, child.full_name),
        (WordKind.KNOWN_AS, child.known_as),
        *((WordKind.CONTACT, contact.name) for contact in child.contacts.all()),
        *((WordKind.SETTING, each.setting.name) for each in child.enrolments.all() if each.ended_on is None),
    ]
    codes = [(WordKind.BIRTH, day_word(child.date_of_birth)), (WordKind.UPN, code_word(child.upn))]
    for earlier in _earlier(child):
        texts += [(WordKind.EARLIER, f"{earlier['first_name']} {earlier['last_name']}")]
        codes += [(WordKind.EARLIER, code_word(earlier[name])) for name in ("date_of_birth", "upn")]
    words = {(kind.value, None, word) for kind, text in texts for word in name_words(text)}
    words |= {(kind.value, None, word) for kind, word in codes if word}
    references = {(case.pk, word) for case in child.cases.all() for word in reference_words(case.reference)}
    return words | {(WordKind.REFERENCE.value, case, word) for case, word in references}


def _earlier(child: Child) -> Iterator[dict[str, str]]:
    """What other records of the child said that were merged into this one, and what had been merged into those."""
    for merge in child.merges.all():
        if merge.undone_at is None:
            yield merge.merged_before["child"]
            yield from _earlier(merge.merged)


def with_words(children: QuerySet[Child]) -> QuerySet[Child]:
    """The same children with all that their words come from, in a fixed number of queries."""
    return children.prefetch_related("contacts", "enrolments__setting", "cases", "merges", "search_words")


def words_kept(child: Child) -> dict[tuple[str, int | None, str], SearchWord]:
    """The words that are in the table, as `words_of` writes them."""
    return {(each.kind, each.case_id, each.word): each for each in child.search_words.all()}


# Children who may be one


def not_merged() -> Combinable:
    """Records that stand for themselves, as a condition on Child."""
    return ~Exists(ChildMerge.objects.filter(merged=OuterRef("pk"), undone_at=None))


def identity_of(child: Any) -> Identity:
    """What a child is known by, as recorded or as typed (`ChildDetails`)."""
    return Identity(child.first_name, child.last_name, child.date_of_birth, child.upn, child.known_as)


def children_like(identity: Identity, *, besides: Child | None = None) -> list[Child]:
    """Records that may be of this child, the most alike first; of `besides` itself none, nor any that it is not.

    At most MOST_COMPARED are scored: who has the UPN, who was born that day, and, where the date may be a slip, who
    has a word that begins like one of the name's.
    """
    found = Child.objects.filter(not_merged())
    if besides is not None:
        found = found.exclude(pk=besides.pk).exclude(pk__in=those_not(besides))
    compared = {child.pk: child for child in _candidates(found, identity)}
    if identity.upn:
        compared |= {child.pk: child for child in found.filter(upn=identity.upn)}
    alike = [(likeness(identity, identity_of(child)), -child.pk, child) for child in compared.values()]
    alike = sorted((each for each in alike if each[0]), key=lambda each: each[:2], reverse=True)
    return [child for _, _, child in alike[:MOST_OFFERED]]


def _candidates(children: QuerySet[Child], identity: Identity) -> QuerySet[Child]:
    day = identity.date_of_birth
    shares = Q(pk__in=())
    for word in parts_of(f"{identity.first_name} {identity.last_name} {identity.known_as}"):
        shares |= begins("word", word[:BEGINNING])
    named = Exists(SearchWord.objects.filter(shares, child=OuterRef("pk"), kind__in=(WordKind.NAME, WordKind.KNOWN_AS)))
    slips = slips_of(day, min(day, today() - OLDEST), max(day, today()))
    of_day = Q(date_of_birth__in={day, *slips}) & (Q(date_of_birth=day) | named)
    likely = When_(When(Q(date_of_birth=day) & named, then=Value(0)), default=Value(1))
    return children.filter(of_day).annotate(likely=likely).order_by("likely", "pk")[:MOST_COMPARED]


def those_not(child: Child) -> list[int]:
    """The ids of those of whom somebody answered that they are another child than this one."""
    answers = answers_about(child).values_list("first", "second")
    return [one if one != child.pk else other for one, other in answers]


def answers_about(child: Child) -> QuerySet[AnotherChild]:
    """The answers that stand, by which this and another record are of two children."""
    return AnotherChild.objects.filter(Q(first=child) | Q(second=child), taken_back_at=None)


def has_answer(one: Child, other: Child) -> bool:
    """Whether it stands that the two are two children."""
    return other.pk in those_not(one)


# Settings


def settings_like(name: str, phase: str) -> list[Setting]:
    """The settings that may be that of this name and phase, the most alike first; MOST_COMPARED at most are scored."""
    words, shares = parts_of(name), Q(pk__in=())
    for word in own_words(words):
        beginning = word[:BEGINNING]
        shares |= Q(sort_name__startswith=beginning) | Q(sort_name__contains=f" {beginning}")
    scored = [
        (settings_alike(words, each.sort_name.split(), is_same_phase=each.phase == phase), each)
        for each in Setting.objects.filter(shares)[:MOST_COMPARED]
    ]
    alike = sorted((each for each in scored if each[0]), key=lambda each: (-each[0], each[1].sort_name))
    return [setting for _, setting in alike[:MOST_OFFERED]]
