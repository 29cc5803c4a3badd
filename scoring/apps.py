from django.apps import AppConfig


class ScoringConfig(AppConfig):
    """Frameworks and the RAS form: scored, verified, moderated."""

    name = "scoring"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from base.contribution import contribute
        from scoring import sentences  # noqa: F401
        from scoring.contribution import CONTRIBUTION

        contribute(self.name, CONTRIBUTION)
