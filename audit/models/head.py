"""The newest link of the chain, kept apart, so that the removal of the newest row is found."""

from typing import Any, NoReturn

from django.db import models

from audit.exceptions import TrailCannotChange

ONLY = 1


class ChainHead(models.Model):
    """The one row that says how long the trail is. Locked for each row that is added.

    `seal` is an HMAC over sequence and hash, so that nobody without the audit key can wind it back
    to a place of their choosing.
    """

    plain_fields = ("hash", "seal")
    personal_fields = ()

    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=ONLY), name="one_chain_head"),
            models.CheckConstraint(condition=models.Q(sequence__gte=0), name="head_sequence_from_nought"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TrailCannotChange
