"""Costed provision of a plan, and the unit costs: what it comes to, who may change it, and changing it.

Each line keeps the rate, the quantity and the amount it was written with.
"""

from dataclasses import asdict, fields
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet

import audit.actions
from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from base.clock import now, today
from base.reading import prepared, read_once
from base.refusals import Refused, check_entered, when_raced
from base.stale import check_unchanged, version_of
from base.words import day_in_words
from casework.cases.permissions import check_case_is_at, check_user_works_case
from casework.counting import Counting, Sums, sums_of
from casework.enums import PROVISION_SECTIONS, CostBasis, Payer, SectionLetter, Stage
from casework.models import Case, PlanSection, PlanVersion, ProvisionLine, UnitCost
from casework.money import NOTHING, pence, total
from casework.provision.rules import Price, Provision, check_weeks, period_of
from casework.settings.actions import counting_on
from casework.versions.actions import (
    check_not_agreed,
    check_user_can_draft_plan,
    lock_plan_version,
    open_tac_meeting,
    record_edit,
)

MOST_POUNDS = Decimal("9999999.99")


def provision_lines_of(case: Case) -> QuerySet[ProvisionLine]:
    """The costed lines of the plan version this case drafts."""
    return ProvisionLine.objects.filter(plan_version__case=case)


@read_once
def lines_of(case: Case) -> list[ProvisionLine]:
    """The same as a list, by section, each with its outcome."""
    return _lines(case.pk)


@prepared
def _lines(case_id: int) -> QuerySet[ProvisionLine]:
    return ProvisionLine.objects.filter(plan_version__case=case_id).select_related("outcome")


def provision_sums(plan_version: PlanVersion, counting: Counting | None = None) -> Sums:
    """What the lines come to: a year, once, for a place, and what of it counts by `counting`, or as is counted today.

    What was agreed, signed or decided is counted by what it has frozen: `Counting.of(….counting)`.
    """
    return sums_of(ProvisionLine.objects.filter(plan_version=plan_version), counting or counting_on(today()))


def provision_total(plan_version: PlanVersion, counting: Counting | None = None) -> Decimal:
    """What of the provision lines counts, in pounds a year."""
    return provision_sums(plan_version, counting).counted


def provision_total_of(case: Case, counting: Counting | None = None) -> Decimal:
    """What of the provision of the plan this case drafts counts, in pounds a year; £0.00 before drafting."""
    return sums_of(lines_of(case), counting or counting_on(today())).counted


def section_f_total(plan_version: PlanVersion) -> Decimal:
    """What the lines of section F come to, in pounds a year, whoever pays and whatever counts."""
    lines = ProvisionLine.objects.filter(plan_version=plan_version, section=SectionLetter.F)
    return total(line.annual_amount for line in lines)


def sections_without_cost(case: Case) -> list[SectionLetter]:
    """The sections that say what is provided and have no costed line: what they cost is not known, so not £0.00."""
    written = PlanSection.objects.filter(plan_version__case=case, letter__in=PROVISION_SECTIONS).exclude(text="")
    letters = written.exclude(letter__in=provision_lines_of(case).values("section")).order_by("letter")
    return [SectionLetter(letter) for letter in letters.values_list("letter", flat=True)]


def unit_costs_on(day: date) -> QuerySet[UnitCost]:
    """The prices in force on `day`."""
    return UnitCost.objects.filter(Q(effective_to=None) | Q(effective_to__gte=day), effective_from__lte=day)


def version_of_line(line: ProvisionLine) -> str:
    """A short text that differs whenever anything a line says differs: what a page shows and posts back."""
    names = [field.name for kind in (Provision, Price) for field in fields(kind)]
    values = (getattr(line, name) for name in names)
    return version_of(*(f"{value:.2f}" if isinstance(value, Decimal) else value for value in values))


def check_user_can_change_provision(user: User, case: Case) -> None:
    """Provision lines change while drafting and at the TAC, but not after a meeting ended with their figures."""
    check_user_can_draft_plan(user, case)
    check_not_agreed(case)


def check_user_can_cost_place(user: User, case: Case) -> None:
    """What a place costs is entered while the plan is drafted and agreed, and again once the place is to be named.

    It counts in nothing that was agreed, so a TAC that ended does not stop it.
    """
    check_user_works_case(user, case, act="enter what a place costs")
    check_case_is_at(case, Stage.DRAFTING, Stage.TAC, Stage.FINALISING, act="enter what a place costs")


def check_user_can_write_line(user: User, case: Case, basis: str) -> None:
    """The rule for a line on this basis: that of a place, or that of provision."""
    if basis == CostBasis.PLACE:
        check_user_can_cost_place(user, case)
    else:
        check_user_can_change_provision(user, case)


def check_user_can_manage_unit_costs(user: User | None) -> None:
    """The Personalisation Officer owns the unit costs; the set-up of the service (nobody) may load them."""
    if user is not None:
        check_user_has_role(user, Role.PERSONALISATION_OFFICER, act="change unit costs")


def check_unit_cost_is_in_force(unit_cost: UnitCost, day: date) -> None:
    """Provision is costed at prices in force."""
    if not unit_costs_on(day).filter(pk=unit_cost.pk).exists():
        raise Refused(
            f"The price of “{unit_cost.label}” is no longer in force. Choose a unit cost from the list as it is now."
        )


def check_unit_cost_can_change(unit_cost: UnitCost, effective_from: date) -> None:
    """A new price follows the newest one."""
    if unit_cost.effective_to is not None:
        raise Refused(f"The unit cost “{unit_cost.name}” has a newer price already. Change the newest one.")
    if effective_from <= unit_cost.effective_from:
        since = day_in_words(unit_cost.effective_from)
        raise Refused(f"The new price of “{unit_cost.name}” must begin after {since}, when its present price began.")


def line_gone(description: str = "") -> Refused:
    """Somebody took the line away since the page was opened."""
    what = f"“{description}”" if description else "This provision"
    return Refused(
        f"{what} is no longer in the plan: it was removed after you opened this page. "
        "Look at the plan as it is now, and add it again if it is needed."
    )


def price_of(unit_cost: UnitCost) -> Price:
    """The price of a unit cost, which must be in force today."""
    check_unit_cost_is_in_force(unit_cost, today())
    return Price(unit_cost.label, CostBasis(unit_cost.basis), unit_cost.amount)


def add_provision_line(
    plan_version: PlanVersion, provision: Provision, price: Price | UnitCost, *, by: User
) -> ProvisionLine:
    """Add a costed line at a price, or at that of a unit cost in force today; its amount is worked out and kept."""
    with transaction.atomic():
        price = price_of(price) if isinstance(price, UnitCost) else price
        case_now, version_now = lock_plan_version(plan_version)
        check_user_can_write_line(by, case_now, price.basis)
        line = _written(ProvisionLine(plan_version=version_now), provision, price)
        record_edit(version_now, by=by)
        _note_first_costed(case_now, version_now)
        _record("casework.provision_added", case_now, line, by)
    return line


def change_provision_line(
    line: ProvisionLine,
    provision: Provision,
    price: Price | UnitCost | None = None,
    *,
    by: User,
    expected_version: str | None = None,
) -> ProvisionLine:
    """Write a line again, at the price it has or at another; its amount is worked out again.

    `expected_version` is that of the line as the page showed it (`version_of_line`).
    """
    with transaction.atomic():
        case_now, version_now = lock_plan_version(line.plan_version)
        line_now = _as_expected(line, version_now, expected_version)
        price = price_of(price) if isinstance(price, UnitCost) else price
        check_user_can_write_line(by, case_now, line_now.basis)
        before = line_now.annual_amount
        own = Price(line_now.unit_name, CostBasis(line_now.basis), line_now.unit_amount)
        price = price or own
        if (price.basis == CostBasis.PLACE) != (line_now.basis == CostBasis.PLACE):
            raise Refused("A place and provision are not costed in one line. Remove this one, and add the other.")
        line_now = _written(line_now, provision, price)
        record_edit(version_now, by=by)
        _note_first_costed(case_now, version_now)
        _record("casework.provision_changed", case_now, line_now, by, before=before)
    return line_now


def remove_provision_line(line: ProvisionLine, *, by: User, expected_version: str | None = None) -> None:
    """Take a line away, as the page showed it."""
    with transaction.atomic():
        case_now, version_now = lock_plan_version(line.plan_version)
        line_now = _as_expected(line, version_now, expected_version)
        check_user_can_write_line(by, case_now, line_now.basis)
        _record("casework.provision_removed", case_now, line_now, by)
        line_now.delete()
        record_edit(version_now, by=by)


def _note_first_costed(case: Case, plan_version: PlanVersion) -> None:
    """A TAC that began with nothing costed reconsiders from what it costed first, not from £0.00.

    That is the most the lines came to before its first round: lines are added one by one, and each makes it more; a
    line that is cut or taken away is the reconsideration.
    """
    meeting = open_tac_meeting(case)
    if meeting is None or meeting.opening_amount > NOTHING or meeting.rounds.exists():
        return
    costed = provision_total(plan_version)
    if costed > (meeting.first_costed_amount or NOTHING):
        meeting.first_costed_amount = costed
        meeting.save(update_fields=["first_costed_amount"])


def _as_expected(line: ProvisionLine, plan_version: PlanVersion, expected_version: str | None) -> ProvisionLine:
    """The line as it is now, of a locked plan version; refused when it is gone or not what the page showed."""
    line_now = plan_version.provision_lines.filter(pk=line.pk).first()
    if line_now is None:
        raise line_gone(line.description)
    edit = (plan_version.edited_by.full_name, plan_version.edited_at)
    check_unchanged(expected_version, version_of_line(line_now), "this provision", lambda: edit)
    return line_now


def _written(line: ProvisionLine, provision: Provision, price: Price) -> ProvisionLine:
    """The line with what it says and its amount, checked and saved."""
    _check_provision(line, provision, price)
    try:
        line.annual_amount = provision.annual_amount(price)
    except ValueError as error:
        raise Refused(str(error)) from error
    if max(line.annual_amount, price.unit_amount) > MOST_POUNDS or provision.quantity >= 1_000_000:
        raise Refused("The provision comes to too large an amount. Check the quantity and the unit cost.")
    for name, value in (asdict(provision) | asdict(price)).items():
        setattr(line, name, value.strip() if isinstance(value, str) else value)
    line.save()
    return line


def _check_provision(line: ProvisionLine, provision: Provision, price: Price) -> None:
    """It says what is provided, stands in a section of provision, serves its own plan, and has whole pence."""
    check_entered(provision.description, "what is provided")
    if price.basis == CostBasis.PLACE:
        if provision.section != SectionLetter.I:
            raise Refused("A place stands in section I of the plan, beside the provision.")
    elif provision.section not in PROVISION_SECTIONS:
        raise Refused("Choose section F, G, H1 or H2 for the provision.")
    if provision.outcome_id and not line.plan_version.outcomes.filter(pk=provision.outcome_id).exists():
        raise Refused("Choose an outcome of this plan.")
    check_weeks(price.basis, provision.weeks)
    if pence(price.unit_amount) != price.unit_amount or pence(provision.quantity) != provision.quantity:
        raise Refused("Give the quantity and the unit cost with no more than two decimal places.")


def _record(verb: str, case: Case, line: ProvisionLine, by: User, before: Decimal | None = None) -> None:
    audit.actions.record(
        verb,
        by=by,
        case=case,
        subject=line,
        description=line.description,
        annual_amount=line.annual_amount,
        before=before,
        per=period_of(line.basis),
    )


when_raced(
    "unit_cost_begins_once",
    "one_present_unit_cost",
    told="The price of this unit cost was changed at the same moment. Look at it, then change it again.",
)


def add_unit_cost(
    *,
    name: str,
    basis: CostBasis,
    amount: Decimal,
    effective_from: date,
    by: User | None,
    abbreviation: str = "",
    payer: Payer = Payer.TOP_UP,
    is_illustrative: bool = False,
) -> UnitCost:
    """Add a unit cost with its first price, in pounds on `basis`."""
    with transaction.atomic():
        check_user_can_manage_unit_costs(by)
        unit_cost = UnitCost.objects.create(
            name=name,
            abbreviation=abbreviation,
            basis=basis,
            amount=pence(amount),
            effective_from=effective_from,
            payer=payer,
            is_illustrative=is_illustrative,
            set_at=now() if by else None,
            set_by=by,
        )
        audit.actions.record("allocation.unit_cost_added", by=by, subject=unit_cost, name=name, amount=unit_cost.amount)
    return unit_cost


def change_price(unit_cost: UnitCost, *, amount: Decimal, effective_from: date, by: User) -> UnitCost:
    """Give a unit cost a new price from a day on: a new row; the old one ends the day before."""
    with transaction.atomic():
        old = UnitCost.objects.select_for_update().get(pk=unit_cost.pk)
        check_user_can_manage_unit_costs(by)
        check_unit_cost_can_change(old, effective_from)
        old.effective_to = effective_from - timedelta(days=1)
        old.save(update_fields=["effective_to"])
        new = UnitCost.objects.create(
            name=old.name,
            abbreviation=old.abbreviation,
            basis=old.basis,
            amount=pence(amount),
            effective_from=effective_from,
            payer=old.payer,
            is_illustrative=False,
            set_at=now(),
            set_by=by,
        )
        audit.actions.record(
            "allocation.unit_cost_changed", by=by, subject=new, name=new.name, before=old.amount, amount=new.amount
        )
    return new
