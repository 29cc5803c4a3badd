"""Cases as plain Python: how several are shared out among co-ordinators."""

from collections.abc import Mapping


def split_by_load(loads: Mapping[int, int], count: int) -> list[int]:
    """To whom each of `count` cases goes, by id: every time to whoever has fewest then; of equals, to who comes first.

    `loads` is how many cases each has before. Raises ValueError when there are cases and nobody.
    """
    if count and not loads:
        raise ValueError("There is nobody to share the cases out to.")
    held, order = dict(loads), {pk: place for place, pk in enumerate(loads)}
    given = []
    for _ in range(count):
        to = min(held, key=lambda pk: (held[pk], order[pk]))
        held[to] += 1
        given.append(to)
    return given
