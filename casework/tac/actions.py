"""TAC meetings: convened, or asked by correspondence; moved or called off, attended, reconsidered in rounds, ended.

Source: the RAS process, "TAC meeting".
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

import audit.actions
from accounts.models import User
from audit.queries import last_change_of
from base.clock import now, today
from base.contribution import contributed_once
from base.refusals import Refused, check_entered
from base.stale import check_unchanged, version_of
from casework.cases.actions import lock_case, take_part
from casework.counting import Counting
from casework.enums import Part, Presence, RoundMeans, TacManner, TacResult
from casework.models import Attendance, Case, ReconsiderationRound, TacMeeting
from casework.plan.queries import stand_in_for_agreement
from casework.provision.actions import provision_total, provision_total_of, sections_without_cost
from casework.provision.rules import Comparison
from casework.settings.actions import counting_on
from casework.tac.permissions import (
    WHAT_CHANGED,
    WHY_CALLED_OFF,
    check_answers_stand,
    check_costs_nothing_more,
    check_day_of_tac,
    check_day_to_answer,
    check_more_is_explained,
    check_result_agrees_with_figures,
    check_round_is_an_attempt,
    check_tac_may_move_to,
    check_user_can_ask_tac,
    check_user_can_conclude_tac,
    check_user_can_convene_tac,
    check_user_can_record_attendance,
    check_user_can_record_round,
    check_user_can_record_tac,
)
from casework.versions.actions import plan_version_or_refuse


@dataclass(frozen=True)
class Attended:
    """One person's part in a meeting: who, in what capacity, how, and what they said."""

    name: str
    capacity: str
    presence: Presence
    views: str = ""


def tac_meetings_of(case: Case) -> QuerySet[TacMeeting]:
    """The TAC meetings of a case, the one convened last first, with who came and the rounds."""
    return case.tac_meetings.prefetch_related("attendances", "rounds").order_by("-convened_at", "-pk")


def present_tac_meeting(meetings: Iterable[TacMeeting]) -> TacMeeting | None:
    """The meeting in hand, of those of a case with the last convened first: the open one, else the latest that stands.

    One that was called off only where there is no other.
    """
    known = list(meetings)
    stands = [meeting for meeting in known if not meeting.is_called_off]
    return next((meeting for meeting in stands if meeting.is_open), next(iter(stands or known), None))


def last_round(meeting: TacMeeting) -> ReconsiderationRound | None:
    """The latest round of reconsideration of a meeting."""
    return meeting.rounds.order_by("-number").first()


def total_before_round(meeting: TacMeeting) -> Decimal:
    """What the next round counts from: the total after the last one, or what was costed first.

    That is what the meeting opened with, or, where nothing was costed then, the most the lines came to since.
    """
    last = last_round(meeting)
    return last.total_after if last else meeting.first_costed_amount or meeting.opening_amount


def attempts_of(meeting: TacMeeting) -> int:
    """The rounds in which something was tried: the provision was changed, or it is said what else was weighed."""
    return meeting.rounds.filter(~Q(means=RoundMeans.KEPT) | ~Q(tried="")).count()


def comparison_of(case: Case, day: date, counting: Counting | None = None) -> Comparison:
    """What of the provision counts now, beside the indicative resource, with the tolerance and the setting of `day`.

    Refused before there is an indicative resource, and without a limit.
    """
    if case.indicative_amount is None:
        raise Refused(
            "No indicative resource has been allocated to this case yet. "
            "The Personalisation Officer allocates it first."
        )
    total = provision_total_of(case, counting or counting_on(day))
    outlook = contributed_once("signing_outlook")(total, case.indicative_amount, day)
    return Comparison(total, case.indicative_amount, outlook.tolerance)


def convene_tac(case: Case, *, held_on: date, place: str, by: User) -> TacMeeting:
    """Convene a TAC meeting for a day past or to come; the provision's total of now opens it."""
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_convene_tac(by, case_now)
        check_day_of_tac(case_now, held_on)
        meeting = _opened(case_now, held_on, by=by, place=place.strip())
        audit.actions.record("casework.tac_convened", by=by, case=case_now, subject=meeting, held_on=held_on)
    return meeting


def ask_tac(case: Case, *, held_on: date, by: User) -> TacMeeting:
    """Ask the TAC to agree by correspondence, with answers by `held_on`, to what changed since it met.

    Until it has agreed, the provision may be changed as at a meeting; who was asked and what each answered is recorded
    by `record_attendance`.
    """
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_ask_tac(by, case_now)
        check_day_to_answer(held_on, today())
        meeting = _opened(case_now, held_on, by=by, manner=TacManner.CORRESPONDENCE)
        audit.actions.record("casework.tac_asked", by=by, case=case_now, subject=meeting, held_on=held_on)
    return meeting


def _opened(case: Case, held_on: date, *, by: User, **facts: Any) -> TacMeeting:
    opening_amount = provision_total(plan_version_or_refuse(case))
    opened = {"convened_at": now(), "convened_by": by, "opening_amount": opening_amount}
    return TacMeeting.objects.create(case=case, held_on=held_on, **opened, **facts)


def change_tac(meeting: TacMeeting, *, held_on: date, by: User, place: str = "") -> TacMeeting:
    """Move an open TAC meeting to another day or place, or the day by which to answer; all that is recorded stays."""
    with transaction.atomic():
        case_now, meeting_now = _locked(meeting)
        check_user_can_record_tac(by, case_now, meeting_now)
        check_day_of_tac(case_now, held_on)
        check_tac_may_move_to(meeting_now, held_on, today())
        before: dict[str, Any] = {"held_on_before": meeting_now.held_on, "place_before": meeting_now.place}
        meeting_now.held_on, meeting_now.place = held_on, place.strip()
        meeting_now.save(update_fields=["held_on", "place"])
        audit.actions.record(
            "casework.tac_changed",
            by=by,
            case=case_now,
            subject=meeting_now,
            held_on=held_on,
            place=meeting_now.place,
            manner=meeting_now.manner,
            **before,
        )
    return meeting_now


def call_off_tac(meeting: TacMeeting, *, reason: str, by: User) -> TacMeeting:
    """Call an open TAC meeting off, with the reason: it stays in the record, and another may be convened."""
    with transaction.atomic():
        case_now, meeting_now = _locked(meeting)
        check_user_can_record_tac(by, case_now, meeting_now)
        check_entered(reason, WHY_CALLED_OFF, field="reason")
        meeting_now.called_off_at, meeting_now.called_off_by = now(), by
        meeting_now.called_off_reason = reason.strip()
        meeting_now.save(update_fields=["called_off_at", "called_off_by", "called_off_reason"])
        audit.actions.record(
            "casework.tac_called_off",
            by=by,
            case=case_now,
            subject=meeting_now,
            held_on=meeting_now.held_on,
            manner=meeting_now.manner,
            reason=meeting_now.called_off_reason,
        )
    return meeting_now


def version_of_people(case: Case, meeting: TacMeeting) -> str:
    """A short stand-in for who is recorded, and for what they are asked about, by which a page tells a change."""
    return _version_of_people(meeting, _asked_about(case, meeting))


def _asked_about(case: Case, meeting: TacMeeting) -> str:
    return stand_in_for_agreement(plan_version_or_refuse(case)) if meeting.is_by_correspondence else ""


def _version_of_people(meeting: TacMeeting, text: str) -> str:
    return version_of(text, *meeting.attendances.values_list("name", "capacity", "presence", "views"))


def record_attendance(
    meeting: TacMeeting, people: Iterable[Attended], *, expected_version: str | None = None, by: User
) -> list[Attendance]:
    """Record who took part in a meeting, and how: the whole list, in place of the one before.

    By correspondence, who was asked and what each answered; the answers are about outcomes and provision as they are
    now. `expected_version` is `version_of_people`, as the page showed it.
    """
    people = list(people)
    with transaction.atomic():
        case_now, meeting_now = _locked(meeting)
        check_user_can_record_attendance(by, case_now, meeting_now, [p.presence for p in people], today())
        if any(not person.name.strip() or not person.capacity.strip() for person in people):
            raise Refused("Enter each person’s name and in what capacity they took part.")
        text = _asked_about(case_now, meeting_now)
        present = _version_of_people(meeting_now, text)
        check_unchanged(expected_version, present, "who is recorded, or the plan", lambda: last_change_of(case_now))
        presences = {person.name: person.presence for person in people}
        check_answers_stand(meeting_now, presences, meeting_now.answered_text not in ("", text), today())
        meeting_now.attendances.all().delete()
        recorded = [Attendance.objects.create(meeting=meeting_now, **asdict(person)) for person in people]
        meeting_now.answered_text = text
        meeting_now.save(update_fields=["answered_text"])
        audit.actions.record(
            "casework.attendance_recorded",
            by=by,
            case=case_now,
            subject=meeting_now,
            held_on=meeting_now.held_on,
            manner=meeting_now.manner,
            names=[person.name for person in people],
            presences=[Presence(person.presence).label.lower() for person in people],
        )
    return recorded


def record_round(
    meeting: TacMeeting, *, means: RoundMeans, what: str, why: str, by: User, tried: str = ""
) -> ReconsiderationRound:
    """Record one round of reconsideration: what was done to the provision, and why; where it was kept, what was tried.

    The total before is `total_before_round`; the total after is that of the lines as they are now: change the lines
    first.
    """
    with transaction.atomic():
        case_now, meeting_now = _locked(meeting)
        check_user_can_record_round(by, case_now, meeting_now, today())
        check_entered(what, WHAT_CHANGED)
        check_entered(why, "why")
        check_round_is_an_attempt(means, tried)
        last = last_round(meeting_now)
        recorded = ReconsiderationRound.objects.create(
            meeting=meeting_now,
            number=last.number + 1 if last else 1,
            means=means,
            what=what.strip(),
            tried=tried.strip(),
            why=why.strip(),
            total_before=total_before_round(meeting_now),
            total_after=provision_total(plan_version_or_refuse(case_now)),
            recorded_at=now(),
            recorded_by=by,
        )
        audit.actions.record(
            "casework.round_recorded",
            by=by,
            case=case_now,
            subject=recorded,
            number=recorded.number,
            what=recorded.what,
            tried=recorded.tried,
            total_before=recorded.total_before,
            total_after=recorded.total_after,
        )
    return recorded


def conclude_tac(
    meeting: TacMeeting,
    *,
    result: TacResult,
    reason: str,
    expected_version: int,
    by: User,
    costs_nothing_more: bool | None = None,
) -> TacMeeting:
    """End a TAC meeting as "within the indicative resource" or "more is required, because".

    The total of the lines that count today is held against the indicative resource; both are frozen with the result,
    the total as the agreed resource, and what counted. `costs_nothing_more` answers for sections that say what is
    provided and have no costed line. `expected_version` is the plan's, as the page showed it: the person agreed to
    those figures. Who records it takes the part of scorer, as who drafts the plan does.
    """
    result = TacResult(result)
    with transaction.atomic():
        case_now, meeting_now = _locked(meeting)
        check_user_can_conclude_tac(by, case_now, meeting_now, today())
        plan_version = plan_version_or_refuse(case_now)
        edit = (plan_version.edited_by.full_name, plan_version.edited_at)
        check_unchanged(expected_version, plan_version.version, "the plan", lambda: edit)
        counting = counting_on(today())
        comparison = comparison_of(case_now, today(), counting)
        without_cost = sections_without_cost(case_now)
        check_costs_nothing_more(without_cost, costs_nothing_more)
        check_result_agrees_with_figures(result, comparison, attempts_of(meeting_now))
        check_more_is_explained(result, reason)
        take_part(case_now, Part.SCORER, by=by)
        meeting_now.result, meeting_now.result_reason = result, reason.strip()
        meeting_now.agreed_amount, meeting_now.indicative_amount = comparison.total, comparison.indicative
        meeting_now.agreed_text = stand_in_for_agreement(plan_version)
        meeting_now.counting, meeting_now.costs_nothing_more = counting.key, " ".join(without_cost)
        meeting_now.concluded_at, meeting_now.concluded_by = now(), by
        meeting_now.save()
        audit.actions.record(
            "casework.tac_concluded",
            by=by,
            case=case_now,
            subject=meeting_now,
            held_on=meeting_now.held_on,
            manner=meeting_now.manner,
            result=result.label,
            reason=meeting_now.result_reason,
            agreed_amount=meeting_now.agreed_amount,
            indicative_amount=meeting_now.indicative_amount,
            counting=meeting_now.counting,
            costs_nothing_more=meeting_now.costs_nothing_more,
        )
    return meeting_now


def _locked(meeting: TacMeeting) -> tuple[Case, TacMeeting]:
    case_now = lock_case(meeting.case)
    return case_now, TacMeeting.objects.select_for_update().get(pk=meeting.pk)
