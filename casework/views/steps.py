"""Next steps as `_components/next_steps.html` draws them, and the addresses of a case's pages."""

from django.urls import reverse

from casework.casepage import NextStep
from casework.models import Case


def link(case: Case, name: str, *args) -> str:
    """The address of a page of the case: `link(case, "report_detail", report.pk)`."""
    return reverse(f"casework:{name}", args=[case.reference, *args])


def drawn(steps: list[NextStep]) -> list[dict]:
    """Steps for the component; the first primary one is the button, and a refused one shows why."""
    first = next((step for step in steps if step.primary), None)
    return [{"text": step.label, "href": step.url, "primary": step is first, "refused": step.refusal} for step in steps]
