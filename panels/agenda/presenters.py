"""The pack: what a member reads about an agenda item, and what may be done with it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.models import User
from base.clock import today
from base.contribution import NextStep, step
from base.pages import is_allowed
from casework.cases.frame import child_bar
from casework.counting import Counting, sums_of
from casework.enums import CostBasis
from casework.models import Case, ProvisionLine, Report
from casework.money import in_pounds
from casework.plan.queries import sections_shown
from casework.provision.presenters import amount_in_words, how_much, sum_facts, total_in_words
from casework.reports.queries import reports_received
from casework.reports.rules import CHILD_AND_FAMILY_VIEWS
from casework.tac.actions import tac_meetings_of
from crispy_govuk.figures import money_bar
from crispy_govuk.tables import Cell, Column, DataTable
from panels.agenda.permissions import (
    check_user_can_comment,
    check_user_can_decide,
    check_user_can_declare_interest,
    check_user_can_reschedule_item,
    check_user_can_take_interest_back,
    check_user_can_withdraw_item,
)
from panels.agenda.queries import agenda_of, interests_in, members_deciding, order_of_agenda
from panels.members.actions import seat_on
from panels.models import AgendaItem, Decision, Interest
from panels.signing.presenters import who_signs_hint
from panels.signing.queries import decisions_on
from scoring.scores.queries import form_of, profile_of

PARTS = (
    {"slug": "family", "text": "The child’s and the family’s views"},
    {"slug": "provision", "text": "Provision"},
    {"slug": "tac", "text": "What the TAC weighed"},
    {"slug": "scores", "text": "RAS profile"},
    {"slug": "plan", "text": "The plan as drafted"},
    {"slug": "comments", "text": "Members’ comments"},
)
"""The parts of a pack, in the order a member reads them."""


def item_steps(item: AgendaItem, user: User) -> list[NextStep]:
    """What a member, the chair or the co-ordinator may do with an item, refused steps with their sentence."""
    if not item.is_waiting:
        return []
    key, steps = [item.pk], []
    seat = seat_on(user, item.meeting.panel)
    if seat and seat.is_chair:
        steps.append(
            step(
                "Record the decision",
                reverse("panels:decision_outcome", args=key),
                lambda: check_user_can_decide(user, item),
                primary=True,
            )
        )
    if seat:
        steps += [
            step("Comment", reverse("panels:item_comment", args=key), lambda: check_user_can_comment(user, item)),
            step(
                "Declare an interest",
                reverse("panels:interest_declare", args=key),
                lambda: check_user_can_declare_interest(user, item),
            ),
        ]
    if is_allowed(lambda: check_user_can_reschedule_item(user, item)):
        reschedule = reverse("panels:item_reschedule", args=key)
        steps.append(NextStep("Move it to another meeting", reschedule, primary=item.meeting.is_called_off))
    if is_allowed(lambda: check_user_can_withdraw_item(user, item)):
        steps.append(NextStep("Take it off the agenda", href=reverse("panels:item_withdraw", args=key)))
    return steps


def item_page(item: AgendaItem, user: User) -> dict[str, Any]:
    """The pack of an item: everything a member reads before the meeting, on one page."""
    case = item.case
    lines, counting = list(item.plan_version.provision_lines.select_related("outcome")), Counting.of(item.counting)
    return {
        "item": item,
        "case": case,
        "meeting": item.meeting,
        "child_bar": child_bar(case, today()),
        "parts": PARTS,
        "decision": decision_of(item),
        "steps": item_steps(item, user),
        "hint": who_signs_hint(item) if item.is_waiting else "",
        "bar": money_bar(provision=item.agreed, indicative=item.indicative, limit=item.limit_amount),
        "provision": provision_table(lines),
        "sums": sum_facts(sums_of(lines, counting), counting),
        "tac_meetings": [held for held in tac_meetings_of(case) if not held.is_called_off],
        "outcomes": list(item.plan_version.outcomes.all()),
        "sections": [section for section in sections_shown(item.plan_version) if section.text.strip()],
        "form_table": ras_table(case),
        "family": family_views(case),
        "comments": list(item.comments.select_related("member__user")),
        "interests": interests_shown(case, user),
        **neighbours(item, user),
        "carryings": list(item.carryings.select_related("from_meeting", "to_meeting", "carried_by")),
        "earlier": list(decisions_on(case).exclude(item=item)),
    }


def neighbours(item: AgendaItem, user: User) -> dict[str, Any]:
    """Where the item stands on its meeting's agenda, and the items before and after it that this person may read."""
    order = [key for key, _ in order_of_agenda(item.meeting)]
    if item.pk not in order:
        return {}
    shown = list(agenda_of(item.meeting, user))
    at = next((index for index, each in enumerate(shown) if each.pk == item.pk), None)
    if at is None:
        return {}
    return {
        "number": order.index(item.pk) + 1,
        "of": len(order),
        "item_before": shown[at - 1] if at else None,
        "item_after": shown[at + 1] if at + 1 < len(shown) else None,
    }


@dataclass(frozen=True)
class InterestShown:
    """A declared interest, and where this person takes it back; "" where it is not theirs to do."""

    interest: Interest
    take_back_url: str


def interests_shown(case: Case, user: User) -> list[InterestShown]:
    """The interests declared in a case, oldest first, also those that were taken back.

    Who may take one back may take back each: nobody with an interest of their own reads this.
    """
    declared = list(interests_in(case))
    standing = [each for each in declared if each.taken_back_at is None]
    may = bool(standing) and is_allowed(lambda: check_user_can_take_interest_back(user, standing[0]))
    return [
        InterestShown(each, reverse("panels:interest_take_back", args=[each.item_id, each.pk]))
        if may and each in standing
        else InterestShown(each, "")
        for each in declared
    ]


def decided_by(item: AgendaItem) -> str:
    """The members who would decide the item now: present, without an interest, and with no part in the case."""
    return ", ".join(member.user.full_name for member in members_deciding(item))


def decision_of(item: AgendaItem) -> Decision | None:
    """The panel's decision on an item, once there is one."""
    return Decision.objects.filter(item=item).select_related("decided_by", "carried_out__carried_out_by").first()


def provision_table(lines: list[ProvisionLine]) -> DataTable:
    """The provision line by line, with its total. A place is not of it: it stands beside."""
    provided = [line for line in lines if line.basis != CostBasis.PLACE]
    rows = [
        [
            Cell(line.description, sub=_section_of(line)),
            how_much(line),
            f"{in_pounds(line.unit_amount)} {line.get_basis_display()}",
            amount_in_words(line),
            line.get_payer_display(),
        ]
        for line in provided
    ]
    columns = [
        Column("Provision"),
        Column("How much"),
        Column("At"),
        Column("Cost", numeric=True),
        Column("Who pays"),
    ]
    return DataTable(
        "Provision, line by line",
        columns,
        rows,
        foot=["Total", "", "", total_in_words(provided), ""],
        caption_hidden=True,
        empty="The plan has no provision lines.",
    )


def _section_of(line: ProvisionLine) -> str:
    towards = f", outcome {line.outcome.position}" if line.outcome else ""
    return f"Section {line.section}{towards}"


def ras_table(case: Case) -> DataTable | None:
    """The level of each outcome and why, with the points; None before the form is submitted."""
    form = form_of(case)
    if form is None or form.is_draft:
        return None
    profile = profile_of(form)
    rows = [
        [f"{answer.position}. {answer.wording}", answer.level_name or "None", answer.reason or "No difficulties"]
        for answer in profile.answers
    ]
    return DataTable(
        f"{profile.points} points",
        [Column("Outcome"), Column("Level"), Column("Why")],
        rows,
        caption_size="s",
    )


def family_views(case: Case) -> list[Report]:
    """What the family and the child wrote themselves, as far as it was submitted as text."""
    return [report for report in reports_received(case).filter(kind__in=CHILD_AND_FAMILY_VIEWS) if report.text.strip()]
