"""May this person convene, record or conclude a TAC meeting, now; and may a decision rest on it?"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from accounts.models import User
from base.refusals import Refused, check_entered, check_not_before
from base.words import day_in_words, folded, listed
from casework.cases.permissions import check_case_is_at, check_user_works_case
from casework.cases.queries import meetings_of
from casework.counting import Counting
from casework.enums import PRESENCES, Presence, RoundMeans, SectionLetter, Stage, TacManner, TacResult
from casework.models import Case, PlanVersion, TacMeeting
from casework.money import in_pounds
from casework.plan.permissions import check_says_enough
from casework.plan.queries import stand_in_for_agreement
from casework.provision.actions import provision_total_of
from casework.provision.rules import Comparison, sections_in_words
from casework.versions.actions import last_tac_result, open_tac_meeting, plan_version_or_refuse

WHAT_CHANGED = "what changed, and what meets the need now"
WHAT_WAS_TRIED = "what was tried: what else could have met the need, and why it does not"
WHY_CALLED_OFF = "why the meeting is called off"


def check_user_can_convene_tac(user: User, case: Case) -> None:
    """One TAC meeting at a time, convened by the co-ordinator."""
    check_user_works_case(user, case, act="convene its TAC meeting")
    check_case_is_at(case, Stage.TAC, act="convene a TAC meeting")
    meeting = open_tac_meeting(case)
    if meeting:
        raise Refused(f"The {meeting.named} is still open. Record its result first, or call it off.")


def check_user_can_ask_tac(user: User, case: Case) -> None:
    """The TAC meets first; once a meeting has agreed a resource, it may agree by correspondence to what changed."""
    check_user_can_convene_tac(user, case)
    if last_tac_result(case) is None:
        raise Refused("The TAC meets first: once a meeting has ended with a result, it may agree by correspondence.")
    last = max(meetings_of(case), key=lambda meeting: (meeting.convened_at, meeting.pk))
    against = [person.name for person in last.attendances.all() if person.presence == Presence.DISAGREED]
    if last.is_called_off and against:
        raise Refused(f"{listed(against)} did not agree by correspondence, so the TAC has to meet.")


def check_user_can_record_tac(user: User, case: Case, meeting: TacMeeting) -> None:
    """The co-ordinator records an open meeting: who came, and each round of reconsideration."""
    check_user_works_case(user, case, act="record its TAC meeting")
    check_case_is_at(case, Stage.TAC, act="record a TAC meeting")
    if meeting.concluded_at:
        raise Refused(
            f"The {meeting.named} has ended, so its record cannot be changed. "
            "What is to change goes to another meeting."
        )
    if meeting.is_called_off:
        raise Refused(f"The {meeting.named} was called off, so its record cannot be changed. Convene another.")


def check_day_of_tac(case: Case, held_on: date) -> None:
    """A TAC meets about the request: not before it came."""
    why = "the day the assessment was requested"
    check_not_before(held_on, "The day of the meeting", case.requested_on, why, field="held_on")


def check_day_to_answer(held_on: date, today: date) -> None:
    """Whoever is asked has until the end of a day that is not over."""
    if held_on < today:
        raise Refused("The day by which to answer must be today or in the future.", field="held_on")


def check_tac_may_move_to(meeting: TacMeeting, held_on: date, today: date) -> None:
    """A meeting at which somebody is recorded as present, or a round as done, was held: it is not still to come."""
    if meeting.is_by_correspondence:
        check_day_to_answer(held_on, today)
        return
    if held_on <= today:
        return
    if meeting.attendances.filter(presence=Presence.ATTENDED).exists() or meeting.rounds.exists():
        raise Refused(
            "Who attended this meeting, or what it weighed, is recorded already. "
            "The day of the meeting must be today or in the past.",
            field="held_on",
        )


def check_meeting_is_held(meeting: TacMeeting, today: date, *, act: str) -> None:
    """A meeting is recorded once its day has come. Answers by correspondence come before the day they are due."""
    if not meeting.is_by_correspondence and meeting.held_on > today:
        raise Refused(
            f"You cannot {act} before the day of the meeting, {day_in_words(meeting.held_on)}. "
            "Change its day if it was held earlier."
        )


def check_user_can_record_attendance(
    user: User, case: Case, meeting: TacMeeting, presences: Iterable[str], today: date
) -> None:
    """Views and apologies may come before the meeting; nobody has attended it before its day."""
    check_user_can_record_tac(user, case, meeting)
    if not set(presences) <= set(PRESENCES[TacManner(meeting.manner)]):
        raise Refused(f"Select for each person how they took part in the {meeting.named}.")
    if Presence.ATTENDED in presences:
        check_meeting_is_held(meeting, today, act="record who attended")


def check_answers_stand(meeting: TacMeeting, people: Mapping[str, str], is_of_another_text: bool, today: date) -> None:
    """Of answers by correspondence an objection stays on record, and whoever is asked again has time to answer.

    `people` are their presences by name; `is_of_another_text`: the plan is not what the last answers were about.
    """
    against = [person.name for person in meeting.attendances.all() if person.presence == Presence.DISAGREED]
    gone = [name for name in against if name not in people]
    if gone:
        raise Refused(
            f"{listed(gone)} did not agree, and that stays on record. Record what they answer now, if they did."
        )
    if is_of_another_text and Presence.ASKED in people.values() and meeting.held_on < today:
        raise Refused(
            "The plan was changed since, and the day by which to answer is over. "
            "Change that day first, so that everybody has time to answer."
        )


def check_user_can_record_round(user: User, case: Case, meeting: TacMeeting, today: date) -> None:
    """A round is recorded at or after the meeting."""
    check_user_can_record_tac(user, case, meeting)
    check_meeting_is_held(meeting, today, act="record a round of reconsideration")


def check_user_can_conclude_tac(user: User, case: Case, meeting: TacMeeting, today: date) -> None:
    """A meeting ends once it was held and somebody attended; correspondence once the TAC has agreed."""
    check_user_can_record_tac(user, case, meeting)
    plan_version = plan_version_or_refuse(case)
    check_says_enough(plan_version)
    if meeting.is_by_correspondence:
        check_tac_agreed(meeting, plan_version, today)
        return
    check_meeting_is_held(meeting, today, act="record the result")
    if not meeting.attendances.filter(presence=Presence.ATTENDED).exists():
        raise Refused("Record who attended the TAC meeting before its result.")


def check_tac_agreed(meeting: TacMeeting, plan_version: PlanVersion, today: date) -> None:
    """By correspondence the TAC agrees where somebody agreed, nobody disagreed, and everybody had until the day named.

    The answers are about outcomes and provision as they are: after a change everybody is asked again. Who took part
    when the TAC met last is asked as well.
    """
    named: dict[str, list[str]] = {presence: [] for presence in PRESENCES[TacManner.CORRESPONDENCE]}
    for person in meeting.attendances.all():
        named[person.presence].append(person.name)
    if named[Presence.DISAGREED]:
        raise Refused(
            f"{listed(named[Presence.DISAGREED])} did not agree, so the TAC has to meet: "
            "call the correspondence off and convene a meeting."
        )
    if not named[Presence.AGREED]:
        raise Refused("Record who was asked and who agreed before the result.")
    if meeting.answered_text != stand_in_for_agreement(plan_version):
        raise Refused(
            "Outcomes or provision were changed after the answers were recorded. "
            "Ask everybody about what the plan says now, and record their answers to it."
        )
    asked = {folded(name) for names in named.values() for name in names}
    left_out = [name for name in took_part_last(meeting) if folded(name) not in asked]
    if left_out:
        raise Refused(f"{listed(left_out)} took part when the TAC met, and is not asked. Ask everybody who did.")
    if named[Presence.ASKED] and today <= meeting.held_on:
        raise Refused(
            f"{listed(named[Presence.ASKED])} may still answer until the end of {day_in_words(meeting.held_on)}. "
            "Record the answer once it is there, or the result when the day is over."
        )


def took_part_last(meeting: TacMeeting) -> list[str]:
    """Who attended the meeting, or agreed in the correspondence, that ended before this one was opened."""
    last = meeting.case.tac_meetings.filter(concluded_at__lte=meeting.convened_at).order_by("concluded_at").last()
    if last is None:
        return []
    took_part = last.attendances.filter(presence__in=(Presence.ATTENDED, Presence.AGREED))
    return list(took_part.values_list("name", flat=True))


def check_more_is_explained(result: TacResult, reason: str) -> None:
    """The source: "more is required, because"."""
    if result == TacResult.MORE_REQUIRED:
        check_entered(reason, "why more is required", field="reason")


def check_round_is_an_attempt(means: RoundMeans | str, tried: str) -> None:
    """The source has the TAC "make all reasonable attempts": where nothing changed, the round says what was tried."""
    if means == RoundMeans.KEPT:
        check_entered(tried, WHAT_WAS_TRIED, field="tried")


def check_costs_nothing_more(without_cost: Sequence[SectionLetter], answer: bool | None) -> None:
    """What a section says is provided costs nothing only where the TAC says so: without a line, it is not known."""
    if not without_cost or answer:
        return
    says = sections_in_words(without_cost)
    if answer is None:
        raise Refused(
            f"{says} what is provided, and no line there has a cost. Say whether it costs nothing more.",
            field="costs_nothing_more",
        )
    raise Refused(
        f"{says} what is provided, and it is not costed yet. Add each provision with its cost, then record the result.",
        field="costs_nothing_more",
    )


def no_tac_result() -> Refused:
    """The refusal of a decision before a TAC meeting has ended with a result."""
    return Refused("The TAC has not agreed a resource yet: record the result of a TAC meeting first.")


def check_tac_settled(case: Case) -> None:
    """A decision may rest on the last TAC meeting: none is open, and the provision is what it agreed."""
    meeting = open_tac_meeting(case)
    concluded = last_tac_result(case)
    if meeting and concluded:
        raise Refused(f"The {meeting.named} is still open: record its result first.")
    if meeting or concluded is None or concluded.agreed_amount is None:
        raise no_tac_result()
    now = provision_total_of(case, Counting.of(concluded.counting))
    if now != concluded.agreed_amount:
        raise Refused(
            f"The TAC agreed {in_pounds(concluded.agreed_amount)}, and the provision now comes to {in_pounds(now)}. "
            "Convene another TAC meeting about it."
        )
    if concluded.agreed_text and concluded.agreed_text != stand_in_for_agreement(plan_version_or_refuse(case)):
        raise Refused(
            "Outcomes or provision were changed since the TAC agreed to them. "
            "Convene another TAC meeting about it, or ask the TAC by correspondence."
        )


def check_result_agrees_with_figures(result: TacResult, comparison: Comparison, attempts: int) -> None:
    """A TAC's result says what the figures say, and reconsideration comes before asking for more.

    "Within" needs the provision within the indicative resource and tolerance. "More is required" needs it above,
    and at least one round in which something was tried: the source has the TAC "make all reasonable attempts" first
    (RAS process, TAC meeting).
    """
    total, indicative = in_pounds(comparison.total), in_pounds(comparison.indicative)
    if result == TacResult.WITHIN and comparison.is_over:
        above = in_pounds(comparison.above_by)
        allowed = f", and {in_pounds(comparison.tolerance)} above it is allowed" if comparison.tolerance else ""
        raise Refused(
            f"The provision costs {total}, which is {above} above the indicative resource of "
            f"{indicative}{allowed}. Record that more is required and why, or reconsider the provision first."
        )
    if result == TacResult.MORE_REQUIRED and not comparison.is_over:
        raise Refused(
            f"The provision costs {total}, which is within the indicative resource of {indicative}. "
            "Record it as within, or add the provision that is needed first."
        )
    if result == TacResult.MORE_REQUIRED and attempts == 0:
        raise Refused(
            f"The provision costs {total} and the indicative resource is {indicative}. "
            "Record at least one round of reconsideration, with what was tried in it, before the result that more is "
            "required."
        )
