"""Cases with reports, a plan and a TAC, brought there by the real actions of casework.

What scoring and panels would do in between is only the move to the next stage.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.enums import Role
from accounts.models import User
from base.clock import today
from casework.cases.actions import move_case, record_indicative_resource
from casework.enums import CostBasis, Payer, Presence, ReportKind, Stage, TacResult
from casework.finalising.actions import approve_plan, name_placement, record_family_views, serve_draft
from casework.models import Case, PlanVersion, ProvisionLine, Report, TacMeeting
from casework.plan.actions import save_outcome, save_section, take_to_tac
from casework.provision.actions import add_provision_line
from casework.provision.rules import Price, Provision
from casework.reports.actions import ReportRequest, ask_for_reports, open_scoring, receive_report
from casework.tac.actions import Attended, conclude_tac, convene_tac, record_attendance
from casework.versions.actions import start_plan
from tests.factories.cases import a_case_being_assessed, go_on_without_the_rest
from tests.factories.people import a_person
from tests.gallery import made_once


def a_lead() -> User:
    return a_person(Role.LEAD_SEND_COORDINATOR)


def an_awaited_report(case: Case, kind: ReportKind = ReportKind.MEDICAL, asked_of: str = "Dr K. Lim") -> Report:
    return ask_for_reports(case, [ReportRequest(kind, asked_of)], by=case.coordinator)[0]


def a_received_report(case: Case, kind: ReportKind = ReportKind.MEDICAL, **data: Any) -> Report:
    """A report with a text."""
    data = {"author": "Dr K. Lim", "received_on": today(), "text": "He hears well.", **data}
    return receive_report(an_awaited_report(case, kind), **data, by=case.coordinator)


@made_once
def a_plan_being_drafted(coordinator: User, *, written: bool = True) -> PlanVersion:
    """A plan at drafting; `written` gives it what the TAC needs."""
    lead = a_lead()
    case = a_case_being_assessed(coordinator, lead)
    a_received_report(case)
    go_on_without_the_rest(case, lead)
    open_scoring(case, by=coordinator)
    for stage in (Stage.VERIFICATION, Stage.MODERATION, Stage.DRAFTING):
        move_case(case, stage, by=coordinator)
    plan_version = start_plan(case, by=coordinator)
    if written:
        save_section(plan_version, "A", "He loves trains.\n\nHe wants friends.", by=coordinator)
        save_section(plan_version, "B", "He finds it hard to understand long sentences.", by=coordinator)
        outcome = save_outcome(
            plan_version, text="He reads a page aloud.", achieve_by=today() + timedelta(days=300), by=coordinator
        )
        a_line(plan_version, outcome_id=outcome.pk)
    return plan_version


LESSONS = Provision("Teaching assistant in lessons", Decimal(7), Payer.TOP_UP)
TAF = Price("Teaching assistant (TAF)", CostBasis.WEEKLY_HOUR_YEAR, Decimal("600.00"))


def a_line(plan_version: PlanVersion, price: Price = TAF, **other: Any) -> ProvisionLine:
    """Seven hours a week of a teaching assistant, £4,200.00 a year, unless told otherwise."""
    return add_provision_line(plan_version, replace(LESSONS, **other), price, by=plan_version.case.coordinator)


@made_once
def a_plan_at_the_tac(coordinator: User) -> PlanVersion:
    plan_version = a_plan_being_drafted(coordinator)
    take_to_tac(plan_version.case, by=coordinator)
    return plan_version


@made_once
def a_tac_meeting(coordinator: User, *, held_on: date | None = None, attended: bool = True) -> TacMeeting:
    """An open meeting of today, which the mother attended."""
    plan_version = a_plan_at_the_tac(coordinator)
    meeting = convene_tac(plan_version.case, held_on=held_on or today(), place="Hillside Academy", by=coordinator)
    if attended:
        record_attendance(meeting, [Attended("Jo Ellis", "Mother", Presence.ATTENDED)], by=coordinator)
    return meeting


@made_once
def a_concluded_meeting(coordinator: User, indicative: str = "5000.00") -> TacMeeting:
    """A meeting that found the plan within this indicative resource."""
    meeting = a_tac_meeting(coordinator)
    record_indicative_resource(meeting.case, amount=Decimal(indicative), by=coordinator)
    return conclude_tac(
        meeting,
        result=TacResult.WITHIN,
        reason="",
        expected_version=meeting.case.plan_version.version,
        by=coordinator,
    )


@made_once
def an_approved_plan(coordinator: User, signer: User | None = None) -> PlanVersion:
    """A plan at finalising, approved by a Lead."""
    case = a_concluded_meeting(coordinator).case
    move_case(case, Stage.SIGN_OFF, by=coordinator)
    return approve_plan(case, agreed_amount=Decimal("4200.00"), by=signer or a_lead())


@made_once
def a_served_plan(coordinator: User, signer: User | None = None) -> PlanVersion:
    """An approved plan whose draft was served today."""
    return serve_draft(an_approved_plan(coordinator, signer).case, served_on=today(), by=coordinator)


@made_once
def a_plan_to_issue(coordinator: User, signer: User | None = None) -> PlanVersion:
    """A served plan with the family's views and a type of placement: the days must still run."""
    case = a_served_plan(coordinator, signer).case
    record_family_views(case, text="We are happy with it.", received_on=today(), by=coordinator)
    return name_placement(case, setting=None, placement_type="Mainstream secondary school", by=coordinator)
