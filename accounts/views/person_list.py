"""Everybody who may sign in."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render

from accounts.forms import PeopleFilterForm
from accounts.presenters import people_table
from accounts.queries import people_matching
from accounts.views.loading import for_administrators

PEOPLE_ON_A_PAGE = 50


KEPT = "filter of people"


@for_administrators
def person_list(request):
    """The filter is posted and kept in the session: no name ever stands in an address."""
    if request.method == "POST":
        asked = {name: request.POST.get(name, "") for name in PeopleFilterForm.base_fields}
        request.session[KEPT] = {} if "clear" in request.POST else asked
        return redirect(request.path)
    form = PeopleFilterForm(request.session.get(KEPT) or None)
    wishes = form.cleaned_data if form.is_valid() else {}
    page = Paginator(people_matching(**wishes), PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "table": people_table(page.object_list),
        "is_filtered": any(wishes.values()),
    }
    return render(request, "accounts/person_list.html", context)
