from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect

from accounts.exceptions import Refused, Stale
from casework.actions.plans import save_section
from casework.enums import SectionLetter
from casework.forms.plans import PlanSectionForm
from casework.permissions.plans import check_user_can_write_section, plan_version_or_refuse
from casework.presenters.plans import SECTION_HINTS, paragraphs_of
from casework.views.loading import render_case, with_case
from casework.views.steps import link


@with_case("Section of the plan")
def plan_section(request, case, letter):
    """Write one section. When somebody saved it in between, their text stands beside what was typed."""
    if letter not in SectionLetter.values:
        raise Http404
    letter = SectionLetter(letter)
    plan_version = plan_version_or_refuse(case)
    if request.method == "GET":
        check_user_can_write_section(request.user, case, letter)
    section = plan_version.sections.get(letter=letter)
    form = PlanSectionForm(request.POST or None, initial={"text": section.text, "version": section.version})
    theirs = None
    if form.is_valid():
        text, expected = form.cleaned_data["text"], form.cleaned_data["version"]
        try:
            save_section(plan_version, letter, text, expected_version=expected, by=request.user)
        except Stale as stale:
            form.add_error(None, str(stale))
            theirs = paragraphs_of(section.text) or ["(empty)"]
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Section {letter.value} saved.")
            return redirect(f"{link(case, 'plan_detail')}#section-{letter.value}")
    context = {
        "form": form,
        "letter": letter,
        "hint": SECTION_HINTS.get(letter, ""),
        "theirs": theirs,
        "version": section.version if theirs else form["version"].value(),
    }
    return render_case(request, case, "casework/plan_section.html", context, here="plan")
