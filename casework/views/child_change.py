"""Correcting the child's details, and saying where they learn now."""

from django.contrib import messages
from django.shortcuts import redirect

from casework.actions.children import change_child
from casework.casepage_entries.sections import child_rows
from casework.forms.cases import ChildChangeForm
from casework.permissions.cases import check_user_can_keep_details
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case


@with_case("Change the child’s details")
def child_change(request, case):
    if request.method != "POST":
        check_user_can_keep_details(request.user, case)
    form = ChildChangeForm.of(case.child, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"setting": form.setting_details(), "seen": form.cleaned_data["seen"]}
        if act_or_explain(form, lambda: change_child(case, form.child_details(), **given, by=request.user)):
            messages.success(request, "The child’s details are saved.")
            return redirect("casework:case_detail", case.reference)
        form.show_again(case.child)
    context = {"form": form, "now_there": child_rows(case) if form.is_refused else []}
    return render_case(request, case, "casework/child_change.html", context, here="family")
