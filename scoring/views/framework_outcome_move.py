"""Moving an outcome up or down its draft."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from scoring.actions.framework_drafts import move_outcome
from scoring.views.framework_loading import with_draft


@require_POST
@with_draft
def framework_outcome_move(request, framework, outcome_id) -> HttpResponse:
    move_outcome(framework, outcome_id, up=request.POST.get("way") == "up", by=request.user)
    return redirect(f"{reverse('scoring:framework_edit', args=[framework.pk])}#outcome-{outcome_id}")
