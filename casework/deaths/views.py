"""Recording that a child has died, and taking the record back; each with great care of words."""

from casework.cases.frame import ask_of_case, with_case
from casework.deaths.actions import (
    LONGEST_REASON,
    check_user_can_record_death,
    check_user_can_take_death_back,
    record_death,
    take_death_back,
)
from crispy_govuk.fields import DateField, LongTextField, today
from crispy_govuk.forms import GovukForm


class DeathForm(GovukForm):
    """When a child died."""

    submit = "Record the death"

    died_on = DateField(label="Date of death", help_text="For example, 3 11 2026", noun="date of death", latest=today)

    def __init__(self, *args, child, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask_back_before(child.date_of_birth, f"{child.full_name} was born")


class TakeDeathBackForm(GovukForm):
    """Why the record is taken back."""

    submit = "Take the record back"

    reason = LongTextField(
        label="Why is it taken back?",
        help_text="It is kept in the history of the case",
        max_length=LONGEST_REASON,
        error_messages={"required": "Enter why the record is taken back"},
    )


@with_case("Record a death")
def death_record(request, case):
    name = case.child.full_name
    return ask_of_case(
        request,
        case,
        lambda data: DeathForm(data, child=case.child),
        lambda form: record_death(case, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_record_death(request.user, case),
        context={
            "page_title": "Record a death",
            "lead": [
                f"Record this once you know that {name} has died.",
                "Every case ends and the plan ceases. No duty, reminder or next step is shown any more, "
                "and the page of the case says who is still to be told.",
            ],
        },
        here="family",
    )


@with_case("Take the record of a death back")
def death_take_back(request, case):
    name = case.child.full_name
    return ask_of_case(
        request,
        case,
        TakeDeathBackForm,
        lambda form: take_death_back(case, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_take_death_back(request.user, case),
        done="The record is taken back. The case is where it was.",
        context={
            "page_title": "Take the record of a death back",
            "lead": [
                f"Do this where it was recorded by mistake that {name} has died, or with the wrong date.",
                "The plan and the cases that ended with it go on where they were, with the days due that they had.",
            ],
        },
        here="family",
    )
