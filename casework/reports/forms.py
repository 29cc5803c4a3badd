"""Asking for reports, chasing, receiving and waiving them; and marking a passage.

The fields of each form stand in the order of its page, and so do its errors.
"""

from django import forms

from base.pages import hold_to
from casework.enums import LONGEST_PASSAGE, LONGEST_PLACE, ChaseMethod, ReportKind
from casework.files.forms import FilesField, FormWithFiles
from casework.reports.actions import Came, ReportRequest
from casework.reports.presenters import names_of
from casework.reports.rules import (
    WORDS_TO_MARK,
    check_asks_for_something,
    check_asks_somebody,
    check_says_something,
    check_something_came,
)
from crispy_govuk.fields import DateField, LongTextField, today
from crispy_govuk.forms import GovukForm
from crispy_govuk.typed import NameField


class ReportAskForm(GovukForm):
    """The usual advice, each with a tick and who is asked; and another report of any kind."""

    submit = "Ask for the reports"

    other_kind = forms.ChoiceField(label="Kind of report (optional)", required=False)
    other_of = NameField(label="Who is asked", max_length=200, required=False)
    due_on = DateField(label="Date due (optional)", noun="date due", required=False, earliest=today)

    def __init__(self, *args, suggested, addressees, due_in_words, **kwargs):
        super().__init__(*args, **kwargs)
        self.suggested = suggested
        self.fields["due_on"].help_text = f"Leave empty for six weeks from today, {due_in_words}"
        self.fields["other_kind"].choices = [("", "Choose a kind"), *ReportKind.choices]
        for kind in suggested:
            label = ReportKind(kind).label
            self.fields[f"ask_{kind}"] = forms.BooleanField(label=label, required=False, initial=bool(addressees[kind]))
            self.fields[f"of_{kind}"] = NameField(
                label=f"Who is asked for “{label}”", max_length=200, required=False, initial=addressees[kind]
            )
        self.order_fields([f"{name}_{kind}" for kind in suggested for name in ("ask", "of")])

    def rows(self):
        """The tick and the addressee of each usual report."""
        return [(self[f"ask_{kind}"], self[f"of_{kind}"]) for kind in self.suggested]

    def clean(self):
        data = super().clean()
        self._hold_to_asking_somebody([kind for kind in self.suggested if data.get(f"ask_{kind}")])
        if data.get("other_kind") and not data.get("other_of"):
            self.add_error("other_of", "Enter who is asked for the other report")
        if data.get("other_of") and not data.get("other_kind"):
            self.add_error("other_kind", "Select the kind of the other report")
        if not self.errors:
            hold_to(self, lambda: check_asks_for_something(len(self.requests())))
        return data

    def _hold_to_asking_somebody(self, ticked):
        """Where several lack who is asked, each says the same of all: the head of the page says it once."""
        said = {kind: self.cleaned_data.get(f"of_{kind}") or f"of_{kind}" in self.errors for kind in ticked}
        unsaid = [kind for kind in ticked if not said[kind]]
        if len(unsaid) == 1:
            kind, field = ReportKind(unsaid[0]), f"of_{unsaid[0]}"
            hold_to(self, lambda: check_asks_somebody(kind, "", field=field))
        for kind in unsaid if len(unsaid) > 1 else ():
            self.add_error(f"of_{kind}", "Enter who is asked for each report that you ticked")

    def requests(self):
        """What is asked for."""
        data = self.cleaned_data
        asked = [(kind, data[f"of_{kind}"]) for kind in self.suggested if data.get(f"ask_{kind}")]
        if data.get("other_kind"):
            asked.append((ReportKind(data["other_kind"]), data["other_of"]))
        return [ReportRequest(kind, whom, data.get("due_on")) for kind, whom in asked]


REUSE_FIELDS = ("reuse_agreed_by_provider", "reuse_agreed_by_council", "reuse_agreed_by_family", "reuse_agreement")


class ReportReceiveForm(FormWithFiles, GovukForm):
    """Who wrote the report, when, and what it says: as text, as files, or both.

    Who was asked is proposed as its author, and today as the day it came.
    """

    submit = "Record the report"
    nouns = {"reuse_agreed_by_provider": "name of who agreed for its author"}
    presentation = {
        "author": {"width": 30},
        "text": {"rows": 12, "threshold": 95},
        "reuse_agreement": {"rows": 3, "threshold": 75},
    }

    author = NameField(label="Who wrote it", max_length=200, error_messages={"required": "Enter who wrote it"})
    written_on = DateField(label="Date written (optional)", noun="date written", required=False, latest=today)
    received_on = DateField(label="Date received", latest=today, help_text="For example, 27 3 2026")
    uploads = FilesField(label="Files (optional)")
    text = LongTextField(label="What it says (optional)", max_length=100_000, required=False)
    reuse_agreed_by_provider = NameField(
        label="If it was written earlier and is used again: who agreed for its author (optional)",
        help_text="All three must agree that it is enough. "
        "Special Educational Needs and Disability Regulations 2014, regulation 6(4).",
        max_length=200,
        required=False,
    )
    reuse_agreed_by_council = NameField(label="Who agreed for the council (optional)", max_length=200, required=False)
    reuse_agreed_by_family = NameField(label="Who agreed for the family (optional)", max_length=200, required=False)
    reuse_agreement = LongTextField(
        label="How and when they agreed (optional)",
        max_length=2000,
        required=False,
    )

    def __init__(self, *args, born, kind="", author="", **kwargs):
        initial = {"author": author, "received_on": today()} | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)
        self.ask_back_before(born, "the child was born")
        if kind == ReportKind.FAMILY_CONTRIBUTION:
            self.fields["text"].label = "What the family says, in their own words (optional)"
        if kind == ReportKind.FAMILY:
            for name in REUSE_FIELDS:
                del self.fields[name]

    def clean(self):
        data = super().clean()
        has_file = bool(data.get("uploads")) or "uploads" in self.errors
        hold_to(self, lambda: check_says_something(data.get("text", ""), has_file=has_file))
        return data


class ReportRecordForm(ReportReceiveForm):
    """A report that nobody was asked for."""

    field_order = ("kind",)

    kind = forms.ChoiceField(
        label="Kind of report",
        choices=[("", "Choose a kind"), *ReportKind.choices],
        error_messages={"required": "Select the kind of report"},
    )


class SeveralReceivedForm(FormWithFiles, GovukForm):
    """Several of the reports that are awaited came on one day: each with a tick, its author, its files or its text."""

    submit = "Record the reports"

    received_on = DateField(label="Date received", latest=today, help_text="For example, 27 3 2026")

    def __init__(self, *args, reports, **kwargs):
        super().__init__(*args, initial={"received_on": today()}, **kwargs)
        self.reports, self.names = reports, names_of(reports)
        for report in reports:
            self._ask_about(report)

    def _ask_about(self, report):
        kind, pk = self.names[report.pk], report.pk
        self.fields[f"came_{pk}"] = forms.BooleanField(label=f"“{kind}” came", required=False)
        self.fields[f"author_{pk}"] = NameField(
            label=f"Who wrote “{kind}”", max_length=200, required=False, initial=report.asked_of
        )
        self.fields[f"files_{pk}"] = FilesField(label=f"Files of “{kind}” (optional)")
        self.fields[f"text_{pk}"] = LongTextField(
            label=f"What “{kind}” says (optional)", max_length=100_000, required=False
        )

    def rows(self):
        """The fields of each report."""
        return [
            [self[f"{name}_{report.pk}"] for name in ("came", "author", "files", "text")] for report in self.reports
        ]

    def clean(self):
        data = super().clean()
        ticked = [report for report in self.reports if data.get(f"came_{report.pk}")]
        unsigned = [report for report in ticked if self._lacks(report, "author")]
        silent = [report for report in ticked if self._lacks(report, "text", "files")]
        for report in ticked:
            if report in unsigned:
                self.add_error(f"author_{report.pk}", f"Enter who wrote {self._one_of(unsigned)}")
            if report in silent:
                self.add_error(f"text_{report.pk}", f"Enter what {self._one_of(silent)} says, or choose its file")
        if self.reports and not self.errors:
            first = f"came_{self.reports[0].pk}"
            hold_to(self, lambda: check_something_came(len(ticked), field=first))
        return data

    def _lacks(self, report, *names):
        """Whether none of these says anything of a report, nor was refused for what it says."""
        fields = [f"{name}_{report.pk}" for name in names]
        return not any(self.cleaned_data.get(field) or field in self.errors for field in fields)

    def _one_of(self, lacking):
        """A report by its name; where several lack the same, what is said of all: the head of the page says it once."""
        return f"“{self.names[lacking[0].pk]}”" if len(lacking) == 1 else "each report that came"

    @property
    def came(self):
        """What came, by report."""
        data = self.cleaned_data
        return {
            report: Came(
                author=data[f"author_{report.pk}"],
                received_on=data["received_on"],
                text=data[f"text_{report.pk}"],
                uploads=data[f"files_{report.pk}"],
            )
            for report in self.reports
            if data.get(f"came_{report.pk}")
        }


class ReportChaseForm(GovukForm):
    """How somebody was reminded."""

    submit = "Record the reminder"
    presentation = {"method": {"inline": True}}

    method = forms.ChoiceField(label="How did you remind them?", choices=ChaseMethod.choices, widget=forms.RadioSelect)
    note = LongTextField(label="What was said (optional)", max_length=1000, required=False)


class ReportWaiveForm(GovukForm):
    """Why a report is not needed."""

    submit = "Record that it is not needed"

    reason = LongTextField(
        label="Why is it not needed?",
        max_length=2000,
        error_messages={"required": "Enter why the report is not needed"},
    )


class PassageForm(GovukForm):
    """The words of the report, and where they stand where its text does not tell. The action checks both."""

    submit = "Mark this passage"
    presentation = {"quote": {"rows": 3, "threshold": 75}, "place": {"width": 10}}

    quote = LongTextField(
        label="Words of the report",
        max_length=LONGEST_PASSAGE,
        error_messages={"required": f"Enter {WORDS_TO_MARK}"},
    )
    place = forms.CharField(
        label="Where they stand", help_text="For example, page 5", max_length=LONGEST_PLACE, required=False
    )
    is_read_there = forms.BooleanField(label="I read these words in a scan or a picture", required=False)

    def __init__(self, *args, has_words, has_files, **kwargs):
        """`has_words` where the report or one of its files has a text, `has_files` where it has files."""
        super().__init__(*args, **kwargs)
        if not (has_words and has_files):
            del self.fields["is_read_there"]
        if has_words:
            self.fields[
                "quote"
            ].help_text = "Copy them from the text, or give the first and the last words with … between them"
            self.fields["place"].label = "Page (optional)"
