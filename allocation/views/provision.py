"""The plan's provision, line by line with its cost, beside the indicative resource."""

from allocation.presenters.tables import GUIDE
from allocation.views.costing import costing_context
from casework.permissions.plans import plan_version_or_refuse
from casework.views.loading import render_case, with_case


@with_case("Provision and its cost")
def provision(request, case):
    plan_version_or_refuse(case)
    context = {**costing_context(case, request.user), "guide": GUIDE}
    return render_case(request, case, "allocation/provision.html", context, here="provision")
