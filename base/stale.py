"""Two people at one page: nobody overwrites what somebody else saved after the page was opened.

A page carries the version of what it shows and posts it as `expected_version`; the action holds that against what is
there now. The version is a row's own counter, or what `version_of` makes of a row without one.
"""

import hashlib
from collections.abc import Callable
from copy import copy
from datetime import datetime
from typing import Any

from django import forms

from base.pages import explain
from base.refusals import Refused, Stale
from base.words import at_moment

Version = int | str

LastChange = Callable[[], tuple[str, datetime]]
"""Who last changed it, by name, and when; looked up only where it is told."""


COMPARE = "Compare what you entered with what is there now, then save again."


def version_of(*values: object) -> str:
    """A short text that differs whenever any of the values differs as it is written."""
    return hashlib.sha256("\x1f".join(map(str, values)).encode()).hexdigest()[:16]


def check_unchanged(
    expected: Version | None, present: Version, thing: str, last_change: LastChange, *, advice: str = COMPARE
) -> None:
    """What the page showed must be what is there now; None expects nothing. The sentence names `thing`."""
    if expected is not None and expected != present:
        who, at = last_change()
        raise Stale(f"{who} changed {thing} on {at_moment(at)}, after you opened this page. {advice}")


def look_again(present: Callable[[], Version]) -> Callable[["VersionedForm", Refused], None]:
    """For `ask(refused=…)`: who comes too late sees what is there now, and may send again on the `present` version."""

    def refused(form: "VersionedForm", refusal: Refused) -> None:
        explain(form, refusal)
        if isinstance(refusal, Stale):
            form.expect(present())

    return refused


class VersionedForm(forms.Form):
    """A form that carries the version of what its page shows."""

    expected_version: forms.Field = forms.IntegerField(widget=forms.HiddenInput, required=False)

    shows_present = False
    """Whether what is there now stands beside what was typed."""

    def expect(self, version: Version) -> None:
        """Show what is there now beside what was typed: the next sending is held against that."""
        self.shows_present = True
        data: Any = copy(self.data)
        data[self.add_prefix("expected_version")] = version
        self.data = data
