"""Whoever opened no more of a case than these pages may still score it blind: so they must be what they are called."""

import re

from scoring.contribution import OPEN_PAGES
from scoring.second.queries import PAGES_WITHOUT_SCORES
from tests.contracts.walking import APPS, ROOT

TITLED = re.compile(r'@with_case\("([^"]+)"\)\n(?:@.*\n)*def (\w+)')


def test_their_names_in_the_trail_are_those_of_pages_open_to_who_scores_blind() -> None:
    views = {}
    for app in APPS:
        for path in (ROOT / app).rglob("views/*.py"):
            for title, view in TITLED.findall(path.read_text()):
                views.setdefault(title, set()).add(f"{app}:{view}")
    assert views.keys() >= PAGES_WITHOUT_SCORES
    for title in PAGES_WITHOUT_SCORES:
        assert views[title] <= OPEN_PAGES, title
