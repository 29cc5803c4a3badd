"""Where one scorer tends to another level than the colleagues who scored the same cases: to talk about, not to rank."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

from scoring.rules.pairs import Pair

FEWEST_FORMS = 10
"""With fewer forms scored beside a colleague, nothing is said of a person."""

LEAST_LEVELS = 0.25
"""Smaller differences, on average, are no matter for a talk."""

STANDARD_ERRORS = 3
"""How sure a difference must be: many outcomes are looked at, and by chance alone one or two would stand out at 2."""


@dataclass(frozen=True)
class Tendency:
    """At one outcome, by how many levels a scorer lies above (or below 0) the colleague's, on average."""

    position: int
    wording: str
    levels: float


@dataclass(frozen=True)
class Leaning:
    """A scorer, on how many forms they can be compared, and the outcomes that stand out."""

    scorer_id: int
    scorer: str
    forms: int
    tendencies: tuple[Tendency, ...]

    @property
    def is_enough(self) -> bool:
        """Whether there are enough forms to say something of one person."""
        return self.forms >= FEWEST_FORMS


def leanings_of(pairs: Iterable[Pair]) -> list[Leaning]:
    """Every scorer of comparable pairs, by name. An outcome stands out where the difference is both large and sure."""
    wordings: list[str] = []
    apart: dict[tuple[str, int], list[list[int]]] = defaultdict(list)
    for pair in pairs:
        wordings = [scale.wording for scale in pair.instrument.scales]
        for own, other in ((pair.first, pair.second), (pair.second, pair.first)):
            differences = [mine - theirs for mine, theirs in zip(own.ranks, other.ranks, strict=True)]
            apart[own.scorer, own.scorer_id].append(differences)
    return [
        Leaning(scorer_id, scorer, len(forms), _tendencies(forms, wordings))
        for (scorer, scorer_id), forms in sorted(apart.items())
    ]


def _tendencies(forms: list[list[int]], wordings: list[str]) -> tuple[Tendency, ...]:
    if len(forms) < FEWEST_FORMS:
        return ()
    found = []
    for position, (wording, differences) in enumerate(zip(wordings, zip(*forms, strict=True), strict=True), start=1):
        mean = fmean(differences)
        if abs(mean) >= LEAST_LEVELS and abs(mean) > STANDARD_ERRORS * stdev(differences) / sqrt(len(differences)):
            found.append(Tendency(position, wording, mean))
    return tuple(found)
