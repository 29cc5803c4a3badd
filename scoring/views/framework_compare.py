"""Two versions of a framework, line by line."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from scoring.forms.frameworks import FrameworkCompareForm
from scoring.permissions.frameworks import check_user_can_read_frameworks
from scoring.presenters.framework_comparison import comparison_page
from scoring.queries.frameworks import frameworks_visible_to, questionnaire_of
from scoring.rules.framework_comparison import compare


@require_safe
def framework_compare(request):
    check_user_can_read_frameworks(request.user)
    frameworks = list(frameworks_visible_to(request.user))
    is_asked = request.GET.get("before") and request.GET.get("after")
    form = FrameworkCompareForm(frameworks, request.GET if is_asked else None, initial=request.GET.dict())
    context = {"form": form}
    if form.is_valid():
        before, after = form.pair
        comparison = compare(questionnaire_of(before), questionnaire_of(after))
        context |= {"before": before, "after": after, "page": comparison_page(comparison)}
    return render(request, "scoring/framework_compare.html", context)
