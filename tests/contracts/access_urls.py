"""The urls of the service, and the address of each for the case that its row names."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from allocation.models import SignOffLimit
from allocation.tables.actions import default_table
from base.clock import today
from casework.models import Case, CountingSetting, Passage, PlanReview
from casework.names.queries import children_like, identity_of, those_not
from casework.versions.actions import open_tac_meeting, plan_version_of
from operations.models import Mail
from panels.models import Interest, Member
from panels.signing.queries import waiting_item
from scoring.models import Framework
from tests.contracts.access_table import ROWS, THIRD_PARTY, THIRD_PARTY_PATHS
from tests.contracts.access_world import World
from tests.factories import journeys


def patterns(resolver: URLResolver | None = None, namespace: str = "", before: str = "") -> Iterator[tuple[str, str]]:
    """The name and the path of every url."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace, path)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name or path}", path


def is_third_party(name: str) -> bool:
    return name.startswith((*THIRD_PARTY, *THIRD_PARTY_PATHS))


PATHS = {name: path for name, path in patterns() if not is_third_party(name)}
TRIED = sorted(ROWS.keys() & PATHS.keys())
OF_A_CASE = [name for name in TRIED if PATHS[name].startswith(("cases/<", "panel/items/"))]


def address(name: str, world: World) -> str:
    """The url, with the case at the stage of its row, and something of that case."""
    if name not in world.addresses:
        case = world.cases.get(ROWS[name].at)
        wanted = re.findall(r"<\w+:(\w+)>", PATHS[name])
        world.addresses[name] = reverse(name, kwargs={each: the_argument(each, name, case, world) for each in wanted})
    return world.addresses[name]


def the_argument(wanted: str, name: str, case: Case | None, world: World) -> Any:
    if name.startswith("scoring:framework"):
        return of_a_framework(wanted, name)
    if wanted == "pk":
        return the_number(name, case, world)
    if wanted == "slug":
        return default_table(today()).slug
    if wanted in FIXED:
        return FIXED[wanted]
    return OF_THE_CASE[wanted](case, name)


def of_a_framework(wanted: str, name: str) -> int:
    """The number of a published framework, of the draft, or of an outcome of the draft."""
    if name in ("scoring:framework_detail", "scoring:framework_export", "scoring:framework_retire"):
        return Framework.objects.filter(status="published").latest("pk").pk
    draft = Framework.objects.get(status="draft")
    return draft.outcomes.get(position=2).pk if wanted == "outcome_id" else draft.pk


FIXED = {"letter": "B", "kind": "draft", "position": 1, "outcome": "agree"}
REPORTS = {
    "casework:report_detail": {"files__isnull": False},
    "casework:report_file": {"files__isnull": False},
    "casework:report_file_picture": {"files__isnull": False},
    "casework:report_file_remove": {"files__isnull": False},
    "casework:report_wait": {"status": "waived"},
    "casework:report_put_back": {"status": "withdrawn"},
    "casework:report_weigher": {"late__isnull": False},
    "casework:report_finding": {"late__isnull": False},
}
"""Which report of the case a page is about, where one without files will not do."""


def another_child(case: Case, name: str) -> int:
    """The child of a withdrawn case; or one much like that of the case, or told apart from it."""
    if name == "casework:records_ask_again":
        return those_not(case.child)[0]
    if name == "casework:records_another":
        return children_like(identity_of(case.child), besides=case.child)[0].pk
    return Case.objects.filter(stage="withdrawn")[0].child_id


OF_THE_CASE = {
    "reference": lambda case, name: case.reference,
    "contact_id": lambda case, name: case.child.contacts.first().pk,
    "report_id": lambda case, name: case.reports.filter(**REPORTS.get(name, {"files": None}))[0].pk,
    "file_id": lambda case, name: case.reports.filter(files__isnull=False)[0].files.first().pk,
    "chase_id": lambda case, name: case.reports.filter(files=None)[0].chases.first().pk,
    "passage_id": lambda case, name: Passage.objects.get(report__case=case).pk,
    "outcome_id": lambda case, name: plan_version_of(case).outcomes.first().pk,
    "line_id": lambda case, name: plan_version_of(case).provision_lines.first().pk,
    "child_id": another_child,
    "merge_id": lambda case, name: case.child.merges.get().pk,
    "review_id": lambda case, name: PlanReview.objects.get(plan__child=case.child_id).pk,
    "interest_id": lambda case, name: Interest.objects.get(item__case=case).pk,
    "document_id": lambda case, name: plan_version_of(case).documents.order_by("was_served_on").last().pk,
    "showing_id": lambda case, name: plan_version_of(case).showings.last().pk,
    "meeting_id": lambda case, name: open_tac_meeting(case).pk,
}


PEOPLE_OF_PAGES = {
    "accounts:person_reactivate": "left",
    "accounts:person_second_factor": "keeper",
    "accounts:person_disconnect": "keeper",
    "accounts:person_password_stop": "keeper",
    "accounts:person_password_keep": "administrator",
}
"""Whom a page is about that is not about just anybody."""


def the_number(name: str, case: Case | None, world: World) -> int:
    """The number of a person, a setting, a panel, a seat, a meeting or an agenda item."""
    if name.startswith("accounts:"):
        return world.users[PEOPLE_OF_PAGES.get(name, "somebody")].pk
    if name.startswith("operations:"):
        return Mail.objects.get().pk
    if name == "panels:member_add":
        return journeys.load_starter_panel().pk
    if name == "panels:member_end":
        return Member.objects.get(user=world.users["member"]).pk
    if name.startswith("allocation:"):
        settings = SignOffLimit if name == "allocation:limit_withdraw" else CountingSetting
        return settings.objects.latest("effective_from").pk
    item = waiting_item(case)
    return item.meeting_id if "meetings/" in PATHS[name] else item.pk
