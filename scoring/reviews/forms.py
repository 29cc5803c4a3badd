"""What a person verifying or moderating enters: a verdict on each outcome, and the page that holds them."""

from django import forms

from base.stale import VersionedForm
from crispy_govuk.errors import draw_error_summary
from crispy_govuk.fields import LongTextField
from crispy_govuk.forms import GovukForm
from scoring.enums import LONGEST_REASON, REVIEW_VERDICTS, VerdictKind
from scoring.frameworks.queries import questions_of
from scoring.models import RasForm
from scoring.reviews.presenters import OutcomeSinceReview
from scoring.scores.rules import OutcomeVerdict, choose_verdict, fault_of


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

    presentation = {
        "verdict": {"inline": True, "small": True},
        "level": {"names_nobody": True},
        "reason": {"rows": 2, "threshold": 75},
    }

    def __init__(self, since, outcome, data=None, *, begins_agreed=False):
        self.since, self.score, self.outcome = since, since.score, outcome
        initial = {"verdict": VerdictKind.AGREED} if begins_agreed else None
        super().__init__(data, prefix=f"outcome-{outcome.position}", initial=initial)
        levels = [(level.pk, level.name) for level in outcome.levels.all()]
        self.fields["level"].choices = [("", "Choose a level"), *levels]
        self.fields["level"].error_messages["invalid_choice"] = "Choose one of the levels of this outcome"
        name = f"outcome {outcome.position}"
        self.fields["verdict"].label = f"Your verdict on {name}"
        self.fields["level"].label = f"Change {name} to"
        self.fields["reason"].label = f"Why you change or query {name}"
        self.fields["verdict"].error_messages["invalid_choice"] = choose_verdict(outcome.position)
        self.level_ids = {pk for pk, _ in levels}

    @property
    def number(self) -> str:
        """The place of its outcome, as the page writes it."""
        return str(self.outcome.position)

    def clean(self):
        cleaned = super().clean()
        if self.errors or not cleaned.get("verdict"):
            if cleaned.get("level") or cleaned.get("reason"):
                self._say_missing()
            return cleaned
        fault = fault_of(self.entered_verdict, present_level_id=self.score.level_id, level_ids=self.level_ids)
        if fault:
            self.add_error(fault.part, fault.at(self.outcome.position))
        return cleaned

    @property
    def entered_verdict(self) -> OutcomeVerdict:
        """The verdict as the rules know it."""
        entered = self.cleaned_data
        return OutcomeVerdict(
            VerdictKind(entered["verdict"]), entered.get("level"), (entered.get("reason") or "").strip()
        )

    @property
    def has_verdict(self) -> bool:
        return bool(self.cleaned_data.get("verdict"))

    def _say_missing(self) -> None:
        if "verdict" not in self.errors:
            self.add_error("verdict", choose_verdict(self.outcome.position))

    def require(self) -> None:
        """Say that a verdict is missing, unless the form has an error already."""
        if not self.errors:
            self._say_missing()


class RestForm(VersionedForm, GovukForm):
    """The end of a review: agreeing with all the outcomes that have no verdict yet."""

    agree_rest = forms.BooleanField(label="I agree with every outcome I have not marked", required=False)


class ReviewPage:
    """Every outcome's verdict on one page; `outcomes_since` tells by outcome id what became of each since a review.

    A settled outcome begins as agreed. `is_trusted`: so does one that nobody in this part has seen yet, as at
    moderation, where the Lead has agreed with every level.
    """

    def __init__(self, form: RasForm, outcomes_since: dict[int, OutcomeSinceReview], data=None, *, is_trusted=False):
        self.form, self.outcomes_since = form, outcomes_since
        self.review_forms = []
        for outcome in questions_of(form.framework):
            since = outcomes_since[outcome.pk]
            begins_agreed = since.is_settled or (is_trusted and since.review is None)
            self.review_forms.append(ReviewForm(since, outcome, data, begins_agreed=begins_agreed))
        self.rest_form = RestForm(data)
        self.is_settled = all(each.initial for each in self.review_forms)

    @property
    def forms(self):
        return [*self.review_forms, self.rest_form]

    @property
    def to_look_at_again(self) -> list[ReviewForm]:
        """The outcomes that are not as they were when they were last seen."""
        return [each for each in self.review_forms if each.since.needs_review]

    @property
    def settled_count(self) -> int:
        """How many outcomes begin as agreed because nothing came of them since."""
        return sum(each.since.is_settled for each in self.review_forms)

    def is_valid(self) -> bool:
        """Whether every outcome has a verdict that stands, counting those agreed with at the end."""
        valid = not [form for form in self.forms if not form.is_valid()]
        if not self.rest_form.cleaned_data.get("agree_rest"):
            for form in self.review_forms:
                if not form.has_verdict:
                    form.require()
                    valid = False
        return valid

    @property
    def error_summary(self):
        """Every error of the page, each linked to the outcome it is about."""
        return draw_error_summary(*self.forms)

    @property
    def verdicts(self) -> dict[int, OutcomeVerdict]:
        """The verdicts by outcome id; what was left blank is agreed with."""
        agreed = OutcomeVerdict(VerdictKind.AGREED)
        return {form.outcome.pk: form.entered_verdict if form.has_verdict else agreed for form in self.review_forms}

    @property
    def expected_version(self) -> int | None:
        """The version of the form that was read."""
        return self.rest_form.cleaned_data.get("expected_version")

    def add_error(self, field: str | None, error: str) -> None:
        """What is wrong with no single outcome is said at the head of the page."""
        self.rest_form.add_error(field, error)
