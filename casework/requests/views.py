"""Opening a case, and deciding whether to assess."""

from base.pages import ask
from base.words import day_in_words
from casework.cases.frame import ask_of_case, link, with_case
from casework.requests.actions import decide_assessment, open_case
from casework.requests.forms import CaseDecideForm, CaseOpenForm
from casework.requests.permissions import check_user_can_decide_assessment, check_user_can_open_case


def case_open(request):
    check_user_can_open_case(request.user)
    return ask(
        request,
        lambda data: CaseOpenForm(data, user=request.user),
        lambda form: open_case(by=request.user, **form.case_details()),
        done=lambda case: (
            f"Case {case.reference} is open. The decision whether to assess is due by "
            f"{day_in_words(case.decision_due_on)}."
        ),
        then=lambda case: link(case, "case_detail"),
        template="casework/case_open.html",
    )


@with_case("Decide whether to assess")
def case_decide(request, case):
    return ask_of_case(
        request,
        case,
        CaseDecideForm,
        lambda form: decide_assessment(case, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_decide_assessment(request.user, case),
        done="The decision is recorded.",
        template="casework/case_decide.html",
    )
