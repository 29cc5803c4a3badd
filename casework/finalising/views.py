"""The last steps of a plan, shown and taken: draft served, family heard, placement named, final plan issued."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from base.clock import today
from base.pages import is_allowed
from base.stale import look_again
from base.words import day_in_words
from casework.cases.frame import ask_of_case, confirm, link, next_steps, render_case, restriction_on, with_case
from casework.enums import ShowingKind
from casework.finalising.actions import (
    issue_final_plan,
    name_placement,
    prepare_draft,
    record_changes_shown,
    record_family_views,
    serve_draft,
    take_back_showing,
    weigh_again,
)
from casework.finalising.forms import (
    ChangesShownForm,
    FinalPlacementForm,
    FinalServeForm,
    FinalViewsForm,
    TakeBackForm,
    WeighAgainForm,
)
from casework.finalising.permissions import (
    check_user_can_issue_final_plan,
    check_user_can_name_placement,
    check_user_can_record_changes_shown,
    check_user_can_record_family_views,
    check_user_can_serve_draft,
    check_user_can_take_back_showing,
    check_user_can_weigh_again,
)
from casework.models import Case, PlanDocument, PlanVersion, Showing
from casework.plan.presenters import last_day_for_views, placement_in_words, signer_title
from casework.plan.queries import changes_between, changes_since_shown, last_shown, sections_of_reading
from casework.versions.actions import plan_version_of, plan_version_or_refuse
from operations.tasks.queries import Progress, progress_of_each


def final_facts(case: Case, plan_version: PlanVersion) -> list[dict[str, Any]]:
    """Approval, service, the family's views, the placement and the issue, as rows of a summary list."""
    rows = []
    if plan_version.approved_by and plan_version.approved_at:
        who = f"{plan_version.approved_by.full_name}, {signer_title(plan_version.approved_by)}"
        rows.append({"key": "Approved", "value": day_in_words(localdate(plan_version.approved_at)), "sub": who})
    last_day = last_day_for_views(plan_version.draft_served_on)
    if plan_version.draft_served_on and last_day:
        rows.append({"key": "Draft served", "value": day_in_words(plan_version.draft_served_on)})
        early = plan_version.issued_at and localdate(plan_version.issued_at) <= last_day
        rows.append(
            {
                "key": "The family’s days",
                "value": f"15 days, until the end of {day_in_words(last_day)}",
                "sub": "The final plan was issued before they had run in full" if early else "",
            },
        )
    else:
        before = plan_version.documents.filter(was_served_on__isnull=False).order_by("was_served_on").last()
        again = f"Served on {day_in_words(before.was_served_on)}, and to be served again" if before else "Not yet"
        rows.append({"key": "Draft served", "value": again})
    views_on = plan_version.family_views_on
    rows.append(
        {
            "key": "The family’s views",
            "value": plan_version.family_views or "None recorded yet",
            "sub": f"Received on {day_in_words(views_on)}" if views_on else "",
        }
    )
    rows.append({"key": "Placement", "value": placement_in_words(plan_version) or "Not named yet"})
    if plan_version.issued_by and plan_version.issued_at:
        by = f"by {plan_version.issued_by.full_name}"
        rows.append({"key": "Final plan issued", "value": day_in_words(localdate(plan_version.issued_at)), "sub": by})
    return rows


def document_file(case: Case, document: PlanDocument, progress: Progress | None) -> dict[str, Any]:
    """A PDF of the plan for the list of files; `progress` of one that is not made yet."""
    name, href = document.get_kind_display(), reverse("casework:plan_document", args=[case.reference, document.kind])
    if document.was_served_on:
        name = f"{name} as it was served on {day_in_words(document.was_served_on)}"
        href = reverse("casework:plan_served_draft", args=[case.reference, document.pk])
    return {
        "name": f"{name} (PDF)",
        "href": href,
        "size": document.size if document.is_ready else None,
        "added": document.made_at,
        "status": "" if progress is None else "Could not be made" if progress.state == "failed" else "Being prepared",
        "kind": "late" if progress and progress.state == "failed" else "waiting",
    }


def document_files(case: Case, documents: list[PlanDocument]) -> list[dict[str, Any]]:
    """The PDFs of the plan, made or being made."""
    awaited = [document for document in documents if not document.is_ready]
    progress = progress_of_each(awaited, {document.pk: document.failure for document in awaited})
    return [document_file(case, document, progress.get(document.pk)) for document in documents]


@require_GET
@with_case("Finalising")
def final_detail(request, case):
    """The last steps: approval, the served draft, the family's views, the placement, the final plan and its PDF."""
    plan_version = plan_version_or_refuse(case)
    documents = list(plan_version.documents.all())
    context = {
        "facts": final_facts(case, plan_version),
        "files": document_files(case, documents),
        "may_prepare": is_allowed(lambda: check_user_can_serve_draft(request.user, case)),
        "has_documents": any(not document.was_served_on for document in documents),
        "changes": changes_since_shown(plan_version),
        "shown": what_was_shown(case, plan_version, request.user),
        "steps": next_steps(case, request.user, restriction_on(request, case)),
    }
    return render_case(request, case, "casework/final_detail.html", context, here="finalising")


@require_POST
@with_case("Prepare the draft plan")
def final_prepare(request, case):
    """Have the draft plan made as a PDF."""
    prepare_draft(case, by=request.user)
    return redirect(link(case, "plan_document", "draft"))


@with_case("Serve the draft plan")
def final_serve(request, case):
    """Record the day the draft was served on the family."""
    return ask_of_case(
        request,
        case,
        lambda data: FinalServeForm(data, cancel_url=link(case, "final_detail")),
        lambda form: serve_draft(case, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_serve_draft(request.user, case),
        done="The day the draft was served is recorded.",
        then=link(case, "final_detail"),
        context={
            "page_title": "Record that the draft was served",
            "lead": [
                "The family has 15 days, that day included, to give their views and to ask for a school.",
                "Section I is left out of the draft.",
            ],
        },
        here="finalising",
    )


@with_case("The family’s views on the draft")
def final_views(request, case):
    """Record what the family said about the draft."""
    return ask_of_case(
        request,
        case,
        lambda data: FinalViewsForm(data, plan_version=plan_version_or_refuse(case)),
        lambda form: record_family_views(case, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_record_family_views(request.user, case),
        done="The family’s views are recorded.",
        then=link(case, "final_detail"),
        context={"page_title": "Record the family’s views on the draft"},
        here="finalising",
    )


@with_case("What changed since the family saw the draft")
def final_changes(request, case):
    """Show what changed since the family saw the draft, and record the day they were shown it."""

    def shown(form):
        plan_version = plan_version_or_refuse(case)
        return {"sections": changes_since_shown(plan_version), "served_on": plan_version.draft_served_on}

    def version():
        return plan_version_or_refuse(case).version

    return ask_of_case(
        request,
        case,
        lambda data: ChangesShownForm(
            data, initial={"expected_version": version()}, cancel_url=link(case, "final_detail")
        ),
        lambda form: record_changes_shown(case, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_record_changes_shown(request.user, case),
        refused=look_again(version),
        done="It is recorded that the family was shown what changed.",
        then=link(case, "final_detail"),
        template="casework/final_changes.html",
        context=shown,
        here="finalising",
    )


@dataclass(frozen=True)
class Shown:
    """One time that the family was shown something: what it was, when, and what they said of a draft."""

    showing: Showing
    text: str
    href: str
    take_back_url: str = ""

    @property
    def said(self) -> str:
        """What the family said of a draft that another has taken the place of."""
        if not self.showing.family_views:
            return ""
        return f"The family, {day_in_words(self.showing.family_views_on)}: “{self.showing.family_views}”"


def what_was_shown(case: Case, plan_version: PlanVersion, user: User) -> list[Shown]:
    """What the family was shown, oldest first, and what was taken back; the last is taken back by the co-ordinator."""
    last, shown = last_shown(plan_version), []
    for each in plan_version.showings.all():
        may_take_back = each == last and is_allowed(partial(check_user_can_take_back_showing, user, case, each))
        text = f"{each.get_kind_display()}, {day_in_words(each.shown_on)}{', taken back' if each.taken_back_at else ''}"
        take_back_url = link(case, "final_shown_take_back", each.pk) if may_take_back else ""
        shown.append(Shown(each, text, link(case, "final_shown", each.pk), take_back_url))
    return shown


@require_GET
@with_case("What the family was shown")
def final_shown(request, case, showing_id):
    """What the family was shown on a day: a draft as it read, or what had changed since they saw it before."""
    plan_version = plan_version_or_refuse(case)
    showing = get_object_or_404(plan_version.showings, pk=showing_id)
    before = plan_version.showings.filter(pk__lt=showing.pk, taken_back_at=None).last()
    is_draft = showing.kind == ShowingKind.DRAFT or before is None
    context = {
        "showing": showing,
        "sections": [] if is_draft else changes_between(before.reading, showing.reading),
        "reading": sections_of_reading(showing.reading) if is_draft else [],
    }
    return render_case(request, case, "casework/final_shown.html", context, here="finalising")


@with_case("What the family was shown")
def final_shown_take_back(request, case, showing_id):
    """Take back that the family was shown something, with the reason."""
    showing = get_object_or_404(Showing, plan_version__case=case, pk=showing_id)
    what, day = showing.get_kind_display(), day_in_words(showing.shown_on)
    after = {
        ShowingKind.DRAFT: "The draft then counts as not served: it is served once more, and the family has its days.",
        ShowingKind.CHANGES: "What changed since the family saw the plan before is then shown again.",
    }
    return ask_of_case(
        request,
        case,
        lambda data: TakeBackForm(data, cancel_url=link(case, "final_detail")),
        lambda form: take_back_showing(showing, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_take_back_showing(request.user, case, showing),
        done="It is taken back.",
        then=link(case, "final_detail"),
        context={
            "page_title": "Take back what the family was shown",
            "lead": [f"{what}, {day}.", after[ShowingKind(showing.kind)]],
        },
        here="finalising",
    )


@with_case("Name the placement")
def final_placement(request, case):
    """Name the setting, the type of placement, or both, for section I."""
    return ask_of_case(
        request,
        case,
        lambda data: FinalPlacementForm(data, plan_version=plan_version_or_refuse(case)),
        lambda form: name_placement(case, **form.placement(), by=request.user),
        check=lambda: check_user_can_name_placement(request.user, case),
        done="The placement is named.",
        then=link(case, "final_detail"),
        context={
            "page_title": "Name the placement",
            "lead": ["Section I of the final plan: the school or other institution, or the type of it."],
        },
        here="finalising",
    )


@with_case("Issue the final plan")
def final_issue(request, case):
    """Ask once more, then issue the final plan."""
    plan_version = plan_version_of(case)
    return confirm(
        request,
        case,
        check=lambda: check_user_can_issue_final_plan(request.user, case, today()),
        act=lambda: issue_final_plan(case, by=request.user),
        done="The final plan is issued. Its PDF is being prepared.",
        then=link(case, "final_detail"),
        here="finalising",
        page_title="Issue the final plan",
        lead=["The plan cannot be changed once it is issued. It states the provision, and no amount of money."],
        body="casework/_partials/facts.html",
        facts=final_facts(case, plan_version) if plan_version else [],
        button="Issue the final plan",
        cancel_url=link(case, "final_detail"),
    )


@with_case("Take the plan back to the TAC")
def final_weigh_again(request, case):
    return ask_of_case(
        request,
        case,
        lambda data: WeighAgainForm(data, cancel_url=link(case, "final_detail")),
        lambda form: weigh_again(case, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_weigh_again(request.user, case),
        done="The plan is with the TAC again.",
        then=link(case, "tac_list"),
        context={
            "page_title": "Take the plan back to the TAC",
            "lead": [
                "Outcomes and provision were approved with the plan, so the TAC agrees to them again: at another "
                "meeting, or by correspondence. The same rule then decides who signs.",
                "What was agreed and signed before stays on record, and so does what the family said. The draft is "
                "served again once the plan is approved, and the family has its 15 days for it.",
            ],
        },
        here="finalising",
    )
