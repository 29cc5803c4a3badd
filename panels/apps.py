from django.apps import AppConfig


class PanelsConfig(AppConfig):
    """Who decides: the sign-off rule, SEND Panel, its meetings and decisions."""

    name = "panels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from base.contribution import contribute
        from panels import sentences  # noqa: F401
        from panels.contribution import CONTRIBUTION

        contribute(self.name, CONTRIBUTION)
