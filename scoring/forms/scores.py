"""The shapes of what a scorer enters: each outcome's score, the main need, and the page that holds them."""

import hashlib
from collections import Counter
from collections.abc import Iterable

from django import forms

from accounts.exceptions import Refused
from casework.models import Report
from casework.queries.cases import reports_received
from crispy_govuk.errors import draw_error_summary
from crispy_govuk.fields import LongTextField
from crispy_govuk.forms import GovukForm
from scoring.enums import MainNeed
from scoring.exceptions.forms import OutcomeChanged
from scoring.models import OutcomeReview, RasForm, Score
from scoring.presenters.addresses import FormUrls
from scoring.queries.forms import open_queries, scores_of
from scoring.queries.frameworks import outcomes_of
from scoring.rules.forms import LONGEST_REASON, Entry


def digest_of(level_id: int | None, reason: str, report_ids: Iterable[int]) -> str:
    """What a page showed, in short: by it an untouched outcome is told from one that was set back on purpose."""
    text = f"{level_id or ''}\n{sorted(report_ids)}\n{reason}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def digest_of_score(score: Score) -> str:
    """The digest of a score as it is kept."""
    return digest_of(score.level_id, score.reason, {each.report_id for each in score.evidence.all()})


class OutcomeForm(GovukForm):
    """One outcome: level, reason, evidence. Nothing is required while the form is a draft.

    `seen` and `version` say what the page showed. A refused page is drawn again with what was typed.
    """

    level = forms.TypedChoiceField(
        label="Level", required=False, widget=forms.RadioSelect, coerce=int, empty_value=None
    )
    reason = LongTextField(label="Why this level?", required=False, max_length=LONGEST_REASON)
    reports = forms.TypedMultipleChoiceField(
        label="Reports it rests on", required=False, widget=forms.CheckboxSelectMultiple, coerce=int
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    presentation = {"reason": {"rows": 2, "threshold": 75}, "reports": {"small": True}}

    def __init__(self, score, outcome, reports, data=None):
        self.score, self.outcome = score, outcome
        self.clash: OutcomeChanged | None = None
        self.query: OutcomeReview | None = None
        self.save_url = ""
        held = [each.report_id for each in score.evidence.all()]
        initial = {"level": score.level_id, "reason": score.reason, "reports": held}
        super().__init__(data, prefix=f"outcome-{outcome.position}", initial=initial)
        self.fields["level"].choices = [(level.pk, level.name) for level in outcome.levels.all()]
        self.fields["reports"].choices = titles_of(reports)
        position = outcome.position
        self.fields["level"].error_messages["invalid_choice"] = f"Choose one of the levels shown for outcome {position}"
        self.fields["reports"].error_messages["invalid_choice"] = (
            f"Choose the evidence for outcome {position} from the received reports of this case"
        )
        self.fields["reason"].validators = []
        self.fields["reason"].max_length = LONGEST_REASON

    def clean_reason(self):
        reason = (self.cleaned_data.get("reason") or "").strip()
        if len(reason) > LONGEST_REASON:
            raise forms.ValidationError(
                f"The reason for outcome {self.outcome.position} must be {LONGEST_REASON:,} characters or fewer. "
                f"It has {len(reason):,}."
            )
        return reason

    @property
    def entry(self) -> Entry:
        """What was entered, for the action."""
        entered = self.cleaned_data
        return Entry(entered["level"], entered["reason"], frozenset(entered["reports"]), entered["version"])

    @property
    def is_touched(self) -> bool:
        """Whether it differs from what the page showed."""
        entry = self.entry
        return digest_of(entry.level_id, entry.reason, entry.report_ids) != self.cleaned_data["seen"]

    def explain(self, clash: OutcomeChanged) -> None:
        """Somebody saved this outcome meanwhile: say so here, and let the next save put this in its place."""
        self.clash = clash
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
        if self.is_bound:
            return self.data.get(self.add_prefix("seen"), "")
        return digest_of_score(self.score)

    @property
    def chosen_level(self) -> str:
        return str(self["level"].value() or "")

    @property
    def is_answered(self) -> bool:
        return bool(self.chosen_level)


def titles_of(reports: Iterable[Report]) -> list[tuple[int, str]]:
    """What the reports are called beside their checkboxes: by kind, and by author where two are of one kind."""
    reports = list(reports)
    kinds = Counter(report.kind for report in reports)
    return [
        (
            report.pk,
            f"{report.get_kind_display()}, {report.author or report.asked_of}"
            if kinds[report.kind] > 1
            else report.get_kind_display(),
        )
        for report in reports
    ]


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


class ConfirmForm(GovukForm):
    """Giving the form: the version that was checked."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ScoringPage:
    """The whole RAS form on one page: a form for each outcome and one for the main need."""

    def __init__(self, form: RasForm, data=None):
        self.form = form
        self.urls = FormUrls.of(form)
        self.reports = list(reports_received(form.case))
        scores = {score.outcome_id: score for score in scores_of(form)}
        self.queries = open_queries(form)
        self.outcome_forms = [
            OutcomeForm(scores[outcome.pk], outcome, self.reports, data) for outcome in outcomes_of(form.framework_id)
        ]
        for each in self.outcome_forms:
            each.query = self.queries.get(each.outcome.pk)
            each.save_url = self.urls.save_url(each.outcome.position)
        self.need_form = MainNeedForm(form, data)

    @property
    def done(self) -> int:
        return sum(form.is_answered for form in self.outcome_forms)

    @property
    def total(self) -> int:
        return len(self.outcome_forms)

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
    def entries(self) -> dict[int, Entry]:
        """What was touched, by outcome id."""
        return {form.outcome.pk: form.entry for form in self.outcome_forms if form.is_touched}

    def act(self, action):
        """Do `action`; when it is refused, put the sentence where it belongs and return None."""
        try:
            return action()
        except OutcomeChanged as clash:
            form = self.form_at(clash.position)
            form.score = scores_of(self.form).get(outcome=form.outcome)
            form.explain(clash)
        except Refused as refusal:
            self.need_form.add_error(None, str(refusal))
        return None

    def form_at(self, position: int) -> OutcomeForm:
        return next(form for form in self.outcome_forms if form.outcome.position == position)
