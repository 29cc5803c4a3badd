"""Second scoring: a case falls to the sample or is chosen, somebody is asked, and scores it blind."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

import audit.actions
from accounts.models import User
from base.clock import now
from base.refusals import Refused
from casework.cases.actions import HandedOver, lock_case
from casework.cases.permissions import check_user_can_hand_over
from casework.models import Case
from scoring.enums import FormPurpose, SecondScoringReason, SecondScoringState
from scoring.models import RasForm, ScoredPair, SecondScoring
from scoring.scores.actions import begin_form, record_opening
from scoring.scores.queries import form_of
from scoring.second.permissions import (
    check_can_be_asked,
    check_user_can_ask_second,
    check_user_can_change_second,
    check_user_can_compare,
    check_user_can_score_second,
    no_open_second,
)
from scoring.second.queries import (
    SUBMITTED,
    count_of_cases_submitted,
    open_second_scorings_of,
    pair_as_it_counts,
    second_scoring_of,
    submissions_of,
)
from scoring.settings.actions import is_sampled, ordinal_in, setting_in_force

NOBODY_TO_ASK = "There is nobody to ask."


def sample_for_second(form: RasForm) -> SecondScoring | None:
    """Let the case fall to the sample when its first form is submitted for the first time. Part of `submit_form`.

    Every nth case in the order of first submission falls, n being the setting in force. The caller tells the trail,
    last of all.
    """
    setting = setting_in_force()
    if not setting.second_score_every or submissions_of(form.case).count() != 1:
        return None
    if not is_sampled(ordinal_in(setting, "submitted_count", count_of_cases_submitted), setting.second_score_every):
        return None
    return SecondScoring.objects.create(case=form.case, reason=SecondScoringReason.EVERY_NTH, asked_at=now())


def ask_second_scoring(case: Case, scorer: User, *, by: User) -> SecondScoring:
    """Choose a case for a second scoring, and ask `scorer` for it. One that was called off may be asked for again."""
    with transaction.atomic():
        case = lock_case(case)
        check_user_can_ask_second(by, case)
        check_can_be_asked(scorer, case)
        moment = now()
        second, _ = SecondScoring.objects.update_or_create(
            case=case,
            defaults={
                "reason": SecondScoringReason.CHOSEN,
                "asked_at": moment,
                "asked_by": by,
                "scorer": scorer,
                "assigned_at": moment,
                "assigned_by": by,
                "cancelled_at": None,
                "cancelled_by": None,
            },
        )
        audit.actions.record("scoring.second_asked", by=by, case=case, subject=second, scorer=scorer.full_name)
        return second


def assign_second_scoring(second: SecondScoring, scorer: User, *, by: User) -> SecondScoring:
    """Ask somebody, or somebody else, to score the case a second time.

    Effects: what an earlier scorer had entered is forgotten: a second form is one person's own.
    """
    with transaction.atomic():
        second, case = _locked(second)
        check_user_can_change_second(by, second)
        check_can_be_asked(scorer, case, second)
        return _assign(second, case, scorer, by=by)


def _assign(second: SecondScoring, case: Case, scorer: User, *, by: User) -> SecondScoring:
    before = second.scorer.full_name if second.scorer else ""
    _forget_form(second)
    second.scorer, second.assigned_at, second.assigned_by = scorer, now(), by
    second.save(update_fields=["scorer", "assigned_at", "assigned_by"])
    audit.actions.record(
        "scoring.second_assigned", by=by, case=case, subject=second, scorer=scorer.full_name, before=before
    )
    return second


def hand_over_second_scorings(person: User, to: Sequence[User], *, by: User) -> HandedOver:
    """Ask others, in turn, for what somebody was asked to score a second time and has not submitted.

    Each has its own check and its own row in the trail. One that none of them may score stays and is named.
    """
    check_user_can_hand_over(by)
    moved, kept = 0, []
    for number, second in enumerate(open_second_scorings_of(person)):
        refusals = []
        for scorer in (*to[number % len(to) :], *to[: number % len(to)]) if to else ():
            try:
                _ask_instead(second, scorer, by=by)
            except Refused as refusal:
                refusals.append(refusal.sentence)
            else:
                moved += 1
                break
        else:
            kept.append(f"{second.case.reference}: {refusals[0] if refusals else NOBODY_TO_ASK}")
    return HandedOver(moved, tuple(kept))


def _ask_instead(second: SecondScoring, scorer: User, *, by: User) -> None:
    with transaction.atomic():
        second, case = _locked(second)
        if second.state == SecondScoringState.SUBMITTED:
            raise no_open_second()
        check_can_be_asked(scorer, case, second)
        _assign(second, case, scorer, by=by)


def cancel_second_scoring(second: SecondScoring, *, by: User) -> SecondScoring:
    """Call a second scoring off before it is submitted; what was entered for it is forgotten."""
    with transaction.atomic():
        second, case = _locked(second)
        check_user_can_change_second(by, second)
        _forget_form(second)
        second.cancelled_at, second.cancelled_by = now(), by
        second.save(update_fields=["cancelled_at", "cancelled_by"])
        audit.actions.record("scoring.second_cancelled", by=by, case=case, subject=second)
        return second


def start_second_form(second: SecondScoring, *, by: User) -> RasForm:
    """Start the second form, with the framework version of the first. The case stays where it is.

    A form that is there is returned as it is.
    """
    with transaction.atomic():
        second, case = _locked(second)
        check_user_can_score_second(by, case, second)
        if second.form is not None:
            return second.form
        first = form_of(case)
        assert first is not None  # noqa: S101 - a case is asked for once its first form was submitted
        form = begin_form(case, first.framework, by=by, purpose=FormPurpose.SECOND)
        second.form = form
        second.save(update_fields=["form"])
        audit.actions.record("scoring.second_form_started", by=by, case=case, subject=form)
        return form


def note_compared(second: SecondScoring, *, by: User) -> None:
    """Note that somebody opened the first form by reading it beside the second: its scorer no longer takes it back."""
    first = form_of(second.case)
    if first is not None:
        record_opening(first, by=by, check=lambda form: check_user_can_compare(by, second), then=keep_pair)


def keep_pair(form: RasForm) -> None:
    """Keep the two scorings of a form's case as a pair once both count. It is kept once and never changes.

    Part of every act that may be the last one needed: the submission of the second form, and the first opening and a
    review, after which somebody else has read the first. One query where there is no second, or the pair is there.
    """
    second = _without_pair().filter(case=form.case).select_related("form").first()
    pair = pair_as_it_counts(second) if second else None
    if pair:
        pair.save(force_insert=True)


def keep_pairs_left_out() -> None:
    """Keep the pairs that no act kept: until it is restarted, the release before goes on, and knows no pairs."""
    for second in _without_pair().select_related("case"):
        with transaction.atomic():
            first = form_of(lock_case(second.case))
            if first is not None:
                keep_pair(first)


def _without_pair() -> QuerySet[SecondScoring]:
    """The second scorings that are submitted, of which no pair is kept."""
    done = SecondScoring.objects.filter(SUBMITTED, cancelled_at=None)
    return done.exclude(Exists(ScoredPair.objects.filter(case=OuterRef("case"))))


def _locked(second: SecondScoring) -> tuple[SecondScoring, Case]:
    """The second scoring as it is now, and its case, locked. One that was called off cannot be locked."""
    case = lock_case(second.case)
    there = second_scoring_of(case)
    if there is None:
        raise no_open_second()
    return there, case


def _forget_form(second: SecondScoring) -> None:
    """Take a draft away with everything in it. The trail keeps that it was begun."""
    form, second.form = second.form, None
    if form is not None:
        second.save(update_fields=["form"])
        form.delete()
