"""What is known of a child: shown as rows, and corrected."""

from datetime import date
from typing import Any

from django.views.decorators.http import require_POST

from accounts.enums import Role
from accounts.permissions import check_user_has_role
from base.clock import today
from base.pages import explain
from base.refusals import Stale
from base.words import counted
from base.words import day_in_words as in_words
from casework.cases.frame import ask_of_case, link, with_case
from casework.cases.queries import case_facts
from casework.children.actions import change_child, check_user_can_manage_details
from casework.children.forms import ChildChangeForm
from casework.enums import Need
from casework.models import Case, Child, Contact
from casework.names.actions import record_told_of
from casework.names.forms import SETTINGS
from crispy_govuk.found import suggestions

MERGE_NEXT = " A Lead can merge the two records of the child, listed here."


def child_rows(case: Case) -> list[dict[str, Any]]:
    """What is known of the child, as rows, the name first; what is not known is left out."""
    child, day = case.child, today()
    born = f"{in_words(child.date_of_birth)}, {child.age_on(day)} years old"
    is_theirs = child.year_offset and not child.died_on
    return known_rows(
        ("Name", child.full_name),
        ("Known as", child.known_as),
        ("Died on", in_words(child.died_on)),
        ("Date of birth", in_words(child.date_of_birth) if child.died_on else f"{born}, {child.year_label_on(day)}"),
        ("School year", _out_of_year(child, day) if is_theirs else ""),
        ("Sex", child.get_sex_display()),
        ("Ethnicity", child.get_ethnicity_display()),
        ("Needs", "; ".join(Need(need).label for need in (child.primary_need, child.secondary_need) if need)),
        ("Setting", case_facts(case)["setting"] or "None"),
        ("Address", address_in_words(child), WITHHELD if child.address_is_withheld else ""),
        ("Looked after", _looked_after(child)),
        ("First language", child.first_language),
        ("UPN", child.upn or child.get_upn_unknown_display()),
        ("ULN", child.uln),
    )


def address_in_words(of: Child | Contact) -> str:
    """An address with its postcode, on one line."""
    return ", ".join(part for part in (*of.address.splitlines(), of.postcode) if part)


def _out_of_year(child: Child, day: date) -> str:
    years = counted(abs(child.year_offset), "year")
    way = "above" if child.year_offset > 0 else "below"
    return f"Taught in {child.year_label_on(day)}, {years} {way} those of their age"


def _looked_after(child: Child) -> str:
    since = f" since {in_words(child.looked_after_since)}" if child.looked_after_since else ""
    return f"By {child.looked_after_by}{since}" if child.looked_after_by else ""


WITHHELD = "Not to be told to the other contacts"
"""The tag of an address that no other contact is told."""


def known_rows(*rows: tuple[str, ...]) -> list[dict[str, Any]]:
    """Rows of a key, its value and, where there is one, its tag; what is not known is left out."""
    return [{"key": key, "value": value, "tag": "".join(tag)} for key, value, *tag in rows if value]


def ask_for_details(request, case, form, act, **how):
    """A page about the family, for who may correct what is known of it."""
    check = lambda: check_user_can_manage_details(request.user, case)  # noqa: E731
    return ask_of_case(request, case, form, act, check=check, here="family", **how)


def show_present(row):
    """Who comes too late is shown what is recorded now."""

    def refused(form, refusal):
        explain(form, refusal)
        if isinstance(refusal, Stale):
            form.show_again(row)

    return refused


@with_case("Change the child’s details")
def child_change(request, case):
    same: list[Child] = []

    def change(form):
        same.extend([form.same] if form.same else [])
        return change_child(case, **form.correction(), by=request.user)

    def context(form):
        record_told_of(form.told_of, by=request.user)
        return {"now_there": child_rows(case) if form.shows_present else []}

    return ask_for_details(
        request,
        case,
        lambda data: ChildChangeForm.of(case.child, data, request.user),
        change,
        refused=show_present(case.child),
        done=lambda child: f"The child’s details are saved.{MERGE_NEXT if same else ''}",
        then=lambda child: link(case, "child_records" if same else "case_detail"),
        template="casework/child_change.html",
        context=context,
    )


@require_POST
def settings_found(request):
    """For the script that suggests: the nurseries, schools and colleges of a name."""
    check_user_has_role(request.user, Role.CASE_COORDINATOR, Role.LEAD_SEND_COORDINATOR, act="look for a setting")
    return suggestions(request, SETTINGS)


settings_found.is_passive = True  # type: ignore[attr-defined]
