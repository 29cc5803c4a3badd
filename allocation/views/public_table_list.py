"""The allocation tables, for everybody: families and settings see how points become pounds."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from allocation.presenters.tables import GUIDE, list_of_tables
from allocation.queries import public_tables


@login_not_required
@require_safe
def public_table_list(request):
    tables = list(public_tables())
    context = {"tables": tables, "table": list_of_tables(tables), "guide": GUIDE}
    return render(request, "allocation/public_table_list.html", context)
