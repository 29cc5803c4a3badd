from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Children, their cases, the evidence and the plan."""

    name = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from casework import contribution, sentences  # noqa: F401
