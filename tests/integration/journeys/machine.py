"""What every machine of people who try every act shares: one case, refusals that have a sentence, all undone after."""

from collections.abc import Callable

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine

from accounts.models import User
from base.refusals import Refused
from casework.models import Case
from scoring.enums import ModerationMode


class ActingMachine(RuleBasedStateMachine):
    """Any of `everybody` tries any act on one `case`; each run is rolled back. The machine's own set-up makes both."""

    everybody: list[User]
    case: Case

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def attempt(self, who: int, act: Callable[[User], object]) -> None:
        """Do it if the rules let it be done. A refusal has a sentence; anything else is a fault."""
        try:
            with transaction.atomic():
                act(self.everybody[who])
        except Refused as refusal:
            assert str(refusal).endswith((".", "?", "!")), refusal  # noqa: PT017
        self.case = Case.objects.get(pk=self.case.pk)


def run(kind: type[ActingMachine], *, moderation: ModerationMode, runs: int, steps: int) -> None:
    """Try so many runs of so many steps, beginning with this setting of moderation.

    They are not shrunk: each is slow, and its steps are told as they are.
    """
    machine = type(kind.__name__, (kind,), {"moderation": moderation})
    machine.TestCase.settings = settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    machine.TestCase().runTest()
