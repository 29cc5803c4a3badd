"""The page on which a RAS form is scored: a form for each outcome, and one for the main need."""

from django import forms

from accounts.exceptions import Refused
from casework.queries.cases import reports_received
from crispy_govuk.errors import draw_error_summary
from crispy_govuk.fields import LongTextField
from crispy_govuk.forms import GovukForm
from scoring.enums import MainNeed
from scoring.exceptions.forms import OutcomeChanged
from scoring.forms.outcomes import OutcomeForm
from scoring.models import Outcome, RasForm
from scoring.presenters.addresses import FormUrls
from scoring.presenters.evidence import shelf_of
from scoring.queries.forms import open_queries, scores_of
from scoring.queries.frameworks import outcomes_of
from scoring.queries.previous import last_time_of, passages_for
from scoring.rules.forms import LONGEST_REASON, Entry


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
        self.shelf = shelf_of(list(reports_received(form.case)), list(passages_for(form)))
        self.queries = open_queries(form)
        self.last_times = last_time_of(form)
        self._scores = {score.outcome_id: score for score in scores_of(form)}
        self.outcome_forms = [self._outcome_form(outcome, data) for outcome in outcomes_of(form.framework_id)]
        self.need_form = MainNeedForm(form, data)

    def _outcome_form(self, outcome: Outcome, data) -> OutcomeForm:
        entered = OutcomeForm(
            self._scores[outcome.pk],
            outcome,
            self.shelf,
            data,
            query=self.queries.get(outcome.pk),
            last=self.last_times.get(outcome.position),
            save_url=self.urls.save_url(outcome.position),
        )
        entered.takes_last_time = bool(data) and data.get("no_change") == str(outcome.position)
        return entered

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
    def unchanged_at(self) -> int | None:
        """The position of the outcome that is to stay as it was last time, when its button was pressed."""
        return next((form.outcome.position for form in self.outcome_forms if form.takes_last_time), None)

    @property
    def entries(self) -> dict[int, Entry]:
        """What was touched, by outcome id."""
        return {form.outcome.pk: form.entry for form in self.outcome_forms if form.is_touched}

    def act(self, action):
        """Do `action`; when it is refused, put the sentence where it belongs and return None."""
        try:
            return action()
        except OutcomeChanged as clash:
            if (form := self.form_at(clash.position)) is not None:
                form.explain(clash, scores_of(self.form).get(outcome=form.outcome))
        except Refused as refusal:
            self.need_form.add_error(None, str(refusal))
        return None

    def form_at(self, position: int) -> OutcomeForm | None:
        """The form of the outcome at a position, if there is one."""
        return next((form for form in self.outcome_forms if form.outcome.position == position), None)
