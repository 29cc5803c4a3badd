"""Opening a case, and deciding whether to assess: the two forms, and their pages."""

from functools import cached_property

from django import forms

from accounts.enums import Role
from accounts.forms import COORDINATORS
from base.pages import ask
from base.words import day_in_words
from casework.cases.frame import ask_of_case, link, with_case
from casework.cases.permissions import check_user_can_correct_decision
from casework.children.forms import CHILD_PRESENTATION, QUESTION_PRESENTATION, ChildFields
from casework.contacts.forms import CONTACT_PRESENTATION, ContactFields
from casework.enums import RequestSource
from casework.names.actions import record_told_of
from casework.names.forms import KnownChild
from casework.names.queries import identity_of
from casework.requests.actions import (
    check_user_can_decide_assessment,
    check_user_can_open_case,
    correct_decision,
    decide_assessment,
    decision_of,
    open_case,
)
from casework.time_limits import DECIDE_WHETHER_TO_ASSESS, FINAL_PLAN
from crispy_govuk.fields import DateField, LongTextField, today
from crispy_govuk.forms import Fieldset, GovukForm, govuk_helper
from crispy_govuk.found import FoundField


class CaseOpenForm(KnownChild, ChildFields, ContactFields, GovukForm):
    """All that opens a case, on one page; and, where a child may be known already, whether it is the same."""

    presentation = {**CHILD_PRESENTATION, **CONTACT_PRESENTATION, **QUESTION_PRESENTATION}

    requested_on = DateField(
        label="Date the request was received",
        help_text=f"The {DECIDE_WHETHER_TO_ASSESS.weeks} weeks to decide and the {FINAL_PLAN.weeks} weeks "
        "to the final plan are counted from this day",
        noun="date the request was received",
        latest=today,
    )
    request_source = forms.ChoiceField(label="Who asked?", choices=RequestSource.choices, widget=forms.RadioSelect)
    request_reason = LongTextField(label="Why they asked (optional)", max_length=4000, required=False)
    coordinator = FoundField(source=COORDINATORS, label="Case Co-ordinator", noun="name of the Case Co-ordinator")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields[
            "same_child"
        ].help_text = "If so, the case opens for the child as recorded, and the details can be corrected afterwards."
        self.may_choose = user.has_role(Role.LEAD_SEND_COORDINATOR)
        if not self.may_choose:
            del self.fields["coordinator"]

    def clean(self):
        """A child who may be known already is a question, asked once the rest is in order."""
        cleaned = super().clean()
        if {"first_name", "last_name", "date_of_birth", "upn"} <= cleaned.keys() and not self.errors:
            self.ask_same_child(identity_of(self.child_details()), self.user)
        return cleaned

    def child(self):
        """The child known already, or the details of a new one."""
        return self.same or self.child_details()

    def case_details(self):
        """What `open_case` takes."""
        names = ("requested_on", "request_source", "request_reason")
        return {
            "child": self.child(),
            "contacts": [self.contact_details()],
            "setting": self.setting_details(),
            "another_than": self.another_than,
            "coordinator": self.cleaned_data["coordinator"] if self.may_choose else self.user,
            **{name: self.cleaned_data[name] for name in names},
        }

    @cached_property
    def helper(self):
        first = ("same_child",) if self.alike else ()
        who = ("coordinator",) if self.may_choose else ()
        return govuk_helper(
            "Open the case",
            *first,
            *self.child_layout,
            Fieldset("Family contact", *self.contact_layout),
            Fieldset("The request", "requested_on", "request_source", "request_reason", *who),
            cancel_url="/",
        )


class CaseDecideForm(GovukForm):
    """Whether to assess."""

    submit = "Record the decision"

    will_assess = forms.TypedChoiceField(
        label="Will the council assess?",
        choices=[("yes", "Yes, assess"), ("no", "No, do not assess")],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        error_messages={"required": "Select whether the council will assess"},
    )
    reasons = LongTextField(
        label="Reasons",
        max_length=4000,
        help_text="The family is told the reasons. They are needed if the council will not assess.",
        required=False,
    )


class DecisionCorrectForm(GovukForm):
    """What was decided, and what was recorded wrongly about it."""

    submit = "Correct the decision"
    presentation = {"reason": {"rows": 3}}
    ANSWERS = {"assess": True, "not_assess": False, "undecided": None}

    answer = forms.ChoiceField(
        label="What was decided?",
        choices=[
            ("assess", "To assess"),
            ("not_assess", "Not to assess"),
            ("undecided", "Nothing yet: the decision is taken back"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what was decided"},
    )
    decided_on = DateField(
        label="Date of the decision", help_text="Left out when it is taken back", latest=today, required=False
    )
    reasons = LongTextField(label="Reasons for the decision", max_length=4000, required=False)
    reason = LongTextField(
        label="What was wrong?",
        max_length=2000,
        help_text="It is kept with the decision as it was recorded",
        error_messages={"required": "Enter what was wrong"},
    )

    def __init__(self, *args, standing, **kwargs):
        known = {"decided_on": standing.decided_on, "reasons": standing.reasons} if standing else {}
        answer = {"answer": "assess" if standing.will_assess else "not_assess"} if standing else {}
        super().__init__(*args, initial=known | answer, **kwargs)

    def correction(self):
        """What `correct_decision` takes."""
        names = ("decided_on", "reasons", "reason")
        answer = self.ANSWERS[self.cleaned_data["answer"]]
        return {"will_assess": answer, **{name: self.cleaned_data[name] for name in names}}


def case_open(request):
    check_user_can_open_case(request.user)
    return ask(
        request,
        lambda data: CaseOpenForm(data, user=request.user),
        lambda form: open_case(by=request.user, **form.case_details()),
        done=lambda case: (
            f"Case {case.reference} is open. The decision whether to assess is due by "
            f"{day_in_words(case.decision_due_on)}."
        ),
        then=lambda case: link(case, "case_detail"),
        template="casework/case_open.html",
        context=lambda form: record_told_of(form.told_of, by=request.user) or {},
    )


@with_case("Decide whether to assess")
def case_decide(request, case):
    return ask_of_case(
        request,
        case,
        CaseDecideForm,
        lambda form: decide_assessment(case, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_decide_assessment(request.user, case),
        done="The decision is recorded.",
        template="casework/case_decide.html",
    )


@with_case("Correct the decision whether to assess")
def decision_correct(request, case):
    """Another day, other reasons, or the other answer; or the decision is taken back."""
    return ask_of_case(
        request,
        case,
        lambda data: DecisionCorrectForm(data, standing=decision_of(case)),
        lambda form: correct_decision(case, **form.correction(), by=request.user),
        check=lambda: check_user_can_correct_decision(request.user, case),
        done="The decision is corrected. What was recorded before is kept in the history.",
        template="casework/decision_correct.html",
    )
