"""The pages of a case as a whole: its summary and history; given to another, excepted, closed."""

from django.shortcuts import render

from audit.queries import trail_of
from base.clock import today
from base.pages import page_of
from casework.cases.actions import close_case, grant_duty_exception, reassign_case
from casework.cases.forms import CaseCloseForm, CaseExceptionForm, CaseReassignForm
from casework.cases.frame import ask_of_case, case_frame, clock_of, next_steps, render_case, restriction_on, with_case
from casework.cases.permissions import (
    check_user_can_close_somehow,
    check_user_can_reassign,
    check_user_can_record_exceptions,
)
from casework.cases.presenters import (
    clock_figure,
    contents_of,
    latest_acts,
    parts_in_words,
    running_limit,
    state_of,
    summary_rows,
    trail_entries,
)


@with_case("Case")
def case_detail(request, case):
    """The case page: its state, what each part of it says, the clock, what comes next and what happened."""
    day, frame = today(), case_frame(request, case, here="summary")
    restriction, limits = restriction_on(request, case), clock_of(case, day)
    state = state_of(case, request.user, day)
    context = {
        **frame,
        "page_title": state.title,
        "restriction": restriction,
        "state": state,
        "contents": contents_of(case, frame["case_sections"], request.user),
        "summary": summary_rows(case, frame["case_sections"], request.user, shows_parts=restriction is None),
        "clock": clock_figure(case, limits, day),
        "limit": running_limit(case, limits, day),
        "steps": next_steps(case, request.user, restriction),
        "latest": [] if restriction else latest_acts(case),
    }
    return render(request, "casework/case_detail.html", context)


@with_case("History")
def case_history(request, case):
    page = page_of(request, trail_of(case.pk))
    context = {"page": page, "entries": trail_entries(page.object_list)}
    return render_case(request, case, "casework/case_history.html", context, here="history")


@with_case("Give to another co-ordinator")
def case_reassign(request, case):
    return ask_of_case(
        request,
        case,
        lambda data: CaseReassignForm(data, case=case),
        lambda form: reassign_case(case, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_reassign(request.user, case),
        done=lambda reassigned: f"{reassigned.coordinator.full_name} co-ordinates the case now.",
        template="casework/case_reassign.html",
    )


@with_case("Record an exception")
def case_exception(request, case):
    return ask_of_case(
        request,
        case,
        lambda data: CaseExceptionForm(data, user=request.user),
        lambda form: grant_duty_exception(case, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_record_exceptions(request.user, case),
        done="The exception is recorded, and shown on the case.",
        template="casework/case_exception.html",
        context=lambda form: {"parts": parts_in_words(case)},
    )


@with_case("Close the case")
def case_close(request, case):
    return ask_of_case(
        request,
        case,
        lambda data: CaseCloseForm(data, case=case, user=request.user),
        lambda form: close_case(case, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_close_somehow(request.user, case),
        done="The case is closed.",
        template="casework/case_close.html",
    )
