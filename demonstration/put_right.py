"""What went wrong in a few of the made-up cases, and was put right by the real actions."""

from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta
from decimal import Decimal

from accounts.models import User
from base.clock import today
from base.refusals import Refused
from casework.cases.actions import close_case, reassign_case, reopen_case
from casework.children.actions import ChildDetails
from casework.corrections.actions import correct_facts
from casework.enums import (
    CostBasis,
    Payer,
    Presence,
    ReportKind,
    ReportStatus,
    RequestSource,
    SectionLetter,
    Sex,
    Stage,
    WeighedBy,
)
from casework.files.actions import read_file
from casework.finalising.actions import record_family_views, weigh_again
from casework.models import Case, Report
from casework.plan.actions import save_section
from casework.provision.actions import add_provision_line
from casework.provision.rules import Price, Provision
from casework.report_corrections.actions import replace_report, withdraw_report
from casework.reports.actions import mark_passage, record_report
from casework.requests.actions import open_case
from casework.tac.actions import Attended, ask_tac, call_off_tac, convene_tac, record_attendance
from casework.versions.actions import last_tac_result, open_tac_meeting, plan_version_of
from casework.weighing.actions import choose_weigher
from demonstration.cast import Cast
from demonstration.papers import report_by_email


def put_right(cast: Cast) -> int:
    """Let each thing go wrong once, where there is a case for it. Returns how many acts that took."""
    lead = cast.leads[0]
    tried: tuple[tuple[Stage, Callable[[Case, User], int]], ...] = (
        (Stage.GATHERING_REPORTS, _report_of_another_child),
        (Stage.GATHERING_REPORTS, _another_day_of_request),
        (Stage.SCORING, _report_replaced),
        (Stage.SCORING, _report_by_email),
        (Stage.TAC, _late_report),
        (Stage.TAC, _meeting_called_off),
        (Stage.DRAFTING, _one_off_and_place),
        (Stage.REQUESTED, _closed_by_mistake),
        (Stage.GATHERING_REPORTS, _recorded_twice(cast)),
        (Stage.VERIFICATION, _given_to_a_colleague(cast)),
        (Stage.FINALISING, _draft_changed),
        (Stage.FINALISING, _tac_asked_by_correspondence),
    )
    acts = 0
    done: set[int] = set()
    for stage, act in tried:
        for case in Case.objects.filter(stage=stage).exclude(pk__in=done).select_related("coordinator").order_by("-pk"):
            try:
                acts += act(case, lead)
            except Refused:
                continue
            done.add(case.pk)
            break
    return acts


def _a_report(case: Case) -> Report:
    report = case.reports.filter(status=ReportStatus.RECEIVED).exclude(kind=ReportKind.FAMILY).first()
    if report is None:
        raise Refused("No report of this case has come.")
    return report


def _report_of_another_child(case: Case, lead: User) -> int:
    reason = "It was about another child of the same name. The right one is still to come."
    withdraw_report(_a_report(case), reason=reason, is_still_awaited=True, by=case.coordinator)
    return 1


def _report_replaced(case: Case, lead: User) -> int:
    report = _a_report(case)
    replace_report(
        report,
        reason="A draft was recorded. This is the report as it was signed.",
        author=report.author,
        received_on=today(),
        text=f"{report.text}\n\nSigned, with the corrections of the author.",
        by=case.coordinator,
    )
    return 1


def _another_day_of_request(case: Case, lead: User) -> int:
    facts = {"requested_on": case.requested_on - timedelta(days=2)}
    correct_facts(case, facts, reason="The letter had lain at the front desk since then.", by=case.coordinator)
    return 1


def _late_report(case: Case, lead: User) -> int:
    report = record_report(
        case,
        ReportKind.OCCUPATIONAL_THERAPY,
        author="K. Doyle, occupational therapist",
        received_on=today(),
        text="He needs a seat that supports his trunk, and breaks from writing every ten minutes.",
        by=case.coordinator,
    )
    choose_weigher(report, WeighedBy.TAC, by=case.coordinator)
    return 2


def _report_by_email(case: Case, lead: User) -> int:
    """A report came as an e-mail with files; its words are marked where they stand in one of them."""
    report = record_report(
        case,
        ReportKind.OTHER,
        author="K. Brand, specialist teacher",
        received_on=today(),
        uploads=[report_by_email()],
        by=case.coordinator,
    )
    for file in report.files.all():
        read_file(file)
    mark_passage(report, quote="Twenty minutes a day with one adult", by=case.coordinator)
    return 2


def _meeting_called_off(case: Case, lead: User) -> int:
    meeting = open_tac_meeting(case) or convene_tac(case, held_on=today(), place="The school", by=case.coordinator)
    call_off_tac(meeting, reason="The family cannot come on this day.", by=case.coordinator)
    return 2


def _one_off_and_place(case: Case, lead: User) -> int:
    plan = plan_version_of(case)
    if plan is None:
        raise Refused("The plan of this case has not been begun.")
    once = Provision("A writing slope and a chair that supports", Decimal(1), Payer.TOP_UP)
    add_provision_line(plan, once, Price("Equipment", CostBasis.ONE_OFF, Decimal("420.00")), by=case.coordinator)
    place = Provision("A place at a special school", Decimal(1), Payer.TOP_UP, SectionLetter.I)
    price = Price("Special school place", CostBasis.PLACE, Decimal("24500.00"))
    add_provision_line(plan, place, price, by=case.coordinator)
    return 2


def _closed_by_mistake(case: Case, lead: User) -> int:
    close_case(case, Stage.WITHDRAWN, reason="The family wrote that they withdraw.", by=lead)
    reopen_case(case, reason="The letter was about a brother.", by=lead)
    return 2


def _recorded_twice(cast: Cast) -> Callable[[Case, User], int]:
    """A school asked for a child whose family had asked already, under both first names: a Lead can merge the two."""

    def record(case: Case, lead: User) -> int:
        colleague = next(each for each in cast.coordinators if each.pk != case.coordinator_id)
        known = {field.name: getattr(case.child, field.name) for field in fields(ChildDetails)}
        middle = "Rose" if case.child.sex == Sex.FEMALE else "James"
        twice = {"first_name": f"{case.child.first_name} {middle}", "upn": "", "uln": "", "upn_unknown": ""}
        second = open_case(
            child=ChildDetails(**known | twice),
            requested_on=today(),
            request_source=RequestSource.SETTING,
            request_reason="They come for part of the day only, and we cannot give more help from our own funds.",
            coordinator=colleague,
            by=lead,
        )
        close_case(second, Stage.WITHDRAWN, reason="The family had asked already.", by=lead)
        return 2

    return record


def _draft_changed(case: Case, lead: User) -> int:
    plan = plan_version_of(case)
    if plan is None or plan.draft_served_on is None:
        raise Refused("The draft of this case has not been served.")
    text = "The family have a social worker, who visits every six weeks. They have asked for short breaks."
    save_section(plan, SectionLetter.D, text, by=case.coordinator)
    return 1


def _tac_asked_by_correspondence(case: Case, lead: User) -> int:
    plan, met, by = plan_version_of(case), last_tac_result(case), case.coordinator
    if plan is None or plan.draft_served_on is None or met is None:
        raise Refused("The draft of this case has not been served.")
    reason = "The family ask that the help at lunch is on the same days as their club."
    record_family_views(case, text=reason, received_on=today(), by=by)
    weigh_again(case, reason=reason, by=by)
    meeting = ask_tac(case, held_on=today() + timedelta(days=7), by=by)
    family, *others = met.attendances.all()
    people = [Attended(each.name, each.capacity, Presence.AGREED) for each in (family, *others[1:])]
    people += [Attended(each.name, each.capacity, Presence.ASKED) for each in others[:1]]
    record_attendance(meeting, people, by=by)
    return 4


def _given_to_a_colleague(cast: Cast) -> Callable[[Case, User], int]:
    def give(case: Case, lead: User) -> int:
        colleague = next(each for each in cast.coordinators if each.pk != case.coordinator_id)
        reassign_case(case, colleague, by=lead)
        return 1

    return give
