"""What is asked so that nothing is made twice: which setting is meant, and whether a child is known already."""

from django import forms

from casework.cases.permissions import cases_visible_to
from casework.models import Setting
from casework.names.presenters import child_alike, prepare
from casework.names.queries import children_like, settings_like
from crispy_govuk.found import Source

SETTINGS = Source(
    rows=Setting.objects.all,
    details=lambda setting: setting.get_phase_display(),
    last=lambda setting: f"URN {setting.urn}" if setting.urn else f"number {setting.pk}",
    noun="setting",
    nouns="settings",
    nobody="No setting in the list",
    url="casework:settings_found",
)
"""Nurseries, schools and colleges: a register has 27,000."""

ANOTHER = "another"


class AnswerField(forms.ChoiceField):
    """A choice whose answers are known only once the rest of the form is read; the form checks it."""

    def valid_value(self, value):
        return True


class KnownSetting(forms.Form):
    """Whether a setting that is typed anew is one of the list after all."""

    same_setting = AnswerField(label="Is it one of these?", widget=forms.RadioSelect, required=False)

    settings_alike = ()

    def ask_same_setting(self, cleaned, name, phase):
        """The setting of the list that is meant, or None for another; with the question where it is not answered."""
        self.settings_alike = settings_like(name, phase)
        if not self.settings_alike:
            return None
        offered = {str(setting.pk): setting for setting in self.settings_alike}
        answers = [(pk, f"Yes: {each.name}, {each.get_phase_display()}") for pk, each in offered.items()]
        self.fields["same_setting"].choices = [*answers, (ANOTHER, "No, this is another setting")]
        answer = cleaned.get("same_setting")
        if answer not in {*offered, ANOTHER}:
            first = self.settings_alike[0].name
            sentence = f"There is already “{first}” in the list: choose it, or say that this is another"
            self.add_error("same_setting", sentence)
        return offered.get(answer)


class KnownChild(forms.Form):
    """Whether a child is known already: asked once all else is in order, and of those alone who were shown."""

    same_child = AnswerField(label="Is this a child who is known already?", widget=forms.RadioSelect, required=False)
    asked_of = forms.CharField(widget=forms.HiddenInput, required=False)

    alike, told_of = (), ()
    """Those much like it, and the ids of those whose cases the person may not read: that they were told is recorded."""

    def ask_same_child(self, identity, user, *, besides=None):
        """Ask whether the child is one of those much like it; a child that was not shown yet is asked of again."""
        self.alike = children_like(identity, besides=besides)
        if not self.alike:
            return
        seen = set(cases_visible_to(user).filter(child__in=self.alike).values_list("child_id", flat=True))
        prepare(self.alike)
        self.told_of = [child.pk for child in self.alike if child.pk not in seen]
        answers = {str(child.pk): child_alike(child, identity, is_seen=child.pk in seen) for child in self.alike}
        shown = set(self.cleaned_data.get("asked_of", "").split(","))
        is_whole = answers.keys() <= shown
        answers[ANOTHER] = "No, this is another child" if len(self.alike) == 1 else "No, this is none of them"
        self.fields["same_child"].choices = list(answers.items())
        self.data = self.data.copy()
        self.data[self.add_prefix("asked_of")] = ",".join(str(child.pk) for child in self.alike)
        answer = self.cleaned_data.get("same_child")
        if answer not in answers or (answer == ANOTHER and not is_whole):
            self.add_error("same_child", "Select whether it is the same child")

    @property
    def same(self):
        """The child that it is, or None."""
        return next((child for child in self.alike if str(child.pk) == self.cleaned_data.get("same_child")), None)

    @property
    def another_than(self):
        """Those of whom the person said that they are others."""
        return self.alike if self.alike and self.same is None else ()
