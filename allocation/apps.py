from django.apps import AppConfig


class AllocationConfig(AppConfig):
    """Points into pounds: tables, the sign-off limit, the indicative resource, similar cases, moderation."""

    name = "allocation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allocation import sentences  # noqa: F401
        from allocation.contribution import CONTRIBUTION
        from base.contribution import contribute

        contribute(self.name, CONTRIBUTION)
