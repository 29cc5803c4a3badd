"""What is asked so that nothing is made twice: which setting is meant, and whether a child is known already."""

from django import forms

from base.words import counted
from casework.cases.permissions import cases_visible_to
from casework.models import Setting
from casework.names.presenters import child_alike, prepare
from casework.names.queries import children_like, settings_like, settings_matching

MOST_LISTED = 50
"""How many settings a page lists; where there are more, part of the name is typed."""

ANOTHER = "another"


class AnswerField(forms.ChoiceField):
    """A choice whose answers are known only once the rest of the form is read; the form checks it."""

    def valid_value(self, value):
        return True


class SettingSearch(forms.Form):
    """A setting of the list: chosen where the list is short, otherwise found by part of its name, without a script."""

    setting_words = forms.CharField(
        label="Nursery, school or college, or part of its name (optional)",
        help_text="Where several are called so, you choose one of them next",
        max_length=200,
        required=False,
    )
    setting = AnswerField(label="Nursery, school or college", widget=forms.Select, required=False)

    answers: list[tuple[str, str]] = []
    """What may be chosen beside a setting: value and words."""

    empty_label = "Select one"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        listed = list(Setting.objects.all()[: MOST_LISTED + 1])
        self.is_searched, self.found = len(listed) > MOST_LISTED, []
        if self.is_searched:
            words = self.data.get(self.add_prefix("setting_words"), "").strip() if self.is_bound else ""
            self.found = list(settings_matching(words)[: MOST_LISTED + 1]) if words else []
            listed = self.found[:MOST_LISTED] or self._chosen_before()
            self.fields["setting"].label = "Which one"
        else:
            del self.fields["setting_words"]
        self.listed = {str(setting.pk): setting for setting in listed}
        names = [(pk, setting.name) for pk, setting in self.listed.items()]
        self.fields["setting"].choices = [("", self.empty_label), *self.answers, *names]

    def _chosen_before(self):
        """The setting that the form was opened with, or that was found and chosen before."""
        chosen = str(self.data.get(self.add_prefix("setting")) if self.is_bound else self.initial.get("setting") or "")
        return list(Setting.objects.filter(pk=chosen)) if chosen.isdecimal() and len(chosen) < 10 else []

    def chosen(self, cleaned):
        """The value that was chosen, or found by what was typed; "" with an error at its field where none was."""
        chosen, words = cleaned.get("setting") or "", cleaned.get("setting_words", "")
        answers = {value for value, _ in self.answers}
        if words and chosen not in self.listed and chosen not in answers:
            return self._found(words)
        if words and chosen in answers and self.found and str(self.initial.get("setting", "")) == chosen:
            return self._found(words)
        if chosen and chosen not in self.listed and chosen not in answers:
            self.add_error("setting", "Select one of the choices listed")
            return ""
        return chosen

    def _found(self, words):
        if len(self.found) == 1:
            return str(self.found[0].pk)
        if not self.found:
            sentence = f"No setting in the list is called “{words}”. Enter less of its name, or choose below"
            self.add_error("setting_words", sentence)
        elif len(self.found) > MOST_LISTED:
            self.add_error("setting_words", f"More than {MOST_LISTED} settings are called so. Enter more of the name")
        else:
            self.add_error("setting", f"{counted(len(self.found), 'setting')} are called so. Select the one you mean")
        return ""


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
