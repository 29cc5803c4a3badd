"""Every second scoring: waiting for a scorer, being scored, done."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from casework.filters import keep_filter, kept_filter
from scoring.filters import SecondScoringFilter
from scoring.permissions.second_scoring import check_user_can_arrange_second
from scoring.presenters.second_scoring import second_table, watching_links
from scoring.queries.second_scoring import second_scorings
from scoring.queries.settings import setting_in_force
from scoring.rules.settings import every_nth

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def second_list(request):
    check_user_can_arrange_second(request.user)
    if request.method == "POST":
        keep_filter(request, "second_list", SecondScoringFilter)
        return redirect(request.path)
    everything = second_scorings().order_by("-asked_at", "-pk")
    chosen = SecondScoringFilter(kept_filter(request, "second_list"), everything, request=request)
    page = Paginator(chosen.qs, PAGE).get_page(request.GET.get("page"))
    total = everything.count() if chosen.is_on else page.paginator.count
    context = {
        "filter": chosen,
        "page": page,
        "total": total,
        "table": second_table(page.object_list, page.paginator.count, total),
        "links": [link for link in watching_links(request.user) if link.url != request.path],
        "sample": every_nth(setting_in_force().second_score_every, "case"),
    }
    return render(request, "scoring/second_list.html", context)
