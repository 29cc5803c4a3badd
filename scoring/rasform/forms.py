"""What a scorer enters: a form for each outcome, one for the main need, and the page that holds them."""

from dataclasses import replace
from functools import cached_property

from django import forms
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.safestring import SafeString

from base.refusals import Refused, too_long
from base.stale import VersionedForm, version_of
from base.words import day_in_words
from casework.models import StoredFile
from casework.reports.queries import reports_received
from crispy_govuk.errors import draw_error_summary
from crispy_govuk.fields import LongTextField
from crispy_govuk.forms import GovukForm
from scoring.enums import LONGEST_REASON, MainNeed
from scoring.frameworks.queries import questions_of
from scoring.models import Framework, Outcome, OutcomeReview, RasForm, Score
from scoring.rasform.permissions import WHY_REOPENED
from scoring.rasform.presenters import CaseEvidence, Choice, FormUrls, LevelCard, case_evidence, level_cards
from scoring.rasform.queries import last_time_of, passages_for
from scoring.scores.actions import OutcomeChanged
from scoring.scores.queries import answers_from, entry_of, open_queries, scores_of, withdrawn_evidence
from scoring.scores.rules import Entry, LastTime, choose_evidence, choose_level, hints_on


def version_of_entry(entry: Entry) -> str:
    """What a page showed, in short: by it an untouched outcome is told from one that was set back on purpose."""
    evidence = (sorted(entry.report_ids), sorted(entry.passage_ids))
    return version_of(entry.level_id, *evidence, entry.reason, entry.answer or "")


class IdsField(forms.TypedMultipleChoiceField):
    """Boxes that stand for rows, by their ids. The page draws them itself.

    Until choices are offered any id will do: the action behind the form knows which there are.
    """

    is_offered = False

    widget = forms.CheckboxSelectMultiple

    def __init__(self):
        super().__init__(required=False, coerce=int)

    def valid_value(self, value):
        return not self.is_offered or super().valid_value(value)

    def offer(self, choices):
        """Let there be these choices, and no others."""
        self.choices, self.is_offered = choices, True


class EnteredOutcome(GovukForm):
    """What was entered for one outcome. Nothing is required while the form is a draft.

    `seen` and `version` say what the page showed.
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

    def __init__(self, outcome: Outcome, data=None, **how):
        self.outcome = outcome
        super().__init__(data, prefix=f"outcome-{outcome.position}", **how)
        if self.is_bound:
            self._offer()

    def _offer(self):
        """What can be chosen, and the sentence for what cannot."""
        self.fields["level"].choices = [(level.pk, level.name) for level in self.outcome.levels.all()]
        self.fields["level"].error_messages["invalid_choice"] = choose_level(self.outcome.position)
        for name in ("reports", "passages"):
            for code in ("invalid_choice", "invalid_list"):
                self.fields[name].error_messages[code] = choose_evidence(self.outcome.position)
        for name in ("reason", "answer"):
            self.fields[name].validators = []
            self.fields[name].max_length = LONGEST_REASON

    def clean_reason(self):
        return self._text("reason", "reason for")

    def clean_answer(self):
        is_asked = self.add_prefix("answer") in self.data
        return self._text("answer", "answer to the query on") if is_asked else None

    def clean(self):
        """What is wrong with the evidence is said once."""
        passages = self.errors.pop("passages", None)
        if passages:
            self.errors.setdefault("reports", passages)
        return super().clean()

    @property
    def faults(self) -> str:
        """All that is wrong with it, for the script that asks."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)

    def _text(self, name, what):
        text = (self.cleaned_data.get(name) or "").strip()
        if sentence := too_long(text, LONGEST_REASON, f"The {what} outcome {self.outcome.position}"):
            raise forms.ValidationError(sentence)
        return text

    @property
    def entry(self) -> Entry:
        """What was entered, for the action."""
        entered = self.cleaned_data
        return Entry(
            entered["level"],
            entered["reason"],
            frozenset(entered["reports"]),
            entered["version"],
            frozenset(entered["passages"]),
            entered.get("answer"),
        )


class OutcomeForm(EnteredOutcome):
    """One outcome as the page shows it. A refused page is drawn again with what was typed."""

    presentation = {"reason": {"rows": 2, "threshold": 75}, "answer": {"rows": 2, "threshold": 75}}

    def __init__(
        self,
        score: Score,
        outcome: Outcome,
        evidence: CaseEvidence,
        data=None,
        *,
        query: OutcomeReview | None = None,
        last: LastTime | None = None,
        save_url: str = "",
    ):
        self.score, self.evidence = score, evidence
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
        super().__init__(outcome, data, initial=initial)
        if query is None:
            del self.fields["answer"]
        self.fields["reason"].label = f"Why this level at outcome {outcome.position}?"

    def _offer(self):
        """A page that is only read draws its choices itself."""
        super()._offer()
        for name in ("reports", "passages"):
            self.fields[name].offer([(each.value, each.name) for each in self.evidence.choices if each.field == name])

    @property
    def entry(self) -> Entry:
        """What was entered, for the action; with "no change", last time's."""
        entry = super().entry
        if self.takes_last_time and self.last and self.last.level_id:
            return replace(entry, level_id=self.last.level_id, reason=entry.reason or self.last.reason)
        return entry

    @property
    def is_touched(self) -> bool:
        """Whether it differs from what the page showed."""
        return version_of_entry(self.entry) != self.cleaned_data["seen"]

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
        return self.data.get(self.add_prefix("seen"), "") if self.is_bound else version_of_entry(self.kept)

    @property
    def number(self) -> str:
        """Its place, as the page writes it."""
        return str(self.outcome.position)

    @property
    def cards(self) -> list[LevelCard]:
        """The levels there are to choose from."""
        return level_cards(self.outcome)

    @property
    def chosen_level(self) -> str:
        return str(self["level"].value() or "")

    @property
    def last_level(self) -> str:
        """The level that last time's is now; "" where the wording has changed since, or there was no last time."""
        return str(self.last.level_id or "") if self.last else ""

    @property
    def level_faults(self) -> list[str]:
        return [str(error) for error in self.errors.get("level", ())]

    @property
    def evidence_faults(self) -> list[str]:
        return [str(error) for error in self.errors.get("reports", ())]

    @property
    def is_answered(self) -> bool:
        return bool(self.chosen_level)

    @property
    def hints(self) -> list[str]:
        """What the scorer may want to look at again, in the score as it is kept."""
        return [] if self.is_bound else hints_on(answers_from([self.score])[0])

    @cached_property
    def ticked(self) -> set[str]:
        """What of the evidence is ticked, by the names of its boxes."""
        return {f"{name}-{value}" for name in ("reports", "passages") for value in self[name].value() or ()}

    @property
    def chips(self) -> list[Choice]:
        """What the level rests on."""
        return [choice for choice in self.evidence.choices if choice.box in self.ticked]

    @property
    def boxes(self) -> SafeString:
        """The evidence there is, as boxes to tick; nothing where there is none."""
        return self.evidence.boxes_of(self.number, self.ticked)


class MainNeedForm(GovukForm):
    """Whether the assessment confirms the child's main need."""

    main_need_confirmed = forms.ChoiceField(
        label="Does the assessment confirm the main need?",
        choices=MainNeed.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    main_need_note = LongTextField(label="Note on the main need (optional)", required=False, max_length=LONGEST_REASON)

    presentation = {
        "main_need_confirmed": {"inline": True, "small": True},
        "main_need_note": {"rows": 2, "threshold": 75},
    }

    def __init__(self, form: RasForm, data=None):
        initial = {"main_need_confirmed": form.main_need_confirmed, "main_need_note": form.main_need_note}
        super().__init__(data, initial=initial)

    @property
    def entered(self) -> dict[str, str]:
        """What was entered, for the action; nothing for what was left as the page showed it."""
        return {name: self.cleaned_data[name] or "" for name in self.changed_data}


class ConfirmForm(VersionedForm, GovukForm):
    """Submitting the form, as it was checked."""


class ScoringPage:
    """The whole RAS form on one page: a form for each outcome and one for the main need."""

    def __init__(self, form: RasForm, data=None):
        self.form = form
        self.urls = FormUrls.of(form)
        self.evidence = case_evidence(list(reports_received(form.case)), list(passages_for(form)))
        self.queries = open_queries(form)
        self.last_times = last_time_of(form)
        self._scores = {score.outcome_id: score for score in scores_of(form)}
        self.outcome_forms = [self._outcome_form(outcome, data) for outcome in questions_of(form.framework)]
        self.need_form = MainNeedForm(form, data)

    def _outcome_form(self, outcome: Outcome, data) -> OutcomeForm:
        entered = OutcomeForm(
            self._scores[outcome.pk],
            outcome,
            self.evidence,
            data,
            query=self.queries.get(outcome.pk),
            last=self.last_times.get(outcome.position),
            save_url=self.urls.save_url(outcome.position),
        )
        entered.takes_last_time = bool(data) and data.get("no_change") == str(outcome.position)
        return entered

    @cached_property
    def shelf(self) -> CaseEvidence:
        """The evidence as it stands beside the form, with the files of the reports."""
        files = Prefetch("files", queryset=StoredFile.objects.select_related("reading"))
        prefetch_related_objects([each.report for each in self.evidence.reports], files)
        return self.evidence

    @cached_property
    def withdrawn(self) -> dict[int, list[str]]:
        """The kinds of reports that were withdrawn, by the position of the outcome that rested on them."""
        return withdrawn_evidence(self.form)

    @property
    def done(self) -> int:
        return sum(form.is_answered for form in self.outcome_forms)

    @property
    def total(self) -> int:
        return len(self.outcome_forms)

    @property
    def has_usual_levels(self) -> bool:
        """Whether every level is named as what it counts as, so that what low, medium and high mean can be said."""
        levels = [level for form in self.outcome_forms for level in form.outcome.levels.all()]
        return all(level.name == level.get_kind_display() for level in levels)

    @property
    def error_summary(self):
        """Every error of the page, each linked to the outcome it is about."""
        return draw_error_summary(*self.forms)

    @property
    def forms(self):
        return [*self.outcome_forms, self.need_form]

    def is_valid(self) -> bool:
        """Whether all of it can be saved: nothing is half-saved."""
        return not [form for form in self.forms if not form.is_valid()]

    @property
    def anchor(self) -> str:
        """The place on the page to come back to: the outcome that is to stay as it was last time, else the buttons."""
        taken = (form.outcome.position for form in self.outcome_forms if form.takes_last_time)
        return next((f"#outcome-{position}" for position in taken), "#save")

    @property
    def entries(self) -> dict[int, Entry]:
        """What was touched, by outcome id."""
        return {form.outcome.pk: form.entry for form in self.outcome_forms if form.is_touched}

    def add_error(self, field: str | None, error: str) -> None:
        """What is wrong with no single outcome is said at the head of the page."""
        self.need_form.add_error(field, error)

    def explain(self, refusal: Refused) -> None:
        """Put the sentence where it belongs: at the outcome that somebody saved meanwhile, or at the head."""
        if not isinstance(refusal, OutcomeChanged):
            self.add_error(None, refusal.sentence)
        elif (form := self.form_at(refusal.position)) is not None:
            form.explain(refusal, next(each for each in scores_of(self.form) if each.outcome_id == form.outcome.pk))

    def form_at(self, position: int) -> OutcomeForm | None:
        """The form of the outcome at a position, if there is one."""
        return next((form for form in self.outcome_forms if form.outcome.position == position), None)


class ReopenForm(GovukForm):
    """Why a verified form is to be scored again."""

    submit = "Open it again"

    reason = LongTextField(
        label="Why is it to be scored again?",
        help_text="For example, a report that came in late, and the outcomes it is about.",
        max_length=LONGEST_REASON,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = WHY_REOPENED


class FrameworkChoiceForm(GovukForm):
    """Which framework a RAS form starts with; asked only where several are published for the child's age."""

    def __init__(self, *args, frameworks, **kwargs):
        super().__init__(*args, **kwargs)
        self.frameworks = frameworks
        if len(frameworks) < 2:
            return
        self.fields["framework"] = forms.TypedChoiceField(
            label="Which framework?",
            widget=forms.RadioSelect,
            coerce=int,
            initial=frameworks[0].pk,
            choices=[(each.pk, f"{each.title}, version {each.number}") for each in frameworks],
            error_messages={
                "required": "Select the framework",
                "invalid_choice": "Select one of the frameworks that are published for this child’s age",
            },
        )
        self.fields["framework"].choice_hints = {
            each.pk: f"Published on {day_in_words(each.published_at)}"
            + (", illustrative wording" if each.is_illustrative else "")
            for each in frameworks
        }

    @property
    def chosen(self) -> Framework:
        wanted = self.cleaned_data.get("framework", self.frameworks[0].pk)
        return next(each for each in self.frameworks if each.pk == wanted)
