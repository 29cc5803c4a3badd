"""System checks: what must not be so in service."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from accounts.models import User


@register(Tags.database)
def demonstration_accounts_stay_out_of_service(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Made-up people have a published password. Run by `check --database default` and by migrate."""
    if settings.DEMONSTRATION or not databases or "default" not in databases:
        return []
    from django.db import DatabaseError, connection

    try:
        if User._meta.db_table not in connection.introspection.table_names():
            return []
        count = User.objects.filter(is_demonstration=True, is_active=True).count()
    except DatabaseError:
        return []  # why it does not answer is said by another check
    if not count:
        return []
    return [
        Error(
            f"{count} demonstration account(s) with a published password are open.",
            hint="They cannot sign in while DEBUG is off. Start service on an empty database.",
            id="accounts.E001",
        )
    ]
