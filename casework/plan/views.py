"""The plan as a case drafts it: its sections, its outcomes, and taking it to the TAC."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from base.clock import today
from base.pages import act_or_explain
from base.refusals import Refused, Stale
from casework.ages import key_stage_ends_on
from casework.cases.frame import confirm, link, next_steps, render_case, with_case
from casework.enums import PlanStatus, ReportStatus, SectionLetter
from casework.plan.actions import remove_outcome, save_outcome, save_section, take_to_tac
from casework.plan.forms import PlanOutcomeForm, PlanSectionForm
from casework.plan.permissions import (
    check_user_can_change_outcomes,
    check_user_can_take_to_tac,
    check_user_can_write_section,
    missing_from,
)
from casework.plan.presenters import SECTION_HINTS, outcomes_shown, paragraphs_of, placement_in_words, sections_to_show
from casework.versions.permissions import plan_version_or_refuse


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
            "placement": placement_in_words(plan_version),
            "advice": case.reports.filter(status=ReportStatus.RECEIVED),
            "steps": next_steps(case, request.user),
        },
        here="plan",
    )


@with_case("Section of the plan")
def plan_section(request, case, letter):
    """Write one section. When somebody saved it in between, their text stands beside what was typed."""
    if letter not in SectionLetter.values:
        raise Http404
    letter = SectionLetter(letter)
    plan_version = plan_version_or_refuse(case)
    if request.method == "GET":
        check_user_can_write_section(request.user, case, letter)
    section = plan_version.sections.get(letter=letter)
    form = PlanSectionForm(request.POST or None, initial={"text": section.text, "version": section.version})
    theirs = None
    if form.is_valid():
        text, expected = form.cleaned_data["text"], form.cleaned_data["version"]
        try:
            save_section(plan_version, letter, text, expected_version=expected, by=request.user)
        except Stale as stale:
            form.add_error(None, str(stale))
            theirs = paragraphs_of(section.text) or ["(empty)"]
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Section {letter.value} saved.")
            return redirect(f"{link(case, 'plan_detail')}#section-{letter.value}")
    context = {
        "form": form,
        "letter": letter,
        "hint": SECTION_HINTS.get(letter, ""),
        "theirs": theirs,
        "version": section.version if theirs else form["version"].value(),
    }
    return render_case(request, case, "casework/plan_section.html", context, here="plan")


@with_case("Outcome of the plan")
def plan_outcome_add(request, case):
    """Add an outcome; its day is the end of the key stage unless another is given."""
    plan_version = plan_version_or_refuse(case)
    if request.method == "GET":
        check_user_can_change_outcomes(request.user, case)
    ends_on = key_stage_ends_on(case.child.date_of_birth, today())
    form = PlanOutcomeForm(request.POST or None, initial={"achieve_by": ends_on})
    if form.is_valid() and act_or_explain(
        form, lambda: save_outcome(plan_version, **form.cleaned_data, by=request.user)
    ):
        messages.success(request, "Outcome added.")
        return redirect(f"{link(case, 'plan_detail')}#section-E")
    context = {
        "form": form,
        "page_title": "Add an outcome",
        "lead": ["Outcomes run to the end of the key stage, unless a nearer day is better."],
    }
    return render_case(request, case, "casework/case_question.html", context, here="plan")


@with_case("Outcome of the plan")
def plan_outcome_edit(request, case, outcome_id):
    """Change an outcome of the plan."""
    plan_version = plan_version_or_refuse(case)
    outcome = get_object_or_404(plan_version.outcomes, pk=outcome_id)
    if request.method == "GET":
        check_user_can_change_outcomes(request.user, case)
    form = PlanOutcomeForm(request.POST or None, initial={"text": outcome.text, "achieve_by": outcome.achieve_by})
    if form.is_valid() and act_or_explain(
        form, lambda: save_outcome(plan_version, outcome=outcome, **form.cleaned_data, by=request.user)
    ):
        messages.success(request, f"Outcome {outcome.position} saved.")
        return redirect(f"{link(case, 'plan_detail')}#section-E")
    context = {"form": form, "page_title": f"Change outcome {outcome.position}"}
    return render_case(request, case, "casework/case_question.html", context, here="plan")


@with_case("Outcome of the plan")
def plan_outcome_remove(request, case, outcome_id):
    """Ask once more, then take an outcome away."""
    outcome = get_object_or_404(plan_version_or_refuse(case).outcomes, pk=outcome_id)
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
