from django.apps import AppConfig


class ScoringConfig(AppConfig):
    """Frameworks and the RAS form: scored, verified, moderated."""

    name = "scoring"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from scoring import contribution, sentences  # noqa: F401
