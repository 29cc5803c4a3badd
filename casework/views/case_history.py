"""Everything that was done in a case, in plain sentences."""

from django.core.paginator import Paginator

from audit.queries import trail_of
from casework.presenters.cases import trail_entries
from casework.views.loading import render_case, with_case

PAGE = 50


@with_case("History")
def case_history(request, case):
    page = Paginator(trail_of(case.pk), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "entries": trail_entries(page.object_list)}
    return render_case(request, case, "casework/case_history.html", context, here="history")
