"""Every url of the service, tried with every kind of person: `access_table.py` says what each is to be answered."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import reverse

from audit.models import DOWNLOADED
from casework.models import Case, Child
from tests.contracts.access_answers import (
    acting_answered,
    asked,
    asked_at,
    page_for,
    problems,
    reader_of,
    reading_answered,
    reading_of,
    sent,
    status_of_reading,
)
from tests.contracts.access_table import (
    DONE,
    FORBIDDEN,
    NO_PAGE,
    NOT_SIGNED_IN,
    NOT_THERE,
    NOTHING,
    PEOPLE,
    REFUSED,
    ROWS,
    SHOWN,
    SIGNED_IN,
    answer_to_acting,
    answer_to_reading,
    people_in,
)
from tests.contracts.access_urls import OF_A_CASE, PATHS, TRIED, address, is_third_party, patterns
from tests.contracts.access_world import World, the_world
from tests.contracts.nasty import KINDS, QUERIES, posts_to, some_of, with_nasty_arguments
from tests.contracts.walking import APPS, ROOT

pytestmark = pytest.mark.django_db
NAME_IN_USE = str(settings.DATABASES["default"]["NAME"])


# The urls


def test_every_url_has_a_row():
    assert sorted(PATHS.keys() - ROWS.keys()) == [], "say in access_table.py who may see these and act by them"


def test_every_row_has_a_url():
    assert sorted(ROWS.keys() - PATHS.keys()) == []


def test_urls_are_named_once():
    ours = [name for name, _ in patterns() if not is_third_party(name)]
    assert sorted(ours) == sorted(set(ours))


# What may stand in an address: references, numbers, and words that are about nobody.
IN_A_URL = {
    "str:reference": "the reference of a case, which names nobody",
    "str:letter": "a section of the plan",
    "str:kind": "draft or final",
    "slug:slug": "an allocation table",
    "slug:outcome": "what a panel may decide",
}


@pytest.mark.parametrize("name", sorted(PATHS))
def test_urls_carry_nothing_personal(name):
    for parameter in re.findall(r"<([^>]+)>", PATHS[name]):
        assert parameter.startswith("int:") or parameter in IN_A_URL


# The world, made once


@pytest.fixture
def _django_db_helper() -> None:
    """The database is held by `world` for the whole module, not opened for each test."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once, in a transaction that is undone at the end; each request is undone by itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert str(connection.settings_dict["NAME"]) != NAME_IN_USE, "these tests never touch the database in use"
        yield the_world()
        transaction.set_rollback(True)


# What is answered


@pytest.mark.parametrize("name", TRIED)
def test_who_may_read(world: World, name: str):
    """Each person gets the page, or is kept from it as the table says; and a child's page leaves one row for each."""
    row, faults = ROWS[name], []
    for person in PEOPLE:
        got = asked(world, name, person, "GET")
        expected, answer = answer_to_reading(PATHS[name], row, person), reading_answered(got)
        if row.see is None and person not in people_in(row.act) and answer in (NO_PAGE, NOT_THERE, FORBIDDEN):
            answer = expected  # kept out either way, by the method or by the case
        if answer != expected:
            faults.append(f"{PEOPLE[person]}: expected “{expected}”, got “{answer}”")
        if got.acts or got.moved:
            faults.append(f"{PEOPLE[person]}: reading changed something: {got.acts}")
        viewed = [event.case_id for event in got.views]
        if viewed != ([world.cases[row.at].pk] if name in OF_A_CASE and answer == SHOWN else []):
            faults.append(f"{PEOPLE[person]}: {len(viewed)} rows say that the record was viewed")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", TRIED)
def test_who_may_act(world: World, name: str):
    """The form that does something for those who may does nothing for anybody else, and tells them why."""
    row, faults, data = ROWS[name], [], sent(name, world)
    tried = PEOPLE if row.act != "nobody" else (reader_of(name), "finance", "anonymous")
    for person in tried:
        got = asked(world, name, person, "POST", data)
        expected, answer = answer_to_acting(PATHS[name], row, person), acting_answered(got, row)
        if row.act == "nobody":
            answer = DONE if answer == DONE else NOTHING
        if got.response.status_code == 405 and expected in (NOT_THERE, REFUSED):
            answer = expected
        if answer != expected:
            faults.append(f"{PEOPLE[person]}: expected “{expected}”, got “{answer}” {problems(got)}")
        if expected == DONE and bool(got.acts) != row.recorded:
            faults.append(f"{PEOPLE[person]}: {len(got.acts)} acts in the trail")
        if person in NOT_SIGNED_IN and got.views:
            faults.append(f"{PEOPLE[person]}: a view in the trail")
        if expected == DONE and got.response.has_header("Location"):
            faults += personal_parts(got.response["Location"])
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", TRIED)
def test_a_post_draws_no_page_that_a_get_refuses(world: World, name: str):
    """Whatever somebody sends: where reading tells them no, or not now, so does sending.

    Of those whom reading is refused with the same status, two send.
    """
    row, drawn = ROWS[name], []
    kept_out = sorted(SIGNED_IN - people_in(row.see or "nobody"))
    refused = {person: status_of_reading(world, name, person) for person in kept_out}
    alike = {status: [person for person in kept_out if refused[person] == status] for status in (403, 404, 409)}
    tried = [(person, address(name, world)) for people in alike.values() for person in people[:2]]
    if row.act != "nobody" and PATHS[name].startswith("cases/<") and PATHS[name].count("<") == 1:
        able = min(people_in(row.act) - NOT_SIGNED_IN)
        tried += [(able, reverse(name, args=[world.cases[at].reference])) for at in OTHER_STAGES]
    for person, url in tried:
        if asked_at(url, world, person, "POST").status_code == 200:
            got = asked_at(url, world, person, "GET").status_code
            if got in (403, 404, 409):
                drawn.append(f"{PEOPLE[person]} at {url}, whose GET is answered {got}")
    assert not drawn, "\n".join(drawn)


OTHER_STAGES = ("requested", "verification", "maintained")
"""Where most pages refuse also those who act by them elsewhere."""


@pytest.mark.parametrize("name", OF_A_CASE)
def test_a_case_that_may_not_be_known_is_like_one_that_is_not(world: World, name: str):
    """A guessed reference tells nothing: the answer is that of an address that leads nowhere."""
    nowhere = re.sub(r"EX-\d+-\d+", "EX-1999-9999", re.sub(r"items/\d+", "items/999999", address(name, world)))
    for person in ("stranger", "outsider"):
        client = world.clients[person]
        for method in ("GET", "POST"):
            with transaction.atomic():
                hidden, missing = client.generic(method, address(name, world)), client.generic(method, nowhere)
                transaction.set_rollback(True)
            assert hidden.status_code == missing.status_code
            assert hidden.status_code == 404 or hidden.status_code == missing.status_code == 405
            assert without_tokens(hidden) == without_tokens(missing)


def without_tokens(response: HttpResponse) -> str:
    """The page without what differs from one second to the next."""
    return re.sub(r'(?:nonce|value|data-seconds)="[^"]*"|signed in until [^,]*', "", response.content.decode())


@pytest.mark.parametrize("name", TRIED)
def test_other_methods_are_harmless(world: World, name: str):
    """Whatever else a browser or a script sends does nothing, and opens nothing."""
    row = ROWS[name]
    able = min(people_in(row.act) or people_in(row.see or "nobody"))
    for person, method in ((able, "OPTIONS"), (able, "PUT"), ("finance", "HEAD"), ("finance", "PUT")):
        kept_out = answer_to_reading(PATHS[name], row, person) != SHOWN
        got = asked(world, name, person, method)
        assert not got.acts, method
        assert not got.moved, method
        assert not (kept_out and got.response.status_code == 200), method
        assert got.response.status_code < 500, method


@pytest.mark.parametrize("name", ["casework:case_detail", "casework:final_views", "panels:item_comment"])
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_record_is_not_shown_unrecorded(world: World, name: str, method: str):
    """Whatever the method, somebody who is shown a child's record is noted."""
    got = asked(world, name, reader_of(name), method)
    assert got.response.status_code != 200 or len(got.views) == 1


NAMES_NOBODY = {"audit:event_list": "the trail itself, where a case is its reference"}


@pytest.mark.parametrize("name", [name for name in TRIED if ROWS[name].see not in (None, "nobody")])
def test_whoever_reads_of_children_is_in_the_trail(world: World, name: str):
    """Each child, and each case, that a page names is in the row that the page leaves; a file that is saved is one."""
    got = reading_of(name, world)
    if "attachment" in got.response.get("Content-Disposition", ""):
        assert [event.verb for event in got.readings] == [DOWNLOADED]
    if got.response.streaming or name in NAMES_NOBODY:
        return
    told = {event.case_id for event in got.readings}.union(
        *(event.facts.get(key, []) for event in got.readings for key in ("cases", "other_cases"))
    )
    text = got.response.content.decode()
    named = {pk for pk, reference in Case.objects.values_list("pk", "reference") if reference in text}
    assert named <= told
    names = {child.full_name for child in Child.objects.all()}
    assert told or not any(name in text for name in names)
    assert len(got.readings) <= 1


MOST_OF_A_PAGE = 60 * 1024
"""Bytes of HTML."""

MAY_BE_HEAVY = {
    **dict.fromkeys(("scoring:form_edit", "scoring:second_form_edit"), "ten outcomes, each with all its levels"),
    **dict.fromkeys(("scoring:form_verify", "scoring:form_moderate"), "the same, with what others chose"),
}
"""Pages that may be more, and why."""


@pytest.mark.parametrize("name", [name for name in TRIED if ROWS[name].see not in (None, "nobody")])
def test_no_page_is_heavy(world: World, name: str):
    response = reading_of(name, world).response
    is_page = response.get("Content-Type", "").startswith("text/html")
    assert not is_page or name in MAY_BE_HEAVY or len(response.content) <= MOST_OF_A_PAGE


@pytest.mark.parametrize(("turn", "name"), list(enumerate(TRIED)))
def test_nothing_that_is_sent_makes_a_page_fail(world: World, turn: int, name: str):
    """Whatever is asked of an address, or sent to it, by somebody who may: the service answers, and never fails."""
    row = ROWS[name]
    person = min((people_in(row.act) or people_in(row.see or "nobody")) - NOT_SIGNED_IN)
    client, url = world.clients[person], address(name, world)
    queries = [lambda query=query: client.get(f"{url}?{query}") for query in QUERIES]
    posts: list[Callable[[], Any]] = []
    if row.act != "nobody":
        posts = [lambda data=data: client.post(url, data) for data in posts_to(sent(name, world))]
        posts += [
            lambda kind=kind: client.generic("POST", url, b'{"\x00": [\xff}', content_type=kind) for kind in KINDS
        ]
    asks = some_of(posts or queries, turn, 1)
    if "<" in PATHS[name]:
        asks += some_of([lambda: client.get(with_nasty_arguments(PATHS[name], turn))], turn, turn % 2)
    for ask in asks:
        with transaction.atomic():
            answer = ask()
            transaction.set_rollback(True)
            if answer.streaming:
                answer.getvalue()
        assert answer.status_code < 500
    client.cookies.pop("messages", None)


# Addresses

# What a form may put into an address, and why it is about nobody.
IN_A_QUERY = {
    "before": "the number of a framework",
    "after": "the number of a framework",
    "points": "a number of points",
    "table": "an allocation table",
    "page": "a page of a list",
    "moved": "the number of an agenda item",
    "list": "one of the lists of one's work",
    "person": "the number of somebody who acted, or who co-ordinates cases",
    "verb": "a kind of act",
    "reference": "the reference of a case, which names nobody",
    "role": "a role",
    "status": "open or closed",
    **{f"{end}_{part}": "a day of the trail" for end in ("first_day", "last_day") for part in ("day", "month", "year")},
}

PERSONAL = ("ellis", "rowan", "jo.ellis", "moss", "@example", "hillside", "%40")


def personal_parts(url: str) -> list[str]:
    """What is wrong with an address: parts that are about somebody."""
    if url.startswith(("mailto:", "tel:")):
        return []
    asked_for = re.findall(r"[?&](?:amp;)?([\w-]+)=", url)
    wrong = [f"{url} asks for {part}" for part in asked_for if part not in IN_A_QUERY and part != "next"]
    return wrong + [f"{url} holds {part}" for part in PERSONAL if part in url.lower()]


@pytest.mark.parametrize("name", [name for name in TRIED if ROWS[name].see not in (None, "nobody")])
def test_pages_lead_to_addresses_that_are_about_nobody(world: World, name: str):
    """No link holds a name, and no form puts one into an address."""
    page = page_for(name, world)
    assert not [wrong for url in page.addresses for wrong in personal_parts(url)]
    in_addresses = {field for method, _, fields in page.forms if method == "get" for field in fields}
    assert not in_addresses - IN_A_QUERY.keys()


# Where a form is sent by its address: each of these pages is tried above.
SENT_BY_ADDRESS = {
    "templates/_components/filter_panel.html": {
        "templates/allocation/agreement.html",
        "templates/audit/event_list.html",
        "templates/accounts/person_list.html",
        "templates/scoring/second_list.html",
    },
    "templates/allocation/allocate.html": set(),
    "templates/scoring/framework_compare.html": set(),
    "allocation/tables/views.py": set(),
}
FORM_BY_ADDRESS = re.compile(r"""<form\b(?![^>]*method=["']?(?:post|{{))|method=["']get["']""", re.IGNORECASE)


def sources() -> list[Path]:
    folders = ("templates", "crispy_govuk", "demonstration", "ras_project", *APPS)
    return [path for folder in folders for kind in ("*.html", "*.py") for path in sorted((ROOT / folder).rglob(kind))]


def test_forms_sent_by_address_are_listed():
    """A new form with method GET is looked at once: nothing personal may be typed into it."""
    found = {str(path.relative_to(ROOT)) for path in sources() if FORM_BY_ADDRESS.search(path.read_text())}
    assert found == SENT_BY_ADDRESS.keys()


def test_the_filter_panel_is_used_where_it_is_listed():
    used = {
        str(path.relative_to(ROOT))
        for path in sources()
        if re.search(r"{%\s*include[^%]*filter_panel\.html", path.read_text()) and "_components" not in path.parts
    }
    assert used == SENT_BY_ADDRESS["templates/_components/filter_panel.html"]
