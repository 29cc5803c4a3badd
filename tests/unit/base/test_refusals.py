"""Where a refusal lands in a form, and the checks that every noun shares."""

from datetime import UTC, date, datetime

import pytest
from django import forms

from base.pages import explain, hold_to
from base.refusals import (
    NotAllowed,
    Refused,
    Stale,
    check_entered,
    check_length,
    check_not_before,
    check_not_in_future,
)
from base.stale import check_unchanged, version_of

DAY = date(2026, 12, 3)


class ReasonForm(forms.Form):
    reason = forms.CharField(required=False)


class ExplainedForm(ReasonForm):
    def clean(self):
        hold_to(self, lambda: check_entered(self.cleaned_data["reason"], "the reason", field="reason"))
        hold_to(self, lambda: refuse("Choose at least one report."))


def refuse(sentence, **about):
    raise Refused(sentence, **about)


def errors_after(refusal):
    form = ReasonForm({})
    explain(form, Refused(*refusal[:1], **refusal[1]))
    return dict(form.errors)


@pytest.mark.parametrize(
    ("refusal", "errors"),
    [
        (("Enter the reason.", {"field": "reason"}), {"reason": ["Enter the reason"]}),
        (("Enter the reason. It is shown.", {"field": "reason"}), {"reason": ["Enter the reason. It is shown."]}),
        (("Enter the reason.", {"field": "elsewhere"}), {"__all__": ["Enter the reason."]}),
        (("The case has ended.", {}), {"__all__": ["The case has ended."]}),
    ],
)
def test_a_refusal_stands_at_its_field_or_at_the_head_of_the_form(refusal, errors):
    assert errors_after(refusal) == errors


def test_a_form_held_to_a_rule_says_its_sentence_without_a_stop():
    assert dict(ExplainedForm({}).errors) == {
        "reason": ["Enter the reason"],
        "__all__": ["Choose at least one report"],
    }


@pytest.mark.parametrize(
    ("check", "sentence"),
    [
        (lambda: check_entered(" \n", "the outcome"), "Enter the outcome."),
        (lambda: check_length("abcd", 3, "The note"), "The note must be 3 characters or fewer. It has 4."),
        (
            lambda: check_not_in_future(date(2026, 12, 4), "The date received", DAY),
            "The date received must be today or in the past.",
        ),
        (
            lambda: check_not_before(date(2026, 12, 2), "The date due", DAY, "the day it is asked for"),
            "The date due must be 3 December 2026 or later, the day it is asked for.",
        ),
    ],
)
def test_a_shared_check_says_what_is_wrong(check, sentence):
    with pytest.raises(Refused) as refused:
        check()
    assert refused.value.sentence == str(refused.value) == sentence


def test_what_is_right_is_not_refused():
    check_entered("x", "the outcome")
    check_length("abc", 3, "The note")
    check_not_in_future(DAY, "The date received", DAY)
    check_not_before(DAY, "The date due", DAY, "the day it is asked for")


def test_a_stale_page_says_who_changed_what_and_when():
    at = datetime(2026, 12, 3, 14, 2, tzinfo=UTC)
    with pytest.raises(Stale) as refused:
        check_unchanged(1, 2, "the plan", lambda: ("Amina Yusuf", at))
    assert not isinstance(refused.value, NotAllowed)
    sentence = "Amina Yusuf changed the plan on 3 December 2026 at 2:02pm, after you opened this"
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize(("expected", "present"), [(2, 2), ("a1", "a1"), (None, 2)])
def test_a_page_that_shows_what_is_there_or_expects_nothing_is_not_stale(expected, present):
    check_unchanged(expected, present, "the plan", lambda: pytest.fail("who changed it is not looked up"))


def test_a_version_differs_with_any_value():
    versions = {version_of(*values) for values in (("a", "b"), ("a", "c"), ("ab", ""), ("a", None))}
    assert len(versions) == 4
