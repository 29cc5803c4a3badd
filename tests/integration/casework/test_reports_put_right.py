"""The pages on which a report is put right, and those on which one that came late is weighed."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from base.clock import today
from casework.enums import ReportKind, ReportStatus, WeighedBy
from casework.report_corrections.actions import withdraw_report
from casework.reports.actions import mark_passage, record_report
from panels.signing.queries import waiting_item
from scoring.frameworks.queries import outcomes_of
from scoring.rasform.actions import save_outcome, submit_form
from scoring.reviews.actions import verify_form
from scoring.scores.rules import Entry
from tests.factories.cases import a_case_being_assessed, go_on_without_the_rest
from tests.factories.forms import USUAL, a_draft, a_submitted_form, a_verified_form, all_agreed
from tests.factories.journeys import agree_and_send, draft, gather_reports, give_indicative, score, the_people, verify
from tests.factories.plans import a_plan_at_the_tac, a_received_report, an_awaited_report

pytestmark = pytest.mark.django_db

WRONG = {"reason": "It is the wrong document."}
NOTHING = {"csrfmiddlewaretoken": "as every form sends"}


@pytest.fixture
def case(coordinator, lead):
    return a_case_being_assessed(coordinator, lead)


def url(case, name, *args):
    return reverse(f"casework:{name}", args=[case.reference, *args])


def the_day(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def content(response):
    return " ".join(response.content.decode().split())


def a_late_report(case):
    came = {"author": "A tutor", "received_on": today(), "text": "He likes to read.", "by": case.coordinator}
    return record_report(case, ReportKind.OTHER, **came)


# Recorded


def test_author_and_day_are_proposed(case, client_as, coordinator):
    report = an_awaited_report(case, asked_of="Dr K. Lim")
    page = content(client_as(coordinator).get(url(case, "report_receive", report.pk)))
    assert 'value="Dr K. Lim"' in page
    assert f'name="received_on_day" type="text" value="{today().day}"' in page.replace('spellcheck="false" ', "")


def test_several_are_recorded_from_the_list(case, client_as, coordinator):
    medical, education = an_awaited_report(case), an_awaited_report(case, ReportKind.EDUCATION)
    an_awaited_report(case, ReportKind.SOCIAL_CARE)
    client = client_as(coordinator)
    assert url(case, "report_receive_several") in content(client.get(url(case, "report_list")))
    sent = {
        **the_day("received_on", today()),
        f"came_{medical.pk}": "on",
        f"author_{medical.pk}": "Dr K. Lim",
        f"text_{medical.pk}": "He hears well.",
        f"came_{education.pk}": "on",
        f"author_{education.pk}": "The SENCo",
        f"files_{education.pk}": [SimpleUploadedFile(name, b"Needs an adult.") for name in ("a.txt", "b.txt")],
    }
    page = content(client.post(url(case, "report_receive_several"), sent, follow=True))
    assert "2 reports recorded." in page
    assert "2 of 3 in." in page
    assert education.files.count() == 2


def test_what_is_wrong_with_several_is_said_in_the_order_of_the_page(case, client_as, coordinator):
    medical, education = an_awaited_report(case), an_awaited_report(case, ReportKind.EDUCATION)
    client = client_as(coordinator)
    page = content(client.post(url(case, "report_receive_several"), the_day("received_on", today())))
    assert "Tick at least one report that came" in page
    sent = {f"came_{each.pk}": "on" for each in (medical, education)} | {f"text_{medical.pk}": "He hears well."}
    page = content(client.post(url(case, "report_receive_several"), sent))
    summary = page[page.index("There is a problem") :]
    sentences = [
        "Enter the date received",
        "Enter who wrote each report that came",
        "Enter what “Education” says, or choose its file",
    ]
    places = [summary.lower().index(sentence.lower()) for sentence in sentences]
    assert places == sorted(places)
    assert page.count("Enter who wrote each report that came") == 3
    assert "He hears well." in page
    assert not case.reports.filter(status=ReportStatus.RECEIVED).exists()


def test_errors_of_asking_stand_in_the_order_of_the_page(case, client_as, coordinator):
    page = content(client_as(coordinator).post(url(case, "report_ask"), {"ask_medical": "on", "other_kind": "other"}))
    assert page.index("Enter who is asked for “Medical”") < page.index("Enter who is asked for the other report")


def test_menu_page_and_case_page_count_alike(case, client_as, coordinator, lead):
    a_received_report(case)
    withdraw_report(a_received_report(case, ReportKind.EDUCATION), **WRONG, by=coordinator)
    go_on_without_the_rest(case, lead)
    page = content(client_as(coordinator).get(url(case, "report_list")))
    assert "5 of 5 in, 4 not needed." in page
    case_page = client_as(coordinator).get(url(case, "case_detail"))
    assert "5 of 5 in, 4 not needed" in content(case_page)
    (link,) = [each for each in case_page.context["side_links"] if each.text == "Reports"]
    assert link.count == "5"


def test_the_work_list_says_when_all_is_in(case, client_as, coordinator, lead):
    client = client_as(coordinator)
    a_received_report(case)
    assert "Gather the reports" in content(client.get("/"))
    go_on_without_the_rest(case, lead)
    assert "Open scoring, 5 of 5 in" in content(client.get("/"))
    an_awaited_report(case, ReportKind.OTHER)
    assert "Gather the reports" in content(client.get("/"))


# Put right


def test_a_withdrawn_report_leaves_every_page_and_is_put_back(case, client_as, coordinator, lead):
    report = a_received_report(case, text="He hears well.")
    mark_passage(report, quote="hears well", by=coordinator)
    client = client_as(lead)
    assert url(case, "report_withdraw", report.pk) in content(client.get(url(case, "report_detail", report.pk)))
    page = content(client.post(url(case, "report_withdraw", report.pk), NOTHING))
    assert "Enter why the report is withdrawn" in page
    assert "Select whether the right report is still to come" in page
    sent = WRONG | {"is_still_awaited": "no"}
    page = content(client.post(url(case, "report_withdraw", report.pk), sent, follow=True))
    assert "No report has been asked for." in page
    assert url(case, "report_put_back", report.pk) in page
    for name in ("report_detail", "report_correct", "report_replace", "report_files_add"):
        answer = client_as(coordinator).get(url(case, name, report.pk))
        assert answer.status_code == 409
        assert "it is no longer shown" in content(answer)
        assert "He hears well." not in content(answer)
    history = content(client.get(url(case, "case_history")))
    assert "withdrew the report “Medical” by Dr K. Lim: “It is the wrong document.”" in history
    client.post(url(case, "report_put_back", report.pk), {"reason": "It was right."})
    assert "hears well" in content(client.get(url(case, "report_detail", report.pk)))


def test_no_page_of_the_case_and_no_pack_says_what_a_withdrawn_report_said(client_as):
    people = the_people()
    case = a_case_being_assessed(people.coordinator, people.verifier)
    wrong = a_received_report(case, ReportKind.FAMILY, author="Mr Unknown", text="Quite another child.")
    gather_reports(case, people)
    score(case, people)
    verify(case, people)
    give_indicative(case, people, Decimal(4000))
    draft(case, people, Decimal("1.25"))
    agree_and_send(case, people)
    item = waiting_item(case)
    pages = [url(case, name) for name in ("case_detail", "report_list", "plan_detail", "tac_list")]
    pages += [reverse(f"scoring:{name}", args=[case.reference]) for name in ("form_detail", "form_document")]
    pages.append(reverse("panels:item_detail", args=[item.pk]))
    before = " ".join(content(client_as(people.chair).get(page)) for page in pages)
    assert "Quite another child." in before
    withdraw_report(wrong, **WRONG, by=people.signer)
    for person in (people.coordinator, people.signer, people.chair):
        client = client_as(person)
        for page in pages:
            shown = content(client.get(page))
            assert "Quite another child." not in shown, page
            if page != pages[0]:  # its latest acts say that the report was withdrawn, and whose it was
                assert "Mr Unknown" not in shown, page


def test_a_report_is_replaced(case, client_as, coordinator):
    old = a_received_report(case)
    client = client_as(coordinator)
    sent = WRONG | {"author": "Dr A. Shah", **the_day("received_on", today()), "text": "He hears little."}
    client.post(url(case, "report_replace", old.pk), sent)
    (new,) = case.reports.filter(status=ReportStatus.RECEIVED)
    assert new.replaces == old
    page = content(client.get(url(case, "report_detail", new.pk)))
    assert "A report that was withdrawn; the history says why" in page


def test_files_are_added_and_one_is_removed(case, client_as, coordinator):
    report = a_received_report(case)
    client = client_as(coordinator)
    assert "Choose at least one file" in content(client.post(url(case, "report_files_add", report.pk), NOTHING))
    files = [SimpleUploadedFile(name, b"More of it.") for name in ("one.txt", "two.txt")]
    page = content(client.post(url(case, "report_files_add", report.pk), {"uploads": files}, follow=True))
    assert "2 files added." in page
    one, two = report.files.all()
    assert url(case, "report_file_remove", report.pk, one.pk) in page
    client.post(url(case, "report_file_remove", report.pk, one.pk), {"reason": "It is another child's."})
    assert client.get(url(case, "report_file", report.pk, one.pk)).status_code == 404
    kept = client.get(url(case, "report_file", report.pk, two.pk))
    assert b"".join(kept.streaming_content) == b"More of it."
    page = content(client.get(url(case, "report_detail", report.pk)))
    assert "two.txt" in page
    assert "one.txt" not in page


def test_days_and_names_are_corrected(case, client_as, coordinator):
    report = a_received_report(case)
    client = client_as(coordinator)
    page = content(client.get(url(case, "report_correct", report.pk)))
    assert 'value="Dr K. Lim"' in page
    sent = {
        "asked_of": "Dr A. Shah",
        **the_day("asked_on", today()),
        "author": "Dr A. Shah",
        **the_day("received_on", today()),
    }
    assert "Enter why it is corrected" in content(client.post(url(case, "report_correct", report.pk), sent))
    client.post(url(case, "report_correct", report.pk), sent | {"reason": "Another doctor wrote it."})
    history = content(client.get(url(case, "case_history")))
    assert "who was asked, from “Dr K. Lim” to “Dr A. Shah”" in history
    assert "Why: “Another doctor wrote it.”" in history


def test_a_reminder_is_taken_back(case, client_as, coordinator):
    report = an_awaited_report(case)
    client = client_as(coordinator)
    client.post(url(case, "report_chase", report.pk), {"method": "phone"})
    remove = url(case, "report_reminder_remove", report.pk, report.chases.get().pk)
    assert remove in content(client.get(url(case, "report_detail", report.pk)))
    page = content(client.post(remove, {"reason": "Nobody was reached."}, follow=True))
    assert "The reminder is taken back." in page
    assert remove not in page


# Late


def test_a_late_report_is_asked_about_and_shown_until_it_was_weighed(client_as, coordinator):
    case = a_plan_at_the_tac(coordinator).case
    client = client_as(coordinator)
    sent = {"kind": "other", "author": "A tutor", **the_day("received_on", today()), "text": "He likes to read."}
    answer = client.post(url(case, "report_record"), sent)
    report = case.reports.get(kind="other")
    assert answer.url == url(case, "report_weigher", report.pk)
    page = content(client.get(url(case, "case_detail")))
    assert "Say what weighs the late report “Other advice”" in page
    assert "It is not said yet what weighs it." in page
    asking = content(client.get(url(case, "report_weigher", report.pk)))
    assert "The TAC weighs it" in asking
    assert "The RAS form is opened again" not in asking
    client.post(url(case, "report_weigher", report.pk), {"weigher": "tac"})
    for name in ("tac_list", "case_detail"):
        assert "The TAC weighs it." in content(client.get(url(case, name)))
    assert "Late reports to be weighed" in content(client.get(reverse("allocation:tac", args=[case.reference])))
    client.post(url(case, "report_finding", report.pk), {"finding": "Nothing changed."})
    assert "Late reports to be weighed" not in content(client.get(url(case, "tac_list")))
    page = content(client.get(url(case, "report_detail", report.pk)))
    assert "Nothing changed." in page
    assert "Correct what the TAC made of it" in page


def test_a_late_report_leads_back_to_the_form_while_that_may_be_opened(client_as, coordinator):
    case = a_verified_form(coordinator).case
    report = a_late_report(case)
    client = client_as(coordinator)
    assert "The RAS form is opened again" in content(client.get(url(case, "report_weigher", report.pk)))
    page = content(client.post(url(case, "report_weigher", report.pk), {"weigher": WeighedBy.FORM}, follow=True))
    assert "The RAS form is to be opened again" in page
    assert reverse("scoring:form_reopen", args=[case.reference]) in page
    refused = client.post(url(case, "report_weigher", report.pk), {"weigher": "nothing"})
    assert "Select" in content(refused)


def test_whoever_does_not_work_the_case_sees_that_it_is_to_be_weighed(client_as, coordinator, lead):
    case = a_submitted_form(coordinator).case
    report = a_late_report(case)
    page = content(client_as(lead).get(url(case, "case_detail")))
    assert "It is not said yet what weighs it." in page
    assert url(case, "report_weigher", report.pk) not in page
    assert client_as(lead).get(url(case, "report_weigher", report.pk)).status_code == 403


# Evidence


def a_rested_form(coordinator):
    """A draft whose first outcome rests on a passage of the first report."""
    form = a_draft(coordinator, USUAL)
    passage = mark_passage(form.case.reports.first(), quote="two or three times a week", by=coordinator)
    outcome = outcomes_of(form.framework)[0]
    entry = Entry(outcome.levels.all()[1].pk, "Why", passage_ids=frozenset({passage.pk}))
    save_outcome(form, outcome, entry, None, by=coordinator)
    return form


def test_the_scorer_is_told_on_the_form(client_as, coordinator):
    form = a_rested_form(coordinator)
    withdraw_report(form.case.reports.first(), **WRONG, by=coordinator)
    page = content(client_as(coordinator).get(reverse("scoring:form_edit", args=[form.case.reference])))
    assert "A report was withdrawn" in page
    assert 'href="#outcome-1">outcome 1</a> (Educational psychology).' in page


def test_the_submitted_form_shows_withdrawn_in_place_of_the_words(client_as, coordinator, lead):
    form = submit_form(a_rested_form(coordinator), by=coordinator)
    verify_form(form, all_agreed(form), by=lead)
    withdraw_report(form.case.reports.first(), **WRONG, by=coordinator)
    page = content(client_as(lead).get(reverse("scoring:form_detail", args=[form.case.reference])))
    assert "It rested on a report that was withdrawn: Educational psychology." in page
    assert "“two or three times a week”" not in page
    case_page = content(client_as(lead).get(url(form.case, "case_detail")))
    assert "Open the RAS form again: a report it rests on was withdrawn" in case_page
    printed = content(client_as(lead).get(reverse("scoring:form_document", args=[form.case.reference])))
    assert "Educational psychology, a report withdrawn since" in printed
    assert "“two or three times a week”" not in printed
