"""What the demonstration does not do, done to its cases by the real actions: each end of a case, and what is rare.

Part of making a dump (`dump.py`), which says how many cases there must be and of which seed.
"""

from datetime import timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from base.clock import today
from casework.cases.actions import close_case, grant_duty_exception
from casework.enums import Part, PlanEnd, ReportStatus, Stage
from casework.maintaining.actions import end_plan
from casework.models import Case, Report
from casework.provision.actions import change_price, unit_costs_on
from casework.reports.actions import receive_report
from casework.requests.actions import decide_assessment
from demonstration.cast import Cast, the_cast
from panels.agenda.actions import withdraw_item
from panels.enums import MeetingStatus
from panels.meetings.actions import call_off_meeting
from panels.models import Meeting
from panels.signing.actions import sign_off_plan
from panels.signing.queries import waiting_item
from scoring.enums import ModerationMode, VerdictKind
from scoring.frameworks.queries import outcomes_of
from scoring.models import RasForm
from scoring.rasform.actions import save_draft, start_form, submit_form
from scoring.reviews.actions import verify_form
from scoring.scores.queries import form_of
from scoring.scores.rules import Entry, OutcomeVerdict
from scoring.settings.actions import set_scoring


def act() -> None:
    """Every act, in an order in which each finds a case at its stage."""
    cast = the_cast()
    _end_cases(cast)
    _score_and_verify(cast)
    _sign_with_an_exception(cast)
    _withdraw_and_carry_over(cast)
    _change_prices(cast)
    _file_a_report()


def _at(stage: Stage, number: int = 0) -> Case:
    """A case at this stage, by its number among them."""
    return Case.objects.filter(stage=stage).order_by("pk")[number]


def _end_cases(cast: Cast) -> None:
    """One case to each end, from where it may end so."""
    lead = cast.leads[0]
    decide_assessment(_at(Stage.REQUESTED), will_assess=False, reasons="Support has begun to work.", by=lead)
    reason = "As the family wrote, and as was decided with them."
    for stage, end in ((Stage.REQUESTED, Stage.WITHDRAWN), (Stage.FINALISING, Stage.NOT_ISSUED)):
        close_case(_at(stage), end, reason=reason, by=lead)
    for end in PlanEnd:
        end_plan(_at(Stage.MAINTAINED), end=end, ended_on=today(), reason=reason, by=lead)


def _score_and_verify(cast: Cast) -> None:
    """Of two cases being scored one stays, and one waits to be allocated without moderation."""
    set_scoring(moderation=ModerationMode.SAMPLE, moderate_every=50, second_score_every=3, by=cast.officer)
    form = _score(_at(Stage.SCORING, 1))
    agreed = {outcome.pk: OutcomeVerdict(VerdictKind.AGREED) for outcome in outcomes_of(form.framework_id)}
    verify_form(form, agreed, by=cast.leads[0])


def _score(case: Case) -> RasForm:
    """The whole form, at its second level throughout, submitted."""
    by = case.coordinator
    form = form_of(case) or start_form(case, by=by)
    entries = {
        outcome.pk: Entry(outcome.levels.all()[1].pk, "Described in the reports, most weeks.")
        for outcome in outcomes_of(form.framework_id)
    }
    save_draft(form, entries, by=by, main_need_confirmed="yes")
    return submit_form(form, by=by)


def _sign_with_an_exception(cast: Cast) -> None:
    """The verifying Lead signs a plan by a recorded exception; another exception is granted and not used."""
    case = _at(Stage.SIGN_OFF)
    verifier = _who_verified(case)
    reason = "The other Lead is away until next month."
    grant_duty_exception(case, verifier, Part.SIGNER, reason=reason, by=cast.officer)
    sign_off_plan(case, by=verifier)
    waiting = _at(Stage.SIGN_OFF)
    grant_duty_exception(waiting, _who_verified(waiting), Part.SIGNER, reason=reason, by=cast.officer)


def _who_verified(case: Case) -> User:
    return case.parts.filter(part=Part.VERIFIER).latest("taken_at").person


def _withdraw_and_carry_over(cast: Cast) -> None:
    """One item comes off the agenda; the other goes on to a later meeting."""
    first, second = (waiting_item(_at(Stage.PANEL, number)) for number in (0, 1))
    assert first is not None
    assert second is not None
    withdraw_item(first, reason="The family asked to talk again first.", by=first.case.coordinator)
    later = Meeting.objects.filter(status=MeetingStatus.PLANNED, held_on__gt=second.meeting.held_on)
    reason = "Too few members can come."
    call_off_meeting(second.meeting, reason=reason, move_to=later.order_by("held_on").first(), by=cast.chair)


def _change_prices(cast: Cast) -> None:
    """Two unit costs get a new price: one from today, one from a day to come."""
    for cost, days in zip(unit_costs_on(today()).order_by("pk")[:2], (0, 30), strict=True):
        change_price(
            cost,
            amount=cost.amount * Decimal("1.035"),
            effective_from=today() + timedelta(days=days),
            by=cast.officer,
        )


def _file_a_report() -> None:
    """A report that came as a file."""
    report = Report.objects.filter(case__stage=Stage.GATHERING_REPORTS, status=ReportStatus.ASKED).first()
    assert report is not None
    receive_report(
        report,
        author="SENCo",
        received_on=today(),
        uploads=[SimpleUploadedFile("my-plan.txt", b"What helps, and what was tried.\n", "text/plain")],
        by=report.case.coordinator,
    )
