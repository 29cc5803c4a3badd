"""What is asked when a report is put right."""

from django import forms

from casework.enums import LONGEST_REASON, ReportStatus
from casework.files.forms import FilesField, FormWithFiles
from casework.report_corrections.rules import CORRECTED
from casework.reports.forms import ReportReceiveForm
from crispy_govuk.fields import DateField, LongTextField, today
from crispy_govuk.forms import GovukForm
from crispy_govuk.typed import NameField


def why(label, missing):
    """The reason for putting it right."""
    return LongTextField(label=label, max_length=LONGEST_REASON, error_messages={"required": missing})


class PutRightForm(GovukForm):
    """Why something is put right."""

    presentation = {"reason": {"rows": 3, "threshold": 75}}

    reason = why("Why?", "Enter why")

    def __init__(self, *args, label, missing, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].error_messages["required"] = missing


class WithdrawForm(GovukForm):
    """Why a report is withdrawn, and whether the right one is still to come."""

    submit = "Withdraw the report"
    presentation = {"reason": {"rows": 3, "threshold": 75}, "is_still_awaited": {"inline": True}}

    reason = why("Why is it withdrawn?", "Enter why the report is withdrawn")
    is_still_awaited = forms.TypedChoiceField(
        label="Is the right report still to come?",
        choices=[("yes", "Yes, wait for it"), ("no", "No")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the right report is still to come"},
    )

    def __init__(self, *args, may_wait, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_wait:
            del self.fields["is_still_awaited"]


class ReplaceForm(ReportReceiveForm):
    """Why a report is withdrawn, and the one that takes its place."""

    submit = "Replace the report"
    field_order = ("reason",)
    presentation = ReportReceiveForm.presentation | {"reason": {"rows": 3, "threshold": 75}}

    reason = why("Why is the other one withdrawn?", "Enter why the other report is withdrawn")


class CorrectForm(GovukForm):
    """Who was asked and when, who wrote it, and when it was written and received."""

    submit = "Save the correction"
    presentation = {"asked_of": {"width": 30}, "author": {"width": 30}, "reason": {"rows": 3, "threshold": 75}}

    asked_of = NameField(label="Who was asked", max_length=200)
    asked_on = DateField(label="Date it was asked for", noun="date it was asked for", latest=today)
    author = NameField(label="Who wrote it", max_length=200, error_messages={"required": "Enter who wrote it"})
    written_on = DateField(label="Date written (optional)", noun="date written", required=False, latest=today)
    received_on = DateField(label="Date received", latest=today)
    reason = why("Why is it corrected?", "Enter why it is corrected")

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, initial={name: getattr(report, name) for name in CORRECTED}, **kwargs)
        self.ask_back_before(report.case.child.date_of_birth, "the child was born")
        unknown = () if report.asked_on else ("asked_of", "asked_on")
        has_come = report.status == ReportStatus.RECEIVED
        for name in (*unknown, *(() if has_come else ("author", "written_on", "received_on"))):
            del self.fields[name]

    @property
    def facts(self):
        """What is to stand there, without the reason."""
        return {name: value for name, value in self.cleaned_data.items() if name != "reason"}


class FilesForm(FormWithFiles, GovukForm):
    """Files to be added to a report."""

    submit = "Add the files"

    uploads = FilesField(label="Files")
