"""The allocation tables, for everybody, and what one gives for a number of points."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from allocation.tables.forms import PointsForm
from allocation.tables.presenters import (
    amount_in_words,
    edges_in_words,
    list_of_tables,
    points_in_words,
    rows_of_table,
)
from allocation.tables.queries import public_tables, rule_of
from allocation.tables.rules import convert


@login_not_required
@require_safe
def public_table_list(request):
    tables = list(public_tables())
    context = {"tables": tables, "table": list_of_tables(tables)}
    return render(request, "allocation/public_table_list.html", context)


@login_not_required
@require_safe
def public_table_detail(request, slug):
    table = get_object_or_404(public_tables().prefetch_related("rows"), slug=slug)
    rule = rule_of(table)
    form = PointsForm(request.GET if "points" in request.GET else None)
    found = convert(rule, form.cleaned_data["points"]) if form.is_valid() else None
    context = {"table": table, "form": form, "rows": rows_of_table(rule, found)}
    if found:
        context["answer"] = f"{points_in_words(found.points).capitalize()}: {amount_in_words(found)}."
        context["edge"] = edges_in_words(rule, found)
    return render(request, "allocation/public_table_detail.html", context)
