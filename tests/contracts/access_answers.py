"""What is sent to a url and what is answered, each request undone again."""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.messages import get_messages
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from audit.models import READ, READING, AuditEvent
from casework.models import Case
from tests.contracts.access_page import Page, page_of
from tests.contracts.access_table import (
    DONE,
    FORBIDDEN,
    NO_PAGE,
    NOT_SIGNED_IN,
    NOT_THERE,
    NOTHING,
    REFUSED,
    ROWS,
    SHOWN,
    TO_SIGN_IN,
    Row,
    people_in,
)
from tests.contracts.access_typed import TYPED
from tests.contracts.access_urls import address
from tests.contracts.access_world import World
from tests.rows import tables_written_to


@dataclass
class Asked:
    """One request, undone again: what was answered, and what it left in the trail and of the case."""

    response: HttpResponse
    acts: list[AuditEvent]
    views: list[AuditEvent]
    moved: bool
    refusals: list[str]
    readings: list[AuditEvent]


def asked(world: World, name: str, person: str, method: str, data: dict[str, Any] | None = None) -> Asked:
    case, client = world.cases.get(ROWS[name].at), world.clients[person]
    with transaction.atomic():
        with tables_written_to() as written:
            if data is None:
                response = client.generic(method, address(name, world))
            else:
                response = client.post(address(name, world), data)
        words = get_messages(response.wsgi_request) if data is not None else ()
        refusals = [str(message) for message in words if "error" in message.tags]
        left = list(AuditEvent.objects.filter(pk__gt=world.end)) if AuditEvent._meta.db_table in written else []
        moved = Case._meta.db_table in written and case is not None and is_moved(case)
        transaction.set_rollback(True)
        if response.streaming:
            response.getvalue()
    client.cookies.pop("messages", None)
    if method == "GET":
        world.statuses[name, person] = response.status_code
    acts = [event for event in left if event.verb not in READING]
    readings = [event for event in left if event.verb in READING]
    views = [event for event in readings if event.verb in READ and event.case_id]
    return Asked(response, acts, views, moved, refusals, readings)


def status_of_reading(world: World, name: str, person: str) -> int:
    """With which status somebody is answered who asks for a page."""
    if (name, person) not in world.statuses:
        asked(world, name, person, "GET")
    return world.statuses[name, person]


def asked_at(url: str, world: World, person: str, method: str) -> HttpResponse:
    """A request to any address, undone again; what is posted is nonsense, from a page of ours."""
    client = world.clients[person]
    with transaction.atomic():
        if method == "POST":
            response = client.post(url, {"nonsense": "No meaning."}, headers={"origin": "http://testserver"})
        else:
            response = client.get(url)
        transaction.set_rollback(True)
        if response.streaming:
            response.getvalue()
    client.cookies.pop("messages", None)
    return response


def is_moved(case: Case) -> bool:
    kept = Case.objects.values_list("stage", "coordinator_id").get(pk=case.pk)
    return kept != (case.stage, case.coordinator_id)


def leads_to_sign_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and response["Location"].startswith(
        ("/accounts/login/", reverse("account_login"))
    )


def reading_answered(got: Asked) -> str:
    status = got.response.status_code
    if leads_to_sign_in(got.response):
        return TO_SIGN_IN
    return {200: SHOWN, 404: NOT_THERE, 403: FORBIDDEN, 405: NO_PAGE}.get(status, f"{status}")


def acting_answered(got: Asked, row: Row) -> str:
    """What a POST came to. Whatever left something behind counts as done."""
    status = got.response.status_code
    if got.acts or got.moved:
        return DONE
    if leads_to_sign_in(got.response):
        return TO_SIGN_IN
    if status == 404:
        return NOT_THERE
    if status in (403, 409, 422) or got.refusals or says_there_is_a_problem(got.response):
        return REFUSED
    is_for_a_script = got.response.get("Content-Type") == "application/json"
    if not row.recorded and (status == 302 or is_for_a_script):
        return DONE
    return NOTHING if status in (200, 302, 405) else f"{status}"


def says_there_is_a_problem(response: HttpResponse) -> bool:
    return response.status_code == 200 and b"govuk-error-summary" in getattr(response, "content", b"")


def problems(got: Asked) -> str:
    """The sentences of a refused page, for whoever reads a failed test."""
    text = getattr(got.response, "content", b"").decode(errors="replace")
    summary = re.search(r"govuk-error-summary__body.*?</div>", text, re.DOTALL)
    return " ".join([*got.refusals, re.sub(r"<[^>]+>|\s+", " ", summary.group()) if summary else ""]).strip()


def reader_of(name: str) -> str:
    """Somebody who may read the page."""
    return min(people_in(ROWS[name].see or "nobody") - NOT_SIGNED_IN)


def reading_of(name: str, world: World) -> Asked:
    """What somebody who may read a page is answered, and what it leaves; asked for once."""
    if name not in world.readings:
        world.readings[name] = asked(world, name, reader_of(name), "GET")
    return world.readings[name]


def page_for(name: str, world: World) -> Page:
    """The page as its reader has it."""
    if name not in world.pages:
        world.pages[name] = page_of(reading_of(name, world).response)
    return world.pages[name]


def sent(name: str, world: World) -> dict[str, Any]:
    """What somebody who may act would send: the form of the page as it is, and what is typed."""
    if name not in world.forms:
        row = ROWS[name]
        there = page_for(name, world).form_to_send() if row.see is not None and row.act != "nobody" else {}
        world.forms[name] = there | (TYPED[name](world) if name in TYPED else {})
    return world.forms[name]
