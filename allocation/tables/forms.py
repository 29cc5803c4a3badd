"""Trying a table with a number of points."""

from functools import cached_property

from django import forms

from crispy_govuk.forms import GovukForm, govuk_helper


class PointsForm(GovukForm):
    """A number of points, read from the address: it is about nobody."""

    presentation = {"points": {"width": 4}}

    points = forms.IntegerField(
        label="Points on the RAS form",
        min_value=0,
        max_value=100_000,
        error_messages={
            "required": "Enter a number of points",
            "invalid": "Points must be a whole number",
            "min_value": "Points must be 0 or more",
        },
    )

    @cached_property
    def helper(self):
        return govuk_helper("Convert to pounds", method="get")
