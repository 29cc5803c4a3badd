"""What allocation adds to the moderation page: what the converter proposes, and the similar cases."""

from accounts.models import User
from allocation.exceptions import NoTableInUse
from allocation.presenters.proposals import proposal_for
from allocation.presenters.similar import similar_now
from audit.moments import today
from scoring.models import RasForm
from scoring.reviewpage import Beside, register_beside


@register_beside
def similar_cases(form: RasForm, user: User) -> Beside | None:
    """The proposal of the service's own table beside similar cases; nothing while no table is in use."""
    try:
        proposal = proposal_for(form.case, form, "", today())
    except NoTableInUse:
        return None
    similar = similar_now(form, proposal.conversion.annual_amount, user)
    return Beside("allocation/_partials/beside_scores.html", {"proposal": proposal, "similar": similar})
