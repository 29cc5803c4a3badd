"""All cases this person may see."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from audit.moments import today
from casework.filters import AllCasesFilter, keep_filter, kept_filter
from casework.presenters.work import case_table, how_many, opening
from casework.queries.cases import cases_visible_to, with_child
from casework.queries.work import soonest_due_first

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def case_list(request):
    if request.method == "POST":
        keep_filter(request, "case_list", AllCasesFilter)
        return redirect(request.path)
    cases = cases_visible_to(request.user)
    case_filter = AllCasesFilter(kept_filter(request, "case_list"), cases, request=request)
    page = Paginator(with_child(soonest_due_first(case_filter.qs)), PAGE).get_page(request.GET.get("page"))
    total = cases.count()
    caption = how_many(page.paginator.count, total, "")
    table = case_table(page, request.user, today(), caption, with_coordinator=True)
    context = {
        "filter": case_filter,
        "opening": opening(request.user),
        "page": page,
        "total": total,
        "table": table,
    }
    return render(request, "casework/case_list.html", context)
