"""What the pages of provision and of the TAC have in common."""

from functools import wraps

from django.http import Http404
from django.urls import reverse

from allocation.exceptions import LineGone
from allocation.presenters.provision import costing_of, lines_table, payers_in_words
from allocation.presenters.tables import GUIDE
from audit.moments import today
from casework.casepage import step
from casework.enums import Stage
from casework.models import ProvisionLine
from casework.permissions.plans import check_user_can_change_provision
from casework.queries.cases import open_tac_meeting


def with_line(view):
    """Give the view the provision line of its url, or say that it is gone."""

    @wraps(view)
    def loaded(request, case, line_id):
        lines = ProvisionLine.objects.filter(plan_version__case=case).select_related("plan_version__case", "outcome")
        line = lines.filter(pk=line_id).first()
        if line is None:
            raise LineGone
        return view(request, case, line)

    return loaded


def with_open_meeting(view):
    """Give the view the TAC meeting that is open, or 404."""

    @wraps(view)
    def loaded(request, case):
        meeting = open_tac_meeting(case)
        if meeting is None:
            raise Http404("No TAC meeting is open.")
        return view(request, case, meeting)

    return loaded


def url_of(name, case, *args):
    """The address of a page of this app about a case."""
    return reverse(f"allocation:{name}", args=[case.reference, *args])


def back_to_costing(case):
    """Where a change of provision leads: the TAC's page while it meets, the plan's provision before."""
    return url_of("tac" if case.stage == Stage.TAC else "provision", case)


def so_far(case):
    """What stands beside a form about one line: what the plan costs now."""
    return {"costing": costing_of(case, today()), "guide": GUIDE}


def costing_context(case, user):
    """The lines, their sums, the bar and who would sign; with the button to add, or why not."""
    costing = costing_of(case, today())
    add = step("Add provision", url_of("provision_add", case), lambda: check_user_can_change_provision(user, case))
    return {
        "costing": costing,
        "lines": lines_table(case, costing, may_change=not add.refusal),
        "payers": payers_in_words(costing),
        "add": add,
    }
