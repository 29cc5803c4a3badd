"""What the service is called, and the navigation each person is shown."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from accounts.enums import Role
from accounts.models import User
from base.clock import now
from base.words import time_in_words
from panels.members.actions import PANEL_ROLES
from scoring.frameworks.queries import READERS

CASEWORKERS = (
    Role.CASE_COORDINATOR,
    Role.LEAD_SEND_COORDINATOR,
    Role.PERSONALISATION_OFFICER,
)


@dataclass(frozen=True)
class Entry:
    """One entry: `url_name` is the page it opens, `under` the start of the paths it stands for."""

    label: str
    url_name: str
    under: str
    roles: tuple[Role, ...] = tuple(Role)


ENTRIES = (
    Entry("Your work", "casework:work_list", "/your-work/"),
    Entry("Cases", "casework:case_list", "/cases/", CASEWORKERS),
    Entry("Panel", "panels:panel_home", "/panel/", (*PANEL_ROLES, *CASEWORKERS)),
    Entry(
        "Moderation",
        "allocation:moderation_queue",
        "/moderation/",
        (Role.PERSONALISATION_OFFICER, Role.LEAD_SEND_COORDINATOR),
    ),
    Entry(
        "Allocation",
        "allocation:allocation_home",
        "/allocation/",
        (Role.PERSONALISATION_OFFICER, Role.LEAD_SEND_COORDINATOR, Role.FINANCE_READER),
    ),
    Entry("Scoring", "allocation:agreement", "/second-scoring/", CASEWORKERS),
    Entry("Frameworks", "scoring:framework_list", "/frameworks/", READERS),
    Entry("People", "accounts:person_list", "/people/", (Role.SERVICE_ADMINISTRATOR,)),
    Entry("Service status", "operations:status", "/service/", (Role.SERVICE_ADMINISTRATOR,)),
    Entry("Audit trail", "audit:event_list", "/audit/", (Role.SERVICE_ADMINISTRATOR,)),
)


@cache
def _address(url_name: str) -> str:
    """The address of an entry, the same for as long as the process lives; "" of a page that this service has not."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def navigation_for(user: User, path: str) -> list[dict[str, object]]:
    """The entries this person may open: text, href, and whether the page in hand is under it."""
    entries: list[dict[str, object]] = []
    for entry in ENTRIES:
        if not user.has_role(*entry.roles):
            continue
        url = _address(entry.url_name)
        if not url:
            continue
        active = path == "/" if url == "/" else path.startswith((entry.under, url))
        entries.append({"text": entry.label, "href": url, "active": active})
    return entries


def session_end(request: HttpRequest) -> dict[str, object] | None:
    """When the session of this person ends unless they work on, for the warning before it; None of no session."""
    seconds = getattr(getattr(request, "session", None), "seconds_left", 0)
    if not seconds:
        return None
    until = now() + timedelta(seconds=seconds)
    return {"seconds": seconds, "time": time_in_words(until), "most_hours": settings.SESSION_MOST_HOURS}


def service(request: HttpRequest) -> dict[str, object]:
    """The council, whether these are made-up cases, and the navigation of the person signed in."""
    user = getattr(request, "user", None)
    person = user if isinstance(user, User) else None
    return {
        "COUNCIL_NAME": settings.COUNCIL_NAME,
        "SERVICE_NAME": "SEND casework",
        "DEMONSTRATION": settings.DEMONSTRATION,
        "OIDC_NAME": settings.OIDC_NAME if settings.OIDC_SERVER else "",
        "navigation": navigation_for(person, request.path) if person else [],
        "session_end": session_end(request) if person else None,
        "signed_in_roles": [role.label for role in Role if role in person.roles] if person else [],
    }
