"""The pages of a case's RAS form: started, scored, checked, read, printed, taken back and opened again."""

from django.conf import settings
from django.contrib import messages
from django.core.files.base import ContentFile
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_POST

from adapters.pdf import PdfUnavailable, is_available, print_pdf
from base.contribution import contributed
from base.pages import act_or_explain, as_download, is_allowed
from base.refusals import NotAllowed, Refused, Stale
from casework.cases.frame import confirm, render_case, with_case
from casework.reports.queries import reports_received
from scoring.enums import FormPurpose
from scoring.frameworks.queries import age_version_of, frameworks_for
from scoring.rasform.actions import (
    note_opened,
    recall_form,
    reopen_form,
    save_draft,
    save_outcome,
    start_form,
    submit_form,
)
from scoring.rasform.forms import ConfirmForm, FrameworkChoiceForm, ReopenForm, ScoringPage, digest_of
from scoring.rasform.permissions import (
    check_user_can_copy_form,
    check_user_can_read_form,
    check_user_can_recall_form,
    check_user_can_reopen_form,
    check_user_can_score_form,
    check_user_can_start_form,
)
from scoring.rasform.presenters import FormUrls, document_context, document_name, form_as_html, page_to_check
from scoring.scores.presenters import profile_page
from scoring.scores.queries import answers_from, entry_of, form_of, open_queries, scores_of
from scoring.scores.rules import hints_on


def form_to_read(case, user):
    """The form of the case as this person may read it, or None; somebody else's first reading ends its recall."""
    form = form_of(case)
    if form is None:
        return None
    check_user_can_read_form(user, form)
    note_opened(form, by=user)
    return form


@with_case("Start the RAS form")
def form_start(request, case):
    if form_of(case) is not None:
        return redirect("scoring:form_edit", case.reference)
    check_user_can_start_form(request.user, case)
    form = FrameworkChoiceForm(frameworks_for(case), request.POST if request.method == "POST" else None)
    if form.is_valid() and act_or_explain(form, lambda: start_form(case, form.chosen, by=request.user)):
        return redirect("scoring:form_edit", case.reference)
    context = {
        "form": form,
        "age_version": age_version_of(case),
        "reports": reports_received(case),
    }
    return render_case(request, case, "scoring/form_start.html", context, here="ras-form")


@with_case("RAS form")
def form_edit(request, case, purpose=FormPurpose.FIRST):
    form, urls = form_of(case, purpose), FormUrls(case.reference, purpose)
    if form is None or not form.is_draft:
        return redirect(urls.detail_url if form else urls.start_url)
    check_user_can_score_form(request.user, form)
    page = ScoringPage(form, request.POST if request.method == "POST" else None)
    if request.method == "POST" and page.is_valid() and page.act(lambda: _save(page, request)):
        if request.POST.get("action") == "check":
            return redirect(urls.check_url)
        messages.success(request, "The RAS form is saved as a draft.")
        return redirect(urls.edit_url + (f"#outcome-{page.unchanged_at}" if page.unchanged_at else ""))
    context = {"page": page, "forms": page.forms, "ras_form": form}
    return render_case(request, case, "scoring/form_edit.html", context, here="ras-form")


def _save(page, request):
    return save_draft(page.form, page.entries, by=request.user, **page.need_form.entered)


@require_POST
@with_case("RAS form")
def outcome_save(request, case, position, purpose=FormPurpose.FIRST):
    form = form_of(case, purpose)
    entered = ScoringPage(form, request.POST).form_at(position) if form else None
    if entered is None:
        raise Http404
    if not entered.is_valid():
        return _refusal(" ".join(error for errors in entered.errors.values() for error in errors), 422)
    try:
        save_outcome(form, entered.outcome, entered.entry, None, by=request.user)
    except Stale as clash:
        return _refusal(str(clash), 409, theirs=_as_kept(form, entered.outcome))
    except Refused as refusal:
        return _refusal(str(refusal), 403 if isinstance(refusal, NotAllowed) else 422)
    return JsonResponse(_as_kept(form, entered.outcome))


def _refusal(sentence, status, **more):
    return JsonResponse({"sentence": sentence, **more}, status=status)


def _as_kept(form, outcome):
    """One outcome as it is kept, what may be worth a look in it, and how far the form is. Nothing tells the points."""
    scores = list(scores_of(form))
    score = next(each for each in scores if each.outcome_id == outcome.pk)
    entry = entry_of(score, open_queries(form).get(outcome.pk))
    return {
        "level": entry.level_id,
        "level_name": score.level.name if score.level else "No level yet",
        "reason": entry.reason,
        "reports": sorted(entry.report_ids),
        "passages": sorted(entry.passage_ids),
        "answer": entry.answer,
        "version": score.version,
        "seen": digest_of(entry),
        "saved_at": localtime(score.edited_at).strftime("%H:%M"),
        "hints": hints_on(answers_from([score])[0]),
        "done": sum(each.level_id is not None for each in scores),
        "total": len(scores),
    }


SUBMITTED = {
    FormPurpose.FIRST: "The RAS form is submitted. The Lead SEND Co-ordinator verifies it next.",
    FormPurpose.SECOND: "The second scoring is submitted. Thank you.",
}


@with_case("Check the RAS form")
def form_check(request, case, purpose=FormPurpose.FIRST):
    form, urls = form_of(case, purpose), FormUrls(case.reference, purpose)
    if form is None or not form.is_draft:
        return redirect(urls.edit_url)
    check_user_can_score_form(request.user, form)
    confirm = ConfirmForm(request.POST if request.method == "POST" else None, initial={"version": form.version})
    if request.method == "POST" and confirm.is_valid():
        seen = confirm.cleaned_data["version"]
        if act_or_explain(confirm, lambda: submit_form(form, seen, by=request.user)):
            messages.success(request, SUBMITTED[purpose])
            return redirect(urls.detail_url)
    context = {"form": confirm, "ras_form": form, "page": page_to_check(form), "urls": urls}
    return render_case(request, case, "scoring/form_check.html", context, here="ras-form")


@with_case("RAS form")
def form_detail(request, case):
    form = form_to_read(case, request.user)
    if form is None or form.is_draft:
        return redirect("scoring:form_edit" if form else "scoring:form_start", case.reference)
    context = {
        "ras_form": form,
        "page": profile_page(form),
        "related_links": [link for tell in contributed("related_links") for link in tell(form, request.user)],
        "may_recall": is_allowed(lambda: check_user_can_recall_form(request.user, form)),
    }
    return render_case(request, case, "scoring/form_detail.html", context, here="ras-form")


@require_GET
@with_case("RAS form to print")
def form_document(request, case):
    form = form_to_read(case, request.user)
    if form is None:
        return redirect("casework:case_detail", case.reference)
    check_user_can_copy_form(request.user, form)
    context = document_context(form) | {"has_pdf": is_available()}
    return render_case(request, case, "scoring/form_document.html", context, here="ras-form")


@require_GET
@with_case("RAS form as a PDF")
def form_pdf(request, case):
    form = form_to_read(case, request.user)
    if form is None:
        return redirect("casework:case_detail", case.reference)
    check_user_can_copy_form(request.user, form)
    try:
        printed = print_pdf(form_as_html(form), static=settings.BASE_DIR / "static")
    except PdfUnavailable as error:
        raise Refused(
            "This server cannot make PDFs: the Pango libraries are not installed. "
            "Print the copy from your browser instead."
        ) from error
    return as_download(ContentFile(printed.content), document_name(form), "application/pdf")


@with_case("Take the RAS form back")
def form_recall(request, case):
    form = form_of(case)
    if form is None:
        return redirect("casework:case_detail", case.reference)
    return confirm(
        request,
        case,
        check=lambda: check_user_can_recall_form(request.user, form),
        act=lambda: recall_form(form, by=request.user),
        done="The RAS form is yours again. Submit it when it is ready.",
        then=reverse("scoring:form_edit", args=[case.reference]),
        here="ras-form",
        page_title="Take the RAS form back",
        lead=[
            "Nobody else has opened it yet. It becomes a draft again, with everything you entered, and points are "
            "hidden until you submit it.",
            "That you submitted it and took it back stays in the history.",
        ],
        button="Take it back",
        cancel_url=reverse("scoring:form_detail", args=[case.reference]),
    )


@with_case("Open the RAS form again")
def form_reopen(request, case):
    ras_form = form_of(case)
    if ras_form is None:
        return redirect("casework:case_detail", case.reference)
    if request.method != "POST":
        check_user_can_reopen_form(request.user, ras_form)
    form = ReopenForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if act_or_explain(form, lambda: reopen_form(ras_form, reason=reason, by=request.user)):
            messages.success(request, "The RAS form is open for scoring again. Its verification has lapsed.")
            return redirect("casework:case_detail", case.reference)
    context = {"form": form, "page_title": "Open the RAS form again", "lead": LEAD}
    return render_case(request, case, "casework/case_question.html", context, here="ras-form")


LEAD = [
    "For new evidence, or a mistake, while no indicative resource has been allocated. The scores open as they stand, "
    "and the case goes back to scoring.",
    "The verification lapses: once the form is submitted again it is verified again. What was done so far stays in "
    "the history.",
]
