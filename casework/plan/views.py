"""The plan as a case drafts it: its sections, its outcomes, and taking it to the TAC; what is asked, and the pages."""

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from base.clock import today
from base.stale import VersionedForm, look_again
from casework.cases.frame import ask_of_case, confirm, link, next_steps, render_case, restriction_on, with_case
from casework.enums import PlanStatus, SectionLetter
from casework.models import PlanOutcome
from casework.plan.actions import remove_outcome, save_outcome, save_section, take_to_tac
from casework.plan.permissions import (
    check_user_can_change_outcomes,
    check_user_can_take_to_tac,
    check_user_can_write_section,
    missing_from,
    not_printed,
)
from casework.plan.presenters import SECTION_HINTS, placement_in_words, sections_to_show
from casework.plan.queries import advice_in, outcomes_shown
from casework.plan.rules import paragraphs_of
from casework.versions.actions import plan_version_or_refuse
from crispy_govuk.fields import DateField, LongTextField, far_ahead
from crispy_govuk.forms import GovukForm


class PlanSectionForm(VersionedForm, GovukForm):
    """The text of one section."""

    submit = "Save the section"
    presentation = {"text": {"rows": 16, "threshold": 95, "hide_label": True}}

    text = LongTextField(label="Text of the section", max_length=50_000, required=False)
    expected_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, section, **kwargs):
        known = {"text": section.text, "expected_version": section.version}
        super().__init__(*args, initial=known, **kwargs)
        self.fields["text"].label = f"Text of section {section.letter}"


class PlanOutcomeForm(GovukForm):
    """What is to be achieved, and by when."""

    submit = "Save the outcome"

    text = LongTextField(
        label="Outcome", max_length=2000, help_text="What will be different for the child, so that anybody can tell"
    )
    achieve_by = DateField(label="To be achieved by", noun="date to achieve the outcome by", earliest=today)

    def __init__(self, *args, key_stage_end, **kwargs):
        """A day up to the end of the key stage is likely, however far ahead."""
        super().__init__(*args, **kwargs)
        if key_stage_end > far_ahead():
            self.fields["achieve_by"].likely_to = key_stage_end


@require_GET
@with_case("Plan")
def plan_detail(request, case):
    """The plan as this case drafts it: sections A to K, the outcomes, and the provision with its cost."""
    plan_version = plan_version_or_refuse(case)
    is_drafting = plan_version.status == PlanStatus.DRAFTING
    return render_case(
        request,
        case,
        "casework/plan_detail.html",
        {
            "plan_version": plan_version,
            "plan_sections": sections_to_show(plan_version, case, request.user),
            "outcomes": outcomes_shown(plan_version),
            "letters": SectionLetter,
            "missing": missing_from(plan_version) if is_drafting else [],
            "not_printed": [] if plan_version.issued_at else not_printed(plan_version),
            "placement": placement_in_words(plan_version),
            "advice": advice_in(plan_version),
            "steps": next_steps(case, request.user, restriction_on(request, case)),
        },
        here="plan",
    )


@with_case("Section of the plan")
def plan_section(request, case, letter):
    """Write one section. When somebody saved it in between, their text stands beside what was typed."""
    if letter not in SectionLetter.values:
        raise Http404
    letter = SectionLetter(letter)
    if request.method != "POST":
        check_user_can_write_section(request.user, case, letter)
    plan_version = plan_version_or_refuse(case)
    section = plan_version.sections.get(letter=letter)
    return ask_of_case(
        request,
        case,
        lambda data: PlanSectionForm(data, section=section),
        lambda form: save_section(plan_version, letter, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_write_section(request.user, case, letter),
        refused=look_again(lambda: section.version),
        done=f"Section {letter.value} saved.",
        then=f"{link(case, 'plan_detail')}#section-{letter.value}",
        template="casework/plan_section.html",
        context=lambda form: {
            "letter": letter,
            "hint": SECTION_HINTS.get(letter, ""),
            "theirs": (paragraphs_of(section.text) or ["(empty)"]) if form.shows_present else None,
        },
        here="plan",
    )


def _end_of_key_stage(case):
    return case.child.key_stage_ends_on(today())


def _ask_for_outcome(request, case, act, *, initial, done, **shown):
    """What is to be achieved and by when, for who may change the outcomes of the plan."""
    return ask_of_case(
        request,
        case,
        lambda data: PlanOutcomeForm(data, initial=initial, key_stage_end=_end_of_key_stage(case)),
        act,
        check=lambda: check_user_can_change_outcomes(request.user, case),
        done=done,
        then=f"{link(case, 'plan_detail')}#section-E",
        context=shown,
        here="plan",
    )


@with_case("Outcome of the plan")
def plan_outcome_add(request, case):
    """Add an outcome; its day is the end of the key stage unless another is given."""
    return _ask_for_outcome(
        request,
        case,
        lambda form: save_outcome(plan_version_or_refuse(case), **form.cleaned_data, by=request.user),
        initial={"achieve_by": _end_of_key_stage(case)},
        done="Outcome added.",
        page_title="Add an outcome",
        lead=["Outcomes run to the end of the key stage, unless a nearer day is better."],
    )


@with_case("Outcome of the plan")
def plan_outcome_edit(request, case, outcome_id):
    """Change an outcome of the plan."""
    outcome = get_object_or_404(PlanOutcome, plan_version__case=case, pk=outcome_id)
    return _ask_for_outcome(
        request,
        case,
        lambda form: save_outcome(outcome.plan_version, outcome=outcome, **form.cleaned_data, by=request.user),
        initial={"text": outcome.text, "achieve_by": outcome.achieve_by},
        done=f"Outcome {outcome.position} saved.",
        page_title=f"Change outcome {outcome.position}",
    )


@with_case("Outcome of the plan")
def plan_outcome_remove(request, case, outcome_id):
    """Ask once more, then take an outcome away."""
    outcome = get_object_or_404(PlanOutcome, plan_version__case=case, pk=outcome_id)
    lines = outcome.provision_lines.count()
    stays = f"The provision for it stays, without an outcome ({lines})." if lines else ""
    return confirm(
        request,
        case,
        check=lambda: check_user_can_change_outcomes(request.user, case),
        act=lambda: remove_outcome(outcome, by=request.user),
        done="Outcome removed.",
        then=f"{link(case, 'plan_detail')}#section-E",
        here="plan",
        page_title=f"Remove outcome {outcome.position}",
        lead=[sentence for sentence in (outcome.text, stays) if sentence],
        button="Remove the outcome",
        warn=True,
        cancel_url=link(case, "plan_detail"),
    )


@with_case("Take the plan to the TAC")
def plan_take_to_tac(request, case):
    """Ask once more, then take the drafted plan to the TAC."""
    return confirm(
        request,
        case,
        check=lambda: check_user_can_take_to_tac(request.user, case),
        act=lambda: take_to_tac(case, by=request.user),
        done="The plan is with the TAC.",
        then=link(case, "case_detail"),
        here="plan",
        page_title="Take the plan to the TAC",
        lead=[
            "The Team Around the Child weighs the outcomes and the provision. "
            "You can go on writing the plan while the TAC meets."
        ],
        button="Take the plan to the TAC",
        cancel_url=link(case, "plan_detail"),
    )
