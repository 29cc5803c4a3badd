"""The version of the plan that a case drafts: found, begun, locked, edited; who may draft it, until when; its PDFs."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max, QuerySet

import audit.actions
from accounts.models import User
from base.clock import now
from base.reading import is_in_hand, prepared, take_in_hand
from base.refusals import Refused
from casework.cases.actions import lock_case, take_part
from casework.cases.permissions import check_case_is_at, check_user_works_case
from casework.cases.queries import meetings_of
from casework.enums import DocumentKind, Part, PlanStatus, SectionLetter, Stage
from casework.models import Case, Plan, PlanDocument, PlanSection, PlanVersion, TacMeeting
from operations.files.storage import remove_after_commit
from operations.tasks.actions import start_task


def plan_version_of(case: Case) -> PlanVersion | None:
    """The version of the plan this case drafts, if drafting has begun."""
    if not is_in_hand(case):
        return next(iter(_version_of(case.pk)), None)
    found: PlanVersion | None = getattr(case, "plan_version", None)
    if found is not None:
        take_in_hand(found)
    return found


@prepared
def _version_of(case_id: int) -> QuerySet[PlanVersion]:
    return PlanVersion.objects.filter(case=case_id).select_related("plan", "placement").order_by()


def plan_version_or_refuse(case: Case) -> PlanVersion:
    """The version of the plan this case drafts; refused before drafting has begun, and where it never will."""
    plan_version = plan_version_of(case)
    if plan_version is None and case.is_ended:
        raise Refused(f"There is no plan to show: the case ended at “{Stage(case.stage).label}” before one was begun.")
    if plan_version is None:
        raise Refused("The plan has not been begun: that happens when the indicative resource is allocated.")
    return plan_version


def open_tac_meeting(case: Case) -> TacMeeting | None:
    """The TAC meeting that has no result yet and was not called off."""
    return next((meeting for meeting in meetings_of(case) if meeting.is_open), None)


def last_tac_result(case: Case) -> TacMeeting | None:
    """The latest concluded TAC meeting."""
    concluded = [(meeting.concluded_at, meeting.pk, meeting) for meeting in meetings_of(case) if meeting.concluded_at]
    return max(concluded)[-1] if concluded else None


def sections_of(plan_version: PlanVersion) -> dict[str, PlanSection]:
    """The sections of a plan version by letter, A to K."""
    return {section.letter: section for section in plan_version.sections.all()}


def document_of(plan_version: PlanVersion, kind: DocumentKind) -> PlanDocument | None:
    """The present draft or the final PDF of a plan version, ready or being made."""
    return PlanDocument.objects.filter(plan_version=plan_version, kind=kind, was_served_on=None).first()


def check_user_can_draft_plan(user: User, case: Case) -> None:
    """The co-ordinator writes sections and outcomes while drafting and while the TAC meets."""
    check_user_works_case(user, case, act="write its plan")
    check_case_is_at(case, Stage.DRAFTING, Stage.TAC, act="write the plan")


def check_not_agreed(case: Case) -> None:
    """What a meeting agreed changes at another meeting."""
    if case.stage == Stage.TAC and open_tac_meeting(case) is None:
        concluded = last_tac_result(case)
        if concluded:
            raise Refused(
                f"The {concluded.named} has ended with these figures. "
                "Convene another meeting before changing the provision, or ask the TAC by correspondence."
            )


def check_user_can_order_document(user: User, case: Case) -> None:
    """The co-ordinator may have a plan's PDF made again when it did not come."""
    check_user_works_case(user, case, act="have its plan made as a PDF")
    stages = (Stage.TAC, Stage.SIGN_OFF, Stage.PANEL, Stage.FINALISING, Stage.MAINTAINED)
    check_case_is_at(case, *stages, act="have the plan made as a PDF")


def lock_plan_version(plan_version: PlanVersion) -> tuple[Case, PlanVersion]:
    """The case and the plan version as they are now, locked, in that order."""
    case_now = lock_case(plan_version.case)
    return case_now, PlanVersion.objects.select_for_update().get(pk=plan_version.pk)


def lock_version_of(case: Case) -> PlanVersion:
    """The plan version of a locked case, locked too."""
    plan_version = PlanVersion.objects.select_for_update().get(pk=plan_version_or_refuse(case).pk)
    plan_version.case = case
    return plan_version


def start_plan(case: Case, *, by: User) -> PlanVersion:
    """Begin the version of the child's plan that this case drafts; a second call gives the same version.

    Effects: the child's plan if there is none, the next version of it, and its sections A to K: empty at first, and in
    a review as the plan in force has them.
    Called when the indicative resource is allocated, by the action that has checked the person.
    """
    with transaction.atomic():
        case_now = lock_case(case)
        begun = PlanVersion.objects.filter(case=case_now).first()
        if begun:
            return begun
        plan, _ = Plan.objects.get_or_create(child_id=case_now.child_id, ended_at=None)
        Plan.objects.select_for_update().get(pk=plan.pk)
        highest = plan.versions.aggregate(highest=Max("number"))["highest"] or 0
        plan_version = PlanVersion.objects.create(
            plan=plan, case=case_now, number=highest + 1, edited_at=now(), edited_by=by
        )
        texts = _texts_in_force(plan)
        PlanSection.objects.bulk_create(
            PlanSection(plan_version=plan_version, letter=letter, text=texts.get(letter, ""))
            for letter in SectionLetter
        )
        audit.actions.record(
            "casework.plan_started", by=by, case=case_now, subject=plan_version, number=plan_version.number
        )
    return plan_version


def _texts_in_force(plan: Plan) -> dict[str, str]:
    """The sections of the version issued last, by letter; none before a first one is issued."""
    issued = plan.versions.filter(status=PlanStatus.ISSUED).order_by("-number").first()
    return {section.letter: section.text for section in issued.sections.all()} if issued else {}


def record_edit(plan_version: PlanVersion, *, by: User) -> None:
    """Count an edit of the plan version and say whose it was. The caller holds the lock.

    Who writes the plan before it is approved takes the part of scorer: given to another co-ordinator afterwards,
    the case is still not theirs to sign. After approval a draft PDF that nobody was served is forgotten: it no longer
    says what the plan says.
    """
    if plan_version.approved_at is None:
        take_part(plan_version.case, Part.SCORER, by=by)
    elif plan_version.draft_served_on is None:
        discard_document(plan_version, DocumentKind.DRAFT)
    plan_version.version += 1
    plan_version.edited_at, plan_version.edited_by = now(), by
    plan_version.save(update_fields=["version", "edited_at", "edited_by"])


def order_document(plan_version: PlanVersion, kind: DocumentKind, html: str, *, by: User) -> PlanDocument:
    """Have a PDF of the plan, as the page `html` has it, made by the worker once the transaction is committed.

    One that was ordered before stays as it was then; where it is not made, it is tried again. The caller holds the
    lock and has checked the person.
    """
    document, is_new = PlanDocument.objects.get_or_create(
        plan_version=plan_version,
        kind=kind,
        was_served_on=None,
        defaults={"ordered_at": now(), "ordered_by": by, "html": html},
    )
    return document if document.is_ready else _try(document, is_new=is_new, by=by)


def _try(document: PlanDocument, *, is_new: bool = False, by: User) -> PlanDocument:
    if not is_new:
        document.failure = ""
        document.ordered_at, document.ordered_by = now(), by
        document.save(update_fields=["failure", "ordered_at", "ordered_by"])
    audit.actions.record(
        "casework.document_ordered",
        by=by,
        case=document.plan_version.case,
        subject=document,
        document=document.get_kind_display().lower(),
    )
    from casework.tasks import make_plan_document  # the task comes back to the actions

    start_task(make_plan_document, document.pk, about=document, by=by)
    return document


def order_document_again(document: PlanDocument, *, by: User) -> PlanDocument:
    """Try once more to make a PDF that did not come."""
    with transaction.atomic():
        case_now = lock_case(document.plan_version.case)
        check_user_can_order_document(by, case_now)
        lock_version_of(case_now)
        document_now = PlanDocument.objects.select_for_update().get(pk=document.pk)
        return document_now if document_now.is_ready else _try(document_now, by=by)


def discard_document(plan_version: PlanVersion, kind: DocumentKind) -> None:
    """Forget a PDF that no longer says what the plan says. The caller holds the lock."""
    discarded = PlanDocument.objects.filter(plan_version=plan_version, kind=kind, was_served_on=None)
    remove_after_commit(*discarded.values_list("content", flat=True))
    discarded.delete()


def keep_served_draft(plan_version: PlanVersion) -> None:
    """Keep the PDF of the draft as it was served, beside the one to come, if one was. The caller holds the lock."""
    if plan_version.draft_served_on is None:
        discard_document(plan_version, DocumentKind.DRAFT)
        return
    drafts = PlanDocument.objects.filter(plan_version=plan_version, kind=DocumentKind.DRAFT, was_served_on=None)
    drafts.update(was_served_on=plan_version.draft_served_on)


def keep_document(document: PlanDocument, content: bytes, pages: int) -> PlanDocument:
    """Keep the finished PDF with its SHA-256; if another try was faster, that one stays.

    One that was forgotten while it was made is not kept.
    """
    with transaction.atomic():
        document_now = PlanDocument.objects.select_for_update().filter(pk=document.pk).first()
        if document_now is None or document_now.is_ready:
            return document_now or document
        document_now.content.save("plan.pdf", ContentFile(content), save=False)
        document_now.sha256 = hashlib.sha256(content).hexdigest()
        document_now.size, document_now.pages = len(content), pages
        document_now.made_at, document_now.failure, document_now.html = now(), "", ""
        document_now.save()
        audit.actions.record(
            "casework.document_made",
            by=None,
            case=document_now.plan_version.case,
            subject=document_now,
            document=document_now.get_kind_display(),
            pages=pages,
            sha256=document_now.sha256,
        )
    return document_now


def note_failure(document: PlanDocument, sentence: str) -> None:
    """Say why a PDF could not be made; the page shows it and offers another try."""
    with transaction.atomic():
        document_now = PlanDocument.objects.select_for_update().filter(pk=document.pk).first()
        if document_now and not document_now.is_ready:
            document_now.failure = sentence[:300]
            document_now.save(update_fields=["failure"])
