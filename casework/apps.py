from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Children, their cases, the evidence and the plan."""

    name = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from casework import (  # noqa: F401
            case_sections,
            case_sections_plan,
            case_steps,
            case_steps_plan,
            sentences,
        )
