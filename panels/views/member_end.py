"""End somebody's seat on a panel."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from panels.actions.members import end_membership
from panels.models import Member


@require_POST
def member_end(request, pk) -> HttpResponse:
    member = end_membership(get_object_or_404(Member.objects.select_related("user", "panel"), pk=pk), by=request.user)
    messages.success(request, f"{member.user.full_name} no longer sits on {member.panel.name}.")
    return redirect("panels:member_list")
