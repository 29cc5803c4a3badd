"""The life of one made-up case from the indicative resource to the issued plan, and the review that follows."""

from collections.abc import Generator
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.timezone import localdate

from accounts.models import User
from allocation.allocating.actions import allocation_of
from base.clock import today
from base.refusals import Refused
from casework.ages import age_on
from casework.cases.actions import grant_duty_exception
from casework.enums import (
    Need,
    Part,
    PlanEnd,
    Presence,
    ReportKind,
    ReviewDecision,
    RoundMeans,
    SectionLetter,
    Stage,
    TacResult,
)
from casework.finalising.actions import issue_final_plan, name_placement, record_family_views, serve_draft
from casework.maintaining.actions import end_plan
from casework.models import Case, PlanVersion, TacMeeting
from casework.money import total
from casework.plan.actions import save_outcome, save_section, take_to_tac
from casework.reports.actions import ReportRequest, ask_for_reports, receive_report
from casework.reviews.actions import record_review, start_key_stage_review
from casework.tac.actions import Attended, conclude_tac, convene_tac, record_attendance, record_round
from casework.versions.actions import plan_version_of
from demonstration.cast import Life, Told
from demonstration.provision import HALF_HOUR, change_hours, half_hours, largest_line, lines_for, write_lines
from demonstration.stories import Costs
from demonstration.words import AUTHORS, OUTCOMES, REPORTS, SECTIONS
from panels.agenda.actions import send_for_decision
from panels.decisions.actions import carry_out_decision
from panels.enums import MeetingStatus
from panels.models import Decision, Meeting
from panels.signing.actions import sign_off_plan
from panels.signing.queries import different_amount_of

LEAD_MAY_SIGN_BELOW = Decimal(10_300)


AFTER_THE_PANEL = timedelta(days=1)


MOST_HEARINGS = 3


SAME_PERSON = 0.04
"""The share of plans that the verifying Lead also signs, by a recorded exception."""


def plan_life(case: Case, told: Told) -> Life:
    """Drafting, TAC, decision and finalising."""
    yield told.at(1)
    plan = plan_version_of(case)
    assert plan is not None  # noqa: S101 - the allocation began it
    _write_sections(plan, told)
    yield told.at(2)
    _write_provision(case, plan, told)
    yield told.after(Stage.DRAFTING)
    take_to_tac(case, by=told.people.coordinator)
    yield from _hold_tac(case, plan, told)
    yield told.after(Stage.TAC)
    if told.story.goes_to_panel:
        yield from _through_the_panel(case, plan, told)
    else:
        send_for_decision(case, by=told.people.coordinator)
        yield told.after(Stage.SIGN_OFF)
        sign_off_plan(case, by=_signer(case, told))
    yield from _finalise(case, told)


def _signer(case: Case, told: Told) -> User:
    """Another Lead than the one who verified; now and then the same, by an exception that the officer grants."""
    if told.random.random() > SAME_PERSON:
        return told.people.signer
    reason = "The other Lead is away until next month, and the family has waited long."
    grant_duty_exception(case, told.people.verifier, Part.SIGNER, reason=reason, by=told.people.officer)
    return told.people.verifier


def _write_sections(plan: PlanVersion, told: Told) -> None:
    areas = [Need(code).label.lower() for code in (told.story.primary_need, told.story.secondary_need) if code]
    letters = SECTIONS if told.story.stops_at in (Stage.FINALISING, Stage.MAINTAINED) else ("A", "B", "F")
    for letter in letters:
        words = SECTIONS[letter].format(name=told.story.first_name, areas=" and ".join(areas))
        save_section(plan, SectionLetter(letter), words, by=told.people.coordinator)
    for text in told.random.sample(OUTCOMES, k=told.random.randint(1, 3)):
        save_outcome(plan, text=told.say(text), achieve_by=_end_of_key_stage(told), by=told.people.coordinator)


def _end_of_key_stage(told: Told) -> date:
    years = 2 if age_on(told.story.born, told.day) < 16 else 1
    return date(told.day.year + years, 7, 20)


def _write_provision(case: Case, plan: PlanVersion, told: Told) -> None:
    """Lines that come out as the story has it beside the indicative resource."""
    indicative = _indicative(case)
    share = told.random.uniform(0.82, 0.99)
    if told.story.costs != Costs.WITHIN:
        share = told.random.uniform(1.12, 1.4)
    target = indicative * Decimal(round(share, 3)) + (400 if told.story.costs != Costs.WITHIN else 0)
    if told.story.costs == Costs.WITHIN:
        target = min(target, LEAD_MAY_SIGN_BELOW)
    needs = f"{told.story.primary_need} {told.story.secondary_need}"
    write_lines(plan, lines_for(target, needs, told.random), list(plan.outcomes.all()), told.people.coordinator)


def _indicative(case: Case) -> Decimal:
    allocation = allocation_of(case)
    assert allocation is not None  # noqa: S101 - this life allocated it
    return allocation.amount


def _hold_tac(case: Case, plan: PlanVersion, told: Told, decided: Decision | None = None) -> Life:
    """A meeting half way through the stay: attended, reconsidered where it costs too much, and concluded.

    Where the panel has `decided` a different amount, the lines are brought to it.
    """
    held = told.at(told.story.days_at[Stage.TAC] * 0.6)
    place = told.story.setting[0] if told.story.setting else "Online"
    yield told.at(1)
    meeting = convene_tac(case, held_on=localdate(held), place=place, by=told.people.coordinator)
    yield held
    record_attendance(meeting, _people(told), by=told.people.coordinator)
    indicative = _indicative(case)
    if decided is not None:
        _bring_to(meeting, plan, told)
    elif told.story.costs != Costs.WITHIN:
        _reconsider(meeting, plan, indicative, told)
    agreed = total(plan.provision_lines.values_list("annual_amount", flat=True))
    more = agreed > indicative
    plan.refresh_from_db()
    conclude_tac(
        meeting,
        result=TacResult.MORE_REQUIRED if more else TacResult.WITHIN,
        reason=told.say(MORE_REQUIRED) if more else "",
        expected_version=plan.version,
        costs_nothing_more=True,
        by=told.people.coordinator,
    )


MORE_REQUIRED = (
    "Every part of the provision was weighed again. Without the hours that remain {name} would not be safe at lunch, "
    "and two of the outcomes could not be reached."
)


def _people(told: Told) -> list[Attended]:
    return [
        Attended(f"The parents of {told.story.first_name}", "Family", Presence.ATTENDED, "We want calm mornings."),
        Attended("The SENCo", "Setting", Presence.ATTENDED),
        Attended("The class teacher", "Setting", Presence.ATTENDED),
        Attended("The educational psychologist", "Educational psychology", Presence.SENT_VIEWS, "As in the advice."),
        Attended("The paediatrician", "Health", Presence.APOLOGIES),
    ]


def _reconsider(meeting: TacMeeting, plan: PlanVersion, indicative: Decimal, told: Told) -> None:
    """One round: fewer hours of the largest line, down to the indicative resource or some of the way."""
    line = largest_line(plan)
    others = total(plan.provision_lines.exclude(pk=line.pk).values_list("annual_amount", flat=True))
    hours = half_hours(min(indicative, LEAD_MAY_SIGN_BELOW) - others, line.unit_amount)
    if told.story.costs == Costs.MORE_REQUIRED:
        hours = max(line.quantity - Decimal("0.5"), hours + Decimal("0.5"))
    before = line.quantity
    if hours < before:
        change_hours(line, hours, told.people.coordinator)
    record_round(
        meeting,
        means=RoundMeans.MET_ELSEWHERE if hours < before else RoundMeans.KEPT,
        what=f"{line.description}: {before.normalize():f} hours a week became {hours.normalize():f}.",
        tried=told.say("A group of three in place of one to one: {name} could not yet follow it in the trial week."),
        why="The setting’s own staff can take the first part of each morning.",
        by=told.people.coordinator,
    )


def _bring_to(meeting: TacMeeting, plan: PlanVersion, told: Told) -> None:
    """The half hour that the panel took from the largest line, as one round."""
    line = largest_line(plan)
    change_hours(line, line.quantity - HALF_HOUR, told.people.coordinator)
    record_round(
        meeting,
        means=RoundMeans.MET_ELSEWHERE,
        what=f"{line.description}: half an hour a week less, as SEND Panel decided.",
        why="The setting’s own group meets that need for the same outcome.",
        by=told.people.coordinator,
    )


def _through_the_panel(case: Case, plan: PlanVersion, told: Told) -> Life:
    """Onto an agenda and on when the panel has agreed; back through the TAC when it has not."""
    for _ in range(MOST_HEARINGS):
        meeting = _meeting_to_come(told)
        if meeting is None:
            return
        send_for_decision(case, meeting=meeting, note="The family’s views are in the pack.", by=told.people.coordinator)
        told.day = meeting.held_on + AFTER_THE_PANEL
        yield told.at()
        case.refresh_from_db()
        if case.stage == Stage.FINALISING:
            return
        if case.stage == Stage.DRAFTING:
            take_to_tac(case, by=told.people.coordinator)
        decided = different_amount_of(case)
        yield from _hold_tac(case, plan, told, decided)
        yield told.after(Stage.TAC)
        if decided is not None:
            carry_out_decision(case, need_met_how=told.say(NEED_MET_HOW), by=told.people.coordinator)
            return


NEED_MET_HOW = "The half hour of lessons: {name} has it in the setting’s own group, for the same outcome."


def _meeting_to_come(told: Told) -> Meeting | None:
    """The next planned meeting with time to read; one still to come for a case that is to wait for the panel."""
    days = told.story.days_at[Stage.PANEL] if told.story.stops_at == Stage.PANEL else 2
    later = Meeting.objects.filter(status=MeetingStatus.PLANNED, held_on__gte=today() + timedelta(days=days))
    return later.order_by("held_on").first()


def _finalise(case: Case, told: Told) -> Life:
    """The draft served, the family's days, the placement named, the plan issued."""
    case.refresh_from_db()
    if case.stage != Stage.FINALISING:
        return
    yield told.at(1)
    serve_draft(case, served_on=today(), by=told.people.coordinator)
    yield told.at(9)
    record_family_views(
        case,
        text=told.say("We agree with the plan. Please keep the same teaching assistant if you can: {name} trusts her."),
        received_on=today(),
        by=told.people.coordinator,
    )
    yield told.at(15)
    enrolment = case.child.enrolments.filter(ended_on=None).select_related("setting").first()
    name_placement(
        case,
        setting=enrolment.setting if enrolment else None,
        placement_type="Mainstream, as the family asked",
        by=told.people.coordinator,
    )
    if case.is_review:
        record_review(case, decision=ReviewDecision.AMEND, told_on=today(), by=told.people.coordinator)
    yield told.after(Stage.FINALISING)
    try:
        issue_final_plan(case, by=told.people.coordinator)
    except Refused:
        yield told.at(3)
        issue_final_plan(case, by=told.people.coordinator)


REVIEWED_AFTER = timedelta(days=60)
"""How long after the plan was issued its review begins, or it ends."""

UPDATED = (ReportKind.EDUCATION, ReportKind.FAMILY)
"""The reports asked for again."""

ENDED = {
    1: (PlanEnd.TRANSFERRED_OUT, "The family has moved to another county, and the plan was passed to its council."),
    2: (PlanEnd.CEASED, "The setting’s own support is enough now. The family and the school agree."),
}
"""How the plans end that do not go on, by the number of the story modulo eleven."""


def after_the_plan(case: Case, told: Told) -> Generator[datetime, None, Case | None]:
    """The plan ends, or is maintained after a yearly review, or its key-stage review begins: then that is returned."""
    case.refresh_from_db()
    if case.stage != Stage.MAINTAINED:
        return None
    told.day += REVIEWED_AFTER
    yield told.at()
    coordinator = told.people.coordinator
    if told.story.number % 11 in ENDED:
        end, reason = ENDED[told.story.number % 11]
        end_plan(case, end=end, ended_on=today(), reason=reason, by=told.people.signer)
        return None
    if told.story.number % 3 == 0:
        met_on = today() - timedelta(days=12)
        record_review(case, decision=ReviewDecision.MAINTAIN, told_on=today(), met_on=met_on, by=coordinator)
        return None
    review = start_key_stage_review(case, by=coordinator)
    yield told.at(1)
    wanted = [ReportRequest(kind, "The family" if kind == ReportKind.FAMILY else "The SENCo") for kind in UPDATED]
    for days, report in enumerate(ask_for_reports(review, wanted, by=coordinator), start=6):
        yield told.at(days)
        kind = ReportKind(report.kind)
        receive_report(
            report,
            author=told.random.choice(AUTHORS.get(kind, ("The family",))),
            received_on=today(),
            text=told.say(told.random.choice(REPORTS[kind])),
            by=coordinator,
        )
    return review
