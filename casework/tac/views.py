"""The TAC of a case: convened, who took part, provision weighed in rounds, and the result."""

from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from base.clock import today
from base.pages import is_allowed
from base.words import day_in_words
from casework.cases.frame import ask_of_case, link, next_steps, render_case, restriction_on, with_case
from casework.enums import TacManner
from casework.provision.actions import sections_without_cost
from casework.provision.presenters import costing_context, costing_of
from casework.reports.queries import reports_to_weigh
from casework.tac.actions import (
    ask_tac,
    call_off_tac,
    change_tac,
    conclude_tac,
    convene_tac,
    record_attendance,
    record_round,
    tac_meetings_of,
    version_of_people,
)
from casework.tac.forms import (
    AttendanceFormSet,
    ConcludeForm,
    RoundForm,
    TacAskForm,
    TacCallOffForm,
    TacChangeForm,
    TacConveneForm,
    TacDayForm,
)
from casework.tac.permissions import (
    check_user_can_ask_tac,
    check_user_can_conclude_tac,
    check_user_can_convene_tac,
    check_user_can_record_attendance,
    check_user_can_record_round,
    check_user_can_record_tac,
)
from casework.tac.presenters import (
    is_to_be_asked_again,
    keeping_record,
    meeting_in_hand,
    meetings_shown,
    people_recorded,
    proposed_people,
    round_to_record,
)
from casework.versions.actions import open_tac_meeting, plan_version_or_refuse
from crispy_govuk.templatetags.govuk_format import pounds

TAC_IS_NOW_ON = "The TAC meeting is now on"
WHO_TOOK_PART = "Who took part is recorded."
TELL_ALL = "Tell the family and everybody who was asked."


def with_open_meeting(view):
    """Give the view the TAC meeting that is open, or 404."""

    @wraps(view)
    def loaded(request, case):
        meeting = open_tac_meeting(case)
        if meeting is None:
            raise Http404("No TAC meeting is open.")
        return view(request, case, meeting)

    return loaded


@require_GET
@with_case("TAC meetings")
def tac_list(request, case):
    """The TAC meetings of a case: who came, how the provision was reconsidered, how each ended."""
    meetings = list(tac_meetings_of(case))
    open_meeting = next((meeting for meeting in meetings if meeting.is_open), None)
    may_record = open_meeting is not None and is_allowed(
        lambda: check_user_can_record_tac(request.user, case, open_meeting)
    )
    context = {
        "meetings": meetings_shown(meetings),
        "open_meeting": open_meeting if may_record else None,
        "open_steps": keeping_record(case, request.user, open_meeting) if open_meeting and may_record else [],
        "late_reports": reports_to_weigh(case),
        "steps": next_steps(case, request.user, restriction_on(request, case)),
    }
    return render_case(request, case, "casework/tac_list.html", context, here="tac")


@with_case("Convene a TAC meeting")
def tac_convene(request, case):
    """Convene a meeting of the Team Around the Child."""
    return ask_of_case(
        request,
        case,
        TacConveneForm,
        lambda form: convene_tac(case, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_convene_tac(request.user, case),
        done="TAC meeting convened.",
        then=link(case, "tac_list"),
        context={
            "page_title": "Convene a TAC meeting",
            "lead": ["The total of the provision as it stands now is kept as what the meeting begins with."],
        },
        here="tac",
    )


@with_case("Ask the TAC by correspondence")
def tac_ask(request, case):
    """Ask the TAC to agree by correspondence to what changed since it met."""
    return ask_of_case(
        request,
        case,
        lambda data: TacAskForm(data, cancel_url=link(case, "tac_list")),
        lambda form: ask_tac(case, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_ask_tac(request.user, case),
        done="The TAC’s correspondence is open. Change the plan, ask everybody, and record who was asked.",
        then=link(case, "tac_list"),
        context={
            "page_title": "Ask the TAC by correspondence",
            "lead": [
                "For a change that needs no meeting. Once it is open here, change outcomes and provision, then write "
                "to everybody of the TAC yourself, the family too, with what the plan says then.",
                "The TAC agrees where nobody disagrees. If somebody does, call this off and convene a meeting.",
            ],
        },
        here="tac",
    )


@with_case("Change a TAC meeting")
def tac_change(request, case, meeting_id):
    """Move a meeting that has no result yet, change its place, or the day by which the TAC answers."""
    meeting = get_object_or_404(case.tac_meetings, pk=meeting_id)
    form = TacDayForm if meeting.is_by_correspondence else TacChangeForm
    now = "Answers to the TAC’s correspondence are now due by" if meeting.is_by_correspondence else TAC_IS_NOW_ON
    there = {"held_on": meeting.held_on, "place": meeting.place}
    return ask_of_case(
        request,
        case,
        lambda data: form(data, initial=there, cancel_url=link(case, "tac_list")),
        lambda form: change_tac(meeting, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_record_tac(request.user, case, meeting),
        done=lambda changed: f"{now} {day_in_words(changed.held_on)}.",
        then=link(case, "tac_list"),
        context={"page_title": f"Change the {meeting.named}", "lead": [f"Who is recorded stays recorded. {TELL_ALL}"]},
        here="tac",
    )


@with_case("Call a TAC meeting off")
def tac_call_off(request, case, meeting_id):
    """Call a meeting off that has no result yet."""
    meeting = get_object_or_404(case.tac_meetings, pk=meeting_id)
    return ask_of_case(
        request,
        case,
        lambda data: TacCallOffForm(data, cancel_url=link(case, "tac_list")),
        lambda form: call_off_tac(meeting, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_record_tac(request.user, case, meeting),
        done=lambda called_off: f"The {called_off.named} is called off. You can convene another meeting.",
        then=link(case, "tac_list"),
        context={
            "page_title": f"Call off the {meeting.named}",
            "lead": [f"It stays in the record, with the reason. {TELL_ALL}"],
        },
        here="tac",
    )


@with_case("Who took part in the TAC meeting")
def tac_attendance(request, case, meeting_id):
    """Record who took part in a TAC meeting, how, and what they said."""
    meeting = get_object_or_404(case.tac_meetings, pk=meeting_id)
    there = people_recorded(case, meeting)
    proposed = proposed_people(case, there)
    manner = TacManner(meeting.manner)
    return ask_of_case(
        request,
        case,
        lambda data: AttendanceFormSet(data, initial=there + proposed, prefix="people", form_kwargs={"manner": manner}),
        lambda formset: record_attendance(
            meeting, formset.people(), expected_version=formset.expected_version, by=request.user
        ),
        check=lambda: check_user_can_record_attendance(request.user, case, meeting, [], today()),
        done="It is recorded who was asked and who agreed." if meeting.is_by_correspondence else WHO_TOOK_PART,
        then=link(case, "tac_list"),
        template="casework/tac_attendance.html",
        named="formset",
        context=lambda formset: {
            "meeting": meeting,
            "asked_again": is_to_be_asked_again(case, meeting),
            "version": version_of_people(case, meeting),
            "refusal": formset.refusal,
            "refusals": [{"text": formset.refusal}],
        },
        here="tac",
    )


@with_case("TAC: provision and its cost")
def tac(request, case):
    """Provision beside the indicative resource, who would sign, who came, and the rounds."""
    plan_version_or_refuse(case)
    context = costing_context(case, request.user)
    context["late_reports"] = reports_to_weigh(case)
    context["meeting"] = meeting_in_hand(case, request.user, context["costing"])
    return render_case(request, case, "casework/tac.html", context, here="provision")


@with_case("Record the TAC’s result")
@with_open_meeting
def tac_conclude(request, case, meeting):
    """Record how the TAC meeting, or its correspondence, ends."""

    def form(data):
        plan_version = plan_version_or_refuse(case)
        return ConcludeForm(
            data,
            without_cost=sections_without_cost(case),
            initial={"expected_version": plan_version.version},
            cancel_url=link(case, "allocation:tac"),
        )

    return ask_of_case(
        request,
        case,
        form,
        lambda form: conclude_tac(meeting, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_conclude_tac(request.user, case, meeting, today()),
        done=lambda ended: f"The TAC’s result is recorded: {ended.get_result_display().lower()}.",
        template="casework/tac_conclude.html",
        context=lambda form: {"costing": costing_of(case, today()), "rounds": meeting.rounds.count()},
        here="provision",
    )


@with_case("Record a round of reconsideration")
@with_open_meeting
def tac_round(request, case, meeting):
    """Record a round of reconsideration."""
    back = link(case, "allocation:tac")
    return ask_of_case(
        request,
        case,
        lambda data: RoundForm(data, cancel_url=back),
        lambda form: record_round(meeting, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_record_round(request.user, case, meeting, today()),
        done=lambda recorded: (
            f"Round {recorded.number} was recorded: {pounds(recorded.total_before)} to {pounds(recorded.total_after)}."
        ),
        then=back,
        template="casework/tac_round.html",
        context=lambda form: {"round": round_to_record(case, meeting)},
        here="provision",
    )
