"""What the pages of frameworks show: the list by ages, one read whole, and what may be done with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse

from accounts.models import User
from casework.casepage import step
from crispy_govuk.phrases import counted
from crispy_govuk.tables import Cell, Column, DataTable
from crispy_govuk.templatetags.govuk_format import day
from scoring.enums import AgeVersion, FrameworkStatus
from scoring.models import Framework
from scoring.permissions.frameworks import check_user_can_keep_frameworks
from scoring.rules.frameworks import OutcomeRow, Problem, Questionnaire

Row = dict[str, Any]


def url_of(name: str, *args: int) -> str:
    """The address of a page of frameworks: `url_of("framework_edit", framework.pk)`."""
    return reverse(f"scoring:{name}", args=args)


def tables_of(frameworks: Iterable[Framework]) -> list[tuple[AgeVersion, DataTable]]:
    """One table for each range of ages, newest version first. The frameworks carry their `form_count`."""
    held = list(frameworks)
    columns = [
        Column("Framework"),
        Column("Version", numeric=True),
        Column("State"),
        Column("Since", nowrap=True),
        Column("Forms", numeric=True),
    ]
    return [
        (
            ages,
            DataTable(
                f"Frameworks for ages {ages.label}",
                columns,
                [_list_row(each) for each in held if each.age_version == ages],
                caption_hidden=True,
                empty="No framework yet.",
            ),
        )
        for ages in AgeVersion
    ]


def _list_row(framework: Framework) -> list[Any]:
    page = "framework_detail"
    return [
        Cell(
            framework.title,
            href=url_of(page, framework.pk),
            hidden=f"version {framework.number}",
            sub="Illustrative wording" if framework.is_illustrative else "",
        ),
        framework.number,
        Cell(framework.get_status_display(), tag=framework.status),
        _since(framework),
        framework.form_count,  # type: ignore[attr-defined]
    ]


def _since(framework: Framework) -> str:
    moment = framework.retired_at or framework.published_at
    return day(moment) if moment else ""


def summary_of(framework: Framework, questionnaire: Questionnaire) -> list[Row]:
    """What is to be known of a framework before it is read."""
    rows: list[Row] = [
        {"key": "Ages", "value": framework.get_age_version_display()},
        {"key": "Outcomes", "value": len(questionnaire.outcomes)},
        {"key": "Most points", "value": questionnaire.top_points, "sub": "with the highest level at every outcome"},
        {"key": "RAS forms", "value": framework.form_count or "None yet"},  # type: ignore[attr-defined]
    ]
    if framework.published_at:
        rows.append({"key": "Published", "value": _when(framework.published_at, framework.published_by)})
    if framework.retired_at:
        rows.append({"key": "Retired", "value": _when(framework.retired_at, framework.retired_by)})
    if framework.copied_from:
        rows.append({"key": "Begun as a copy of", "value": framework.copied_from.named})
    return rows


def _when(moment: Any, person: User | None) -> str:
    return f"{day(moment)}, by {person.full_name if person else 'the set-up of the service'}"


@dataclass(frozen=True)
class OutcomePart:
    """One outcome read whole: its words, and its levels as a table."""

    position: int
    row: OutcomeRow
    table: DataTable


def parts_of(questionnaire: Questionnaire) -> list[OutcomePart]:
    """Every outcome in order."""
    columns = [Column("Level"), Column("Counts as"), Column("What it looks like"), Column("Points", numeric=True)]
    return [
        OutcomePart(
            position,
            outcome,
            DataTable(
                f"Levels of outcome {position}",
                columns,
                [[level.name, level.kind.label, level.description, level.points] for level in outcome.levels],
                caption_hidden=True,
                small=True,
                empty="No levels yet.",
            ),
        )
        for position, outcome in enumerate(questionnaire.outcomes, start=1)
    ]


def list_steps(user: User) -> list[Row]:
    """What this person may begin from the list."""
    begin = (("Start an empty draft", "framework_draft", False), ("Import a file", "framework_import", False))
    return [*_for_the_officer(user, *begin), _link("Compare two versions", url_of("framework_compare"))]


def detail_steps(framework: Framework, user: User) -> list[Row]:
    """What this person may do with a framework: the officer what its state allows, others compare and export."""
    acts = {
        FrameworkStatus.DRAFT: [
            ("Edit the draft", "framework_edit", True),
            ("Publish", "framework_publish", False),
            ("Copy as another draft", "framework_copy", False),
            ("Discard the draft", "framework_discard", False),
        ],
        FrameworkStatus.PUBLISHED: [
            ("Copy as the next draft", "framework_copy", True),
            ("Retire", "framework_retire", False),
        ],
        FrameworkStatus.RETIRED: [("Copy as the next draft", "framework_copy", False)],
    }[FrameworkStatus(framework.status)]
    against = f"{url_of('framework_compare')}?before={framework.copied_from_id or ''}&after={framework.pk}"
    return [
        *_for_the_officer(user, *acts, of=framework),
        _link("Compare with another version", against),
        _link("Export as a file", url_of("framework_export", framework.pk)),
    ]


def edit_steps(framework: Framework, problems: Sequence[Problem]) -> list[Row]:
    """What comes after editing."""
    publish = _link("Publish", url_of("framework_publish", framework.pk), primary=not problems)
    if problems:
        publish["refused"] = f"{counted(len(problems), 'thing')} to put right first."
    return [
        publish,
        _link("Read it whole", url_of("framework_detail", framework.pk)),
        _link("Discard the draft", url_of("framework_discard", framework.pk)),
    ]


def _for_the_officer(user: User, *acts: tuple[str, str, bool], of: Framework | None = None) -> list[Row]:
    """The acts that this person's role allows; nobody else is shown them."""
    at = [of.pk] if of else []
    steps = [
        step(label, url_of(name, *at), partial(check_user_can_keep_frameworks, user, act=name), primary=primary)
        for label, name, primary in acts
    ]
    return [_link(each.label, each.url, primary=each.primary) for each in steps if not each.refusal]


def _link(text: str, href: str, *, primary: bool = False) -> Row:
    return {"text": text, "href": href, "primary": primary}


@dataclass(frozen=True)
class EditRow:
    """One outcome in the list of a draft."""

    pk: int
    position: int
    wording: str
    about: str
    is_first: bool
    is_last: bool


def edit_rows(questionnaire: Questionnaire, pks: Sequence[int]) -> list[EditRow]:
    """The outcomes of a draft in order; `pks` are their numbers in the database."""
    last = len(pks)
    return [
        EditRow(
            pk,
            position,
            outcome.wording,
            f"{counted(len(outcome.levels), 'level')}, up to {counted(outcome.top_points, 'point')}",
            position == 1,
            position == last,
        )
        for position, (pk, outcome) in enumerate(zip(pks, questionnaire.outcomes, strict=True), start=1)
    ]


def problem_rows(framework: Framework, problems: Sequence[Problem], pks: Sequence[int]) -> list[Row]:
    """What to put right before publishing, each led to where that is done."""
    return [
        {
            "text": problem.sentence,
            "href": url_of("framework_outcome", framework.pk, pks[problem.outcome - 1])
            if problem.outcome
            else url_of("framework_edit", framework.pk),
        }
        for problem in problems
    ]
