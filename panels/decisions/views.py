"""Recording the panel's decision: what it decided, then why."""

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from base.clock import today
from base.pages import ask
from casework.cases.frame import ask_of_case, confirm, link, with_case
from casework.provision.actions import section_f_total
from crispy_govuk.fields import LongTextField, MoneyField
from crispy_govuk.forms import GovukForm
from panels.agenda.permissions import check_user_can_decide
from panels.agenda.presenters import decided_by
from panels.agenda.views import with_item
from panels.decisions.actions import bring_back, carry_out_decision, record_decision
from panels.enums import DecisionOutcome
from panels.signing.permissions import NEED_MET_HOW, check_user_can_bring_back, check_user_can_carry_out
from panels.signing.queries import different_amount_of

OUTCOME_HINTS = {
    DecisionOutcome.AGREE: "The plan is approved as the TAC agreed it and goes on to be finalised.",
    DecisionOutcome.AGREE_DIFFERENT: (
        "The TAC brings the lines to the amount the panel agreed; then the plan goes on without another decision."
    ),
    DecisionOutcome.BACK_TO_TAC: "The TAC meets again and answers the panel’s questions.",
    DecisionOutcome.NOT_AGREED: "The plan is drafted again, in the light of the panel’s reasons.",
}


class OutcomeForm(GovukForm):
    """The first question about a decision."""

    submit = "Continue"

    outcome = forms.ChoiceField(
        label="What did the panel decide?",
        choices=DecisionOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the panel decided"},
    )

    def __init__(self, *args, hints, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choice_hints = hints


class DecisionForm(GovukForm):
    """The rest of a decision: what its outcome needs, and the reasons."""

    submit = "Record the decision"
    presentation = {"amount": {"width": 10}}

    amount = MoneyField(
        label="Amount the panel agreed", help_text="In pounds, yearly and one-off costs together. For example, 5,210.20"
    )
    lines_to_change = LongTextField(
        label="Which lines are to change (optional)",
        help_text=(
            "What it costs is no reason to lower section F: the plan secures what the child needs. Where a line of it "
            "is lowered, say which advised need is met, and how else."
        ),
        max_length=4000,
        required=False,
    )
    questions = LongTextField(label="Questions for the TAC", max_length=4000)
    reasons = LongTextField(
        label="Reasons for the decision",
        help_text="Write so that the family can follow how the panel came to it.",
        max_length=8000,
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, outcome, **kwargs):
        super().__init__(*args, **kwargs)
        if outcome != DecisionOutcome.AGREE_DIFFERENT:
            del self.fields["amount"], self.fields["lines_to_change"]
        if outcome != DecisionOutcome.BACK_TO_TAC:
            del self.fields["questions"]


@with_item("Record the decision")
def decision_outcome(request, item) -> HttpResponse:
    check_user_can_decide(request.user, item)
    back = reverse("panels:item_detail", args=[item.pk])
    return ask(
        request,
        lambda data: OutcomeForm(data, hints=OUTCOME_HINTS, cancel_url=back),
        lambda form: form.cleaned_data["outcome"],
        then=lambda outcome: reverse("panels:decision_record", args=[item.pk, outcome]),
        template="panels/decision_outcome.html",
        context=lambda form: {"item": item, "deciding": decided_by(item)},
    )


@with_item("Record the decision")
def decision_record(request, item, outcome) -> HttpResponse:
    if outcome not in DecisionOutcome.values:
        raise Http404
    outcome, back = DecisionOutcome(outcome), reverse("panels:item_detail", args=[item.pk])
    shown_version = item.plan_version.version
    return ask(
        request,
        lambda data: DecisionForm(data, outcome=outcome, initial={"expected_version": shown_version}, cancel_url=back),
        lambda form: record_decision(item, outcome=outcome, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_decide(request.user, item),
        done=f"The decision is recorded: {outcome.label.lower()}.",
        then=reverse("panels:meeting_detail", args=[item.meeting_id]),
        template="panels/decision_record.html",
        context=lambda form: {
            "item": item,
            "outcome": outcome,
            "hint": OUTCOME_HINTS[outcome],
            "deciding": decided_by(item),
        },
    )


class CarryOutForm(GovukForm):
    """Takes a plan on as decided; how the need is met is asked where section F came to cost less."""

    submit = "Take the plan on"

    need_met_how = LongTextField(
        label="Which advised need is met, and how else",
        max_length=4000,
        error_messages={"required": f"Enter {NEED_MET_HOW}"},
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, is_lowered, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_lowered:
            del self.fields["need_met_how"]


@with_case("Take the plan on as the panel decided")
def decision_carry_out(request, case) -> HttpResponse:
    check_user_can_carry_out(request.user, case, today())
    decision = different_amount_of(case)
    assert decision is not None  # noqa: S101 - checked
    before, after = decision.section_f_amount, section_f_total(decision.plan_version)
    is_lowered = before is not None and after < before
    back, version = link(case, "panels:decision_detail"), decision.plan_version.version
    return ask_of_case(
        request,
        case,
        lambda data: CarryOutForm(data, is_lowered=is_lowered, initial={"expected_version": version}, cancel_url=back),
        lambda form: carry_out_decision(case, **form.cleaned_data, by=request.user),
        done="The plan goes on as the panel decided. It is now to be finalised.",
        then=back,
        template="panels/decision_carry_out.html",
        context={"decision": decision, "is_lowered": is_lowered, "before": before, "after": after},
        here="decision",
    )


@with_case("Bring the lines to what was decided")
def decision_bring_back(request, case) -> HttpResponse:
    back = link(case, "panels:decision_detail")
    return confirm(
        request,
        case,
        check=lambda: check_user_can_bring_back(request.user, case),
        act=lambda: bring_back(case, by=request.user),
        done="The plan is back with the TAC, which brings its lines to what was decided.",
        then=link(case, "allocation:tac"),
        here="decision",
        page_title="Bring the lines to what was decided",
        lead=[
            "The plan was approved at another amount than its provision comes to, so it cannot be issued.",
            "It goes back to the TAC. A draft that was served is served again, with new days for the family.",
        ],
        button="Bring it back to the TAC",
        cancel_url=back,
    )
