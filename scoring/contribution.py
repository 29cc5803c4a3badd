"""What scoring adds to the pages of a case: its sections, next steps, notes and tasks, and what is closed to whom."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from base.contribution import (
    BlindRestriction,
    Content,
    Contribution,
    Holding,
    NextStep,
    Notes,
    Remark,
    Section,
    contributed,
    step,
)
from base.reading import read_once
from base.words import counted
from casework.cases.presenters import handed_over_in_words
from casework.cases.queries import case_facts
from casework.enums import Part, Stage
from casework.models import Case
from scoring.enums import FormActKind, FormPurpose, FormStatus, SecondScoringState
from scoring.models import FormAct, OutcomeReview, RasForm, SecondScoring
from scoring.rasform.permissions import (
    REOPENED_AT,
    check_user_can_recall_form,
    check_user_can_reopen_form,
    check_user_can_score_form,
    check_user_can_start_form,
)
from scoring.reviews.actions import check_user_can_moderate_form, check_user_can_verify_form
from scoring.scores.queries import (
    acts_in_brief,
    acts_that_stand,
    answered_counts,
    answered_from,
    drafts_as_remarks,
    final_round,
    form_of,
    is_opened,
    open_queries,
    profile_of,
    queries_from,
    withdrawn_evidence,
)
from scoring.scores.rules import Profile, counts_in_words
from scoring.second.actions import hand_over_second_scorings, keep_pairs_left_out
from scoring.second.permissions import (
    FIRST_FORM_IS_CLOSED,
    WATCHING,
    check_user_can_ask_second,
    check_user_can_score_second,
)
from scoring.second.queries import (
    cases_scored_second_by,
    count_waiting_for_scorer,
    open_second_scorings_of,
    people_scoring_blind,
    second_scoring_of,
    second_scorings_closing_to,
)

OPEN_PAGES = frozenset(
    {
        "casework:case_detail",
        "casework:report_list",
        "casework:report_detail",
        "casework:report_file",
        "casework:report_file_picture",
        "casework:passage_mark",
        "casework:passage_remove",
        "scoring:second_form_start",
        "scoring:second_form_edit",
        "scoring:second_outcome_save",
        "scoring:second_form_check",
        "scoring:second_form_detail",
    }
)
"""What of a case a second scorer works with until their form is submitted. Every other page of the case is closed."""

OPEN_SECTIONS = frozenset({"reports", "family", "second-scoring"})


SECONDS = SecondScoring.objects.filter(case=OuterRef("pk"), cancelled_at=None).order_by()

FACTS = {
    "ras_form": Exists(RasForm.objects.filter(case=OuterRef("pk"), purpose=FormPurpose.FIRST)),
    "form_was_submitted": Exists(
        FormAct.objects.filter(form__case=OuterRef("pk"), form__purpose=FormPurpose.FIRST, kind=FormActKind.SUBMITTED)
    ),
    "second_scoring": Exists(SECONDS),
    "second_scorer": Subquery(SECONDS.values("scorer")[:1]),
    "second_is_submitted": Exists(SECONDS.filter(form__status=FormStatus.SUBMITTED)),
}


# Sections


def _form_summary(case: Case, user: User) -> list[tuple[str, str]]:
    """The form in a line: how far a draft is, without a score; its points once somebody else has opened it."""
    form = form_of(case)
    if form is None:
        return []
    if form.is_draft:
        queries = _open_queries(form)
        done, total = _progress(case)
        text = f"Returned with {_queries(len(queries))}" if queries else f"{done} of {total} outcomes scored"
    elif (profile := _profile(form)) is None:
        text = "Submitted, not opened yet"
    else:
        text = f"{counted(profile.points, 'point')}, {form.get_status_display().lower()}"
    return [("RAS form", text)]


def _form_content(case: Case, user: User) -> Content | None:
    """The form in brief: how far a draft is, without a score; the profile once it is submitted and opened."""
    form = form_of(case)
    if form is None:
        return None
    is_scorer = case.coordinator_id == user.pk
    context: dict[str, Any] = {"ras_form": form, "is_scorer": is_scorer}
    if form.is_draft:
        done, total = _progress(case)
        context |= {"done": done, "total": total, "queries": _open_queries(form)}
    elif (profile := _profile(form)) is not None:
        links = [link for tell in contributed("related_links") for link in tell(form, user)]
        context |= {"profile": profile, "levels": counts_in_words(profile), "related_links": links}
    return Content("scoring/_partials/section.html", context)


@read_once
def _profile(form: RasForm) -> Profile | None:
    """Its profile, once its points are shown to anybody."""
    return profile_of(form) if is_opened(form) else None


@read_once
def _open_queries(form: RasForm) -> dict[int, OutcomeReview]:
    return open_queries(form)


@read_once
def _progress(case: Case) -> tuple[int, int]:
    return answered_counts([case.pk]).get(case.pk, (0, 0))


def _queries(count: int) -> str:
    return f"{count} {'query' if count == 1 else 'queries'}"


def second_url(case: Case) -> str:
    """Where a person finds what the second scoring is to them: the form, the comparison, or who is asked."""
    return reverse("scoring:second_form_detail", args=[case.reference])


def _has_second(case: Case, user: User) -> bool:
    """For its scorer, for who arranges it, and once it is submitted for the first scorer.

    For those who arrange it also where there is none yet, once the first form was submitted.
    """
    facts = case_facts(case)
    if user.has_role(*WATCHING):
        return facts["second_scoring"] or facts["form_was_submitted"]
    is_to_compare = facts["second_is_submitted"] and case.coordinator_id == user.pk
    return facts["second_scorer"] == user.pk or is_to_compare


def _second_summary(case: Case, user: User) -> list[tuple[str, str]]:
    second = second_scoring_of(case)
    if second is None:
        return []
    state = second.state.label
    return [("Second scoring", f"{state}, {second.scorer.full_name}" if second.scorer else state)]


SECTIONS = (
    Section(
        "ras-form",
        "RAS form",
        30,
        lambda case: reverse("scoring:form_detail", args=[case.reference]),
        lambda case, user: case_facts(case)["ras_form"],
        summary=_form_summary,
        content=_form_content,
    ),
    Section("second-scoring", "Second scoring", 35, second_url, _has_second, summary=_second_summary),
)


DONE_IN_PART = {
    FormActKind.SUBMITTED: (Part.SCORER, "scored"),
    FormActKind.VERIFIED: (Part.VERIFIER, "verified"),
    FormActKind.QUERIED: (Part.VERIFIER, "returned with queries"),
    FormActKind.MODERATED: (Part.MODERATOR, "moderated"),
    FormActKind.RETURNED: (Part.MODERATOR, "returned with queries at moderation"),
}
"""The acts that are done in a part, and what each is called."""

LAPSING = (FormActKind.VERIFIED, FormActKind.MODERATED)
"""What no longer stands once the form is scored again."""


def parts_done(case: Case) -> dict[tuple[str, int], str]:
    """What each person did with the form in their part, by part and id: who returned it has not verified it.

    A verification or moderation that lapsed is said to be one of earlier scores.
    """
    form = form_of(case)
    if form is None:
        return {}
    acts = acts_that_stand(acts_in_brief(form))
    words: dict[tuple[str, int], str] = {(Part.SCORER, form.scorer_id): "being scored by"} if form.is_draft else {}
    standing = [] if form.is_draft else [act.pk for act in final_round(acts)]
    for act in acts:
        if act.kind in DONE_IN_PART:
            part, done = DONE_IN_PART[FormActKind(act.kind)]
            has_lapsed = act.kind in LAPSING and act.pk not in standing
            words[part, act.acted_by_id] = f"{done}, before it was scored again, by" if has_lapsed else f"{done} by"
    return words


# Next steps


def scoring_steps(case: Case, user: User) -> list[NextStep]:
    """Start or go on with the form, verify it, moderate it: what concerns the case's present stage."""
    stage = case.stage
    if stage not in (Stage.SCORING, Stage.VERIFICATION, Stage.MODERATION):
        return []
    form = form_of(case)
    url = lambda name: reverse(f"scoring:{name}", args=[case.reference])  # noqa: E731
    if stage == Stage.SCORING and form is None:
        may_start = lambda: check_user_can_start_form(user, case)  # noqa: E731
        return [step("Start the RAS form", url("form_start"), may_start, primary=True, order=30)]
    if form is None:
        return []
    if stage == Stage.SCORING:
        text = "Answer the queries" if _open_queries(form) else "Continue the RAS form"
        may_score = lambda: check_user_can_score_form(user, form)  # noqa: E731
        return [step(text, url("form_edit"), may_score, primary=True, order=30)]
    if stage == Stage.VERIFICATION:
        may_verify = lambda: check_user_can_verify_form(user, form)  # noqa: E731
        return [step("Verify the RAS form", url("form_verify"), may_verify, primary=True, order=30)]
    if form.status == FormStatus.VERIFIED:
        may_moderate = lambda: check_user_can_moderate_form(user, form)  # noqa: E731
        return [step("Moderate the RAS form", url("form_moderate"), may_moderate, primary=True, order=30)]
    return []


def going_back(case: Case, user: User) -> list[NextStep]:
    """The scorer may take an unread submission back; co-ordinator and Leads may open a verified form again."""
    form = form_of(case) if case.stage in (Stage.VERIFICATION, *REOPENED_AT) else None
    if form is None:
        return []
    is_scorer = case.coordinator_id == user.pk
    if case.stage == Stage.VERIFICATION:
        url = reverse("scoring:form_recall", args=[case.reference])
        may_recall = lambda: check_user_can_recall_form(user, form)  # noqa: E731
        return [step("Take the RAS form back", url, may_recall, order=32)] if is_scorer else []
    if not is_scorer and not user.has_role(Role.LEAD_SEND_COORDINATOR):
        return []
    url = reverse("scoring:form_reopen", args=[case.reference])
    text = "Open the RAS form again"
    if withdrawn_evidence(form):
        text += ": a report it rests on was withdrawn"
    return [step(text, url, lambda: check_user_can_reopen_form(user, form), order=90)]


def second_steps(case: Case, user: User) -> list[NextStep]:
    """For who is asked: to score it. For who arranges it: to have it scored, while the form is being weighed."""
    if case.child.died_on:
        return []
    second = second_scoring_of(case)
    if second is not None and second.scorer_id == user.pk and second.state != SecondScoringState.SUBMITTED:
        may_score = lambda: check_user_can_score_second(user, case, second)  # noqa: E731
        return [step("Score this case a second time", second_url(case), may_score, primary=True, order=20)]
    if not user.has_role(*WATCHING):
        return []
    if second is not None and second.state == SecondScoringState.WAITING:
        return [NextStep("Choose who scores it a second time", second_url(case), order=90)]
    if second is None and case.stage in (Stage.VERIFICATION, Stage.ALLOCATION, Stage.MODERATION):
        url = reverse("scoring:second_ask", args=[case.reference])
        return [step("Have it scored a second time", url, lambda: check_user_can_ask_second(user, case), order=90)]
    return []


def next_steps(case: Case, user: User) -> list[NextStep]:
    """What is done with the RAS form, and with a second scoring."""
    return [*scoring_steps(case, user), *going_back(case, user), *second_steps(case, user)]


# Notes, tasks, and what is closed to whom


def _asked(cases: list[Case]) -> list[QuerySet[Any, Any]]:
    at_scoring = [case.pk for case in cases if case.stage == Stage.SCORING]
    return drafts_as_remarks(at_scoring) if at_scoring else []


def _words(cases: list[Case], told: list[Remark]) -> dict[int, str]:
    """How far each draft is, or with how many queries it came back."""
    notes = {pk: f"{done} of {total} outcomes scored" for pk, (done, total) in answered_from(told).items()}
    return notes | {pk: f"Returned with {_queries(count)}" for pk, count in queries_from(told).items()}


def tasks(user: User) -> list[NextStep]:
    """The cases to score a second time, and for those who arrange it how many wait for a scorer."""
    tasks = []
    if user.has_role(Role.CASE_COORDINATOR):
        references = open_second_scorings_of(user).values_list("case__reference", flat=True)
        tasks += [
            NextStep(f"Score {reference} a second time", reverse("scoring:second_form_detail", args=[reference]))
            for reference in references
        ]
    if user.has_role(*WATCHING) and (waiting := count_waiting_for_scorer()):
        text = "1 second scoring waits" if waiting == 1 else f"{waiting} second scorings wait"
        tasks.append(NextStep(f"{text} for a scorer", reverse("scoring:second_list")))
    return tasks


def holdings(person: User) -> list[Holding]:
    """What somebody was asked to score a second time and has not submitted."""
    return [Holding("second scoring", open_second_scorings_of(person).count(), can_be_handed_over=True)]


def hand_over(person: User, to: list[User], by: User) -> str:
    """Others are asked for the second scorings that somebody has not submitted."""
    if not open_second_scorings_of(person).exists():
        return ""
    return handed_over_in_words(hand_over_second_scorings(person, to, by=by), "second scoring")


REST_IS_ANOTHER_TEAMS = (
    "You scored this case a second time. Its reports and the two forms side by side stay open to you; "
    "the rest of it is another team’s."
)


def restrictions(user: User, case_ids: Collection[int] | None = None) -> dict[int, BlindRestriction]:
    """The cases that this person is asked to score blind, or has scored for another team.

    Only a co-ordinator can be asked: others cost no query.
    """
    if not user.has_role(Role.CASE_COORDINATOR):
        return {}
    not_submitted = BlindRestriction(FIRST_FORM_IS_CLOSED, OPEN_PAGES, OPEN_SECTIONS)
    elsewhere = BlindRestriction(REST_IS_ANOTHER_TEAMS, OPEN_PAGES, OPEN_SECTIONS)
    closing = second_scorings_closing_to(user, case_ids)
    return {
        case_id: elsewhere if status == FormStatus.SUBMITTED else not_submitted
        for case_id, status in closing.values_list("case_id", "form__status")
    }


def closed_to(user: User) -> QuerySet[Any, Any]:
    """The ids of the same cases, as a query."""
    return second_scorings_closing_to(user).values_list("case")


CONTRIBUTION = Contribution(
    facts=FACTS,
    sections=SECTIONS,
    closing="second_scoring",
    parts_done=parts_done,
    next_steps=next_steps,
    notes=Notes(_asked, _words),
    tasks=tasks,
    visibility=cases_scored_second_by,
    restrictions=restrictions,
    closed_to=closed_to,
    blind_readers=people_scoring_blind,
    holdings=holdings,
    hand_over=hand_over,
    housekeeping=keep_pairs_left_out,
)
