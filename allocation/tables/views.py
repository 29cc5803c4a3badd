"""Allocation tables for everybody to read, and to convert points with."""

from functools import cached_property

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from allocation.tables.actions import public_tables, rule_of
from allocation.tables.presenters import amount_in_words, edges_in_words, list_of_tables, rows_of_table
from allocation.tables.rules import convert
from base.words import counted
from crispy_govuk.forms import GovukForm, govuk_helper
from crispy_govuk.typed import WholeNumberField


class PointsForm(GovukForm):
    """A number of points, read from the address: it is about nobody."""

    presentation = {"points": {"width": 4}}

    points = WholeNumberField(
        label="Points on the RAS form",
        min_value=0,
        max_value=100_000,
        error_messages={
            "required": "Enter a number of points",
            "invalid": "Points must be a whole number",
            "min_value": "Points must be 0 or more",
        },
    )

    @cached_property
    def helper(self):
        return govuk_helper("Convert to pounds", method="get")


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
        context["answer"] = f"{counted(found.points, 'point').capitalize()}: {amount_in_words(found)}."
        context["edge"] = edges_in_words(rule, found)
    return render(request, "allocation/public_table_detail.html", context)
