"""Remove a provision line, once asked again."""

from django.contrib import messages
from django.shortcuts import redirect

from allocation.actions.provision import remove_costed_line
from allocation.forms.provision import ProvisionRemoveForm
from allocation.queries import line_as_seen
from allocation.views.costing import back_to_costing, url_of, with_line
from casework.permissions.plans import check_user_can_change_provision
from casework.presenters.plans import how_much
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case


@with_case("Remove provision")
@with_line
def provision_remove(request, case, line):
    if request.method != "POST":
        check_user_can_change_provision(request.user, case)
    back = url_of("provision_edit", case, line.pk)
    form = ProvisionRemoveForm(request.POST or None, cancel_url=back, initial={"seen": line_as_seen(line)})
    if form.is_valid() and act_or_explain(form, lambda: _remove(line, form, request.user)):
        messages.success(request, f"{line.description} was removed from the plan.")
        return redirect(back_to_costing(case))
    context = {"form": form, "line": line, "how_much": how_much(line), "back": back}
    return render_case(request, case, "allocation/provision_remove.html", context, here="provision")


def _remove(line, form, user):
    remove_costed_line(line, seen=form.cleaned_data["seen"], by=user)
    return True
