"""What a scorer enters for one outcome: level, reason, evidence, and the answer to a query."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from django import forms

from crispy_govuk.fields import LongTextField
from crispy_govuk.forms import GovukForm
from scoring.exceptions.forms import OutcomeChanged
from scoring.models import Outcome, OutcomeReview, Score
from scoring.presenters.evidence import Choice, Shelf
from scoring.queries.forms import answers_from, entry_of
from scoring.rules.forms import LONGEST_REASON, Entry
from scoring.rules.hints import hints_on
from scoring.rules.last_time import LastTime


def digest_of(entry: Entry) -> str:
    """What a page showed, in short: by it an untouched outcome is told from one that was set back on purpose."""
    held = (sorted(entry.report_ids), sorted(entry.passage_ids), entry.reason, entry.answer or "")
    text = f"{entry.level_id or ''}\n{held}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class IdsField(forms.TypedMultipleChoiceField):
    """Boxes that stand for rows, by their ids. The page draws them itself."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self):
        super().__init__(required=False, coerce=int)


class OutcomeForm(GovukForm):
    """One outcome. Nothing is required while the form is a draft.

    `seen` and `version` say what the page showed. A refused page is drawn again with what was typed.
    """

    level = forms.TypedChoiceField(
        label="Level", required=False, widget=forms.RadioSelect, coerce=int, empty_value=None
    )
    reason = LongTextField(label="Why this level?", required=False, max_length=LONGEST_REASON)
    reports = IdsField()
    passages = IdsField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    answer = LongTextField(label="Your answer", required=False, max_length=LONGEST_REASON)

    presentation = {"reason": {"rows": 2, "threshold": 75}, "answer": {"rows": 2, "threshold": 75}}

    def __init__(
        self,
        score: Score,
        outcome: Outcome,
        shelf: Shelf,
        data=None,
        *,
        query: OutcomeReview | None = None,
        last: LastTime | None = None,
        save_url: str = "",
    ):
        self.score, self.outcome, self.shelf = score, outcome, shelf
        self.query, self.last, self.save_url = query, last, save_url
        self.clash: OutcomeChanged | None = None
        self.takes_last_time = False
        self.kept = entry_of(score, query)
        initial = {
            "level": self.kept.level_id,
            "reason": self.kept.reason,
            "reports": list(self.kept.report_ids),
            "passages": list(self.kept.passage_ids),
            "answer": self.kept.answer,
        }
        super().__init__(data, prefix=f"outcome-{outcome.position}", initial=initial)
        if query is None:
            del self.fields["answer"]
        self._offer(outcome, shelf)

    def _offer(self, outcome, shelf):
        """What can be chosen, and the sentence for what cannot."""
        position = outcome.position
        self.fields["level"].choices = [(level.pk, level.name) for level in outcome.levels.all()]
        self.fields["level"].error_messages["invalid_choice"] = f"Choose one of the levels shown for outcome {position}"
        for name in ("reports", "passages"):
            self.fields[name].choices = [(each.value, each.name) for each in shelf.choices if each.field == name]
            self.fields[name].error_messages["invalid_choice"] = (
                f"Choose the evidence for outcome {position} from the received reports of this case and their passages"
            )
        for name in ("reason", "answer"):
            if name in self.fields:
                self.fields[name].validators = []
                self.fields[name].max_length = LONGEST_REASON

    def clean_reason(self):
        return self._text("reason", "reason for")

    def clean_answer(self):
        return self._text("answer", "answer to the query on")

    def clean(self):
        """What is wrong with the evidence is said once."""
        passages = self.errors.pop("passages", None)
        if passages:
            self.errors.setdefault("reports", passages)
        return super().clean()

    def _text(self, name, what):
        text = (self.cleaned_data.get(name) or "").strip()
        if len(text) > LONGEST_REASON:
            raise forms.ValidationError(
                f"The {what} outcome {self.outcome.position} must be {LONGEST_REASON:,} characters or fewer. "
                f"It has {len(text):,}."
            )
        return text

    @property
    def entry(self) -> Entry:
        """What was entered, for the action."""
        entered = self.cleaned_data
        entry = Entry(
            entered["level"],
            entered["reason"],
            frozenset(entered["reports"]),
            entered["version"],
            frozenset(entered["passages"]),
            entered.get("answer"),
        )
        if self.takes_last_time and self.last and self.last.level_id:
            return replace(entry, level_id=self.last.level_id, reason=entry.reason or self.last.reason)
        return entry

    @property
    def is_touched(self) -> bool:
        """Whether it differs from what the page showed."""
        return digest_of(self.entry) != self.cleaned_data["seen"]

    def explain(self, clash: OutcomeChanged, score: Score) -> None:
        """Somebody saved this outcome meanwhile: say so here, and let the next save put this in its place."""
        self.clash, self.score = clash, score
        self.add_error("level", str(clash))

    @property
    def shown_version(self) -> int | str:
        """The version the page is to post next time."""
        if self.clash or not self.is_bound:
            return self.score.version
        return self.data.get(self.add_prefix("version"), "")

    @property
    def shown_digest(self) -> str:
        """The digest the page is to post next time."""
        return self.data.get(self.add_prefix("seen"), "") if self.is_bound else digest_of(self.kept)

    @property
    def chosen_level(self) -> str:
        return str(self["level"].value() or "")

    @property
    def is_answered(self) -> bool:
        return bool(self.chosen_level)

    @property
    def hints(self) -> list[str]:
        """What the scorer may want to look at again, in the score as it is kept."""
        return [] if self.is_bound else hints_on(answers_from([self.score])[0])

    @cached_property
    def choices(self) -> list[tuple[Choice, str, bool]]:
        """The evidence there is, each with the name of its box, and whether it is ticked."""
        ticked = {(name, str(value)) for name in ("reports", "passages") for value in self._ticked(name)}
        return [
            (choice, self.add_prefix(choice.field), (choice.field, str(choice.value)) in ticked)
            for choice in self.shelf.choices
        ]

    def _ticked(self, name: str) -> Iterable[object]:
        return self[name].value() or ()
