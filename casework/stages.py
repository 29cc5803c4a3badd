"""The stages of a case: what follows what, whose turn it is, and what is waited for.

One table. The source is the RAS process of September 2017 and the steps of SEND Regs 2014, regs 5 to 14.
"""

from dataclasses import dataclass

from accounts.enums import Role
from casework.enums import Stage

CO = Role.CASE_COORDINATOR


LEAD = Role.LEAD_SEND_COORDINATOR


OFFICER = Role.PERSONALISATION_OFFICER


CHAIR = Role.PANEL_CHAIR


@dataclass(frozen=True)
class StageRule:
    """One row of the stage table."""

    title: str
    """The state as a sentence fit to head the case page."""
    owner: Role | None
    """Whose turn it is; nobody's once the case has ended."""
    waits_for: str
    """What the owner is to do, as the work list says it."""
    next: tuple[Stage, ...]

    @property
    def is_end(self) -> bool:
        return not self.next


S = Stage


LEAVES = (S.WITHDRAWN, S.TRANSFERRED_OUT, S.CEASED)
"""The ends that may come at any stage; a case ceases with the plan that it reviews."""


REFUSES = (S.NOT_ISSUED, *LEAVES)


STAGES: dict[Stage, StageRule] = {
    S.REQUESTED: StageRule(
        "An assessment has been requested",
        LEAD,
        "Decide whether to assess",
        (S.GATHERING_REPORTS, S.NOT_ASSESSED, *LEAVES),
    ),
    S.GATHERING_REPORTS: StageRule("Reports are being gathered", CO, "Gather the reports", (S.SCORING, *REFUSES)),
    S.SCORING: StageRule("The RAS form is being scored", CO, "Score the RAS form", (S.VERIFICATION, *REFUSES)),
    S.VERIFICATION: StageRule(
        "The RAS form is waiting to be verified",
        LEAD,
        "Verify the RAS form",
        (S.MODERATION, S.ALLOCATION, S.SCORING, *REFUSES),
    ),
    S.MODERATION: StageRule(
        "The scores are being moderated",
        OFFICER,
        "Moderate and allocate",
        (S.DRAFTING, S.SCORING, S.VERIFICATION, *REFUSES),
    ),
    S.ALLOCATION: StageRule(
        "The indicative resource is waiting to be allocated",
        LEAD,
        "Allocate the indicative resource",
        (S.DRAFTING, S.MODERATION, S.SCORING, *REFUSES),
    ),
    S.DRAFTING: StageRule("The plan is being drafted", CO, "Draft the plan", (S.TAC, *REFUSES)),
    S.TAC: StageRule(
        "The TAC is weighing provision",
        CO,
        "Hold the TAC meeting",
        (S.SIGN_OFF, S.PANEL, S.FINALISING, S.DRAFTING, *REFUSES),
    ),
    S.SIGN_OFF: StageRule(
        "The plan is waiting to be signed off", LEAD, "Sign the plan off", (S.FINALISING, S.TAC, *REFUSES)
    ),
    S.PANEL: StageRule(
        "The plan is with SEND Panel", CHAIR, "Decide at panel", (S.FINALISING, S.TAC, S.DRAFTING, *REFUSES)
    ),
    S.FINALISING: StageRule(
        "The plan is being finalised", CO, "Serve and issue the plan", (S.MAINTAINED, S.TAC, *REFUSES)
    ),
    S.MAINTAINED: StageRule(
        "The plan is maintained", CO, "Keep the plan under review", (S.CEASED, S.TRANSFERRED_OUT, S.SUPERSEDED)
    ),
    S.NOT_ASSESSED: StageRule("The council decided not to assess", None, "", ()),
    S.NOT_ISSUED: StageRule("The council decided not to issue a plan", None, "", ()),
    S.WITHDRAWN: StageRule("The request was withdrawn", None, "", ()),
    S.TRANSFERRED_OUT: StageRule("The child has moved to another authority", None, "", ()),
    S.CEASED: StageRule("The plan has ceased", None, "", ()),
    S.SUPERSEDED: StageRule("A later version of the plan is in force", None, "", ()),
}


JOURNEY: tuple[Stage, ...] = (
    S.REQUESTED,
    S.GATHERING_REPORTS,
    S.SCORING,
    S.VERIFICATION,
    S.MODERATION,
    S.DRAFTING,
    S.TAC,
    S.SIGN_OFF,
    S.FINALISING,
)
"""The stages as the strip on every case page shows them; SIGN_OFF is there for PANEL too, MODERATION for ALLOCATION."""


ENDS: tuple[Stage, ...] = tuple(stage for stage, rule in STAGES.items() if rule.is_end)


LIVE: tuple[Stage, ...] = tuple(stage for stage, rule in STAGES.items() if not rule.is_end)


CLOSINGS: tuple[Stage, ...] = (S.WITHDRAWN, S.TRANSFERRED_OUT, S.NOT_ISSUED)
"""The ends to which a case is closed. Not assessing answers another question, and a plan in force ends as a plan."""


def stages_owned_by(roles: frozenset[Role]) -> tuple[Stage, ...]:
    """The stages in which it is the turn of somebody with one of `roles`."""
    return tuple(stage for stage, rule in STAGES.items() if rule.owner in roles)


def may_move(stage: Stage, to: Stage) -> bool:
    """Whether the stage table has a step from `stage` to `to`."""
    return to in STAGES[stage].next


INACTIVE_STAGES = (*ENDS, Stage.MAINTAINED)
"""Stages in which no limit of an assessment is running."""
