"""Any person tries any act between verification and drafting: no indicative resource is allocated that may not be."""

from decimal import Decimal

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from accounts.enums import Role
from allocation.allocating.actions import allocate, send_to_moderation
from allocation.models import Allocation, AllocationTable
from allocation.tables.actions import default_table, rule_of
from allocation.tables.rules import convert
from base.clock import today
from casework.enums import Part, Stage
from casework.models import Case, CasePart
from scoring.enums import FormStatus, ModerationMode
from scoring.rasform.actions import reopen_form, submit_form
from scoring.reviews.actions import moderate_form, verify_form
from scoring.scores.queries import form_of, is_opened, points_of
from scoring.settings.actions import set_scoring
from tests.factories.forms import all_agreed
from tests.factories.journeys import a_case_at, set_moderation, the_people
from tests.factories.people import a_person
from tests.integration.journeys.machine import ActingMachine, run

PEOPLE = st.integers(min_value=0, max_value=5)
TABLES = st.sampled_from(["newcastle-primary-bands", "newcastle-points"])


class AllocatingMachine(ActingMachine):
    """One submitted form, six people of every kind, and the setting of moderation changed under way."""

    moderation: ModerationMode
    """The setting to begin with."""

    @initialize()
    def a_form_to_verify(self) -> None:
        named = the_people()
        roles = (Role.CASE_COORDINATOR, Role.LEAD_SEND_COORDINATOR, Role.PERSONALISATION_OFFICER)
        everything = a_person(*roles, full_name="Somebody with every role")
        self.everybody = [
            named.coordinator,
            named.verifier,
            named.officer,
            named.signer,
            named.chair,
            everything,
        ]
        set_moderation(self.moderation, by=named.officer)
        self.case = a_case_at(Stage.VERIFICATION, named)

    @rule(moderation=st.sampled_from(ModerationMode))
    def set_moderation(self, moderation: ModerationMode) -> None:
        set_scoring(moderation=moderation, moderate_every=1000, second_score_every=0, by=self.everybody[2])

    @rule(who=PEOPLE)
    def verify(self, who: int) -> None:
        form = form_of(self.case)
        self.attempt(who, lambda by: verify_form(form, all_agreed(form), by=by))

    @rule(who=PEOPLE)
    def moderate(self, who: int) -> None:
        self.attempt(who, lambda by: moderate_form(form_of(self.case), by=by))

    @rule(who=PEOPLE)
    def send(self, who: int) -> None:
        self.attempt(who, lambda by: send_to_moderation(self.case, reason="Look again.", by=by))

    @rule(who=PEOPLE)
    def reopen_and_submit(self, who: int) -> None:
        self.attempt(who, lambda by: reopen_form(form_of(self.case), reason="A new report.", by=by))
        self.attempt(0, lambda by: submit_form(form_of(self.case), by=by))

    @rule(who=PEOPLE, slug=TABLES, more=st.sampled_from([0, 0, 1]))
    def allocate(self, who: int, slug: str, more: int) -> None:
        self.try_to_allocate(who, *self.proposed_by(slug), more)

    def proposed_by(self, slug: str) -> tuple[AllocationTable, Decimal]:
        """The table, and what it makes of the form's points."""
        table = AllocationTable.objects.get(slug=slug)
        return table, convert(rule_of(table), points_of_submitted(self.case)).annual_amount or Decimal(0)

    def try_to_allocate(self, who: int, table: AllocationTable, proposed: Decimal, more: int) -> None:
        data = {"table": table, "amount": proposed + more, "reason": "As similar cases."}
        self.attempt(who, lambda by: allocate(self.case, **data, by=by))

    @rule()
    def everybody_tries_every_step(self) -> None:
        for act in (self.verify, self.moderate):
            for who in range(len(self.everybody)):
                act(who)
        proposals = [self.proposed_by(slug) for slug in ("newcastle-points", "newcastle-primary-bands")]
        for who in range(len(self.everybody)):
            for table, proposed in proposals:
                for more in (1, 0):
                    self.try_to_allocate(who, table, proposed, more)

    @invariant()
    def what_is_allocated_may_be(self) -> None:
        for made in Allocation.objects.select_related("form", "table", "allocated_by"):
            part = CasePart.objects.get(case=self.case, person=made.allocated_by).part
            if made.form.status == FormStatus.MODERATED:
                assert made.allocated_by.has_role(Role.PERSONALISATION_OFFICER)
                assert part == Part.MODERATOR
            else:
                assert made.form.status == FormStatus.VERIFIED
                assert made.allocated_by.has_role(Role.LEAD_SEND_COORDINATOR)
                assert made.is_as_proposed
                assert made.table == default_table(today())
                assert part == Part.VERIFIER
                assert not self.case.moves.filter(to_stage=Stage.MODERATION).exists()

    @invariant()
    def parts_are_apart(self) -> None:
        if hasattr(self, "case"):
            people = list(CasePart.objects.filter(case=self.case).values_list("person_id", flat=True))
            assert len(people) == len(set(people))


def points_of_submitted(case: Case) -> int:
    """The points of the form, 0 while it is its scorer's alone."""
    form = form_of(case)
    return points_of(form) if is_opened(form) else 0


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.django_db
@pytest.mark.parametrize("moderation", ModerationMode)
def test_no_order_of_acts_allocates_what_may_not_be_allocated(moderation: ModerationMode) -> None:
    run(AllocatingMachine, moderation=moderation, runs=7, steps=10)
