"""The indicative resource of a case: allocated, accounted for, or sent to moderation first."""

from django.shortcuts import get_object_or_404

from allocation.allocating.actions import allocate as allocate_resource
from allocation.allocating.actions import allocation_of, allocations_of, correct_allocation
from allocation.allocating.actions import send_to_moderation as send
from allocation.allocating.forms import (
    AllocateAsProposedForm,
    AllocateForm,
    AllocationCorrectForm,
    ModerationReasonForm,
    TableChoiceForm,
)
from allocation.allocating.permissions import (
    ONLY_AS_PROPOSED,
    FarOff,
    check_user_can_allocate,
    check_user_can_correct_allocation,
    check_user_can_send_to_moderation,
    form_not_moderated,
)
from allocation.allocating.presenters import history, proposal_for
from allocation.similar.presenters import similar_as_seen, similar_now
from allocation.tables.actions import rule_of, tables_in_use
from allocation.tables.presenters import amount_in_words, edges_in_words, rows_of_table
from allocation.tables.rules import convert
from base.clock import today
from base.contribution import step
from base.pages import explain, is_allowed
from base.refusals import NotAllowed
from base.words import counted
from casework.cases.frame import ask_of_case, link, note_named, render_case, with_case
from casework.enums import Stage
from crispy_govuk.templatetags.govuk_format import pounds
from scoring.scores.queries import form_of


@with_case("Allocate the indicative resource")
def allocate(request, case):
    ras_form = form_of(case)
    check = lambda: check_user_can_allocate(request.user, case, ras_form)  # noqa: E731
    if request.method != "POST" or not is_allowed(check, unless=NotAllowed):
        check()
    if ras_form is None:
        raise form_not_moderated()
    is_as_proposed = case.stage == Stage.ALLOCATION
    slug = "" if is_as_proposed else (request.POST or request.GET).get("table", "")
    proposal = proposal_for(case, ras_form, slug, today())
    asked = AllocateAsProposedForm if is_as_proposed else AllocateForm
    return ask_of_case(
        request,
        case,
        lambda data: asked(data, proposal=proposal),
        lambda form: _allocate(case, form, request.user),
        check=check,
        done=lambda made: f"An indicative resource of {pounds(made.amount)} a year was allocated.",
        then=link(case, "allocation:allocation_detail"),
        template="allocation/allocate.html",
        refused=explain_far_off,
        context=lambda form: {
            "proposal": proposal,
            "similar": _named(
                request, similar_now(ras_form, proposal.conversion.annual_amount, request.user, chosen_in(form))
            ),
            "choice": None if is_as_proposed else TableChoiceForm(proposal=proposal),
            "other_figure": ONLY_AS_PROPOSED if is_as_proposed else "",
        },
        here="indicative-resource",
    )


def _named(request, similar):
    """The similar cases, noted for the trail."""
    note_named(request, similar.case_ids)
    return similar


def _allocate(case, form, user):
    table = get_object_or_404(tables_in_use(today()), slug=form.cleaned_data["table"])
    chosen = {"amount": form.amount_chosen, "reason": form.reason_given, "is_confirmed": form.is_confirmed}
    return allocate_resource(case, table=table, **chosen, by=user)


def explain_far_off(form, refusal):
    """A figure that is far off is said to be so, and asked for once more."""
    explain(form, refusal)
    if isinstance(refusal, FarOff):
        form.ask_again()


def chosen_in(form):
    """The figure that is asked for once more, for the plot; None while nothing was sent, or nothing is far off."""
    return ("chosen", form.amount_chosen) if form.asks_again else None


@with_case("Indicative resource")
def allocation_detail(request, case):
    made = list(allocations_of(case))
    live = next((allocation for allocation in made if allocation.is_live), None)
    context = {"allocation": live}
    if is_allowed(lambda: check_user_can_correct_allocation(request.user, case)):
        context["correct_url"] = link(case, "allocation:allocation_correct")
    if live is None:
        url = link(case, "allocation:allocate")
        check = lambda: check_user_can_allocate(request.user, case, form_of(case))  # noqa: E731
        context["steps"] = [step("Allocate the indicative resource", url, check, primary=True)]
    else:
        rule = rule_of(live.table)
        conversion = convert(rule, live.points)
        context["points"] = counted(live.points, "point")
        context["amount"] = amount_in_words(conversion)
        context["edge"] = edges_in_words(rule, conversion)
        context["table"] = rows_of_table(rule, conversion, only_near=True)
        context["history"] = history(made)
        context["similar"] = _named(request, similar_as_seen(live, request.user))
    return render_case(request, case, "allocation/allocation_detail.html", context, here="indicative-resource")


@with_case("Correct the indicative resource")
def allocation_correct(request, case):
    """Another figure for one that was mistyped."""
    live = allocation_of(case)
    back = link(case, "allocation:allocation_detail")
    return ask_of_case(
        request,
        case,
        lambda data: AllocationCorrectForm(data, live=live, cancel_url=back),
        lambda form: correct_allocation(
            case,
            amount=form.amount_chosen,
            reason=form.cleaned_data["reason"],
            what_was_wrong=form.cleaned_data["what_was_wrong"],
            is_confirmed=form.is_confirmed,
            by=request.user,
        ),
        check=lambda: check_user_can_correct_allocation(request.user, case),
        refused=explain_far_off,
        done=lambda made: f"The indicative resource is corrected to {pounds(made.amount)} a year.",
        then=back,
        template="allocation/allocation_correct.html",
        context={"allocation": live},
        here="indicative-resource",
    )


@with_case("Send to moderation")
def send_to_moderation(request, case):
    back = link(case, "allocation:allocate")
    return ask_of_case(
        request,
        case,
        lambda data: ModerationReasonForm(data, cancel_url=back),
        lambda form: send(case, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_send_to_moderation(request.user, case),
        done="The RAS form is sent to moderation.",
        template="allocation/send_to_moderation.html",
        here="indicative-resource",
    )
