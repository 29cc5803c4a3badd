"""What a panel decided about an item."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.models import PlanVersion
from panels.enums import DecisionOutcome
from panels.models.agenda import AgendaItem

O = DecisionOutcome  # noqa: E741
AGREEMENTS = (O.AGREE, O.AGREE_DIFFERENT)


class Decision(models.Model):
    """The panel's decision on one item, with the exact plan version and total it rests on.

    `total` is what the plan's provision came to, `amount` what was agreed, both pounds a year. `present_count` and
    `present_names` are the members who decided: present, without an interest. They are frozen.
    """

    item = models.OneToOneField(AgendaItem, on_delete=models.CASCADE, related_name="decision")
    plan_version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="+")
    total = models.DecimalField(max_digits=10, decimal_places=2)
    outcome = models.CharField(max_length=20, choices=DecisionOutcome)
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    reasons = models.TextField(max_length=8000)
    questions = models.TextField("questions for the TAC", max_length=4000, blank=True)
    present_count = models.PositiveSmallIntegerField()
    present_names = models.TextField(max_length=4000)
    quorum = models.PositiveSmallIntegerField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    personal_fields = ("reasons", "questions", "present_names")
    plain_fields = ("outcome",)

    class Meta:
        ordering = ("decided_at", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(reasons=""), name="decision_has_reasons"),
            models.CheckConstraint(
                condition=Q(outcome__in=AGREEMENTS, amount__isnull=False, amount__gte=0)
                | (~Q(outcome__in=AGREEMENTS) & Q(amount=None)),
                name="agreement_has_amount",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=O.AGREE_DIFFERENT) | ~Q(amount=models.F("total")), name="different_amount_differs"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=O.AGREE) | Q(amount=models.F("total")), name="agreed_amount_is_the_total"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=O.BACK_TO_TAC) | ~Q(questions=""), name="back_to_tac_has_questions"
            ),
            models.CheckConstraint(condition=Q(present_count__gte=models.F("quorum")), name="decided_with_quorum"),
        )

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: item {self.item_id}"

    @property
    def is_agreement(self) -> bool:
        return self.outcome in AGREEMENTS
