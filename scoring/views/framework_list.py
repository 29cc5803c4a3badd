"""Every framework, by the ages it is for."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from scoring.permissions.frameworks import check_user_can_read_frameworks
from scoring.presenters.frameworks import list_steps, tables_of
from scoring.queries.frameworks import frameworks_visible_to, with_form_counts


@require_safe
def framework_list(request):
    check_user_can_read_frameworks(request.user)
    frameworks = with_form_counts(frameworks_visible_to(request.user))
    context = {"tables": tables_of(frameworks), "steps": list_steps(request.user)}
    return render(request, "scoring/framework_list.html", context)
