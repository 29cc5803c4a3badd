"""What is asked when two records may be of one child: which case the other has, which values stand, and why."""

from functools import partial

from django import forms

from base.pages import hold_to
from casework.cases.permissions import cases_visible_to
from casework.merging.permissions import check_user_can_merge_records
from casework.merging.queries import differences
from casework.names.queries import matching
from crispy_govuk.fields import LongTextField
from crispy_govuk.forms import GovukForm

OTHER = "other"


class OtherRecordForm(GovukForm):
    """The other record of the child, by the reference of one of its cases."""

    submit = "Compare the two records"
    presentation = {"reference": {"width": 20}}

    reference = forms.CharField(label="Reference of a case of the other record", max_length=40)

    def __init__(self, *args, child, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.child, self.user = child, user

    def clean_reference(self):
        """The case, however its reference was typed."""
        found = list(matching(cases_visible_to(self.user), self.cleaned_data["reference"]).select_related("child")[:2])
        if len(found) != 1:
            raise forms.ValidationError("Enter the whole reference of one case, like EX-2026-0412")
        (case,) = found
        hold_to(self, partial(check_user_can_merge_records, self.user, self.child, case.child))
        return case


class MergeForm(GovukForm):
    """Which of two values stands where the records differ, and why they are of one child."""

    submit = "Merge the two records"
    presentation = {"reason": {"rows": 3}}

    reason = LongTextField(
        label="How is it known that they are one child?", max_length=2000, help_text="It is kept in both histories"
    )

    def __init__(self, *args, child, other, **kwargs):
        super().__init__(*args, **kwargs)
        self.differences = differences(child, other)
        for each in self.differences:
            self.fields[each.name] = forms.ChoiceField(
                label=each.label,
                choices=[("kept", each.kept or "Nothing"), (OTHER, each.other or "Nothing")],
                initial=OTHER if each.other_is_likelier else "kept",
                widget=forms.RadioSelect,
            )
            self.fields[each.name].choice_hints = {"kept": "This record", OTHER: "The other record"}
        self.order_fields([*(each.name for each in self.differences), "reason"])

    def choice(self):
        """What `merge_children` takes."""
        chosen = {each.name for each in self.differences if self.cleaned_data[each.name] == OTHER}
        return {"from_other": chosen, "reason": self.cleaned_data["reason"]}


class UndoForm(GovukForm):
    """Why two records that were merged are parted."""

    submit = "Part the two records"
    presentation = {"reason": {"rows": 3}}

    reason = LongTextField(label="How is it known that they are two children?", max_length=2000)
