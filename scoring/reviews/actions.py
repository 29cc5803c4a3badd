"""Verification and moderation of a submitted form: where it goes next, who may, the verdicts, and returning it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

import audit.actions
from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from base.clock import now
from base.contribution import contributed_once
from base.refusals import Refused
from casework.cases.actions import move_case, take_part
from casework.cases.permissions import check_case_is_at, check_separation_of_duties
from casework.enums import Part, Stage
from scoring.enums import FormActKind, FormStatus, LevelKind, ModerationMode, VerdictKind
from scoring.frameworks.queries import levels_of
from scoring.models import FormAct, Level, OutcomeReview, RasForm, Score, ScoringSetting
from scoring.rasform.permissions import check_form_is, check_form_is_as_read
from scoring.scores.actions import lock_form, record_act, record_edit, update_scores
from scoring.scores.queries import scores_of
from scoring.scores.rules import OutcomeVerdict, check_outcomes_are_on_form, choose_verdict, fault_of
from scoring.second.actions import keep_pair
from scoring.second.permissions import check_user_did_not_score_second
from scoring.settings.actions import every_nth, is_sampled, ordinal_in, setting_in_force


@dataclass(frozen=True)
class Route:
    """The stage a verified form goes to, and why, as a sentence."""

    stage: Stage
    words: str


def route_of(form: RasForm) -> Route:
    """Where a form goes that has just been verified. Part of the action that verifies: call it locked.

    A case that was at moderation before goes back there. Otherwise the setting decides: every form; every nth that is
    verified; or those outside the range of similar cases. The range is checked whatever the setting, so that a change
    of it can be judged by what it would have done.
    """
    finding = contributed_once("range_finding")(form)
    setting = setting_in_force()
    if form.case.moves.filter(to_stage=Stage.MODERATION).exists():
        return Route(Stage.MODERATION, "It was at moderation before.")
    if setting.moderation == ModerationMode.SAMPLE:
        return _by_sample(setting)
    if setting.moderation == ModerationMode.OUTSIDE_RANGE:
        return Route(Stage.MODERATION if finding.is_outside else Stage.ALLOCATION, finding.words)
    return Route(Stage.MODERATION, "Every form is moderated.")


def _by_sample(setting: ScoringSetting) -> Route:
    """Every nth form verified, this one counted."""
    verified = FormAct.objects.filter(kind=FormActKind.VERIFIED)
    ordinal = ordinal_in(setting, "verified_count", verified.count)
    rule = f"{every_nth(setting.moderate_every)} is moderated"
    if is_sampled(ordinal, setting.moderate_every):
        return Route(Stage.MODERATION, f"It fell to the sample: {rule}.")
    return Route(Stage.ALLOCATION, f"It did not fall to the sample: {rule}.")


def is_returned(verdicts: Mapping[int, OutcomeVerdict]) -> bool:
    """Whether there is a query among the verdicts: then the form goes back."""
    return any(verdict.kind == VerdictKind.QUERIED for verdict in verdicts.values())


def _is_query(verdict: OutcomeVerdict | None) -> bool:
    return verdict is not None and verdict.kind == VerdictKind.QUERIED


def check_user_can_verify_form(user: User, form: RasForm) -> None:
    """A Lead verifies a submitted form they did not score."""
    check_user_has_role(user, Role.LEAD_SEND_COORDINATOR, act="verify a RAS form")
    check_form_is(form, FormStatus.SUBMITTED, act="verify")
    check_case_is_at(form.case, Stage.VERIFICATION, act="verify the RAS form")
    check_separation_of_duties(user, form.case, Part.VERIFIER)
    check_user_did_not_score_second(user, form.case, act="verify its RAS form")


def check_user_can_moderate_form(user: User, form: RasForm) -> None:
    """The Personalisation Officer moderates a verified form they neither scored nor verified."""
    check_user_has_role(user, Role.PERSONALISATION_OFFICER, act="moderate a RAS form")
    check_form_is(form, FormStatus.VERIFIED, act="moderate")
    check_case_is_at(form.case, Stage.MODERATION, act="moderate the RAS form")
    check_separation_of_duties(user, form.case, Part.MODERATOR)
    check_user_did_not_score_second(user, form.case, act="moderate its RAS form")


def checked_scores(form: RasForm, verdicts: Mapping[int, OutcomeVerdict]) -> tuple[list[Score], dict[int, Level]]:
    """The scores of the form and its framework's levels by id, once every verdict is found to fit its outcome.

    Part of an action: call it locked.
    """
    scores, levels = scores_of(form), levels_of(form.framework)
    check_outcomes_are_on_form(verdicts, (score.outcome_id for score in scores))
    for score in scores:
        verdict = verdicts.get(score.outcome_id)
        if verdict is None:
            continue
        own = {level.pk for level in levels.values() if level.outcome_id == score.outcome_id}
        fault = fault_of(verdict, present_level_id=score.level_id, level_ids=own)
        if fault:
            raise Refused(f"{fault.at(score.outcome.position)}.")
    return scores, levels


def verify_form(
    form: RasForm, verdicts: Mapping[int, OutcomeVerdict], expected_version: int | None = None, *, by: User
) -> RasForm:
    """Verify a submitted form: a verdict for every outcome, by outcome id. `expected_version` is that of the form read.

    Effects without a query: changes are applied, status verified, the case moves to moderation or, where the setting
    asks for none, to allocation; why stands as the note of the act. With a query: nothing is changed, the form is a
    draft again, the case goes back to scoring, and each query stands at its outcome.
    Either way every verdict is kept with the level before and after, and the part of verifier is taken.
    """
    with transaction.atomic():
        form = lock_form(form)
        check_user_can_verify_form(by, form)
        check_form_is_as_read(form, expected_version)
        scores, levels = checked_scores(form, verdicts)
        missing = [score.outcome.position for score in scores if score.outcome_id not in verdicts]
        if missing:
            raise Refused(f"{choose_verdict(*missing)}.")
        take_part(form.case, Part.VERIFIER, by=by)
        if is_returned(verdicts):
            return_form(form, FormActKind.QUERIED, scores, verdicts, levels, by=by)
            return form
        act = record_act(form, FormActKind.VERIFIED, by=by)
        keep_pair(form)
        changed = apply_verdicts(act, scores, verdicts, levels, by=by)
        record_edit(form, by=by, status=FormStatus.VERIFIED)
        route = route_of(form)
        act.note = route.words
        act.save(update_fields=["note"])
        audit.actions.record("scoring.form_verified", by=by, case=form.case, subject=form, changed=changed)
        move_case(form.case, route.stage, by=by, reason=route.words)
        return form


def moderate_form(
    form: RasForm, changes: Mapping[int, OutcomeVerdict] | None = None, expected_version: int | None = None, *, by: User
) -> RasForm:
    """Moderate a verified form. `changes` holds verdicts by outcome id; an outcome left out is agreed.

    `expected_version` is that of the form read.
    Effects without a query: changes are applied, status moderated; the case stays at moderation until the indicative
    resource is allocated. With a query: the verification lapses and the form goes back to scoring.
    Either way every verdict is kept, and the part of moderator is taken.
    """
    verdicts = changes or {}
    with transaction.atomic():
        form = lock_form(form)
        check_user_can_moderate_form(by, form)
        check_form_is_as_read(form, expected_version)
        scores, levels = checked_scores(form, verdicts)
        take_part(form.case, Part.MODERATOR, by=by)
        if is_returned(verdicts):
            return_form(form, FormActKind.RETURNED, scores, verdicts, levels, by=by)
            return form
        act = record_act(form, FormActKind.MODERATED, by=by)
        changed = apply_verdicts(act, scores, verdicts, levels, by=by)
        record_edit(form, by=by, status=FormStatus.MODERATED)
        audit.actions.record("scoring.form_moderated", by=by, case=form.case, subject=form, changed=changed)
        return form


def return_form(
    form: RasForm,
    kind: FormActKind,
    scores: list[Score],
    verdicts: Mapping[int, OutcomeVerdict],
    levels: Mapping[int, Level],
    *,
    by: User,
) -> None:
    """Return the form to its scorer with the queries. Part of an action: call it locked and checked.

    A change beside a query is not applied: it is kept as a query that names the proposed level, for the scorer.
    A verification that stood before lapses, and stays in the history.
    """
    was_verified = form.status in (FormStatus.VERIFIED, FormStatus.MODERATED)
    proposals = {outcome_id: _as_query(verdict, levels) for outcome_id, verdict in verdicts.items()}
    queried = [score.outcome.position for score in scores if _is_query(proposals.get(score.outcome_id))]
    act = record_act(form, kind, by=by)
    keep_pair(form)
    apply_verdicts(act, scores, proposals, levels, by=by)
    if was_verified:
        record_act(form, FormActKind.LAPSED, by=by, note="The form was returned with queries after it was verified.")
    record_edit(form, by=by, status=FormStatus.DRAFT)
    audit.actions.record("scoring.form_returned", by=by, case=form.case, subject=form, outcomes=queried)
    move_case(form.case, Stage.SCORING, by=by, reason="Returned with queries on the RAS form")


def _as_query(verdict: OutcomeVerdict, levels: Mapping[int, Level]) -> OutcomeVerdict:
    if verdict.kind != VerdictKind.CHANGED or verdict.level_id is None:
        return verdict
    return OutcomeVerdict(
        VerdictKind.QUERIED, None, f"Proposed level: {levels[verdict.level_id].name}. {verdict.reason}"
    )


def apply_verdicts(
    act: FormAct, scores: list[Score], verdicts: Mapping[int, OutcomeVerdict], levels: Mapping[int, Level], *, by: User
) -> list[int]:
    """Keep a review for every outcome, and change the levels that were changed; returns their positions.

    Part of an action: call it locked and checked. An outcome without a verdict counts as agreed.
    """
    agreed, moment, reviews, changed = OutcomeVerdict(VerdictKind.AGREED), now(), [], []
    for score in scores:
        verdict = verdicts.get(score.outcome_id, agreed)
        to_level_id = verdict.level_id if verdict.kind == VerdictKind.CHANGED else score.level_id
        assert score.level_id is not None  # noqa: S101 - a submitted form has a level at every outcome
        assert to_level_id is not None  # noqa: S101 - a change names its level, or is refused before
        reviews.append(
            OutcomeReview(
                act=act,
                outcome_id=score.outcome_id,
                verdict=verdict.kind,
                from_level_id=score.level_id,
                to_level_id=to_level_id,
                reason=verdict.reason.replace("\r\n", "\n").replace("\x00", "").strip(),
            )
        )
        if verdict.kind == VerdictKind.CHANGED and to_level_id is not None:
            score.level_id = to_level_id
            score.has_difficulties = levels[to_level_id].kind != LevelKind.NONE
            score.version += 1
            score.edited_at, score.edited_by = moment, by
            changed.append(score)
    OutcomeReview.objects.bulk_create(reviews)
    if changed:
        update_scores(changed)
    return [score.outcome.position for score in changed]
