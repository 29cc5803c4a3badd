"""The TAC's page: provision beside the indicative resource, who would sign, who came, and the rounds."""

from allocation.presenters.meetings import meeting_shown
from allocation.presenters.tables import GUIDE
from allocation.views.costing import costing_context
from casework.permissions.plans import plan_version_or_refuse
from casework.views.loading import render_case, with_case


@with_case("TAC: provision and its cost")
def tac(request, case):
    plan_version_or_refuse(case)
    context = costing_context(case, request.user)
    context |= {"meeting": meeting_shown(case, request.user, context["costing"]), "guide": GUIDE}
    return render_case(request, case, "allocation/tac.html", context, here="provision")
