from django.apps import AppConfig


class AllocationConfig(AppConfig):
    """Points into pounds, and a plan's cost beside its indicative resource."""

    name = "allocation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allocation import casepage_entries, reviewpage_entries, secondpage_entries, sentences  # noqa: F401
        from allocation.actions import range_checks  # noqa: F401
