"""When and where a panel meets, who is there, and where its items go."""

from django import forms

from crispy_govuk.fields import DateField, LongTextField, RowsField, today
from crispy_govuk.forms import GovukForm
from crispy_govuk.typed import TimeField
from panels.agenda.forms import MeetingChoice
from panels.meetings.actions import WHY_CALLED_OFF
from panels.models import Member, Panel


class MeetingForm(GovukForm):
    """When and where a panel meets."""

    submit = "Plan the meeting"
    presentation = {"starts": {"width": 5}, "place": {"width": 20}}

    panel = forms.ModelChoiceField(
        Panel.objects.none(), label="Which panel meets?", widget=forms.RadioSelect, empty_label=None
    )
    held_on = DateField(label="Day of the meeting", help_text="For example, 3 12 2026", earliest=today)
    starts = TimeField(label="Start time", help_text="For example, 9:30am or 2pm")
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
                "starts": meeting.starts,
                "place": meeting.place,
            }


class MemberChoices(RowsField):
    """Members to tick, by name, job and seat."""

    def label_from_instance(self, obj):
        name = ", ".join(filter(None, (obj.user.full_name, obj.user.job_title)))
        return f"{name} (chair)" if obj.is_chair else name


class PresenceForm(GovukForm):
    """Who is here."""

    present = MemberChoices(
        Member.objects.none(),
        label="Who is present?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick every member who is in the room or online.",
    )

    def __init__(self, *args, members, submit, **kwargs):
        super().__init__(*args, **kwargs)
        self.submit = submit
        self.fields["present"].queryset = members


class CallOffForm(GovukForm):
    """Why a meeting is not held, and where its items go."""

    submit = "Call the meeting off"

    reason = LongTextField(
        label="Why is it called off?", max_length=2000, error_messages={"required": f"Enter {WHY_CALLED_OFF}"}
    )
    move_to = MeetingChoice(
        label="Where do the plans on its agenda go?", required=False, empty_label="They wait for another meeting"
    )

    def __init__(self, *args, others, waiting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["move_to"].queryset = others
        if not waiting:
            del self.fields["move_to"]


class CloseForm(GovukForm):
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
