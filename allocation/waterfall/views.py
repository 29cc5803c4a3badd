"""From points to pounds, step by step."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from allocation.allocating.actions import allocation_of
from allocation.models import AllocationTable
from allocation.tables.actions import default_table, rule_of
from allocation.waterfall.rules import Change, Decided, Step, Turn, waterfall_of
from base.clock import today
from base.contribution import contributed
from casework.cases.frame import render_case, with_case
from casework.models import Case
from casework.money import NOTHING
from casework.versions.actions import last_tac_result
from crispy_govuk.templatetags.govuk_format import pounds_short
from scoring.enums import FormActKind
from scoring.frameworks.queries import levels_of, most_points
from scoring.models import RasForm
from scoring.rasform.views import form_to_read
from scoring.scores.queries import Round, acts_of, check_points_are_shown, rounds_of

SCALE = 1000
"""Width of a bar's drawing, in its own units."""


TURNS = {
    FormActKind.SUBMITTED: "Submitted again by",
    FormActKind.VERIFIED: "Verified by",
    FormActKind.MODERATED: "Moderated by",
}
"""The acts that may change a level. A form that is returned keeps its levels until it is submitted again."""


SENT_BACK = {
    FormActKind.QUERIED: "had returned it with queries.",
    FormActKind.RETURNED: "had returned it with queries at moderation.",
    FormActKind.REOPENED: "had opened it again for scoring.",
}


@dataclass(frozen=True)
class Bar:
    """One row's bar: from where to where, and whether it stands on the ground, adds or takes away."""

    x: int
    width: int
    kind: str


@dataclass(frozen=True)
class Row:
    """One step as the table shows it; a change floats between what was before and what is after."""

    step: Step
    points_bar: Bar | None
    amount_bar: Bar | None

    @property
    def points_change(self) -> str:
        """ "+9", "−3", or nothing for a total."""
        return "" if self.step.is_total else signed(self.step.points_change, str(abs(self.step.points_change)))

    @property
    def amount_change(self) -> str:
        """ "+£1,000", or nothing where nothing is to be said."""
        change = self.step.amount_change
        if self.step.is_total and not change:
            return ""
        return signed(change, pounds_short(abs(change)))


@dataclass(frozen=True)
class WaterfallPage:
    """All steps with their bars, the most points that a form can have, and the table they were converted with."""

    rows: list[Row]
    most: int
    table: AllocationTable | None
    is_allocated: bool
    scale: int = SCALE

    @property
    def first(self) -> Step:
        return self.rows[0].step

    @property
    def last(self) -> Step:
        return self.rows[-1].step

    @property
    def last_scored(self) -> Step:
        """The last step that has points."""
        return next(row.step for row in reversed(self.rows) if row.step.points is not None)

    @property
    def is_changed(self) -> bool:
        """Whether anybody changed a level since the form was first submitted, also where it was changed back."""
        return any(not row.step.is_total for row in self.rows)


def signed(amount: int | Decimal, text: str) -> str:
    """A difference with its sign: "+3", "−£500"; "0" where there is none."""
    return f"+{text}" if amount > 0 else f"−{text}" if amount < 0 else text


def waterfall_page(case: Case, form: RasForm, day: date) -> WaterfallPage:
    """From the levels first submitted to the latest decision. The caller has checked that points are shown.

    Pounds are what the allocation's own table makes of the points; before it, the table the service proposes from.
    """
    allocation = allocation_of(case)
    table = allocation.table if allocation else default_table(day)
    first, *later = rounds_of(acts_of(form))
    steps = waterfall_of(
        f"Scored by {first.act.acted_by.full_name}",
        sum(review.to_level.points for review in first.act.reviews.all()),
        [turn_of(each) for each in later if each.act.kind in TURNS],
        decided_on(case),
        rule_of(table) if table else None,
    )
    most = sum(most_points(levels_of(form.framework).values()).values())
    return WaterfallPage(rows_of(steps), most, table, allocation is not None)


def turn_of(each: Round) -> Turn:
    """What somebody changed in verifying, moderating or submitting again."""
    changes = tuple(
        Change(
            change.outcome.position,
            change.outcome.wording,
            change.from_level.name,
            change.to_level.name,
            change.to_level.points - change.from_level.points,
            change.reason,
        )
        for change in each.changes
    )
    before = each.after
    detail = f"{before.acted_by.full_name} {SENT_BACK[FormActKind(before.kind)]}" if before else ""
    return Turn(f"{TURNS[FormActKind(each.act.kind)]} {each.act.acted_by.full_name}", changes, detail)


def decided_on(case: Case) -> list[Decided]:
    """What was decided in pounds: the indicative resource, what the TAC agreed, and who signed or decided."""
    decided = []
    if allocation := allocation_of(case):
        title = f"Indicative resource, allocated by {allocation.allocated_by.full_name}"
        decided.append(Decided(title, allocation.amount, "" if allocation.is_as_proposed else allocation.reason))
    tac = last_tac_result(case)
    if tac is not None and tac.agreed_amount is not None:
        decided.append(Decided("Agreed by the TAC", tac.agreed_amount, tac.result_reason))
    return decided + [each for tell in contributed("decisions") for each in tell(case)]


def rows_of(steps: list[Step]) -> list[Row]:
    """The steps with their bars, on one scale for points and one for pounds."""
    most_points = max((step.points or 0 for step in steps), default=0)
    most_pounds = max((step.annual_amount or NOTHING for step in steps), default=NOTHING)
    return [
        Row(
            step,
            None if step.points is None else bar_of(step.points, step.points_change, most_points, step.is_total),
            None
            if step.annual_amount is None
            else bar_of(step.annual_amount, step.amount_change, most_pounds, step.is_total),
        )
        for step in steps
    ]


def bar_of(after: int | Decimal, change: int | Decimal, most: int | Decimal, is_total: bool) -> Bar:
    """A total stands on the ground; a change floats between what was before and what is after."""
    low, high = (0, after) if is_total else sorted((after - change, after))
    kind = "total" if is_total else "up" if change >= 0 else "down"
    start, end = (round(SCALE * each / (most or 1)) for each in (low, high))
    return Bar(start, end - start, kind)


@require_GET
@with_case("From points to pounds")
def waterfall(request, case):
    form = form_to_read(case, request.user)
    if form is None:
        return redirect("allocation:allocation_detail", case.reference)
    check_points_are_shown(form)
    context = {"page": waterfall_page(case, form, today())}
    return render_case(request, case, "allocation/waterfall.html", context, here="indicative-resource")
