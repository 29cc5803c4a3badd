"""What counts against the indicative resource and the limit: from which day, who may set it, and taking one back."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Protocol, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

import audit.actions
from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from base.clock import now, today
from base.refusals import Refused, check_entered, when_raced
from base.words import day_in_words, listed
from casework.counting import EVERYTHING, Counting
from casework.enums import Payer
from casework.models import CountingSetting


class Dated(Protocol):
    """A setting with the day from which it holds, and who set it; nobody: the set-up of the service did."""

    @property
    def pk(self) -> Any: ...
    @property
    def effective_from(self) -> date: ...
    @property
    def set_by(self) -> User | None: ...


def check_not_begun(setting: Dated, day: date, *, noun: str, instead: str) -> None:
    """A setting that has not begun may be taken back; afterwards another one follows it."""
    if setting.effective_from <= day:
        raise Refused(
            f"This {noun} has been in force since {day_in_words(setting.effective_from)}, and plans may rest on it. "
            f"Set {instead} from a later day instead."
        )


D = TypeVar("D", bound=Model)


def take_back(
    setting: D, *, noun: str, check: Callable[[D], None], verb: str, facts: dict[str, Any], reason: str, by: User
) -> None:
    """Take back a setting that has not begun yet, with the reason; the one before it stays in force.

    `check` looks at the setting as it is now, locked.
    """
    with transaction.atomic():
        setting_now = type(setting)._default_manager.select_for_update().filter(pk=setting.pk).first()
        if setting_now is None:
            raise Refused(f"This {noun} was already taken back.")
        check(setting_now)
        check_entered(reason, f"why the {noun} is taken back", field="reason")
        audit.actions.record(verb, by=by, subject=setting_now, reason=reason.strip(), **facts)
        setting_now.delete()


def counting_settings() -> QuerySet[CountingSetting]:
    """The settings there are, the one that begins last first."""
    return CountingSetting.objects.select_related("set_by").order_by("-effective_from")


def counting_on(day: date) -> Counting:
    """What counts on `day`; everything, the gross total, where nothing was set for it (docs/decisions/0005)."""
    setting = CountingSetting.objects.filter(effective_from__lte=day).order_by("-effective_from").first()
    return Counting.of(setting.counting) if setting else EVERYTHING


def counting_in_words(counting: Counting) -> str:
    """The setting as a sentence: "All provision, whoever pays, counts, one-off costs included; a place never does." """
    one_offs = "included" if counting.one_offs else "left out"
    payers = listed([payer.label for payer in Payer if payer in counting.payers])
    is_gross = len(counting.payers) == len(Payer)
    whose = "All provision, whoever pays, counts" if is_gross else f"Provision paid by {payers} counts"
    return f"{whose}, one-off costs {one_offs}; the cost of a place never does."


def check_user_can_set_counting(user: User | None) -> None:
    """What counts is a setting of the service, as the limit is; the set-up of the service (nobody) may load it."""
    if user is not None:
        check_user_has_role(
            user,
            Role.PERSONALISATION_OFFICER,
            Role.SERVICE_ADMINISTRATOR,
            act="set what counts against the indicative resource",
        )


when_raced(
    "casework_countingsetting.effective_from", told="What counts from this day is set already. Enter a later day."
)


def set_counting(
    *, payers: Iterable[Payer | str], one_offs: bool, effective_from: date, by: User | None, basis: str = ""
) -> CountingSetting:
    """Set what counts from a day later than that of any setting before it.

    What was agreed, signed or decided by then stays as it was counted; the next TAC result is counted by it.
    """
    with transaction.atomic():
        check_user_can_set_counting(by)
        chosen = frozenset(Payer(payer) for payer in payers)
        if not chosen:
            raise Refused("Select at least one payer whose provision counts.", field="payers")
        if CountingSetting.objects.select_for_update().filter(effective_from__gte=effective_from).exists():
            raise Refused(
                f"What counts from {day_in_words(effective_from)} or later is set already. Enter a later day.",
                field="effective_from",
            )
        counting = Counting(chosen, one_offs)
        setting = CountingSetting.objects.create(
            counting=counting.key,
            basis=basis.strip(),
            effective_from=effective_from,
            set_at=now() if by else None,
            set_by=by,
        )
        audit.actions.record(
            "casework.counting_set",
            by=by,
            subject=setting,
            counting=counting.key,
            words=counting_in_words(counting),
            day=day_in_words(effective_from),
        )
    return setting


def check_counting_can_be_withdrawn(user: User, setting: CountingSetting, day: date) -> None:
    """What counts from a day to come may be taken back by who may set it."""
    check_user_can_set_counting(user)
    check_not_begun(setting, day, noun="setting", instead="what counts")


def withdraw_counting(setting: CountingSetting, *, reason: str, by: User) -> None:
    """Take back what was to count from a day to come."""
    take_back(
        setting,
        noun="setting",
        check=lambda each: check_counting_can_be_withdrawn(by, each, today()),
        verb="casework.counting_withdrawn",
        facts={"day": day_in_words(setting.effective_from)},
        reason=reason,
        by=by,
    )
