"""What people type on the pages of panels."""

from functools import cached_property

from django import forms

from accounts.models import User
from crispy_govuk.fields import DateField, LongTextField, MoneyField, today
from crispy_govuk.forms import GovukForm, govuk_helper
from panels.enums import DecisionOutcome
from panels.models import Meeting, Member, Panel

TIME_FORMATS = ("%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p", "%I:%M %p", "%I.%M %p", "%I %p")


class CancellableForm(GovukForm):
    """A form with a way back beside its button."""

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel_url = cancel_url

    @cached_property
    def helper(self):
        return govuk_helper(self.submit, cancel_url=self.cancel_url)


class MeetingForm(CancellableForm):
    """When and where a panel meets."""

    submit = "Plan the meeting"
    presentation = {"starts": {"width": 5}, "place": {"width": 20}}

    panel = forms.ModelChoiceField(
        Panel.objects.none(), label="Which panel meets?", widget=forms.RadioSelect, empty_label=None
    )
    held_on = DateField(label="Day of the meeting", help_text="For example, 3 12 2026", earliest=today)
    starts = forms.TimeField(
        label="Start time",
        help_text="For example, 9:30 or 2pm",
        input_formats=TIME_FORMATS,
        widget=forms.TextInput,
        error_messages={"invalid": "The start time must be a time, like 9:30 or 2pm"},
    )
    place = forms.CharField(label="Place", help_text="A room, or “online”", max_length=200)

    def __init__(self, *args, panels, meeting=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["panel"].queryset = Panel.objects.filter(pk__in=[panel.pk for panel in panels])
        if meeting or len(panels) == 1:
            del self.fields["panel"]
        if meeting:
            self.submit = "Change the meeting"
            self.initial = {
                "held_on": meeting.held_on,
                "starts": f"{meeting.starts:%H:%M}",
                "place": meeting.place,
            }


class MemberChoices(forms.ModelMultipleChoiceField):
    """Members to tick, by name, job and seat."""

    def label_from_instance(self, obj):
        said = ", ".join(filter(None, (obj.user.full_name, obj.user.job_title)))
        return f"{said} (chair)" if obj.is_chair else said


class PresenceForm(CancellableForm):
    """Who is here."""

    submit = "Open the meeting"

    present = MemberChoices(
        Member.objects.none(),
        label="Who is present?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick every member who is in the room or online.",
    )

    def __init__(self, *args, members, submit="Open the meeting", **kwargs):
        super().__init__(*args, **kwargs)
        self.submit = submit
        self.fields["present"].queryset = members


class MeetingChoice(forms.ModelChoiceField):
    """A meeting to choose, by day, time and place."""

    def __init__(self, **kwargs):
        super().__init__(Meeting.objects.none(), widget=forms.RadioSelect, empty_label=None, **kwargs)

    def label_from_instance(self, obj):
        return f"{obj.when}, {obj.place}"


class CloseForm(CancellableForm):
    """Where the items go that were not reached."""

    submit = "Close the meeting"

    carry_to = MeetingChoice(
        label="Carry what is left over to", error_messages={"required": "Select the meeting to carry the items over to"}
    )

    def __init__(self, *args, later, left_over, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["carry_to"].queryset = later
        if not left_over:
            del self.fields["carry_to"]


class InterestForm(CancellableForm):
    """What the interest is."""

    submit = "Declare the interest"

    nature = LongTextField(
        label="What is your interest?",
        help_text="For example, you teach the child, or know the family.",
        max_length=1000,
        error_messages={"required": "Enter what your interest is"},
    )
    presentation = {"nature": {"rows": 3}}


class CommentForm(CancellableForm):
    """What a member says about an item."""

    submit = "Add the comment"

    text = LongTextField(
        label="Your comment",
        help_text="The other members of the panel and the child's casework team can read it.",
        max_length=4000,
        error_messages={"required": "Enter your comment"},
    )


class OutcomeForm(CancellableForm):
    """The first question about a decision."""

    submit = "Continue"

    outcome = forms.ChoiceField(
        label="What did the panel decide?",
        choices=DecisionOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the panel decided"},
    )

    def __init__(self, *args, hints, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choice_hints = hints


class DecisionForm(CancellableForm):
    """The rest of a decision: what its outcome needs, and the reasons."""

    submit = "Record the decision"
    presentation = {"amount": {"width": 10}}

    amount = MoneyField(label="Amount the panel agreed", help_text="Pounds a year, for example 5,210.20")
    questions = LongTextField(label="Questions for the TAC", max_length=4000)
    reasons = LongTextField(
        label="Reasons for the decision",
        help_text="Write so that the family can follow how the panel came to it.",
        max_length=8000,
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, outcome, **kwargs):
        super().__init__(*args, **kwargs)
        if outcome != DecisionOutcome.AGREE_DIFFERENT:
            del self.fields["amount"]
        if outcome != DecisionOutcome.BACK_TO_TAC:
            del self.fields["questions"]


class SignOffForm(CancellableForm):
    """The Lead's signature: nothing to type, and the version of the plan that was read."""

    submit = "Sign the plan off"

    expected_version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(CancellableForm):
    """Why something is taken back."""

    reason = LongTextField(label="Reason", max_length=2000)

    def __init__(self, *args, submit, help_text="", **kwargs):
        super().__init__(*args, **kwargs)
        self.submit = submit
        self.fields["reason"].help_text = help_text


class SendForm(CancellableForm):
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


class MemberForm(CancellableForm):
    """Who gets a seat."""

    submit = "Give a seat"

    user = forms.ModelChoiceField(
        User.objects.none(),
        label="Who?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Select a person"},
    )
    is_chair = forms.BooleanField(label="They chair the panel", required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people
