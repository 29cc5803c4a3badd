"""A report is put right: withdrawn, replaced, put back, corrected; its files added and removed."""

from functools import partial

from django.shortcuts import get_object_or_404

from base.words import counted, day_in_words
from casework.cases.frame import ask_of_case, link, with_case
from casework.files.views import ask_with_files
from casework.report_corrections.actions import (
    add_files,
    correct_report,
    put_report_back,
    remove_file,
    replace_report,
    take_reminder_back,
    take_waiver_back,
    withdraw_report,
)
from casework.report_corrections.forms import CorrectForm, FilesForm, PutRightForm, ReplaceForm, WithdrawForm
from casework.reports.permissions import (
    RECORDED_AT,
    check_user_can_add_files,
    check_user_can_correct_report,
    check_user_can_put_report_back,
    check_user_can_record_report,
    check_user_can_remove_file,
    check_user_can_replace_report,
    check_user_can_take_waiver_back,
    check_user_can_withdraw_report,
)
from casework.reports.views import after_recording, lead_of_recording, with_any_report, with_report


def _ask(request, case, report, form, act, *, title, check, done, lead=(), then="report_detail", ask=ask_of_case):
    """One question about a report, which leads back to it or to the list."""
    page = link(case, then, *([report.pk] if then == "report_detail" else []))
    return ask(
        request,
        case,
        partial(form, cancel_url=page),
        act,
        check=partial(check, request.user, report),
        done=done,
        then=page,
        context={"page_title": f"{title}: {report.get_kind_display()}", "lead": lead},
        here="reports",
    )


@with_case("Withdraw a report")
@with_report
def report_withdraw(request, case, report):
    may_wait = report.asked_on is not None and case.stage in RECORDED_AT
    return _ask(
        request,
        case,
        report,
        partial(WithdrawForm, may_wait=may_wait),
        lambda form: withdraw_report(report, **form.cleaned_data, by=request.user),
        title="Withdraw a report",
        check=check_user_can_withdraw_report,
        done=f"{report.get_kind_display()} report withdrawn.",
        lead=[
            "For a wrong document, a wrong text, or a report of another child. No page shows it from now on, and no "
            "level that is being scored rests on it. A submitted RAS form keeps that it did, without the words.",
            "The history of the case says that it was withdrawn, by whom and why. Name no other child in the reason.",
        ],
        then="report_list",
    )


@with_case("Replace a report")
@with_report
def report_replace(request, case, report):
    return ask_with_files(
        request,
        case,
        partial(
            ReplaceForm,
            born=case.child.date_of_birth,
            kind=report.kind,
            author=report.author,
            cancel_url=link(case, "report_detail", report.pk),
        ),
        lambda form: replace_report(report, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_replace_report(request.user, report),
        done=f"{report.get_kind_display()} report replaced.",
        then=lambda new: after_recording(case, new),
        context={
            "page_title": f"Replace a report: {report.get_kind_display()}",
            "lead": [
                "The report recorded now is withdrawn, and no page shows it from now on. Record the right one in its "
                "place. Name no other child in the reason.",
                *lead_of_recording(case),
            ],
        },
        here="reports",
    )


@with_case("Put a report back")
@with_any_report
def report_put_back(request, case, report):
    return _ask(
        request,
        case,
        report,
        partial(PutRightForm, label="Why is it put back?", missing="Enter why the report is put back"),
        lambda form: put_report_back(report, **form.cleaned_data, by=request.user),
        title="Put a report back",
        check=check_user_can_put_report_back,
        done=f"{report.get_kind_display()} report put back.",
        lead=["For a report that was withdrawn by mistake. It is shown again, and may be evidence, as before."],
        then="report_list",
    )


@with_case("Wait for a report after all")
@with_report
def report_wait(request, case, report):
    return _ask(
        request,
        case,
        report,
        partial(PutRightForm, label="Why is it needed after all?", missing="Enter why it is needed after all"),
        lambda form: take_waiver_back(report, **form.cleaned_data, by=request.user),
        title="Wait for a report after all",
        check=check_user_can_take_waiver_back,
        done=f"{report.get_kind_display()} report is awaited again.",
        lead=[f"It was marked as not needed: “{report.waiver_reason}”"],
    )


@with_case("Take a reminder back")
@with_report
def report_reminder_remove(request, case, report, chase_id):
    chase = get_object_or_404(report.chases, pk=chase_id)
    chase.report = report
    method = chase.get_method_display().lower()
    return _ask(
        request,
        case,
        report,
        partial(PutRightForm, label="Why is it taken back?", missing="Enter why the reminder is taken back"),
        lambda form: take_reminder_back(chase, **form.cleaned_data, by=request.user),
        title="Take a reminder back",
        check=check_user_can_record_report,
        done="The reminder is taken back.",
        lead=[f"A reminder by {method} of {day_in_words(chase.chased_at)} was recorded by mistake."],
    )


@with_case("Correct a report")
@with_report
def report_correct(request, case, report):
    return _ask(
        request,
        case,
        report,
        partial(CorrectForm, report=report),
        lambda form: correct_report(report, form.facts, reason=form.cleaned_data["reason"], by=request.user),
        title="Correct days and names",
        check=check_user_can_correct_report,
        done=f"{report.get_kind_display()} report corrected.",
        lead=["The history keeps what stood there before. To put another document in its place, replace the report."],
    )


@with_case("Add files to a report")
@with_report
def report_files_add(request, case, report):
    return _ask(
        request,
        case,
        report,
        FilesForm,
        lambda form: add_files(report, **form.cleaned_data, by=request.user),
        title="Add files",
        check=check_user_can_add_files,
        done=lambda added: f"{counted(len(added), 'file')} added.",
        ask=ask_with_files,
    )


@with_case("Remove a file of a report")
@with_report
def report_file_remove(request, case, report, file_id):
    file = get_object_or_404(report.files, pk=file_id)
    file.report = report
    return _ask(
        request,
        case,
        report,
        partial(PutRightForm, label="Why is it removed?", missing="Enter why the file is removed"),
        lambda form: remove_file(file, **form.cleaned_data, by=request.user),
        title="Remove a file",
        check=lambda user, report: check_user_can_remove_file(user, file),
        done="The file is removed.",
        lead=[
            f"“{file.original_name}” can no longer be opened by anybody. What else the report says stays.",
            "Name no other child in the reason.",
        ],
    )
