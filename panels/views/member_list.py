"""Who sits on the panels."""

from django.http import HttpResponse
from django.shortcuts import render

from panels.permissions import check_user_can_manage_members
from panels.queries import panels_with_members


def member_list(request) -> HttpResponse:
    check_user_can_manage_members(request.user)
    return render(request, "panels/member_list.html", {"panels": panels_with_members()})
