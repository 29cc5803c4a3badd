"""Which cases are on whose lists, in what order, and how many: held against what is said of each list in words."""

import random
from datetime import date, timedelta

import pytest

from accounts.enums import Role
from accounts.models import Team, User
from base.clock import now, today
from base.pages import MOST_COUNTED
from casework.cases.permissions import cases_visible_to
from casework.enums import Stage, WordKind
from casework.lists.queries import Listing
from casework.models import Case, SearchWord, StageMove
from casework.names.queries import FEW
from casework.stages import ENDS, INACTIVE_STAGES, STAGES
from casework.worklist.forms import FORTNIGHT, AllCasesFilter
from casework.worklist.presenters import WORK_LISTS
from casework.worklist.queries import SOON, cases_of, counts_of_work
from tests.factories.many import bare_cases
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db

CO, LEAD = Role.CASE_COORDINATOR, Role.LEAD_SEND_COORDINATOR


@pytest.fixture
def everybody() -> list[User]:
    teams = [Team.objects.create(name=name) for name in ("North", "South")]
    roles = [
        (CO,),
        (CO,),
        (LEAD,),
        (CO, LEAD),
        (Role.PERSONALISATION_OFFICER,),
        (Role.PANEL_CHAIR,),
        (CO, Role.PANEL_CHAIR),
    ]
    return [
        a_person(*held, full_name=f"Person {at}", team=teams[at % 2] if CO in held else None)
        for at, held in enumerate(roles)
    ]


@pytest.fixture
def some_cases(everybody: list[User]) -> list[Case]:
    """Of every stage, co-ordinator and day, some moved on by several people."""
    chance = random.Random(7)
    rows = []
    for _ in range(150):
        stage = chance.choice(list(Stage))
        due = None if stage in ENDS or chance.random() < 0.05 else today() + timedelta(days=chance.randint(-12, 25))
        person = chance.choice(everybody)
        rows.append({"stage": stage, "next_due_on": due, "coordinator": person, "team": person.team})
    cases = bare_cases(everybody[0], rows)
    StageMove.objects.bulk_create(
        StageMove(case=case, to_stage=case.stage, moved_at=now(), moved_by=chance.choice(everybody))
        for case in cases
        for _ in range(chance.randint(0, 3))
    )
    return cases


def in_words(user: User, slug: str) -> list[int]:
    """The ids of the cases on a list, by what is said of the list, case by case."""
    visible = set(cases_visible_to(user).values_list("pk", flat=True))
    moved = set(StageMove.objects.filter(moved_by=user).values_list("case", flat=True))
    roles, listed = user.roles, []
    for case in Case.objects.all():
        own, rests = case.coordinator_id == user.pk, case.stage in INACTIVE_STAGES
        owner = STAGES[Stage(case.stage)].owner
        waits = owner is not None and owner in roles and not rests and (owner != CO or own) and case.pk in visible
        others = (own or case.pk in moved) and not rests and not waits and case.pk in visible
        kept = own and CO in roles and case.stage == Stage.MAINTAINED
        late = case.next_due_on is not None and case.next_due_on < today()
        soon = case.next_due_on is not None and today() <= case.next_due_on <= today() + SOON
        on_it = {
            "waiting": waits,
            "others": others,
            "overdue": late and (waits or others or kept),
            "week": soon and (waits or others or kept),
        }
        if on_it[slug]:
            listed.append(case)
    return [case.pk for case in sorted(listed, key=in_order)]


def in_order(case: Case) -> tuple[bool, bool, date, int]:
    return (case.is_resting, case.next_due_on is None, case.next_due_on or date.max, case.pk)


def ids(listing: Listing) -> list[int]:
    return [case.pk for case in listing[0:500]]


def test_every_list_holds_what_is_said_of_it_in_order_and_its_tile_counts_it(everybody, some_cases) -> None:
    for user in everybody:
        counts = counts_of_work(user, today())
        for work_list in WORK_LISTS:
            expected = in_words(user, work_list.slug)
            listing = Listing(work_list.cases(user, today()))
            assert ids(listing) == expected, (user.roles, work_list.slug)
            assert listing.count(10_000) == listing.count(MOST_COUNTED + 1) == counts[work_list.slug] == len(expected)
            assert work_list.cases(user, today()).exists() is bool(expected)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"due": "overdue"},
        {"due": "14"},
        {"stage": ["drafting", "maintained", "ceased"]},
        {"stage": ["requested"], "due": "overdue"},
        {"coordinator": True, "due": "14"},
    ],
)
def test_all_cases_are_filtered_and_counted_by_stage(everybody, some_cases, asked) -> None:
    chosen = everybody[0]
    for user in everybody:
        case_filter = AllCasesFilter({**asked, **({"coordinator": chosen.pk} if "coordinator" in asked else {})})
        listing = case_filter.listing(cases_of(user), today())
        last = {"overdue": today() - timedelta(days=1), "14": today() + FORTNIGHT}.get(asked.get("due"))
        first = today() if asked.get("due") == "14" else date.min
        visible = [
            case
            for case in cases_visible_to(user)
            if ("coordinator" not in asked or case.coordinator_id == chosen.pk)
            and (last is None or (case.next_due_on is not None and first <= case.next_due_on <= last))
        ]
        found = [case for case in visible if not asked.get("stage") or case.stage in asked["stage"]]
        assert ids(listing) == [case.pk for case in sorted(found, key=in_order)], user.roles
        assert listing.count(MOST_COUNTED + 1) == len(found)
        assert {stage: listing.by_stage[stage] for stage in Stage} == {
            stage: sum(case.stage == stage for case in visible) for stage in Stage
        }
        assert listing.total == cases_visible_to(user).count()


def test_words_that_many_have_find_what_rare_words_find_but_are_not_counted_by_stage(everybody, some_cases) -> None:
    SearchWord.objects.bulk_create(
        SearchWord(child_id=case.child_id, kind=WordKind.NAME, word=word)
        for case in some_cases[::3]
        for word in ("asher",)
    )
    SearchWord.objects.create(
        child_id=some_cases[1].child_id, case=some_cases[1], kind=WordKind.REFERENCE, word="ashes"
    )
    rare = {user: found(user, "ash row") for user in everybody}
    one = {user: found(user, "ashes") for user in everybody}
    SearchWord.objects.bulk_create(
        SearchWord(child_id=some_cases[0].child_id, kind=WordKind.CONTACT, word=f"ashe{at}") for at in range(FEW)
    )
    for user in everybody:
        assert found(user, "ash row") == rare[user]
        listing = AllCasesFilter({"words": "ash row"}).listing(cases_of(user), today())
        assert not listing.is_counted
        assert listing.count(MOST_COUNTED + 1) == len(rare[user])
        assert one[user] == ([some_cases[1].pk] if some_cases[1] in cases_visible_to(user) else [])
    assert any(rare.values())


def found(user: User, words: str) -> list[int]:
    return ids(AllCasesFilter({"words": words}).listing(cases_of(user), today()))


def test_a_page_is_read_and_counted_in_two_queries_and_all_tiles_in_one(
    everybody, some_cases, django_assert_num_queries
) -> None:
    for user in everybody:
        _ = user.roles
        with django_assert_num_queries(2 if cases_visible_to(user).exists() else 1):
            ids(Listing(cases_of(user)))
        with django_assert_num_queries(1):
            counts_of_work(user, today())
