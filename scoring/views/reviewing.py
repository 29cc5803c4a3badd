"""What verification and moderation have in common: every outcome with its verdict on one page."""

from django.contrib import messages

from casework.views.loading import render_case
from scoring.forms import ReviewPage
from scoring.presenters.profiles import profile_page
from scoring.presenters.reviews import looks_at

RETURNED = "The RAS form is returned to be scored again, with your queries."


def review_page(request, form, kinds, *, is_trusted=False):
    """The page as it is shown, or as it was posted; `kinds` are the acts of whoever looked before in this part."""
    looks = looks_at(form, kinds, request.user)
    return ReviewPage(form, looks, request.POST if request.method == "POST" else None, is_trusted=is_trusted)


def reviewed(request, page, action, done):
    """Do `action` with the verdicts posted, and say `done`, or that the form goes back; None when it is not done."""
    if request.method != "POST" or not page.is_valid():
        return None
    form = page.act(lambda: action(page.form, page.verdicts, page.seen_version, by=request.user))
    if form:
        messages.success(request, RETURNED if form.is_draft else done)
    return form


def render_review(request, case, page, template, **context):
    """The page with its profile, and beside each verdict what was scored."""
    given = profile_page(page.form)
    context |= {
        "page": page,
        "forms": page.forms,
        "ras_form": page.form,
        "given": given,
        "review_rows": list(zip(page.review_forms, given.rows, strict=True)),
    }
    return render_case(request, case, template, context, here="ras-form")
