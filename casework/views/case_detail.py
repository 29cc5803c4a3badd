"""The case page: where the case is, whose turn it is, and what may be done next."""

from audit.moments import today
from casework import casepage
from casework.curtain import curtain_of
from casework.presenters.cases import (
    clock_figure,
    clock_in_words,
    latest_acts,
    state_in_words,
    step_items,
    summary_rows,
)
from casework.rules import STAGES
from casework.views.loading import render_case, with_case


@with_case("Case")
def case_detail(request, case):
    day, sections = today(), casepage.sections(case, request.user)
    curtain = curtain_of(request.user, case)
    context = {
        "page_title": STAGES[case.stage].title,
        "state": curtain.sentence if curtain else state_in_words(case, request.user, day),
        "sections": sections,
        "summary": summary_rows(case, sections, shows_hands=curtain is None),
        "clock": clock_figure(case, day),
        "clock_words": clock_in_words(case, day),
        "steps": step_items(casepage.next_steps(case, request.user)),
        "latest": [] if curtain else latest_acts(case),
    }
    return render_case(request, case, "casework/case_detail.html", context, here="summary")
