"""A late report: what weighs it, and what the TAC made of it."""

from base.words import day_in_words
from casework.cases.frame import ask_of_case, link, with_case
from casework.enums import Stage, WeighedBy
from casework.reports.permissions import check_user_can_choose_weigher, check_user_can_record_finding, late_of
from casework.reports.rules import weighers_at
from casework.reports.views import with_report
from casework.weighing.actions import choose_weigher, record_finding
from casework.weighing.forms import FindingForm, WeigherForm


@with_case("What weighs a late report")
@with_report
def report_weigher(request, case, report):
    """Ask whether the RAS form is opened again for a late report, or the TAC weighs it."""
    came = f"It came on {day_in_words(report.received_on)}, after scoring had opened."
    return ask_of_case(
        request,
        case,
        lambda data: WeigherForm(
            data,
            weighers=weighers_at(Stage(case.stage)),
            initial={"weigher": late_of(report).weigher},
            cancel_url=link(case, "report_detail", report.pk),
        ),
        lambda form: choose_weigher(report, form.cleaned_data["weigher"], by=request.user),
        check=lambda: check_user_can_choose_weigher(request.user, report),
        done=_what_is_next,
        context={"page_title": f"A late report: {report.get_kind_display()}", "lead": [came]},
        here="reports",
    )


def _what_is_next(late):
    if late.weigher == WeighedBy.TAC:
        return "The TAC weighs the report. It is shown on the TAC’s page until it was weighed."
    return "The RAS form is to be opened again: do so from here, or ask a Lead SEND Co-ordinator to."


@with_case("What the TAC made of a late report")
@with_report
def report_finding(request, case, report):
    """Record what the TAC made of a late report."""
    return ask_of_case(
        request,
        case,
        lambda data: FindingForm(
            data,
            initial={"finding": late_of(report).finding},
            cancel_url=link(case, "report_detail", report.pk),
        ),
        lambda form: record_finding(report, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_record_finding(request.user, report),
        done="What the TAC made of the report is recorded.",
        then=link(case, "report_detail", report.pk),
        context={"page_title": f"What the TAC made of it: {report.get_kind_display()}", "lead": []},
        here="reports",
    )
