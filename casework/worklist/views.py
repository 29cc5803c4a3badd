"""Your work, and all the cases you may see: the most urgent first."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from base.clock import today
from base.pages import keep_filter, kept_filter, page_of
from casework.cases.frame import names_children, note_named
from casework.cases.permissions import cases_visible_to
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
from casework.worklist.queries import soonest_due_first, with_child
from crispy_govuk.found import settled


def _note_found(request, case_filter, page):
    """For the trail: what the list names, and whether words were sought in it."""
    is_search = bool(case_filter.form.cleaned_data.get("words"))
    note_named(request, [case.pk for case in page], found=page.paginator.count, is_search=is_search)


@require_http_methods(["GET", "HEAD", "POST"])
@names_children("Your work")
def work_list(request):
    shown = work_list_named(request.GET.get("list", ""))
    if request.method == "POST":
        keep_filter(request, "work_list", CaseFilter.base_filters)
        return redirect(f"{request.path}?list={shown.slug}")
    if not request.user.has_role(*CASEWORK_ROLES):
        return render(request, "casework/work_list_none.html", {"tasks": tasks_of(request.user)})
    day = today()
    cases = shown.cases(request.user, day)
    case_filter = CaseFilter(kept_filter(request, "work_list"), cases)
    page = page_of(request, with_child(soonest_due_first(case_filter.qs)))
    _note_found(request, case_filter, page)
    all_tiles = tiles(request.user, day, shown)
    total = next(tile["count"] for tile in all_tiles if tile["active"])
    caption = how_many(page.paginator.count, total, shown.heading)
    context = {
        "tasks": tasks_of(request.user),
        "tiles": all_tiles,
        "filter": case_filter,
        "opening": opening(request.user),
        "shown": shown,
        "page": page,
        "total": total,
        "table": case_table(page, request.user, day, caption),
    }
    return render(request, "casework/work_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@names_children("Cases")
def case_list(request):
    if request.method == "POST":
        asked = settled(AllCasesFilter(request.POST, Case.objects.none()).form)
        keep_filter(request, "case_list", asked, asked)
        return redirect(request.path)
    cases = cases_visible_to(request.user)
    case_filter = AllCasesFilter(kept_filter(request, "case_list"), cases, request=request)
    page = page_of(request, with_child(soonest_due_first(case_filter.qs)))
    _note_found(request, case_filter, page)
    total = cases.count()
    caption = how_many(page.paginator.count, total, "")
    table = case_table(page, request.user, today(), caption, with_coordinator=True)
    context = {
        "filter": case_filter,
        "opening": opening(request.user),
        "handing_over": handing_over(request.user),
        "page": page,
        "total": total,
        "table": table,
    }
    return render(request, "casework/case_list.html", context)
