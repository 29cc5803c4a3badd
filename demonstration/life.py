"""The life of one made-up case, from the request to the indicative resource, done by the real actions.

Each function is a part of the life: it yields the moment of its next act, and acts when it goes on. What follows
after the allocation stands in `plan_life.py`.
"""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from allocation.allocating.actions import allocate
from allocation.tables.actions import default_table, rule_of
from allocation.tables.rules import convert
from base.clock import today
from casework.cases.actions import close_case
from casework.children.actions import ChildDetails, ContactDetails, SettingDetails
from casework.enums import ChaseMethod, Need, Relationship, ReportKind, Stage
from casework.models import Case, Passage, Report
from casework.reports.actions import (
    ReportRequest,
    ask_for_reports,
    chase_report,
    mark_passage,
    open_scoring,
    receive_report,
    waive_report,
)
from casework.reports.queries import reports_received
from casework.reports.rules import advice_to_seek
from casework.requests.actions import decide_assessment, open_case
from demonstration.cast import Cast, Life, Told
from demonstration.details import contacts_of, details_of
from demonstration.plan_life import after_the_plan, plan_life
from demonstration.stories import Ending, Story
from demonstration.words import AUTHORS, REASONS, REPORTS
from scoring.enums import VerdictKind
from scoring.frameworks.queries import outcomes_of
from scoring.models import Outcome, RasForm
from scoring.rasform.actions import save_draft, start_form, submit_form
from scoring.reviews.actions import moderate_form, verify_form
from scoring.scores.queries import entry_of, form_of, open_queries, points_of, scores_of
from scoring.scores.rules import Entry, OutcomeVerdict


def case_life(story: Story, cast: Cast) -> Life:
    """All acts of one case, as far as its story goes."""
    told = Told(story, cast.for_case(story.number), cast)
    yield told.at()
    case = _open(told)
    yield told.after(Stage.REQUESTED)
    if story.ending == Ending.NOT_ASSESSED:
        decide_assessment(case, will_assess=False, by=told.people.verifier, reasons=NO_ASSESSMENT)
        return
    decide_assessment(case, will_assess=True, by=told.people.verifier, reasons=ASSESSMENT)
    yield from _gather_reports(case, told)
    yield told.after(Stage.GATHERING_REPORTS)
    if story.ending in (Ending.WITHDRAWN, Ending.TRANSFERRED_OUT):
        to = Stage(story.ending.value)
        close_case(case, to, reason=REASON_TO_LEAVE[story.ending], by=told.people.coordinator)
        return
    open_scoring(case, by=told.people.coordinator)
    yield from _score(case, told)
    yield told.after(Stage.SCORING)
    yield from _submit_and_verify(case, told)
    yield told.after(Stage.MODERATION)
    if story.ending == Ending.NOT_ISSUED:
        close_case(case, Stage.NOT_ISSUED, reason=NO_PLAN, by=told.people.verifier)
        return
    _moderate_and_allocate(case, told)
    yield from plan_life(case, told)
    review = yield from after_the_plan(case, told)
    if review is not None:
        yield from _amend(review, told)


def _amend(review: Case, told: Told) -> Life:
    """The key-stage review goes the way of the first form and plan, to the amended plan."""
    yield told.after(Stage.GATHERING_REPORTS)
    open_scoring(review, by=told.people.coordinator)
    yield from _score(review, told)
    yield told.after(Stage.SCORING)
    yield from _submit_and_verify(review, told)
    yield told.after(Stage.MODERATION)
    _moderate_and_allocate(review, told)
    yield from plan_life(review, told)


ASSESSMENT = "The evidence shows that the child may need provision beyond what the setting can make by itself."


NO_ASSESSMENT = (
    "The setting’s own support has begun to work and has not been reviewed yet. The advice is to go on with My Plan+ "
    "and to look again in two terms."
)


NO_PLAN = "The advice shows that the child’s needs can be met from what the setting makes available to every child."


REASON_TO_LEAVE = {
    Ending.WITHDRAWN: "The family wrote that they no longer want the assessment.",
    Ending.TRANSFERRED_OUT: "The family has moved to another authority, which has been told.",
}


def _open(told: Told) -> Case:
    story, random = told.story, told.random
    parent = random.choice((Relationship.MOTHER, Relationship.MOTHER, Relationship.FATHER, Relationship.CARER))
    title = "Mr" if parent == Relationship.FATHER else random.choice(("Ms", "Mrs"))
    first = ContactDetails(
        name=f"{title} {story.last_name}",
        relationship=parent,
        phone=f"01632 960{random.randint(100, 999)}",
        email=f"family.{story.number}@example.org",
    )
    return open_case(
        by=told.people.coordinator,
        coordinator=told.people.coordinator,
        child=ChildDetails(
            first_name=story.first_name,
            last_name=story.last_name,
            date_of_birth=story.born,
            sex=story.sex,
            primary_need=Need(story.primary_need),
            secondary_need=story.secondary_need,
            **details_of(story, today()),
        ),
        contacts=contacts_of(story, first),
        setting=SettingDetails(*story.setting) if story.setting else None,
        requested_on=min(story.requested_on, today()),
        request_source=story.source,
        request_reason="Progress is slower than hoped although support has been in place for a year.",
    )


def _gather_reports(case: Case, told: Told) -> Life:
    """Asked for at once, coming in over the weeks; a late one is chased, now and then one is waived."""
    story, random = told.story, told.random
    yield told.at(1)
    stay = story.days_at[Stage.GATHERING_REPORTS]
    year = case.child.curriculum_year_on(told.day + timedelta(days=stay))
    kinds = advice_to_seek(year, (story.primary_need, story.secondary_need))
    if "SLCN" in (story.primary_need, story.secondary_need):
        kinds.append(ReportKind.SPEECH_AND_LANGUAGE)
    if story.primary_need in ("ASD", "PD"):
        kinds.append(ReportKind.OCCUPATIONAL_THERAPY)
    reports = ask_for_reports(
        case, [ReportRequest(kind, _asked_of(kind, told)) for kind in kinds], by=told.people.coordinator
    )
    arrivals = sorted((random.uniform(0.15, 0.97) * stay, report.pk) for report in reports)
    by_id = {report.pk: report for report in reports}
    chased = arrivals[-1][1] if random.random() < 0.5 else None
    for days, report_id in arrivals:
        if report_id == chased:
            yield told.at(days * 0.8)
            chase_report(by_id[report_id], method=ChaseMethod.EMAIL, note="", by=told.people.coordinator)
        yield told.at(days)
        _settle(by_id[report_id], told)


def _asked_of(kind: ReportKind, told: Told) -> str:
    if kind in (ReportKind.FAMILY, ReportKind.FAMILY_CONTRIBUTION):
        return "The family"
    if kind in (ReportKind.EDUCATION, ReportKind.MY_PLAN) and told.story.setting:
        return told.story.setting[0]
    return f"{kind.label} service"


def _settle(report: Report, told: Told) -> None:
    """It comes; now and then the Lead goes on without social care’s advice, once a reminder brought nothing."""
    kind = ReportKind(report.kind)
    if kind == ReportKind.SOCIAL_CARE and told.random.random() < 0.1:
        reason = "Social care says the family is not known to them, and has not written although it was reminded."
        chase_report(report, method=ChaseMethod.PHONE, note="They will not write.", by=told.people.coordinator)
        waive_report(report, reason=reason, by=told.people.verifier)
        return
    receive_report(
        report,
        author=told.random.choice(AUTHORS.get(kind, ("The family",))),
        received_on=today(),
        text=told.say(told.random.choice(REPORTS[kind])),
        by=told.people.coordinator,
    )


def _score(case: Case, told: Told) -> Life:
    """A form begun, half filled where it is still with its scorer, and filled on another day."""
    stay = told.story.days_at[Stage.SCORING]
    yield told.at(stay * 0.3)
    form = start_form(case, by=told.people.coordinator)
    entries = _entries(form, told)
    if told.story.stops_at == Stage.SCORING:
        first = dict(list(entries.items())[: told.random.randint(2, 7)])
        save_draft(form, first, by=told.people.coordinator)
    yield told.at(stay * 0.7)
    save_draft(form, entries, by=told.people.coordinator, main_need_confirmed=told.random.choice(("yes", "yes", "no")))


OUTCOMES_OF_NEED: dict[str, tuple[int, ...]] = {
    "ASD": (2, 4, 5, 7), "SLCN": (2, 3, 4), "SEMH": (1, 4, 5, 9), "MLD": (3, 8), "SLD": (2, 3, 8, 9),
    "PMLD": (2, 3, 6, 7, 8, 9), "SPLD": (3,), "HI": (2, 7), "VI": (3, 6, 7), "MSI": (2, 6, 7), "PD": (6, 8, 9),
    "OTH": (1, 3),
}  # fmt: skip
"""The outcomes, by position, in which a child with this need tends to have the greater difficulty."""


def _marked(form: RasForm, told: Told) -> list[Passage]:
    """The first sentence of two of the reports, as passages that the levels rest on."""
    reports = list(reports_received(form.case))
    return [
        mark_passage(report, quote=report.text.split(". ")[0], by=told.people.coordinator)
        for report in told.random.sample(reports, k=min(len(reports), 2))
    ]


def _entries(form: RasForm, told: Told) -> dict[int, Entry]:
    marked = _marked(form, told)
    greater = OUTCOMES_OF_NEED[told.story.primary_need]
    return {
        outcome.pk: _entry(outcome, outcome.position in greater, marked, told)
        for outcome in outcomes_of(form.framework_id)
    }


def _entry(outcome: Outcome, is_greater: bool, marked: list[Passage], told: Told) -> Entry:
    levels = sorted(outcome.levels.all(), key=lambda level: level.position)
    weight = told.random.gauss(0.15 + told.story.severity * 0.75 + (0.2 if is_greater else 0), 0.17)
    level = levels[min(max(int(weight * len(levels)), 0), len(levels) - 1)]
    evidence = told.random.sample(marked, k=min(len(marked), told.random.randint(1, 3)))
    reason = told.say(told.random.choice(REASONS.get(level.kind, REASONS["medium"])))
    rests_on = frozenset(passage.pk for passage in evidence) if reason else frozenset()
    return Entry(level.pk, reason, passage_ids=rests_on)


def _submit_and_verify(case: Case, told: Told) -> Life:
    """Submitted and verified; one form in seven comes back with a query first."""
    form = form_of(case)
    assert form is not None  # noqa: S101 - this life started it
    submit_form(form, by=told.people.coordinator)
    stay = told.story.days_at[Stage.VERIFICATION]
    if told.random.random() < 0.14 and stay >= 3:
        yield told.at(stay * 0.3)
        verify_form(form, _verdicts(form, told, queries=1), by=told.people.verifier)
        yield told.at(stay * 0.6)
        save_draft(form, _answers(form), by=told.people.coordinator)
        submit_form(form, by=told.people.coordinator)
    yield told.after(Stage.VERIFICATION)
    verify_form(form, _verdicts(form, told), by=told.people.verifier)


def _answers(form: RasForm) -> dict[int, Entry]:
    """Every query is answered; the levels stay."""
    queries = open_queries(form)
    answer = "The school's log shows it on every day of the last half term."
    return {
        score.outcome_id: replace(entry_of(score, queries[score.outcome_id]), answer=answer)
        for score in scores_of(form)
        if score.outcome_id in queries
    }


def _verdicts(form: RasForm, told: Told, queries: int = 0) -> dict[int, OutcomeVerdict]:
    """Agreement with nearly everything, a level changed now and then, and as many queries as asked for."""
    scores = list(form.scores.select_related("level").order_by("outcome__position"))
    verdicts = {score.outcome_id: OutcomeVerdict(VerdictKind.AGREED) for score in scores}
    if queries:
        for score in told.random.sample(scores, queries):
            question = "The reports say weekly, the level says daily. Which report shows it every day?"
            verdicts[score.outcome_id] = OutcomeVerdict(VerdictKind.QUERIED, None, question)
        return verdicts
    return verdicts | (_one_level_changed(form, told) if told.random.random() < 0.45 else {})


def _one_level_changed(form: RasForm, told: Told) -> dict[int, OutcomeVerdict]:
    """A verdict that moves one outcome to the nearest other level."""
    scores = list(form.scores.select_related("outcome", "level").order_by("outcome__position"))
    score = told.random.choice(scores)
    levels = list(score.outcome.levels.all())
    scored = next(level.position for level in levels if level.pk == score.level_id)
    nearest = min((each for each in levels if each.position != scored), key=lambda each: abs(each.position - scored))
    reason = "The reports describe this differently: the level that fits their words is the one chosen here."
    return {score.outcome_id: OutcomeVerdict(VerdictKind.CHANGED, nearest.pk, reason)}


def _moderate_and_allocate(case: Case, told: Told) -> None:
    form = form_of(case)
    assert form is not None  # noqa: S101 - this life started it
    changes = _one_level_changed(form, told) if told.story.number % 5 == 0 else {}
    moderate_form(form, changes, by=told.people.officer)
    table = default_table(today())
    assert table is not None  # noqa: S101 - the starter data has one
    proposed = convert(rule_of(table), points_of(form)).annual_amount
    amount, reason = proposed or Decimal(0), ""
    if proposed is None:
        amount, reason = Decimal(400), "Points alone give none; a small sum lets the group work begin."
    elif told.random.random() < 0.15:
        amount += 250 * told.random.choice((-1, 1, 2))
        reason = "Similar cases of this profile were agreed at about this sum."
    allocate(case, table=table, amount=amount, reason=reason, is_confirmed=True, by=told.people.officer)
