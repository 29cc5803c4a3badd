"""The cases that wait for moderation, those farthest from what similar cases got first."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from allocation.allocating.permissions import check_user_can_read_moderation_queue
from allocation.moderation.presenters import queue_table
from allocation.moderation.queries import moderation_queue as cases_in_queue
from base.clock import today
from base.pages import ROWS_ON_A_PAGE


@require_safe
def moderation_queue(request):
    check_user_can_read_moderation_queue(request.user)
    page = Paginator(cases_in_queue(request.user), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "table": queue_table(page, today())}
    return render(request, "allocation/moderation_queue.html", context)
