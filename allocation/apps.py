from django.apps import AppConfig


class AllocationConfig(AppConfig):
    """Points into pounds, and a plan's cost beside its indicative resource."""

    name = "allocation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allocation import sentences  # noqa: F401
        from allocation.contribution import CONTRIBUTION
        from base.contribution import contribute

        contribute(self.name, CONTRIBUTION)
