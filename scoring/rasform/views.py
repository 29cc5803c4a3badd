"""The pages of a case's RAS form: started, scored, checked, read, printed, taken back and opened again."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_POST

from adapters.pdf import PdfUnavailable, is_available, print_pdf
from base.contribution import contributed
from base.pages import as_download, explain, is_allowed
from base.refusals import NotAllowed, Refused, Stale
from casework.cases.frame import ask_of_case, confirm, link, render_case, with_case
from casework.models import Case
from casework.reports.queries import reports_received
from scoring.enums import FormPurpose
from scoring.frameworks.queries import age_version_of, frameworks_for, questions_of
from scoring.rasform.actions import (
    note_opened,
    recall_form,
    reopen_form,
    save_draft,
    save_outcome,
    saved_in,
    start_form,
    submit_form,
)
from scoring.rasform.forms import (
    ConfirmForm,
    EnteredOutcome,
    FrameworkChoiceForm,
    ReopenForm,
    ScoringPage,
    version_of_entry,
)
from scoring.rasform.permissions import (
    check_copy_can_be_printed,
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

View = Callable[..., HttpResponse]


def with_ras_form(view: View) -> View:
    """Give the view the RAS form of its case; without one it leads to the case. Stands below `with_case`."""

    @wraps(view)
    def loaded(request: HttpRequest, case: Case, **kwargs: Any) -> HttpResponse:
        form = form_of(case)
        return view(request, case, form, **kwargs) if form else redirect(link(case, "case_detail"))

    return loaded


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
    frameworks = frameworks_for(case)
    return ask_of_case(
        request,
        case,
        lambda data: FrameworkChoiceForm(data, frameworks=frameworks),
        lambda form: start_form(case, form.chosen, by=request.user),
        then=link(case, "scoring:form_edit"),
        template="scoring/form_start.html",
        context=lambda form: {"age_version": age_version_of(case), "reports": reports_received(case)},
        here="ras-form",
    )


@with_case("RAS form")
def form_edit(request, case, purpose=FormPurpose.FIRST):
    form, urls = form_of(case, purpose), FormUrls(case.reference, purpose)
    if form is None or not form.is_draft:
        return redirect(urls.detail_url if form else urls.start_url)
    check_user_can_score_form(request.user, form)
    is_to_check = request.POST.get("action") == "check"
    return ask_of_case(
        request,
        case,
        lambda data: ScoringPage(form, data),
        lambda page: _save(page, request.user),
        refused=ScoringPage.explain,
        done="" if is_to_check else "The RAS form is saved as a draft.",
        then=lambda page: urls.check_url if is_to_check else urls.edit_url + page.anchor,
        template="scoring/form_edit.html",
        named="page",
        context=lambda page: {"forms": page.forms, "ras_form": form},
        here="ras-form",
    )


def _save(page, user):
    save_draft(page.form, page.entries, by=user, **page.need_form.entered)
    return page


@require_POST
@with_case("RAS form")
def outcome_save(request, case, position, purpose=FormPurpose.FIRST):
    form = form_of(case, purpose)
    asked = questions_of(form.framework) if form else ()
    outcome = next((each for each in asked if each.position == position), None)
    if outcome is None:
        raise Http404
    entered = EnteredOutcome(outcome, request.POST)
    if not entered.is_valid():
        return _refusal(entered.faults, 422)
    try:
        saved = save_outcome(form, outcome, entered.entry, None, by=request.user)
    except Stale as clash:
        return _refusal(str(clash), 409, theirs=_as_kept(_kept_in(form, outcome)))
    except NotAllowed as refusal:
        return _refusal(str(refusal), 403)
    except Refused as refusal:
        explain(entered, refusal)
        return _refusal(entered.faults, 422)
    return JsonResponse(_as_kept(saved))


def _refusal(sentence, status, **more):
    return JsonResponse({"sentence": sentence, **more}, status=status)


def _kept_in(form, outcome):
    """One outcome as somebody else has saved it meanwhile."""
    scores = scores_of(form)
    score = next(each for each in scores if each.outcome_id == outcome.pk)
    return saved_in(scores, outcome, entry_of(score, open_queries(form).get(outcome.pk)))


def _as_kept(saved):
    """One outcome as it is kept, what may be worth a look in it, and how far the form is. Nothing tells the points."""
    score, entry = saved.score, saved.entry
    evidence_count = len(entry.report_ids) + len(entry.passage_ids)
    return {
        "level": entry.level_id,
        "level_name": score.level.name if score.level else "No level yet",
        "reason": entry.reason,
        "reports": sorted(entry.report_ids),
        "passages": sorted(entry.passage_ids),
        "answer": entry.answer,
        "version": score.version,
        "seen": version_of_entry(entry),
        "saved_at": localtime(score.edited_at).strftime("%H:%M"),
        "hints": hints_on(replace(answers_from([score])[0], evidence_count=evidence_count)),
        "done": saved.done,
        "total": saved.total,
    }


SUBMITTED = {
    FormPurpose.FIRST: "The RAS form is submitted. The Lead SEND Co-ordinator verifies it next.",
    FormPurpose.SECOND: "The second scoring is submitted. Thank you.",
}


@with_case("Check the RAS form")
def form_check(request, case, purpose=FormPurpose.FIRST):
    ras_form, urls = form_of(case, purpose), FormUrls(case.reference, purpose)
    if ras_form is None or not ras_form.is_draft:
        return redirect(urls.edit_url)
    check_user_can_score_form(request.user, ras_form)
    return ask_of_case(
        request,
        case,
        lambda data: ConfirmForm(data, initial={"expected_version": ras_form.version}),
        lambda form: submit_form(ras_form, **form.cleaned_data, by=request.user),
        done=SUBMITTED[purpose],
        then=urls.detail_url,
        template="scoring/form_check.html",
        context=lambda form: {"ras_form": ras_form, "page": page_to_check(ras_form), "urls": urls},
        here="ras-form",
    )


@with_case("RAS form")
def form_detail(request, case):
    form = form_to_read(case, request.user)
    if form is None and case.is_ended:
        return redirect(link(case, "case_detail"))
    if form is None or form.is_draft:
        return redirect("scoring:form_edit" if form else "scoring:form_start", case.reference)
    page = profile_page(form)
    context = {
        "ras_form": form,
        "page": page,
        "related_links": [each for tell in contributed("related_links") for each in tell(form, request.user)]
        if page.shows_points
        else [],
        "may_recall": is_allowed(lambda: check_user_can_recall_form(request.user, form)),
    }
    return render_case(request, case, "scoring/form_detail.html", context, here="ras-form")


@require_GET
@with_case("RAS form to print")
@with_ras_form
def form_document(request, case, form):
    check_user_can_copy_form(request.user, form)
    note_opened(form, by=request.user)
    context = document_context(form) | {"has_pdf": is_available()}
    return render_case(request, case, "scoring/form_document.html", context, here="ras-form")


@require_GET
@with_case("RAS form as a PDF")
@with_ras_form
def form_pdf(request, case, form):
    check_user_can_copy_form(request.user, form)
    note_opened(form, by=request.user)
    try:
        html, static = form_as_html(form), settings.BASE_DIR / "static"
        check_copy_can_be_printed(html, static)
        printed = print_pdf(html, static=static)
    except PdfUnavailable as error:
        raise Refused(
            "This server cannot make PDFs: the Pango libraries are not installed. "
            "Print the copy from your browser instead."
        ) from error
    return as_download(ContentFile(printed.content), document_name(form), "application/pdf")


@with_case("Take the RAS form back")
@with_ras_form
def form_recall(request, case, form):
    return confirm(
        request,
        case,
        check=lambda: check_user_can_recall_form(request.user, form),
        act=lambda: recall_form(form, by=request.user),
        done="The RAS form is yours again. Submit it when it is ready.",
        then=link(case, "scoring:form_edit"),
        here="ras-form",
        page_title="Take the RAS form back",
        lead=[
            "Nobody else has opened it yet. It becomes a draft again, with everything you entered.",
            "That you submitted it and took it back stays in the history.",
        ],
        button="Take it back",
        cancel_url=link(case, "scoring:form_detail"),
    )


WHAT_REOPENING_DOES = [
    "For new evidence, or a mistake, while no indicative resource has been allocated. The scores open as they stand, "
    "and the case goes back to scoring.",
    "The verification lapses: once the form is submitted again it is verified again. What was done so far stays in "
    "the history.",
]


@with_case("Open the RAS form again")
@with_ras_form
def form_reopen(request, case, ras_form):
    return ask_of_case(
        request,
        case,
        lambda data: ReopenForm(data, cancel_url=link(case, "scoring:form_detail")),
        lambda form: reopen_form(ras_form, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_reopen_form(request.user, ras_form),
        done="The RAS form is open for scoring again. Its verification has lapsed.",
        context={"page_title": "Open the RAS form again", "lead": WHAT_REOPENING_DOES},
        here="ras-form",
    )
