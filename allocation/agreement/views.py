"""How far two scorers of one case agree, and what it comes to in pounds."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from django.core.paginator import Page
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from allocation.agreement.queries import Figures, figures_of
from allocation.agreement.rules import Effect, Reading, pounds_for, reading_of
from allocation.models import AllocationTable
from allocation.tables.actions import default_table, rule_of
from base.clock import today
from base.pages import is_allowed, keep_filter, kept_filter, page_of
from base.words import counted, listed
from crispy_govuk.tables import Cell, Column, DataTable
from crispy_govuk.templatetags.govuk_format import pounds_short
from scoring.enums import AgeVersion
from scoring.models import ScoredPair
from scoring.second.coefficients import FEWEST_PAIRS, Agreement, Estimate
from scoring.second.forms import ComparedFilter
from scoring.second.permissions import check_user_can_read_agreement, check_user_can_read_rater_severity
from scoring.second.presenters import watching_links
from scoring.second.rules import FEWEST_FORMS, Instrument, OutcomeSeverity, RaterSeverity

COLUMNS = [
    Column("Outcome"),
    Column("Forms", numeric=True),
    Column("Same level", numeric=True),
    Column("Weighted kappa", numeric=True),
    Column("Alpha", numeric=True),
    Column("Reading"),
]


QUARTERS = {1: "a quarter of a level", 2: "half a level", 3: "three quarters of a level", 4: "one level"}


@dataclass(frozen=True)
class AgreementPage:
    """Everything the page shows; `effect` is None without pairs or without a table to convert them with.

    `scorers` is the part of the list of scorers whose `severities` are shown; both are None for who may not read them.
    """

    overall: Agreement
    reading: Reading
    fewest: int
    facts: list[dict[str, str]]
    outcomes: DataTable
    table: AllocationTable | None
    effect: Effect | None
    scorers: Page[User] | None
    severities: list[dict[str, str]] | None
    compared: str
    left_out: int


def agreement_page(request: HttpRequest, chosen: ComparedFilter) -> AgreementPage:
    """The page for those cases scored twice that can be compared: of the kinds of questionnaire the commonest."""
    table = default_table(today())
    figures = figures_of(chosen.qs, table, chosen.asked)
    rows = [
        _row(f"{position}. {scale.wording}", told)
        for position, (scale, told) in enumerate(zip(figures.scales, figures.outcomes, strict=True), start=1)
    ]
    may_read = is_allowed(lambda: check_user_can_read_rater_severity(cast(User, request.user)))
    people = User.objects.filter(pk__in=figures.severities.keys()).order_by("sort_name", "pk")
    scorers = page_of(request, people) if may_read else None
    return AgreementPage(
        overall=figures.overall,
        reading=reading_of(figures.overall),
        fewest=FEWEST_PAIRS,
        facts=_facts(figures.overall),
        outcomes=DataTable("Outcome by outcome", COLUMNS, rows, small=True, caption_hidden=True),
        table=table,
        effect=figures.effect,
        scorers=scorers,
        severities=None if scorers is None else _severity_rows(scorers, figures),
        compared=instruments_in_words(figures.instruments),
        left_out=figures.left_out,
    )


def _row(name: str, told: Agreement) -> list[object]:
    return [name, told.pairs, percent(told.same), _cell(told.kappa), _cell(told.alpha), reading_of(told).value]


def _cell(estimate: Estimate) -> Cell:
    return Cell(figure(estimate.value), sub=interval(estimate))


def figure(value: float | None) -> str:
    """A coefficient to two places."""
    return "not defined" if value is None else f"{round(value, 2) + 0.0:.2f}".replace("-", "−")


def interval(estimate: Estimate) -> str:
    """ "0.61 to 0.78"; nothing where it cannot be told."""
    if estimate.low is None or estimate.high is None:
        return ""
    return f"{figure(estimate.low)} to {figure(estimate.high)}"


def percent(share: float | None) -> str:
    """A share in whole per cent."""
    return "" if share is None else f"{share:.0%}"


def _facts(overall: Agreement) -> list[dict[str, str]]:
    return [
        {"key": "Cases scored twice", "value": str(overall.pairs)},
        {"key": "Exactly the same level", "value": f"{percent(overall.same)} of all levels"},
        {
            "key": "Weighted kappa",
            "value": figure(overall.kappa.value),
            "sub": _in_words(overall.kappa, "two scorers, beyond chance; each level apart counts the same"),
        },
        {
            "key": "Krippendorff’s alpha",
            "value": figure(overall.alpha.value),
            "sub": _in_words(overall.alpha, "any number of scorers, beyond chance; levels as an order"),
        },
    ]


def _in_words(estimate: Estimate, what: str) -> str:
    told = interval(estimate)
    return f"95% interval {told}. {what.capitalize()}." if told else f"{what.capitalize()}."


def effect_in_words(first_points: int, second_points: int) -> str:
    """What one difference comes to, for the page of two forms side by side."""
    table = default_table(today())
    if table is None:
        return ""
    rule = rule_of(table)
    first, second = (pounds_for(rule, points) for points in (first_points, second_points))
    named = f"By {table.dated_title}"
    if first == second:
        return f"{named} both come to {pounds_short(first)} a year."
    apart = pounds_short(abs(first - second))
    return (
        f"{named} the first comes to {pounds_short(first)} a year, the second to {pounds_short(second)}: {apart} apart."
    )


def _severity_rows(scorers: Iterable[User], figures: Figures) -> list[dict[str, str]]:
    """Rows of a summary list, by name."""
    return [{"key": scorer.full_name, "value": severity_in_words(figures.severities[scorer.pk])} for scorer in scorers]


def severity_in_words(severity: RaterSeverity) -> str:
    """Something to talk about with a colleague, or that there is nothing."""
    forms = f"on {counted(severity.forms, 'form')}"
    if not severity.is_enough:
        return f"{counted(severity.forms, 'form')} scored beside a colleague: fewer than {FEWEST_FORMS} say nothing."
    if not severity.outcomes:
        return f"No outcome stands out, {forms}."
    outcomes = [f"outcome {each.position} {_outcome_severity(each)}" for each in severity.outcomes]
    return f"Scores {listed(outcomes)}, {forms}."


def _outcome_severity(each: OutcomeSeverity) -> str:
    way = "higher" if each.levels > 0 else "lower"
    return f"{way} than colleagues, by {levels_in_words(abs(each.levels))}"


def levels_in_words(levels: float) -> str:
    """Levels to the nearest quarter: "half a level", "1.25 levels"."""
    quarters = max(round(levels * 4), 1)
    return QUARTERS.get(quarters) or f"{(Decimal(quarters) / 4).normalize()} levels"


def instruments_in_words(instruments: Iterable[tuple[Instrument, int]]) -> str:
    """Which framework versions were compared, and of how many cases each."""
    ages = list(AgeVersion)
    ordered = sorted(instruments, key=lambda each: (ages.index(each[0].age_version), each[0].number))
    return listed([f"{each.title}, version {each.number} ({counted(count, 'case')})" for each, count in ordered])


@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request):
    check_user_can_read_agreement(request.user)
    if request.method == "POST":
        keep_filter(request, "agreement", ComparedFilter.base_filters)
        return redirect(request.path)
    chosen = ComparedFilter(kept_filter(request, "agreement"), ScoredPair.objects.all(), request=request)
    context = {
        "filter": chosen,
        "page": agreement_page(request, chosen),
        "links": watching_links(request.user),
    }
    return render(request, "allocation/agreement.html", context)
