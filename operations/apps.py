from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """What the service does behind its pages: mail, long tasks, files on disk, health, backups."""

    name = "operations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from base.contribution import contribute
        from operations import sentences  # noqa: F401
        from operations.contribution import CONTRIBUTION
        from operations.files.storage import connect
        from operations.health import checks  # noqa: F401

        contribute("operations", CONTRIBUTION)
        connect()
