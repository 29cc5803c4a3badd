"""Forms that were sent, so that a form sent twice is acted on once."""

from django.conf import settings
from django.db import models


class SubmittedForm(models.Model):
    """A form that did its work, and where its sender was led to afterwards."""

    plain_fields = ("token", "url")
    personal_fields = ()

    token = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    url = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.token
