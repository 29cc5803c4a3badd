"""The cases that wait for moderation, those farthest from what similar cases got first."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from allocation.allocating.permissions import check_user_can_read_moderation_queue
from allocation.moderation.presenters import queue_table
from allocation.moderation.queries import moderation_queue as cases_in_queue
from base.clock import today
from base.pages import page_of


@require_safe
def moderation_queue(request):
    check_user_can_read_moderation_queue(request.user)
    page = page_of(request, cases_in_queue(request.user))
    context = {"page": page, "table": queue_table(page, today())}
    return render(request, "allocation/moderation_queue.html", context)
