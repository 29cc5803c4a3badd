"""Whatever stage a case is at, each of its pages opens for each person, or refuses in a sentence of our own.

Views are called as their address leads to them: what stands around every page (who is signed in, whose case it is,
the side list, the row in the trail, the template) is found once, or left out. Drawn in full is the case page for
everybody, and each main page of a case that has ended for somebody. A page of a living case on which nothing is done
is asked for by its readers in turn. `test_access.py` goes all the way for each page at one stage.
"""

import copy
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from django.http import Http404, HttpResponse
from django.template.backends.django import Template
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from accounts.enums import Role
from accounts.models import User
from base.clock import acting_at, now, today
from base.refusals import NotAllowed, Refused
from casework.cases import frame
from casework.cases.actions import close_case
from casework.cases.permissions import cases_visible_to, check_user_can_close_somehow, check_user_can_reassign
from casework.enums import PlanEnd, Stage
from casework.maintaining.actions import end_plan, mend_days
from casework.models import (
    Case,
    Chase,
    Child,
    Passage,
    PlanDocument,
    PlanOutcome,
    PlanReview,
    ProvisionLine,
    Showing,
    StoredFile,
)
from casework.requests.actions import decide_assessment
from casework.stages import ENDS
from scoring.enums import ModerationMode
from scoring.rasform.actions import start_form
from tests.contracts.access_table import ROWS, people_in
from tests.contracts.access_urls import FIXED, PATHS
from tests.factories import journeys
from tests.factories.panels import ABOVE
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db

PAGES = sorted(name for name, path in PATHS.items() if path.startswith("cases/<") and ROWS[name].see is not None)
PRINTED = {"scoring:form_pdf", "casework:plan_document", "casework:report_file", "casework:report_file_picture"}
"""Files, whose contents take long to make."""

MAIN = (
    "casework:case_detail",
    "casework:case_history",
    "casework:report_list",
    "casework:plan_detail",
    "scoring:form_detail",
    "casework:tac_list",
    "allocation:provision",
    "panels:decision_detail",
)
"""What is read of a case, as far as it has come; family and contacts stand on the case page."""
WITHOUT_A_PLAN = {"casework:plan_detail", "allocation:provision"}
WHILE_SCORING = {"scoring:form_detail"}
NO_SUCH_ROW = 9999
SENTENCE = re.compile(r"[“A-Z].{20,}[.”]", re.DOTALL)


def maintained(people: journeys.People) -> Case:
    """The final plan was issued three months ago."""
    with acting_at(now() - timedelta(days=90)):
        return journeys.a_maintained_case(people)


def ceased(people: journeys.People) -> Case:
    case = maintained(people)
    end_plan(case, end=PlanEnd.CEASED, ended_on=today(), reason="No longer needed.", by=people.signer)
    return case


def superseded(people: journeys.People) -> Case:
    with acting_at(now() - timedelta(days=150)):
        case = journeys.a_maintained_case(people)
        journeys.an_issued_review(case, people)
    return case


def spared_moderation(people: journeys.People) -> Case:
    journeys.set_moderation(ModerationMode.SAMPLE, people.officer)
    case = journeys.a_case_at(Stage.VERIFICATION, people)
    journeys.verify(case, people)
    return case


def not_assessed(people: journeys.People) -> Case:
    case = journeys.a_case_at(Stage.REQUESTED, people)
    decide_assessment(case, will_assess=False, reasons="The school can meet the need.", by=people.signer)
    return case


def closed(case: Case, to: Stage, people: journeys.People) -> Case:
    close_case(case, to, reason="It was settled otherwise.", by=people.signer)
    return case


def meeting(people: journeys.People) -> Case:
    case = journeys.a_case_at(Stage.TAC, people)
    journeys.convene(case, people)
    return case


def scoring_begun(people: journeys.People) -> Case:
    case = journeys.a_case_at(Stage.SCORING, people)
    start_form(case, by=people.coordinator)
    return case


# Ends are reached from here and there, so that an early, a late and a half-done case are all among them.
OTHERWISE: dict[Stage, Callable[[journeys.People], Case]] = {
    Stage.ALLOCATION: spared_moderation,
    Stage.TAC: meeting,
    Stage.PANEL: lambda people: journeys.a_case_at(Stage.PANEL, people, share=ABOVE),
    Stage.MAINTAINED: maintained,
    Stage.NOT_ASSESSED: not_assessed,
    Stage.NOT_ISSUED: lambda people: closed(meeting(people), Stage.NOT_ISSUED, people),
    Stage.WITHDRAWN: lambda people: closed(scoring_begun(people), Stage.WITHDRAWN, people),
    Stage.TRANSFERRED_OUT: lambda people: closed(
        journeys.a_case_at(Stage.PANEL, people, share=ABOVE), Stage.TRANSFERRED_OUT, people
    ),
    Stage.CEASED: ceased,
    Stage.SUPERSEDED: superseded,
}


def a_case(stage: Stage, people: journeys.People) -> Case:
    case = OTHERWISE[stage](people) if stage in OTHERWISE else journeys.a_case_at(stage, people)
    case.refresh_from_db()
    assert case.stage == stage
    return case


def everybody(people: journeys.People) -> dict[str, User]:
    """By the names of the access table."""
    return {
        "coordinator": people.coordinator,
        "lead": people.signer,
        "officer": people.officer,
        "chair": people.chair,
        "member": people.members[0],
        "administrator": a_person(Role.SERVICE_ADMINISTRATOR, id=8),
        "finance": a_person(Role.FINANCE_READER, id=9),
    }


def addresses(case: Case) -> dict[str, str]:
    """The address of each page of the case; of a thing the case does not have, one that leads to none."""
    rows: dict[str, Any] = {
        "contact_id": case.child.contacts,
        "child_id": Child.objects.exclude(pk=case.child_id),
        "merge_id": case.child.merges,
        "report_id": case.reports,
        "passage_id": Passage.objects.filter(report__case=case),
        "meeting_id": case.tac_meetings,
        "outcome_id": PlanOutcome.objects.filter(plan_version__case=case),
        "line_id": ProvisionLine.objects.filter(plan_version__case=case),
        "file_id": StoredFile.objects.filter(report__case=case),
        "chase_id": Chase.objects.filter(report__case=case),
        "showing_id": Showing.objects.filter(plan_version__case=case),
        "document_id": PlanDocument.objects.filter(plan_version__case=case),
        "review_id": PlanReview.objects.filter(plan__child=case.child_id),
    }

    @cache
    def value(wanted: str) -> Any:
        if wanted == "reference" or wanted in FIXED:
            return FIXED.get(wanted, case.reference)
        return rows[wanted].values_list("pk", flat=True).first() or NO_SUCH_ROW

    return {
        name: reverse(name, kwargs={wanted: value(wanted) for wanted in re.findall(r"<\w+:(\w+)>", PATHS[name])})
        for name in PAGES
    }


@dataclass(frozen=True)
class Answer:
    """What somebody is answered: a page, a way on, or a refusal with its sentence."""

    status: int
    sentence: str = ""
    leads_to: str = ""

    @property
    def is_in_words(self) -> bool:
        return self.status == 404 or (self.status in (403, 409) and SENTENCE.fullmatch(self.sentence) is not None)


class Asking:
    """Asks for pages of one case as one person, with what is the same on all of them found once."""

    def __init__(self, case: Case, user: User, monkeypatch: pytest.MonkeyPatch, *, draws: bool = False) -> None:
        self.user = user
        visible = cases_visible_to(user).select_related("child", "coordinator", "team", "plan_version")
        self.case = visible.filter(pk=case.pk).first()
        restriction, sections = frame.restriction_of(user, case), frame.sections_of(case, None, user)
        monkeypatch.setattr(frame, "_case_for", self._the_case)
        monkeypatch.setattr(frame, "restriction_of", lambda user, case: restriction)
        monkeypatch.setattr(frame, "sections_of", lambda case, restriction, user: sections)
        monkeypatch.setattr("audit.actions.record_view", lambda *args, **kwargs: None)
        if not draws:
            monkeypatch.setattr(Template, "render", lambda *args, **kwargs: "")

    def _the_case(self, *args: Any, **kwargs: Any) -> Case:
        if self.case is None:
            raise Http404
        return copy.copy(self.case)

    def answer(self, address: str) -> Answer:
        """The answer of the page itself."""
        match, request = resolve(address), RequestFactory().get(address)
        request.user, request.resolver_match, request.session = self.user, match, {}  # type: ignore[assignment]
        try:
            response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        except NotAllowed as refusal:
            return Answer(403, refusal.sentence)
        except Refused as refusal:
            return Answer(409, refusal.sentence)
        except Http404:
            return Answer(404)
        return Answer(response.status_code, leads_to=response.get("Location", ""))

    def answer_in_the_end(self, address: str) -> Answer:
        """The answer of the page that it leads to."""
        answer = self.answer(address)
        for _ in range(3):
            if answer.status != 302:
                break
            answer = self.answer(re.split("[?#]", answer.leads_to)[0])
        return answer


def faults_of(name: str, answer: Answer, case: Case, who: str) -> list[str]:
    """What is wrong with an answer to this person."""
    told = f"{who} at {name}: {answer}"
    if answer.status == 200:
        return []
    if not answer.is_in_words:
        return [f"{told} is neither a page nor a refusal in words"]
    faults = []
    if answer.status == 409 and who not in people_in(ROWS[name].see or "nobody"):
        faults.append(f"{told} tells that it cannot be done now: at no time can this person do it")
    if answer.status == 409 and case.is_ended and not says_what_ended(answer.sentence, case):
        faults.append(f"{told} does not tell that the case has ended")
    return faults


# What is refused at an end for another reason: a form or a second scoring that is over, a row that is not there.
OTHER_REASONS = (
    "it is “",
    "There is no second scoring of this case that is still open.",
    "was removed after you",
    "The council decided not to assess.",
    "A later version of the plan is in force",
    "The case ended with the plan.",
    "there is no end to take back",
    "so there is nothing to",
    "did not come after scoring opened",
)


def says_what_ended(sentence: str, case: Case) -> bool:
    return Stage(case.stage).label in sentence or any(reason in sentence for reason in OTHER_REASONS)


IN_TURN = ("coordinator", "lead", "officer")


def asks(name: str, who: str, case: Case, *, is_reader: bool) -> bool:
    """Whether this person asks for the page at this stage.

    Whoever may not know of the case is kept out before any page is looked at: they ask for each page at one stage.
    Where something is done all readers try at every stage, and so they do once the case has ended; a page that is only
    read is asked for by the readers in turn while it lives.
    """
    turn = PAGES.index(name) + list(Stage).index(Stage(case.stage))
    if not is_reader:
        return turn % len(Stage) == 0
    if case.is_ended or ROWS[name].act != "nobody" or who not in IN_TURN:
        return True
    return IN_TURN[turn % len(IN_TURN)] == who


@pytest.mark.parametrize("stage", list(Stage))
def test_every_page_opens_or_refuses_in_words(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    people = journeys.the_people()
    case = a_case(stage, people)
    urls, faults = addresses(case), []
    for who, user in everybody(people).items():
        with monkeypatch.context() as patch:
            asking = Asking(case, user, patch)
            for name, url in urls.items():
                if name not in PRINTED and asks(name, who, case, is_reader=asking.case is not None):
                    faults += faults_of(name, asking.answer_in_the_end(url), case, who)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("stage", list(Stage))
def test_the_case_page_opens_at_every_stage(stage: Stage):
    """With all that stands around it and on it, for everybody who reads the case; for nobody else."""
    people = journeys.the_people()
    case = a_case(stage, people)
    assert mend_days(is_dry=True) == ([], None), "the next duty that is kept is what the clock says"
    url, client = reverse("casework:case_detail", args=[case.reference]), Client()
    for user in everybody(people).values():
        client.force_login(user, backend="accounts.backends.AccountBackend")
        reads = cases_visible_to(user).filter(pk=case.pk).exists()
        assert client.get(url).status_code == (200 if reads else 404)


@pytest.mark.parametrize("stage", [*ENDS, Stage.MAINTAINED])
def test_what_has_ended_is_read_as_before(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    """Each main page of the case, drawn in full, each for another of its readers."""
    people = journeys.the_people()
    case = a_case(stage, people)
    everybodys = everybody(people)
    readers = [who for who, user in everybodys.items() if cases_visible_to(user).filter(pk=case.pk).exists()]
    assert {"coordinator", "lead", "officer"} <= set(readers)
    urls, is_there = addresses(case), set(MAIN)
    if not hasattr(case, "plan_version"):
        is_there -= WITHOUT_A_PLAN
    if stage == Stage.WITHDRAWN:
        is_there -= WHILE_SCORING
    for name, who in zip(MAIN, itertools.cycle(readers), strict=False):
        with monkeypatch.context() as patch:
            answer = Asking(case, everybodys[who], patch, draws=True).answer_in_the_end(urls[name])
        assert answer.status == (200 if name in is_there else 409), f"{who} at {name}: {answer}"


def test_the_rest_of_the_case_has_no_plan_where_none_was_begun(monkeypatch: pytest.MonkeyPatch):
    people = journeys.the_people()
    case = not_assessed(people)
    answer = Asking(case, people.signer, monkeypatch).answer(reverse("casework:plan_detail", args=[case.reference]))
    assert answer.sentence == "There is no plan to show: the case ended at “Not assessed” before one was begun."


def test_what_is_refused_at_an_end_is_said_of_the_end():
    people = journeys.the_people()
    case = a_case(Stage.WITHDRAWN, people)
    for check, act in (
        (check_user_can_close_somehow, "close the case"),
        (check_user_can_reassign, "give the case to another co-ordinator"),
    ):
        with pytest.raises(Refused) as refused:
            check(people.signer, case)
        assert refused.value.sentence == f"You cannot {act} now: the case is at “Withdrawn”."
