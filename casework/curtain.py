"""The curtain: what is closed to a person in a case for a while, because they are to judge it afresh.

casework knows no reason for one; apps above register theirs, from their `apps.py`. Behind a curtain every page of the
case is closed unless the curtain names it, so that a page made later is closed too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import resolve

from accounts.exceptions import NotAllowed
from accounts.models import User
from casework.models import Case


@dataclass(frozen=True)
class Curtain:
    """Why a case is closed to somebody, as a sentence, and what stays open: pages by url name, sections by slug."""

    sentence: str
    pages: frozenset[str]
    sections: frozenset[str]

    def leaves_open(self, url: str) -> bool:
        """Whether the page at this address stays open."""
        return resolve(url.partition("#")[0]).view_name in self.pages


Curtains = Callable[[User], dict[int, Curtain]]
_drawn_by: list[Curtains] = []


def register_curtains(curtains: Curtains) -> Curtains:
    """Let `curtains(user)` tell, by case id, what is closed to a person."""
    _drawn_by.append(curtains)
    return curtains


def curtains_of(user: User) -> dict[int, Curtain]:
    """The cases that are closed to this person for now, by case id."""
    return {case_id: curtain for tell in _drawn_by for case_id, curtain in tell(user).items()}


def curtain_of(user: User, case: Case) -> Curtain | None:
    """What is closed to this person in this case, or None when nothing is."""
    return curtains_of(user).get(case.pk)


def check_page_is_open(user: User, case: Case, page: str) -> None:
    """The page with this url name is not behind a curtain. Raises NotAllowed with the curtain's own sentence."""
    curtain = curtain_of(user, case)
    if curtain is not None and page not in curtain.pages:
        raise NotAllowed(curtain.sentence)
