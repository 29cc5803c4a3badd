"""Your work, and all the cases you may see: the most urgent first."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from base.clock import today
from base.pages import keep_filter, kept_filter, leaf
from casework.cases.frame import names_children, note_named
from casework.models import Case
from casework.worklist.forms import AllCasesFilter, CaseFilter
from casework.worklist.presenters import (
    CASEWORK_ROLES,
    case_table,
    handing_over,
    how_many,
    opening,
    tasks_of,
    tiles,
    work_list_named,
)
from casework.worklist.queries import cases_of, counts_of_work
from crispy_govuk.found import settled


def _list(request, case_filter, cases, day, what, *, with_coordinator=False):
    """What the template of a list draws of it; the trail keeps what it names, and whether words were sought in it."""
    listing = case_filter.listing(cases, day)
    page = leaf(request, listing, listing.count, listing.last_page)
    case_filter.offer_stages(listing)
    found = page.paginator.count
    note_named(request, [case.pk for case in page], found=found, is_search=bool(case_filter.asked.get("words")))
    caption = how_many(found, listing.total, what)
    return {
        "filter": case_filter,
        "opening": opening(request.user),
        "page": page,
        "total": listing.total,
        "days_are_of_today": listing.days_are_of_today,
        "table": case_table(page.object_list, request.user, day, caption, with_coordinator=with_coordinator),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@names_children("Your work")
def work_list(request):
    shown = work_list_named(request.GET.get("list", ""))
    if request.method == "POST":
        keep_filter(request, "work_list", CaseFilter.base_filters)
        return redirect(f"{request.path}?list={shown.slug}")
    tasks = tasks_of(request.user)
    if not request.user.has_role(*CASEWORK_ROLES):
        return render(request, "casework/work_list_none.html", {"tasks": tasks})
    day = today()
    case_filter = CaseFilter(kept_filter(request, "work_list"), request=request)
    context = {
        "tasks": tasks,
        "tiles": tiles(counts_of_work(request.user, day), shown),
        "shown": shown,
        **_list(request, case_filter, shown.cases(request.user, day), day, shown.heading),
    }
    return render(request, "casework/work_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@names_children("Cases")
def case_list(request):
    if request.method == "POST":
        asked = settled(AllCasesFilter(request.POST, Case.objects.none()).form)
        keep_filter(request, "case_list", asked, asked)
        return redirect(request.path)
    case_filter = AllCasesFilter(kept_filter(request, "case_list"), request=request)
    listed = _list(request, case_filter, cases_of(request.user), today(), "", with_coordinator=True)
    return render(request, "casework/case_list.html", {**listed, "handing_over": handing_over(request.user)})
