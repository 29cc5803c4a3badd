from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Children, their cases, the evidence and the plan."""

    name = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from base.contribution import contribute
        from casework import sentences  # noqa: F401
        from casework.contribution import CONTRIBUTION

        contribute(self.name, CONTRIBUTION)
