"""The audit trail, for the service administrator."""

from django.core.paginator import Paginator
from django.shortcuts import render

from audit.forms import TrailFilterForm
from audit.permissions import check_user_can_read_trail
from audit.presenters import administrators_table
from audit.queries import trail

ROWS_ON_A_PAGE = 50


def event_list(request):
    """Every act and view that fits the filter, newest first."""
    check_user_can_read_trail(request.user)
    form = TrailFilterForm(request.GET or None)
    wishes = form.wishes() if form.is_valid() else {}
    page = Paginator(trail(**wishes), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "table": administrators_table(page.object_list),
        "is_filtered": bool(wishes),
    }
    return render(request, "audit/event_list.html", context)
