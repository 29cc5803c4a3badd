"""The reports of a case: asked for, reminded of, received, quoted; and scoring opened once all are in."""

from functools import wraps

from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from base.clock import today
from base.contribution import step, with_one_primary
from base.pages import as_download, finish, posted
from base.refusals import NotAllowed, Refused
from base.words import counted, day_in_words
from casework.cases.frame import ask_of_case, confirm, link, render_case, with_case
from casework.enums import ReportKind, ReportStatus
from casework.models import Report
from casework.reports.actions import (
    ask_for_reports,
    chase_report,
    mark_passage,
    open_scoring,
    receive_report,
    remove_passage,
    waive_report,
)
from casework.reports.forms import PassageForm, ReportAskForm, ReportChaseForm, ReportReceiveForm, ReportWaiveForm
from casework.reports.permissions import (
    check_report_is_awaited,
    check_user_can_gather_reports,
    check_user_can_mark_passages_in,
    check_user_can_open_scoring,
)
from casework.reports.presenters import (
    file_item,
    report_facts,
    report_table,
    reports_in_words,
    text_of,
    usual_addressees,
)
from casework.reports.queries import passages_visible_to, suggested_reports
from casework.reports.rules import FAMILY_KINDS
from casework.time_limits import ADVICE_DUE, falls_on


def with_report(view):
    """Give the view the report instead of its number, or 404. Stands below `with_case`."""

    @wraps(view)
    def wrapped(request, case, report_id, *args, **kwargs):
        reports = Report.objects.filter(case=case).select_related("file", "recorded_by", "waived_by")
        report = get_object_or_404(reports, pk=report_id)
        report.case = case
        return view(request, case, report, *args, **kwargs)

    return wrapped


@require_GET
@with_case("Reports")
def report_list(request, case):
    """The reports of a case: asked for, awaited, received."""
    reports = list(case.reports.prefetch_related("chases"))
    ask = step(
        "Ask for reports",
        link(case, "report_ask"),
        lambda: check_user_can_gather_reports(request.user, case),
        primary=not reports,
    )
    scoring = step(
        "Open scoring",
        link(case, "scoring_open"),
        lambda: check_user_can_open_scoring(request.user, case),
        primary=True,
    )
    return render_case(
        request,
        case,
        "casework/report_list.html",
        {
            "may_record": not ask.refusal and bool(reports),
            "in_words": reports_in_words(reports, today()),
            "table": report_table(case, reports, today()),
            "steps": with_one_primary([ask, scoring]),
        },
        here="reports",
    )


@require_GET
@with_case("Report")
@with_report
def report_detail(request, case, report):
    """One report: its facts, what it says, its file, and the reminders."""
    passages = list(passages_visible_to(request.user, case).filter(report=report))
    marking = step("", "", lambda: check_user_can_mark_passages_in(request.user, report))
    files = []
    if report.file:
        url = link(case, "report_file", report.pk)
        files = [file_item(report.file, href=url, added=report.received_on)]
    return render_case(
        request,
        case,
        "casework/report_detail.html",
        {
            "report": report,
            "facts": report_facts(report, today()),
            "files": files,
            "pieces": text_of(report, passages),
            "passages": passages,
            "form": None if marking.refusal else PassageForm(report=report),
            "chases": report.chases.select_related("chased_by"),
            "is_own_words": report.kind in FAMILY_KINDS,
            "steps": with_one_primary(_steps(case, report, request.user)),
        },
        here="reports",
    )


def _steps(case, report, user):
    """What is done with a report that is awaited."""
    if report.status != ReportStatus.ASKED:
        return []
    pages = (
        ("Record it as received", "report_receive"),
        ("Record a reminder", "report_chase"),
        ("It is not needed", "report_waive"),
    )
    return [
        step(text, link(case, name, report.pk), lambda: check_user_can_gather_reports(user, case), primary=i == 0)
        for i, (text, name) in enumerate(pages)
    ]


@with_case("Ask for reports")
def report_ask(request, case):
    """Ask for the usual advice, and for any other."""

    def form(data):
        suggested = suggested_reports(case, today())
        addressees = usual_addressees(case, suggested)
        due = day_in_words(falls_on(ADVICE_DUE, today()))
        return ReportAskForm(data, suggested=suggested, addressees=addressees, due_in_words=due)

    return ask_of_case(
        request,
        case,
        form,
        lambda form: ask_for_reports(case, form.requests(), by=request.user),
        check=lambda: check_user_can_gather_reports(request.user, case),
        done=lambda asked: f"{counted(len(asked), 'report')} asked for.",
        then=link(case, "report_list"),
        template="casework/report_ask.html",
        here="reports",
    )


def _ask_about_awaited(request, case, report, form, act, *, title, lead, **how):
    """What became of a report that was asked for."""

    def check():
        check_user_can_gather_reports(request.user, case)
        check_report_is_awaited(report)

    context = {"page_title": f"{title}: {report.get_kind_display()}", "lead": lead}
    return ask_of_case(request, case, form, act, check=check, context=context, here="reports", **how)


@with_case("Record a reminder")
@with_report
def report_chase(request, case, report):
    """Record that somebody was reminded of a report."""
    return _ask_about_awaited(
        request,
        case,
        report,
        ReportChaseForm,
        lambda form: chase_report(report, **form.cleaned_data, by=request.user),
        done="Reminder recorded.",
        then=link(case, "report_detail", report.pk),
        title="Record a reminder",
        lead=[
            f"{report.asked_of} was asked on {day_in_words(report.asked_on)}.",
            f"The report is due on {day_in_words(report.due_on)}.",
        ],
    )


@with_case("Record a report")
@with_report
def report_receive(request, case, report):
    """Record a report that came, as text, as a file, or both."""
    is_own_words = report.kind == ReportKind.FAMILY_CONTRIBUTION
    return _ask_about_awaited(
        request,
        case,
        report,
        lambda data: ReportReceiveForm(
            data, request.FILES or None, born=case.child.date_of_birth, own_words=is_own_words
        ),
        lambda form: receive_report(report, **form.cleaned_data, by=request.user),
        done=f"{report.get_kind_display()} report recorded.",
        then=link(case, "report_list"),
        title="Record a report",
        lead=[f"Asked of {report.asked_of} on {day_in_words(report.asked_on)}."],
    )


@with_case("Do without a report")
@with_report
def report_waive(request, case, report):
    """Record that a report is not needed, and why."""
    return _ask_about_awaited(
        request,
        case,
        report,
        lambda data: ReportWaiveForm(data, cancel_url=link(case, "report_detail", report.pk)),
        lambda form: waive_report(report, **form.cleaned_data, by=request.user),
        done=f"{report.get_kind_display()} report marked as not needed.",
        then=link(case, "report_list"),
        title="Do without a report",
        lead=["Scoring waits for every report that was asked for. The reason stays on the case."],
    )


@require_GET
@with_case("Report’s file")
@with_report
def report_file(request, case, report):
    """The file of a report, as it came."""
    if report.file is None:
        raise Http404
    return as_download(report.file.content, report.file.original_name, report.file.content_type)


@with_case("Report")
@with_report
def passage_mark(request, case, report):
    """Mark words of a report; answered in JSON where the script of the RAS form's page asks."""
    if request.headers.get("Accept") == "application/json":
        return _answer(PassageForm(posted(request), report=report), report, request)
    check_user_can_mark_passages_in(request.user, report)
    passages = passages_visible_to(request.user, case).filter(report=report)
    return ask_of_case(
        request,
        case,
        lambda data: PassageForm(data, report=report),
        lambda form: mark_passage(report, **form.cleaned_data, by=request.user),
        done="The passage is marked.",
        then=link(case, "report_detail", report.pk),
        template="casework/passage_mark.html",
        context=lambda form: {"report": report, "pieces": text_of(report, list(passages))},
        here="reports",
    )


def _answer(form, report, request):
    try:
        if not form.is_valid():
            raise Refused(" ".join(error for errors in form.errors.values() for error in errors))
        passage = mark_passage(report, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=403 if isinstance(refusal, NotAllowed) else 422)
    known = {"id": passage.pk, "report": report.pk, "quote": passage.quote, "place": passage.place}
    return JsonResponse(known | {"name": passage.name})


@require_POST
@with_case("Remove a passage")
@with_report
def passage_remove(request, case, report, passage_id):
    """Take the mark away from words of a report."""
    passage = get_object_or_404(passages_visible_to(request.user, case), report=report, pk=passage_id)
    remove_passage(passage, by=request.user)
    return finish(request, "The passage is no longer marked.", link(case, "report_detail", report.pk))


@with_case("Open scoring")
def scoring_open(request, case):
    """Ask once more, then open the RAS form for scoring."""
    return confirm(
        request,
        case,
        check=lambda: check_user_can_open_scoring(request.user, case),
        act=lambda: open_scoring(case, by=request.user),
        done="The RAS form can now be scored.",
        then=link(case, "case_detail"),
        here="reports",
        page_title="Open scoring",
        lead=["Every report asked for is in, or marked as not needed. No report can be added once scoring is open."],
        body="casework/_partials/table.html",
        table=report_table(case, list(case.reports.prefetch_related("chases")), today()),
        button="Open scoring",
        cancel_url=link(case, "report_list"),
    )
