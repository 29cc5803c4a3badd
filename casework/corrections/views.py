"""Correcting what was recorded wrongly, with the corrections that were made before."""

from typing import Any

from base.contribution import NextStep
from base.pages import is_allowed
from base.stale import look_again
from base.words import counted
from casework.cases.frame import ask_of_case, link, with_case
from casework.cases.permissions import check_user_can_correct_decision
from casework.corrections.actions import (
    check_user_can_correct_facts,
    correct_facts,
    corrections_of,
    version_of_facts,
)
from casework.corrections.forms import CorrectionForm
from casework.corrections.rules import value_in_words
from casework.enums import CorrectedFact
from casework.models import Case, Correction


def correction_entry(correction: Correction) -> dict[str, Any]:
    """A correction as `_components/trail.html` takes it."""
    fact = CorrectedFact(correction.fact)
    change = f"from {value_in_words(fact, correction.old)} to {value_in_words(fact, correction.new)}"
    is_text = fact in (CorrectedFact.REQUEST_REASON, CorrectedFact.FAMILY_VIEWS)
    what = f". Before: “{value_in_words(fact, correction.old)}”" if is_text else f" {change}"
    return {
        "at": correction.corrected_at,
        "who": correction.corrected_by.full_name,
        "what": f"corrected {fact.label}{what}",
        "why": correction.reason,
    }


def _elsewhere(case: Case, user: Any) -> list[NextStep]:
    """What is corrected on a page of its own, for those who may."""
    may_correct = is_allowed(lambda: check_user_can_correct_decision(user, case))
    return [NextStep("The decision whether to assess", link(case, "decision_correct"))] if may_correct else []


@with_case("Correct what was recorded")
def case_correct(request, case):
    return ask_of_case(
        request,
        case,
        lambda data: CorrectionForm(data, case=case),
        lambda form: correct_facts(
            case,
            form.facts,
            reason=form.cleaned_data["reason"],
            expected_version=form.cleaned_data["expected_version"],
            by=request.user,
        ),
        check=lambda: check_user_can_correct_facts(request.user, case),
        done=lambda made: f"{counted(len(made), 'correction')} made. What was recorded before is kept in the history.",
        refused=look_again(lambda: version_of_facts(case)),
        template="casework/case_correct.html",
        context=lambda form: {
            "elsewhere": _elsewhere(case, request.user),
            "corrections": [correction_entry(each) for each in corrections_of(case)],
        },
    )
