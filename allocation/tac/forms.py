"""Ending a TAC meeting: the result, on the figures that the page showed."""

from functools import cached_property

from django import forms

from casework.tac.forms import ConcludeForm
from crispy_govuk.forms import govuk_helper


class ConcludeOnFiguresForm(ConcludeForm):
    """The result of a meeting; `expected_version` is the plan's, so that nobody agrees to figures they did not see."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel_url = cancel_url

    @cached_property
    def helper(self):
        return govuk_helper("Record the result", cancel_url=self.cancel_url)
