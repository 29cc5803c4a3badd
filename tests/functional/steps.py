"""The steps of a case as people take them in the browser: by the names on buttons, links and fields."""

from datetime import date, timedelta

from playwright.sync_api import expect

from casework.models import Case
from tests.functional.conftest import Visitor

REPORT = "Rowan leaves the room two or three times a week when plans change, and needs an adult to come back."


def fill_day(visitor: Visitor, legend: str, day: date) -> None:
    """Type a day into the three boxes of a date question."""
    group = visitor.page.get_by_role("group", name=legend, exact=True)
    for label, figure in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(label, exact=True).fill(str(figure))


def choose(visitor: Visitor, label: str, within: str = "") -> None:
    """Choose a radio button or tick a box by its label, within the question `within` where labels recur."""
    page = visitor.page
    area = page.get_by_role("group", name=within, exact=True) if within else page
    area.get_by_label(label, exact=True).check()


def open_a_case(coordinator: Visitor, requested_on: date) -> str:
    """From the work list to a new case; returns its path."""
    page = coordinator.page
    coordinator.go("/")
    coordinator.click("Open a case")
    page.get_by_label("First name", exact=True).fill("Rowan")
    page.get_by_label("Last name", exact=True).fill("Ellis")
    fill_day(coordinator, "Date of birth", date(2015, 5, 9))
    choose(coordinator, "Male", "Sex")
    page.get_by_label("Main need", exact=True).select_option(label="Speech, language and communication")
    page.get_by_label("Not in the list", exact=True).check()
    page.get_by_label("Name of the setting, if it is not listed").fill("Hillside Academy")
    page.get_by_label("Its phase, if it is not listed").select_option(label="Secondary school")
    page.get_by_label("Full name", exact=True).fill("Jo Ellis")
    page.get_by_label("Relationship to the child").select_option(label="Mother")
    fill_day(coordinator, "Date the request was received", requested_on)
    choose(coordinator, "Parent or young person", "Who asked?")
    coordinator.click("Open the case")
    coordinator.see("An assessment has been requested")
    return f"/cases/{Case.objects.latest('pk').reference}/"


def decide_to_assess(lead: Visitor, path: str) -> None:
    lead.go("/")
    lead.go(path)
    lead.click("Decide whether to assess")
    choose(lead, "Yes, assess")
    lead.page.get_by_label("Reasons", exact=False).first.fill("The evidence suggests that support is needed.")
    lead.click("Record the decision")
    lead.see("Reports are being gathered")


REST = ("Parent or young person", "Medical", "Social care")


def gather_reports(coordinator: Visitor, path: str) -> None:
    """What the law requires is asked for: one comes as text, one as a file, the rest at once; one is chased."""
    page = coordinator.page
    coordinator.go(path)
    coordinator.click("Ask for reports")
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    asked = (("Education", "The SENCo"), ("Educational psychology", "Dr K. Lim"))
    for kind, whom in (*asked, *((kind, "The service") for kind in REST)):
        page.get_by_label(kind, exact=True).check()
        page.get_by_label(f"Who is asked for “{kind}”", exact=True).fill(whom)
    coordinator.click("Ask for the reports")
    coordinator.go(path)
    coordinator.see("5 reports still awaited")
    case = Case.objects.get(reference=path.split("/")[2])
    education, psychology = (case.reports.get(kind=kind) for kind in ("education", "educational_psychology"))
    coordinator.go(f"{path}reports/{education.pk}/chase/")
    choose(coordinator, "Email")
    coordinator.click("Record the reminder")
    for report, file in ((education, None), (psychology, ("advice.txt", REPORT))):
        coordinator.go(f"{path}reports/{report.pk}/receive/")
        page.get_by_label("Who wrote it").fill(report.asked_of)
        fill_day(coordinator, "Date received", case.requested_on)
        if file:
            name, text = file
            page.locator("input[type=file]").set_input_files(
                {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
            )
        else:
            page.get_by_label("What it says (optional)").fill(REPORT)
        coordinator.click("Record the report")
    coordinator.go(path)
    coordinator.click("Record what came")
    for kind in REST:
        page.get_by_label(f"“{kind}” came").check()
        page.get_by_label(f"What “{kind}” says (optional)").fill(REPORT)
    coordinator.click("Record the reports")
    coordinator.go(path)
    coordinator.click("Open scoring")
    coordinator.click("Open scoring")


LEVELS = (2, 2, 1, 2, 3, 1, 2, 1, 2, 1)


def score(coordinator: Visitor, path: str) -> None:
    """The form filled in by the keyboard where it matters: levels by digit, evidence by its key; then submitted."""
    page = coordinator.page
    coordinator.go(path)
    coordinator.click("Start the RAS form")
    coordinator.click("Start the RAS form")
    for position, level in enumerate(LEVELS, start=1):
        section = page.locator(f"#outcome-{position}")
        section.get_by_role("radio").first.focus()
        page.keyboard.type(f"{level}aa")
        section.get_by_label("Why this level").fill("Described in both reports, and seen in class each day.")
    expect(page.locator(f"#outcome-{len(LEVELS)} [data-ras-status]")).to_contain_text("Saved")
    page.get_by_role("group", name="Does the assessment confirm the main need?").get_by_label("Yes").press("Space")
    coordinator.click("Check and submit")
    coordinator.click("Submit the RAS form")


def verify(lead: Visitor, path: str) -> None:
    """One level changed with a reason, the rest agreed."""
    lead.go(path)
    lead.click("Verify the RAS form")
    choose(lead, "Change", "Your verdict on outcome 1")
    lead.page.get_by_label("Change outcome 1 to", exact=True).select_option(label="Low")
    lead.page.get_by_label("Why you change or query outcome 1", exact=True).fill("Weekly, say the reports.")
    lead.page.get_by_label("I agree with every outcome I have not marked").check()
    lead.click("Record the verification")
    lead.go(path)
    lead.see("The scores are being moderated")


def moderate_and_allocate(officer: Visitor, path: str, amount: str = "4,000.00") -> None:
    """Moderated as it is, and £4,000 allocated with a reason."""
    officer.go(path)
    officer.click("Moderate the RAS form")
    officer.click("Record the moderation")
    officer.go(path)
    officer.click("Allocate the indicative resource")
    officer.page.get_by_role("radio").last.check()
    officer.page.get_by_label("Another figure (pounds a year)").fill(amount)
    officer.page.get_by_label("Reason for another figure").fill("Similar cases were agreed at about this sum.")
    officer.click("Allocate the indicative resource")
    if (far_off := officer.page.get_by_label("Yes, this is the figure that I mean")).count():
        far_off.check()
        officer.click("Allocate the indicative resource")
    officer.go(path)
    officer.see("The plan is being drafted")


def draft(coordinator: Visitor, path: str, day: date) -> None:
    """Sections A and B, an outcome, and seven hours of a teaching assistant: £4,200.00 a year; then the TAC."""
    page = coordinator.page
    for letter in ("A", "B", "F"):
        coordinator.go(f"{path}plan/sections/{letter}/")
        page.get_by_role("textbox").first.fill("What the family and the reports say of Rowan.")
        coordinator.click("Save the section")
    coordinator.go(f"{path}plan/outcomes/add/")
    page.get_by_label("Outcome", exact=True).fill("Rowan plays with two others for a whole breaktime.")
    fill_day(coordinator, "To be achieved by", day + timedelta(days=400))
    coordinator.click("Save the outcome")
    add_provision(coordinator, path, "7")
    coordinator.go(path)
    coordinator.click("Take the plan to the TAC")
    coordinator.click("Take the plan to the TAC")
    coordinator.see("The TAC is weighing provision")


def add_provision(coordinator: Visitor, path: str, hours: str) -> None:
    page = coordinator.page
    coordinator.go(f"{path}plan/provision/add/")
    page.get_by_label("What is provided").fill("A teaching assistant in lessons")
    taf = page.get_by_label("Unit cost", exact=True).locator("option", has_text="TAF").first
    page.get_by_label("Unit cost", exact=True).select_option(value=taf.get_attribute("value"))
    page.get_by_label("How much", exact=True).fill(hours)
    choose(coordinator, "Top-up (element 3)", "Who pays?")
    coordinator.page.get_by_role("button", name="Add the provision").click()
    coordinator.check()


def hold_the_tac(coordinator: Visitor, path: str, day: date, *, hours: str, more_because: str = "") -> None:
    """A meeting over the indicative resource: hours changed to `hours`, the round recorded, the result recorded."""
    page = coordinator.page
    coordinator.go(path)
    coordinator.click("Convene the TAC meeting")
    fill_day(coordinator, "Day of the meeting", day)
    coordinator.click("Convene the meeting")
    case = Case.objects.get(reference=path.split("/")[2])
    meeting = case.tac_meetings.latest("pk")
    coordinator.go(f"{path}tac-meetings/{meeting.pk}/attendance/")
    page.get_by_label("Name", exact=True).first.fill("Jo Ellis")
    page.get_by_label("In what capacity").first.fill("Mother")
    page.get_by_label("How they took part").first.select_option("attended")
    page.get_by_role("button", name="Save").first.click()
    coordinator.go(f"{path}tac/")
    coordinator.see("£200.00 above the indicative resource")
    line = case.plan_version.provision_lines.get()
    coordinator.go(f"{path}plan/provision/{line.pk}/")
    page.get_by_label("How much", exact=True).fill(hours)
    coordinator.click("Save the provision")
    coordinator.go(f"{path}tac/round/")
    choose(coordinator, "Met from elsewhere")
    page.get_by_label("What changed, and what meets the need now").fill("The school meets the first half hour.")
    page.get_by_label("Why", exact=True).fill("Its playground leaders are there every day.")
    coordinator.click("Record the round")
    coordinator.go(f"{path}tac/result/")
    choose(coordinator, "More is required" if more_because else "Within the indicative resource")
    if more_because:
        page.get_by_label("Reason", exact=True).fill(more_because)
    coordinator.click("Record the result")
