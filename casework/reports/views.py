"""The reports of a case: asked for, reminded of, received, quoted; and scoring opened once all are in."""

from functools import partial, wraps

from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from adapters.file_kinds import JPEG
from base.clock import today
from base.contribution import NextStep, step, with_one_primary
from base.pages import as_download, as_picture, finish, is_allowed, posted
from base.refusals import NotAllowed, Refused
from base.words import counted, day_in_words
from casework.cases.frame import ask_of_case, confirm, link, render_case, with_case
from casework.enums import ReportStatus, Stage
from casework.files.presenters import files_shown
from casework.files.queries import files_with_reading, reading_of, words_read
from casework.files.views import ask_with_files
from casework.models import Report
from casework.reports.actions import (
    ask_for_reports,
    chase_report,
    mark_passage,
    open_scoring,
    receive_report,
    receive_reports,
    record_report,
    remove_passage,
    waive_report,
)
from casework.reports.forms import (
    PassageForm,
    ReportAskForm,
    ReportChaseForm,
    ReportReceiveForm,
    ReportRecordForm,
    ReportWaiveForm,
    SeveralReceivedForm,
)
from casework.reports.permissions import (
    LATE_AT,
    RECORDED_AT,
    check_report_is_shown,
    check_user_can_add_files,
    check_user_can_choose_weigher,
    check_user_can_correct_report,
    check_user_can_gather_reports,
    check_user_can_mark_passages_in,
    check_user_can_open_scoring,
    check_user_can_put_right,
    check_user_can_record_finding,
    check_user_can_record_report,
    check_user_can_record_reports,
    check_user_can_replace_report,
    check_user_can_take_waiver_back,
    check_user_can_waive_report,
    check_user_can_withdraw_report,
)
from casework.reports.presenters import (
    file_texts,
    is_late,
    names_of,
    report_facts,
    report_table,
    reports_in_words,
    text_of,
    usual_addressees,
)
from casework.reports.queries import passages_visible_to, reports_awaited, reports_of, suggested_reports
from casework.reports.rules import FAMILY_KINDS
from casework.time_limits import ADVICE_DUE, falls_on


def with_any_report(view):
    """Give the view the report instead of its number, or 404; a withdrawn one too. Stands below `with_case`."""

    @wraps(view)
    def wrapped(request, case, report_id, *args, **kwargs):
        reports = Report.objects.filter(case=case).select_related("recorded_by", "waived_by", "withdrawn_by", "late")
        report = get_object_or_404(reports, pk=report_id)
        report.case = case
        return view(request, case, report, *args, **kwargs)

    return wrapped


def with_report(view):
    """Give the view the report instead of its number, or 404; a withdrawn one is refused in words."""

    @with_any_report
    @wraps(view)
    def wrapped(request, case, report, *args, **kwargs):
        check_report_is_shown(report)
        return view(request, case, report, *args, **kwargs)

    return wrapped


@require_GET
@with_case("Reports")
def report_list(request, case):
    """The reports of a case: asked for, awaited, received; and that some were withdrawn."""
    everything = list(case.reports.select_related("late", "withdrawn_by").prefetch_related("chases"))
    reports = [report for report in everything if report.status != ReportStatus.WITHDRAWN]
    withdrawn = [report for report in everything if report.status == ReportStatus.WITHDRAWN]
    names = names_of(withdrawn)
    may_put_back = is_allowed(lambda: check_user_can_put_right(request.user, case, act="put its reports back"))
    return render_case(
        request,
        case,
        "casework/report_list.html",
        {
            "in_words": reports_in_words(reports, today()),
            "table": report_table(case, reports, today()),
            "withdrawn": [(report, names[report.pk]) for report in withdrawn],
            "may_put_back": may_put_back,
            "steps": with_one_primary(_steps_of_list(case, reports, request.user)),
        },
        here="reports",
    )


def _steps_of_list(case, reports, user):
    """Ask, record what came, open scoring; after that, record what comes late."""
    may_record = lambda: check_user_can_record_reports(user, case)  # noqa: E731
    several = "Record several that came"
    steps = []
    if case.is_ended:
        return steps
    if case.stage not in LATE_AT:
        may_ask = lambda: check_user_can_gather_reports(user, case)  # noqa: E731
        steps.append(step("Ask for reports", link(case, "report_ask"), may_ask, primary=not reports))
    if any(report.status == ReportStatus.ASKED for report in reports):
        steps.append(step(several, link(case, "report_receive_several"), may_record, primary=True))
    if case.stage in RECORDED_AT:
        steps.append(step("Record a report nobody was asked for", link(case, "report_record"), may_record))
    if case.stage not in LATE_AT:
        may_open = lambda: check_user_can_open_scoring(user, case)  # noqa: E731
        steps.append(step("Open scoring", link(case, "scoring_open"), may_open, primary=True))
    return steps


@require_GET
@with_case("Report")
@with_report
def report_detail(request, case, report):
    """One report: its facts, what it says, its files, and the reminders."""
    passages = list(passages_visible_to(request.user, case).filter(report=report))
    files = files_with_reading(report)
    marking = step("", "", lambda: check_user_can_mark_passages_in(request.user, report))
    may_remove = is_allowed(lambda: check_user_can_put_right(request.user, case, act="remove files of its reports"))
    return render_case(
        request,
        case,
        "casework/report_detail.html",
        {
            "report": report,
            "facts": report_facts(report, today()),
            "files": files_shown(report, files, may_remove=may_remove),
            "texts": file_texts(report, files, passages),
            "pieces": text_of(report, passages),
            "passages": passages,
            "form": None if marking.refusal else _passage_form(None, report, files),
            "has_words": _has_words(report, files),
            "chases": report.chases.select_related("chased_by"),
            "may_take_back": is_allowed(lambda: check_user_can_record_report(request.user, report)),
            "is_own_words": report.kind in FAMILY_KINDS,
            "steps": with_one_primary(_steps(case, report, request.user)),
        },
        here="reports",
    )


def _steps(case, report, user):
    """What is done with a report: while it is awaited, and once it has come."""
    if report.status == ReportStatus.ASKED:
        return _steps_of_awaited(case, report, user) + _corrections(case, report, user, CORRECT)
    if report.status == ReportStatus.WAIVED:
        return _corrections(case, report, user, WAIT_AGAIN, CORRECT)
    return _weighing(case, report, user) + _corrections(case, report, user, CORRECT, ADD_FILES, REPLACE, WITHDRAW)


def _steps_of_awaited(case, report, user):
    may_record = lambda: check_user_can_record_report(user, report)  # noqa: E731
    may_waive = lambda: check_user_can_waive_report(user, report)  # noqa: E731
    if case.is_ended:
        return []
    return [
        step("Record it as received", link(case, "report_receive", report.pk), may_record, primary=True),
        step("Record a reminder", link(case, "report_chase", report.pk), may_record),
        step("Go on without it", link(case, "report_waive", report.pk), may_waive),
    ]


CORRECT = ("Correct its days and names", "report_correct", check_user_can_correct_report)
WAIT_AGAIN = ("It is needed after all", "report_wait", check_user_can_take_waiver_back)
ADD_FILES = ("Add files", "report_files_add", check_user_can_add_files)
REPLACE = ("Replace it with the right one", "report_replace", check_user_can_replace_report)
WITHDRAW = ("Withdraw it", "report_withdraw", check_user_can_withdraw_report)


def _corrections(case, report, user, *pages):
    """The ways to put it right that are this person's, now."""
    return [
        NextStep(text, link(case, name, report.pk))
        for text, name, check in pages
        if is_allowed(partial(check, user, report))
    ]


def _weighing(case, report, user):
    """For who works the case: what weighs a late report, and what came of it."""
    if not is_late(report):
        return []
    choose = is_allowed(lambda: check_user_can_choose_weigher(user, report))
    find = is_allowed(lambda: check_user_can_record_finding(user, report))
    text = "Say what weighs it instead" if report.late.weigher else "Say what weighs it"
    steps = [NextStep(text, link(case, "report_weigher", report.pk), primary=not report.late.weigher)] if choose else []
    done = report.late.weighed_at is not None
    text = "Correct what the TAC made of it" if done else "Record what the TAC made of it"
    return steps + ([NextStep(text, link(case, "report_finding", report.pk), primary=not done)] if find else [])


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


def _ask_about_awaited(
    request, case, report, form, act, *, title, lead, check=check_user_can_record_report, ask=ask_of_case, **how
):
    """What became of a report that was asked for."""
    context = {"page_title": f"{title}: {report.get_kind_display()}", "lead": lead}
    may = partial(check, request.user, report)
    return ask(request, case, form, act, check=may, context=context, here="reports", **how)


def lead_of_recording(case):
    """What is known before a report is recorded that comes late."""
    if case.stage not in LATE_AT:
        return []
    return ["Scoring has opened, so the report is marked as late. What weighs it is asked next."]


def after_recording(case, report):
    """The list; for a report that came late the question what weighs it, unless the form that does is being scored."""
    if case.stage not in LATE_AT or case.stage == Stage.SCORING:
        return link(case, "report_list")
    return link(case, "report_weigher", report.pk)


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
    """Record a report that came, as text, as files, or both."""
    asked = f"Asked of {report.asked_of} on {day_in_words(report.asked_on)}."
    return _ask_about_awaited(
        request,
        case,
        report,
        partial(ReportReceiveForm, born=case.child.date_of_birth, kind=report.kind, author=report.asked_of),
        lambda form: receive_report(report, **form.cleaned_data, by=request.user),
        done=f"{report.get_kind_display()} report recorded.",
        then=lambda received: after_recording(case, received),
        title="Record a report",
        lead=[asked, *lead_of_recording(case)],
        ask=ask_with_files,
    )


@with_case("Record a report nobody was asked for")
def report_record(request, case):
    """Record earlier advice that serves again, or what somebody sent."""
    return ask_with_files(
        request,
        case,
        partial(ReportRecordForm, born=case.child.date_of_birth),
        lambda form: record_report(case, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_record_reports(request.user, case),
        done=lambda recorded: f"{recorded.get_kind_display()} report recorded.",
        then=lambda recorded: after_recording(case, recorded),
        context={
            "page_title": "Record a report nobody was asked for",
            "lead": [
                "For earlier advice that serves again, and for what somebody sent unasked.",
                *lead_of_recording(case),
            ],
        },
        here="reports",
    )


@with_case("Record several reports")
def report_receive_several(request, case):
    """Record several of the awaited reports at once."""
    reports = list(reports_awaited(case))
    return ask_with_files(
        request,
        case,
        partial(SeveralReceivedForm, reports=reports),
        lambda form: receive_reports(form.came, by=request.user),
        check=lambda: check_user_can_record_reports(request.user, case),
        done=lambda received: f"{counted(len(received), 'report')} recorded.",
        then=link(case, "report_list"),
        template="casework/report_receive_several.html",
        context={"lead": lead_of_recording(case), "reports": reports},
        here="reports",
    )


@with_case("Go on without a report")
@with_report
def report_waive(request, case, report):
    """Record that a report is gone on without, and why."""
    return _ask_about_awaited(
        request,
        case,
        report,
        lambda data: ReportWaiveForm(data, cancel_url=link(case, "report_detail", report.pk)),
        lambda form: waive_report(report, **form.cleaned_data, by=request.user),
        check=check_user_can_waive_report,
        done=f"{report.get_kind_display()} report marked as not needed.",
        then=link(case, "report_list"),
        title="Go on without a report",
        lead=["Scoring waits for every report that was asked for. The reason stays on the case."],
    )


@require_GET
@with_case("Report’s file")
@with_report
def report_file(request, case, report, file_id):
    """A file of a report, as it came; one that was removed is never served again."""
    file = get_object_or_404(report.files, pk=file_id, removed_at=None)
    return as_download(file.content, file.original_name, file.content_type)


@require_GET
@with_case("Report’s picture")
@with_report
def report_file_picture(request, case, report, file_id):
    """A photograph of a report, as pages show it: a JPEG without the place and the day it was taken."""
    file = get_object_or_404(report.files.select_related("reading"), pk=file_id, removed_at=None)
    reading = reading_of(file)
    if not reading or not reading.picture:
        raise Http404
    return as_picture(reading.picture, f"{file.original_name}.jpg", JPEG)


def _has_words(report, files):
    return bool(report.text) or any(words_read(file) for file in files)


def _passage_form(data, report, files):
    return PassageForm(data, has_words=_has_words(report, files), has_files=bool(files))


@with_case("Report")
@with_report
def passage_mark(request, case, report):
    """Mark words of a report; answered in JSON where the script of the RAS form's page asks."""
    files = files_with_reading(report)
    if request.headers.get("Accept") == "application/json":
        return _answer(_passage_form(posted(request), report, files), report, request)
    check_user_can_mark_passages_in(request.user, report)
    passages = list(passages_visible_to(request.user, case).filter(report=report))
    return ask_of_case(
        request,
        case,
        lambda data: _passage_form(data, report, files),
        lambda form: mark_passage(report, **form.cleaned_data, by=request.user),
        done="The passage is marked.",
        then=link(case, "report_detail", report.pk),
        template="casework/passage_mark.html",
        context=lambda form: {
            "report": report,
            "pieces": text_of(report, passages),
            "texts": file_texts(report, files, passages),
            "has_words": _has_words(report, files),
        },
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
        lead=[
            "Every report asked for is in, or marked as not needed.",
            "A report that comes once scoring is open is marked as late, and weighed by the form or the TAC.",
        ],
        body="casework/_partials/table.html",
        table=report_table(case, list(reports_of(case).select_related("late").prefetch_related("chases")), today()),
        button="Open scoring",
        cancel_url=link(case, "report_list"),
    )
