from django.views.decorators.http import require_GET

from casework import casepage
from casework.permissions.plans import check_user_can_record_tac
from casework.presenters.cases import step_items
from casework.presenters.plans import allows
from casework.presenters.tac import meetings_shown
from casework.queries.plans import tac_meetings_of
from casework.views.loading import render_case, with_case


@require_GET
@with_case("TAC meetings")
def tac_list(request, case):
    """The TAC meetings of a case: who came, how the provision was reconsidered, how each ended."""
    meetings = list(tac_meetings_of(case))
    open_meeting = next((meeting for meeting in meetings if meeting.concluded_at is None), None)
    may_record = open_meeting is not None and allows(
        lambda: check_user_can_record_tac(request.user, case, open_meeting)
    )
    context = {
        "meetings": meetings_shown(meetings),
        "open_meeting": open_meeting if may_record else None,
        "steps": step_items(casepage.next_steps(case, request.user)),
    }
    return render_case(request, case, "casework/tac_list.html", context, here="tac")
