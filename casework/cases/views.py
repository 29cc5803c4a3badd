"""The pages of a case as a whole: its summary and history; given to another, excepted, closed."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.enums import Role
from accounts.permissions import check_user_has_role
from accounts.queries import team_of
from audit.queries import trail_of
from base.clock import today
from base.pages import ask, page_of
from casework.cases.actions import (
    close_case,
    grant_duty_exception,
    hand_over_cases,
    reassign_case,
    record_told,
    reopen_case,
)
from casework.cases.forms import (
    HOLDERS,
    CaseCloseForm,
    CaseExceptionForm,
    CaseReassignForm,
    CaseReopenForm,
    CaseTellForm,
    HandOverForm,
    HandOverFromForm,
)
from casework.cases.frame import (
    ask_of_case,
    case_frame,
    clock_of,
    names_children,
    next_steps,
    note_named,
    render_case,
    restriction_on,
    with_case,
)
from casework.cases.permissions import (
    READERS_OF_CASES,
    check_user_can_close_somehow,
    check_user_can_reassign,
    check_user_can_record_exceptions,
    check_user_can_record_told,
    check_user_can_reopen,
    stage_to_resume,
)
from casework.cases.presenters import (
    clock_figure,
    contents_of,
    handed_over_in_words,
    latest_acts,
    parts_in_words,
    running_limit,
    state_of,
    summary_rows,
    trail_entries,
)
from casework.cases.queries import cases_in_hands_of, people_to_tell
from crispy_govuk.found import suggestions


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
        CaseReassignForm,
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
        CaseExceptionForm,
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


@with_case("Open the case again")
def case_reopen(request, case):
    return ask_of_case(
        request,
        case,
        CaseReopenForm,
        lambda form: reopen_case(case, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_reopen(request.user, case),
        done="The case is open again.",
        context=lambda form: {
            "page_title": "Open the case again",
            "lead": [
                f"It goes on at “{stage_to_resume(case).label}”, as if it had not been closed.",
                "Do this only where it was closed by mistake.",
            ],
        },
    )


@with_case("Tell the new name")
def case_tell(request, case):
    """Who was told the name of the new co-ordinator, and when."""
    family, settings = people_to_tell(case)
    return ask_of_case(
        request,
        case,
        lambda data: CaseTellForm(data, people=[*family, *settings]),
        lambda form: record_told(case, **form.told(), by=request.user),
        check=lambda: check_user_can_record_told(request.user, case),
        done="It is recorded that they know who co-ordinates the case.",
        context={
            "page_title": "Tell the family and the setting that you co-ordinate the case",
            "lead": ["The case was given to you. Write to them or ring them, then record it here."],
        },
    )


MOST_AT_ONCE = 150
"""How many cases are ticked on one page and handed over together; more would be a page of more than 60 KB."""


@names_children("Hand cases over")
def cases_hand_over(request):
    """Several cases of one person, given to another or shared out by load among the team."""
    check_user_has_role(request.user, Role.LEAD_SEND_COORDINATOR, act="hand cases over")
    asked = HandOverFromForm(request.POST or request.GET or None)
    if not asked.is_valid():
        return render(request, "casework/cases_hand_over.html", {"choice": asked})
    person = asked.cleaned_data["person"]
    if "whose" in request.POST:
        return redirect(f"{request.path}?person={person.pk}")
    in_hands = cases_in_hands_of(person).select_related("child").order_by("child__sort_name", "pk")
    numbers = list(in_hands.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    cases = in_hands.filter(pk__in=numbers[:MOST_AT_ONCE])
    note_named(request, [case.pk for case in cases])
    return ask(
        request,
        lambda data: HandOverForm(data, person=person, cases=cases, team=team_of(person)),
        lambda form: hand_over_cases(list(form.cleaned_data["cases"]), form.receivers, by=request.user),
        done=handed_over_in_words,
        then=reverse("casework:case_list"),
        template="casework/cases_hand_over.html",
        context={
            "choice": HandOverFromForm(),
            "person": person,
            "most": MOST_AT_ONCE if len(numbers) > MOST_AT_ONCE else 0,
        },
    )


@require_POST
def holders_found(request):
    """For the script that suggests: the co-ordinators of a name, and whoever still has live cases."""
    check_user_has_role(request.user, *READERS_OF_CASES, act="look for a co-ordinator of cases")
    return suggestions(request, HOLDERS)


holders_found.is_passive = True  # type: ignore[attr-defined]
