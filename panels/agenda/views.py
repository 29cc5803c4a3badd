"""An item of an agenda: the plan taken there, interests, comments, its place, and taking it off."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.models import User
from base.clock import today
from base.pages import ask
from casework.cases.frame import ask_of_case, link, note_named, record_reading, with_case
from panels.agenda.actions import (
    comment_on_item,
    declare_interest,
    move_item,
    reschedule_item,
    send_for_decision,
    take_interest_back,
    withdraw_item,
)
from panels.agenda.forms import CommentForm, InterestForm, RescheduleForm, SendForm
from panels.agenda.permissions import (
    check_user_can_comment,
    check_user_can_declare_interest,
    check_user_can_reschedule_item,
    check_user_can_send,
    check_user_can_take_interest_back,
    check_user_can_withdraw_item,
    check_user_has_no_interest,
)
from panels.agenda.presenters import item_page
from panels.agenda.queries import (
    interests_in,
    items_visible_to,
    meetings_taking_cases,
    meetings_to_move_to,
    order_of_agenda,
)
from panels.models import AgendaItem
from panels.signing.permissions import agreed_figures_or_refuse
from panels.signing.presenters import decision_page
from panels.signing.views import ReasonForm

View = Callable[..., HttpResponse]


def with_item(page: str) -> Callable[[View], View]:
    """Give the view its agenda item, or 404; each page it draws is recorded as a view of its case, as `page`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
            item = get_object_or_404(
                AgendaItem.objects.select_related("case__child", "case__coordinator", "meeting__panel", "plan_version"),
                pk=pk,
            )
            request.case_in_hand = item.case  # type: ignore[attr-defined]
            check_user_has_no_interest(cast(User, request.user), item)
            get_object_or_404(items_visible_to(cast(User, request.user)), pk=pk)
            response = view(request, item, **kwargs)
            record_reading(request, response, page, item.case)
            return response

        return wrapped

    return decorate


@with_case("Take the plan to be signed")
def case_send(request, case) -> HttpResponse:
    check_user_can_send(request.user, case, today())
    figures = agreed_figures_or_refuse(case, today())
    meetings = meetings_taking_cases(today()) if figures.goes_to_panel else None
    back = link(case, "panels:decision_detail")
    return ask_of_case(
        request,
        case,
        lambda data: SendForm(data, meetings=meetings, cancel_url=back),
        lambda form: send_for_decision(case, **form.cleaned_data, by=request.user),
        done=f"The plan is now with {figures.verdict.who}.",
        then=back,
        template="panels/case_send.html",
        context=lambda form: {"figures": figures, **decision_page(case, request.user)},
        here="decision",
    )


@with_item("Declare an interest")
def interest_declare(request, item) -> HttpResponse:
    check_user_can_declare_interest(request.user, item)
    back = reverse("panels:meeting_detail", args=[item.meeting_id])
    return ask(
        request,
        lambda data: InterestForm(data, cancel_url=back),
        lambda form: declare_interest(item, **form.cleaned_data, by=request.user),
        done="Your interest is declared. You take no part in this item.",
        then=back,
        template="panels/interest_declare.html",
        context={"item": item},
    )


@with_item("Take a declared interest back")
def interest_take_back(request, item, interest_id) -> HttpResponse:
    interest = get_object_or_404(interests_in(item.case), pk=interest_id)
    back = reverse("panels:item_detail", args=[item.pk])
    return ask(
        request,
        lambda data: ReasonForm(data, submit="Take the interest back", cancel_url=back),
        lambda form: take_interest_back(interest, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_take_interest_back(request.user, interest),
        done=f"The interest of {interest.member.user.full_name} is taken back. The case is open to them as before.",
        then=back,
        template="panels/interest_take_back.html",
        context={"item": item, "interest": interest},
    )


@with_item("Comment for SEND Panel")
def item_comment(request, item) -> HttpResponse:
    check_user_can_comment(request.user, item)
    back = reverse("panels:item_detail", args=[item.pk])
    return ask(
        request,
        lambda data: CommentForm(data, cancel_url=back),
        lambda form: comment_on_item(item, **form.cleaned_data, by=request.user),
        done="Your comment is added.",
        then=back,
        template="panels/item_comment.html",
        context={"item": item},
    )


@with_item("Agenda")
@require_POST
def item_move(request, item) -> HttpResponse:
    """Lead back to the button that was pressed, or to the other one at an end: there the page says where it is now."""
    up = request.POST.get("way") == "up"
    moved = move_item(item, up=up, by=request.user)
    order = [key for key, _ in order_of_agenda(moved.meeting)]
    if moved.pk == order[0 if up else -1]:
        up = not up
    page = reverse("panels:meeting_detail", args=[moved.meeting_id])
    return redirect(f"{page}?moved={moved.pk}#move-{'up' if up else 'down'}-{moved.pk}")


@with_item("Move to another meeting")
def item_reschedule(request, item) -> HttpResponse:
    others = meetings_to_move_to(item.meeting, today())
    back = reverse("panels:item_detail", args=[item.pk])
    return ask(
        request,
        lambda data: RescheduleForm(data, others=others, cancel_url=back),
        lambda form: reschedule_item(item, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_reschedule_item(request.user, item),
        done=lambda moved: f"The plan is now on the agenda of {moved.meeting.when}.",
        then=back,
        template="panels/item_reschedule.html",
        context={"item": item, "is_stuck": not others.exists()},
    )


@with_item("Take off the agenda")
def item_withdraw(request, item) -> HttpResponse:
    check_user_can_withdraw_item(request.user, item)
    back = reverse("panels:item_detail", args=[item.pk])
    return ask(
        request,
        lambda data: ReasonForm(data, submit="Take it off the agenda", cancel_url=back),
        lambda form: withdraw_item(item, **form.cleaned_data, by=request.user),
        done="The plan is off the agenda and back with the TAC.",
        then=reverse("panels:meeting_detail", args=[item.meeting_id]),
        template="panels/item_withdraw.html",
        context={"item": item},
    )


@with_item("SEND Panel pack")
def item_detail(request, item) -> HttpResponse:
    page = item_page(item, request.user)
    beside = (page.get("item_before"), page.get("item_after"))
    note_named(request, [each.case_id for each in beside if each])
    return render(request, "panels/item_detail.html", page)
