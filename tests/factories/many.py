"""Cases in any number, as bare rows: for what depends on how many there are, and not on how they came about."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from accounts.models import User
from base.clock import now, today
from casework.enums import Stage, WordKind
from casework.models import Case, Child, SearchWord
from casework.time_limits import rests_at


def bare_cases(coordinator: User, rows: Iterable[dict[str, Any]]) -> list[Case]:
    """A case of a child of its own for each row, which says what differs: by default all are requested today."""
    wishes, moment = list(rows), now()
    children = Child.objects.bulk_create(
        Child(first_name="Rowan", last_name=f"Ash{at}", date_of_birth=date(2016, 3, 27), sex="M", primary_need="ASD")
        for at in range(len(wishes))
    )
    SearchWord.objects.bulk_create(
        SearchWord(child=child, kind=WordKind.NAME, word=word)
        for child in children
        for word in ("rowan", child.last_name.lower())
    )
    final, stage = today() + timedelta(days=140), Stage.REQUESTED
    usual = {
        "stage": stage,
        "stage_entered_at": moment,
        "stage_entered_by": coordinator,
        "coordinator": coordinator,
        "team": coordinator.team,
        "requested_on": today(),
        "decision_due_on": today() + timedelta(days=42),
        "final_plan_due_on": final,
        "next_due_on": today() + timedelta(days=42),
        "opened_at": moment,
        "opened_by": coordinator,
    }
    return Case.objects.bulk_create(
        Case(
            **{"reference": f"BARE-{at:05d}", "child": child, **usual, **wish},
            is_resting=rests_at(wish.get("stage", stage)),
        )
        for at, (child, wish) in enumerate(zip(children, wishes, strict=True))
    )
