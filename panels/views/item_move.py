"""Move an item up or down the agenda."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from panels.actions.meetings import move_item
from panels.views.loading import with_item


@with_item("Agenda")
@require_POST
def item_move(request, item) -> HttpResponse:
    move_item(item, up=request.POST.get("way") == "up", by=request.user)
    return redirect("panels:meeting_detail", item.meeting_id)
