"""A given RAS form as a document, in the order of the paper form; printed from the browser, or as a PDF."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from scoring.enums import FormActKind
from scoring.models import FormAct, RasForm
from scoring.presenters.profiles import ProfilePage, profile_page
from scoring.queries.given_forms import final_round

SIGNED_BY = {
    FormActKind.SUBMITTED: "Scored and submitted",
    FormActKind.VERIFIED: "Verified",
    FormActKind.MODERATED: "Moderated",
}
"""The acts that the foot of the paper form has a line for."""


@dataclass(frozen=True)
class Signature:
    """Who did what to the form, and when."""

    done: str
    who: str
    at: datetime


def document_context(form: RasForm) -> dict[str, Any]:
    """What the document says. The caller has checked that the form was given."""
    page: ProfilePage = profile_page(form)
    return {
        "title": f"RAS form, {form.case.reference}",
        "council": settings.COUNCIL_NAME,
        "case": form.case,
        "child": form.case.child,
        "ras_form": form,
        "page": page,
        "signatures": signatures_of(page.acts),
    }


def signatures_of(acts: list[FormAct]) -> list[Signature]:
    """Who gave the form as it stands, and who verified and moderated it since, in order."""
    return [
        Signature(SIGNED_BY[FormActKind(act.kind)], act.acted_by.full_name, act.acted_at)
        for act in final_round(acts)
        if act.kind in SIGNED_BY
    ]


def form_as_html(form: RasForm) -> str:
    """The form as a page to be made into a PDF."""
    return render_to_string("scoring/pdf/form.html", document_context(form))


def document_name(form: RasForm) -> str:
    """What the PDF is called when it is saved: no name of a child."""
    return f"RAS form {form.case.reference}.pdf"
