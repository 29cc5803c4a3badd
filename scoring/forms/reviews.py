"""The shapes of what is said of scores: a verdict on each outcome, and the page that holds them."""

from django import forms

from accounts.exceptions import Refused
from crispy_govuk.errors import draw_error_summary
from crispy_govuk.fields import LongTextField
from crispy_govuk.forms import GovukForm
from scoring.enums import REVIEW_VERDICTS, VerdictKind
from scoring.models import RasForm
from scoring.queries.forms import scores_of
from scoring.queries.frameworks import outcomes_of
from scoring.rules.forms import LONGEST_REASON, Verdict, fault_of


class ReviewForm(GovukForm):
    """A verdict on one outcome. Level and reason stand open: a level is for a change, a reason for change or query."""

    verdict = forms.ChoiceField(
        label="Your verdict",
        choices=[(kind.value, kind.label) for kind in REVIEW_VERDICTS],
        required=False,
        widget=forms.RadioSelect,
    )
    level = forms.TypedChoiceField(label="Change to", required=False, coerce=int, empty_value=None)
    reason = LongTextField(label="Why you change or query it", required=False, max_length=LONGEST_REASON)

    presentation = {"verdict": {"inline": True, "small": True}, "reason": {"rows": 2, "threshold": 75}}

    def __init__(self, score, outcome, data=None, initial=None):
        self.score, self.outcome = score, outcome
        super().__init__(data, prefix=f"outcome-{outcome.position}", initial=initial)
        levels = [(level.pk, level.name) for level in outcome.levels.all()]
        self.fields["level"].choices = [("", "Choose a level"), *levels]
        self.fields["level"].error_messages["invalid_choice"] = "Choose one of the levels of this outcome"
        name = f"outcome {outcome.position}"
        self.fields["verdict"].label = f"Your verdict on {name}"
        self.fields["level"].label = f"Change {name} to"
        self.fields["reason"].label = f"Why you change or query {name}"
        self.fields["verdict"].error_messages["invalid_choice"] = f"Choose agree, change or query for {name}"
        self.level_ids = {pk for pk, _ in levels}

    def clean(self):
        cleaned = super().clean()
        if self.errors or not cleaned.get("verdict"):
            if cleaned.get("level") or cleaned.get("reason"):
                self._say_missing()
            return cleaned
        fault = fault_of(self.given, present_level_id=self.score.level_id, level_ids=self.level_ids)
        if fault:
            self.add_error(fault.part, f"Outcome {self.outcome.position}: {fault.sentence}")
        return cleaned

    @property
    def given(self) -> Verdict:
        """The verdict as the rules know it."""
        entered = self.cleaned_data
        return Verdict(VerdictKind(entered["verdict"]), entered.get("level"), (entered.get("reason") or "").strip())

    @property
    def is_given(self) -> bool:
        return bool(self.cleaned_data.get("verdict"))

    def _say_missing(self) -> None:
        if "verdict" not in self.errors:
            self.add_error("verdict", f"Choose agree, change or query for outcome {self.outcome.position}")

    def require(self) -> None:
        """Say that a verdict is missing, unless the form has an error already."""
        if not self.errors:
            self._say_missing()


class RestForm(GovukForm):
    """The end of a verification: agreeing with all the outcomes that have no verdict yet."""

    agree_rest = forms.BooleanField(label="I agree with every outcome I have not marked", required=False)


class ReviewPage:
    """Every outcome's verdict on one page. `is_settled`: outcomes begin as agreed, as at moderation."""

    def __init__(self, form: RasForm, data=None, *, is_settled=False):
        self.form, self.is_settled = form, is_settled
        scores = {score.outcome_id: score for score in scores_of(form)}
        initial = {"verdict": VerdictKind.AGREED} if is_settled else None
        self.review_forms = [
            ReviewForm(scores[outcome.pk], outcome, data, initial) for outcome in outcomes_of(form.framework_id)
        ]
        self.rest_form = RestForm(data)

    @property
    def forms(self):
        return [*self.review_forms, self.rest_form]

    def is_valid(self) -> bool:
        """Whether every outcome has a verdict that stands, counting those agreed with at the end."""
        valid = not [form for form in self.forms if not form.is_valid()]
        if not (self.is_settled or self.rest_form.cleaned_data.get("agree_rest")):
            for form in self.review_forms:
                if not form.is_given:
                    form.require()
                    valid = False
        return valid

    @property
    def error_summary(self):
        """Every error of the page, each linked to the outcome it is about."""
        return draw_error_summary(*self.forms)

    @property
    def verdicts(self) -> dict[int, Verdict]:
        """The verdicts by outcome id; what was left blank is agreed with."""
        agreed = Verdict(VerdictKind.AGREED)
        return {form.outcome.pk: form.given if form.is_given else agreed for form in self.review_forms}

    def act(self, action):
        """Do `action`; when it is refused, put the sentence at the head of the page and return None."""
        try:
            return action()
        except Refused as refusal:
            self.rest_form.add_error(None, str(refusal))
            return None
