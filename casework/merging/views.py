"""The pages of records that may be of one child: those much alike, two compared and merged, a merge undone."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from accounts.enums import Role
from accounts.permissions import check_user_has_role
from base.pages import finish
from casework.cases.frame import ask_of_case, link, note_named, render_case, with_case
from casework.merging.actions import answer_that_another, ask_again_whether_another, merge_children, undo_merge
from casework.merging.forms import MergeForm, OtherRecordForm, UndoForm
from casework.merging.permissions import (
    MERGE,
    check_user_can_keep_records,
    check_user_can_merge_records,
    check_user_can_undo_merge,
)
from casework.merging.presenters import (
    merges_of,
    name_before,
    others_in_words,
    records_answered,
    records_like,
    side_by_side,
)
from casework.merging.queries import cases_of
from casework.models import Child
from casework.names.actions import record_told_of


@require_safe
@with_case("Other records of the child")
def child_records(request, case):
    """Records that may be of the same child; those that are not, as somebody answered; those that were merged."""
    check_user_can_keep_records(request.user, case)
    alike = others_in_words(records_like(case.child), request.user)
    answered = others_in_words(records_answered(case.child), request.user)
    record_told_of([each.pk for each in (*alike, *answered) if not each.is_seen], by=request.user)
    note_named(request, cases_of([each.pk for each in (*alike, *answered) if each.is_seen]))
    context = {
        "alike": alike,
        "answered": answered,
        "merges": [(merge, name_before(merge)) for merge in merges_of(case.child)],
        "is_lead": request.user.has_role(Role.LEAD_SEND_COORDINATOR),
    }
    return render_case(request, case, "casework/child_records.html", context, here="family")


@with_case("Name another record of the child")
def records_find(request, case):
    """Another record, however unlike, by the reference of a case of it."""
    return ask_of_case(
        request,
        case,
        lambda data: OtherRecordForm(data, child=case.child, user=request.user, cancel_url=link(case, "child_records")),
        lambda form: form.cleaned_data["reference"],
        check=lambda: check_user_has_role(request.user, Role.LEAD_SEND_COORDINATOR, act=MERGE),
        done="",
        then=lambda other: link(case, "records_merge", other.child_id),
        here="family",
        context=lambda form: {"page_title": "Another record of this child"},
    )


@require_POST
@with_case("Say that another record is of another child")
def records_another(request, case, child_id):
    answer_that_another(case, get_object_or_404(Child, pk=child_id), by=request.user)
    return finish(request, "It is kept that these are two children, and not asked again.", link(case, "child_records"))


@require_POST
@with_case("Ask again whether another record is of this child")
def records_ask_again(request, case, child_id):
    ask_again_whether_another(case, get_object_or_404(Child, pk=child_id), by=request.user)
    return finish(request, "The answer is taken back.", link(case, "child_records"))


@with_case("Merge two records of the child")
def records_merge(request, case, child_id):
    other = get_object_or_404(Child, pk=child_id)
    note_named(request, cases_of([other.pk]))
    return ask_of_case(
        request,
        case,
        lambda data: MergeForm(data, child=case.child, other=other, cancel_url=link(case, "child_records")),
        lambda form: merge_children(case.child, other, **form.choice(), by=request.user),
        check=lambda: check_user_can_merge_records(request.user, case.child, other),
        done="The two records are one now. The child is found by both names.",
        template="casework/records_merge.html",
        context=lambda form: {"table": side_by_side(case.child, other)},
        here="family",
    )


@with_case("Part two records that were merged")
def records_part(request, case, merge_id):
    merge = case.child.merges.select_related("kept", "merged").filter(pk=merge_id).first()
    if merge is None:
        raise Http404
    return ask_of_case(
        request,
        case,
        lambda data: UndoForm(data, cancel_url=link(case, "child_records")),
        lambda form: undo_merge(merge, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_undo_merge(request.user, merge),
        done="The two records are parted again, as they were.",
        then=link(case, "case_detail"),
        here="family",
        context=lambda form: {
            "page_title": "Part two records that were merged",
            "lead": [
                f"The record of {name_before(merge)} was merged into this one. Its cases, contacts and plans go back, "
                "and the values that were taken over are as they were before.",
            ],
        },
    )
