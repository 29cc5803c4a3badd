from django.apps import AppConfig


class CrispyGovukConfig(AppConfig):
    """Registers the pack's templates and its tags."""

    name = "crispy_govuk"
    verbose_name = "GOV.UK form pack"
