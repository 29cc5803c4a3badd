from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from casework.actions.passages import remove_passage
from casework.queries.passages import passages_visible_to
from casework.views.loading import with_case
from casework.views.report_loading import with_report
from casework.views.steps import link


@require_POST
@with_case("Remove a passage")
@with_report
def passage_remove(request, case, report, passage_id):
    """Take the mark away from words of a report."""
    passage = get_object_or_404(passages_visible_to(request.user, case), report=report, pk=passage_id)
    remove_passage(passage, by=request.user)
    messages.success(request, "The passage is no longer marked.")
    return redirect(link(case, "report_detail", report.pk))
