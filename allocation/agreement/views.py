"""How far scorers agree, over all and outcome by outcome, and what their differences come to in pounds."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from allocation.agreement.presenters import agreement_page
from base.pages import keep_filter, kept_filter
from scoring.models import SecondScoring
from scoring.second.forms import ComparedFilter
from scoring.second.permissions import check_user_can_read_agreement
from scoring.second.presenters import watching_links


@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request):
    check_user_can_read_agreement(request.user)
    if request.method == "POST":
        keep_filter(request, "agreement", ComparedFilter.base_filters)
        return redirect(request.path)
    chosen = ComparedFilter(kept_filter(request, "agreement"), SecondScoring.objects.all(), request=request)
    context = {
        "filter": chosen,
        "page": agreement_page(chosen.qs, request.user),
        "links": watching_links(request.user),
    }
    return render(request, "allocation/agreement.html", context)
