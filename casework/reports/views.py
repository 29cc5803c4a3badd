"""The reports of a case: asked for, reminded of, received, quoted; and scoring opened once all are in."""

from functools import wraps

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from base.clock import today
from base.contribution import step, with_one_primary
from base.pages import act_or_explain, as_download
from base.refusals import NotAllowed, Refused
from base.words import day_in_words
from casework.cases.frame import confirm, link, render_case, with_case
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
    FAMILY_KINDS,
    file_item,
    report_facts,
    report_table,
    reports_in_words,
    text_of,
    usual_addressees,
)
from casework.reports.queries import passages_visible_to, suggested_reports
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
    if request.method == "GET":
        check_user_can_gather_reports(request.user, case)
    suggested = suggested_reports(case, today())
    form = ReportAskForm(
        request.POST or None,
        suggested=suggested,
        addressees=usual_addressees(case, suggested),
        due_in_words=day_in_words(falls_on(ADVICE_DUE, today())),
    )
    if form.is_valid():
        asked = act_or_explain(form, lambda: ask_for_reports(case, form.requests(), by=request.user))
        if asked:
            messages.success(request, f"{len(asked)} report{'' if len(asked) == 1 else 's'} asked for.")
            return redirect(link(case, "report_list"))
    return render_case(request, case, "casework/report_ask.html", {"form": form}, here="reports")


@with_case("Record a reminder")
@with_report
def report_chase(request, case, report):
    """Record that somebody was reminded of a report."""
    if request.method == "GET":
        check_user_can_gather_reports(request.user, case)
        check_report_is_awaited(report)
    form = ReportChaseForm(request.POST or None)
    if form.is_valid() and act_or_explain(form, lambda: chase_report(report, **form.cleaned_data, by=request.user)):
        messages.success(request, "Reminder recorded.")
        return redirect(link(case, "report_detail", report.pk))
    context = {
        "form": form,
        "page_title": f"Record a reminder: {report.get_kind_display()}",
        "lead": [
            f"{report.asked_of} was asked on {day_in_words(report.asked_on)}.",
            f"The report is due on {day_in_words(report.due_on)}.",
        ],
    }
    return render_case(request, case, "casework/case_question.html", context, here="reports")


@with_case("Record a report")
@with_report
def report_receive(request, case, report):
    """Record a report that came, as text, as a file, or both."""
    if request.method == "GET":
        check_user_can_gather_reports(request.user, case)
        check_report_is_awaited(report)
    form = ReportReceiveForm(
        request.POST or None, request.FILES or None, own_words=report.kind == ReportKind.FAMILY_CONTRIBUTION
    )
    if form.is_valid():
        received = act_or_explain(form, lambda: receive_report(report, **form.cleaned_data, by=request.user))
        if received:
            messages.success(request, f"{report.get_kind_display()} report recorded.")
            return redirect(link(case, "report_list"))
    context = {
        "form": form,
        "page_title": f"Record a report: {report.get_kind_display()}",
        "lead": [f"Asked of {report.asked_of} on {day_in_words(report.asked_on)}."],
    }
    return render_case(request, case, "casework/case_question.html", context, here="reports")


@with_case("Do without a report")
@with_report
def report_waive(request, case, report):
    """Record that a report is not needed, and why."""
    if request.method == "GET":
        check_user_can_gather_reports(request.user, case)
        check_report_is_awaited(report)
    form = ReportWaiveForm(request.POST or None, cancel_url=link(case, "report_detail", report.pk))
    if form.is_valid() and act_or_explain(form, lambda: waive_report(report, **form.cleaned_data, by=request.user)):
        messages.success(request, f"{report.get_kind_display()} report marked as not needed.")
        return redirect(link(case, "report_list"))
    context = {
        "form": form,
        "page_title": f"Do without a report: {report.get_kind_display()}",
        "lead": ["Scoring waits for every report that was asked for. The reason stays on the case."],
    }
    return render_case(request, case, "casework/case_question.html", context, here="reports")


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
    """Mark words of a report; answered in JSON for the script that marks them beside the RAS form."""
    form = PassageForm(request.POST if request.method == "POST" else None, report=report)
    if request.headers.get("Accept") == "application/json":
        return _answer(form, report, request)
    check_user_can_mark_passages_in(request.user, report)
    if form.is_valid() and act_or_explain(form, lambda: mark_passage(report, **form.cleaned_data, by=request.user)):
        messages.success(request, "The passage is marked.")
        return redirect(link(case, "report_detail", report.pk))
    passages = list(passages_visible_to(request.user, case).filter(report=report))
    context = {"report": report, "form": form, "pieces": text_of(report, passages)}
    return render_case(request, case, "casework/passage_mark.html", context, here="reports")


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
    messages.success(request, "The passage is no longer marked.")
    return redirect(link(case, "report_detail", report.pk))


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
