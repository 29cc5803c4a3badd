"""What is asked about an item of an agenda."""

from django import forms

from crispy_govuk.fields import LongTextField
from crispy_govuk.forms import GovukForm
from panels.models import Meeting


class MeetingChoice(forms.ModelChoiceField):
    """A meeting to choose, by day, time and place."""

    def __init__(self, *, empty_label=None, **kwargs):
        super().__init__(Meeting.objects.none(), widget=forms.RadioSelect, empty_label=empty_label, **kwargs)

    def label_from_instance(self, obj):
        return f"{obj.when}, {obj.place}"


class RescheduleForm(GovukForm):
    """To which other meeting an item goes."""

    submit = "Move it to this meeting"

    meeting = MeetingChoice(label="Which meeting?", error_messages={"required": "Select the meeting to move it to"})

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = others


class InterestForm(GovukForm):
    """What the interest is."""

    submit = "Declare the interest"

    nature = LongTextField(
        label="What is your interest?",
        help_text="For example, you teach the child, or know the family.",
        max_length=1000,
        error_messages={"required": "Enter what your interest is"},
    )
    presentation = {"nature": {"rows": 3}}


class CommentForm(GovukForm):
    """What a member says about an item."""

    submit = "Add the comment"

    text = LongTextField(
        label="Your comment",
        help_text="The other members of the panel and the child's casework team can read it.",
        max_length=4000,
        error_messages={"required": "Enter your comment"},
    )


class SendForm(GovukForm):
    """To which meeting a case goes, and what the co-ordinator wants its members to know."""

    submit = "Take the plan to panel"
    presentation = {"note": {"rows": 4}}

    meeting = MeetingChoice(
        label="Which meeting?", error_messages={"required": "Select the meeting that will hear this case"}
    )
    note = LongTextField(
        label="Note for the panel (optional)",
        help_text="What the members should know besides the plan and the TAC's record.",
        max_length=4000,
        required=False,
    )

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        if meetings is not None:
            self.fields["meeting"].queryset = meetings
        else:
            self.submit = "Take the plan to sign-off"
            del self.fields["meeting"], self.fields["note"]
