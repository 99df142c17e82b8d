"""Two maps one above the other, and ribbons from each role to what it became. Pure.

The maps are the drawings of spectrum.py as they stand on their own pages. The ribbons are a third
drawing between them, which reaches up to the line of the upper map and down to that of the lower.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from roles.spectrum import FORMS, Drawing, Span, draw

# How high the room between the two maps is, in the units of each form.
ROOM = {"wide": 110, "narrow": 80}
# How much of its share of the line a ribbon covers, and in how many steps it follows a hill.
SLIM = 0.5
CREST = 16


@dataclass(frozen=True, slots=True)
class Ribbon:
    """From a role on the upper map to one on the lower; of a practice only the edges are drawn."""

    ancestor: Span
    descendant: Span
    path: str


@dataclass(frozen=True, slots=True)
class Joined:
    """One form of the picture; y = 0 of the ribbons is the lower edge of the upper map."""

    form: str
    width: int
    room: int
    line_start: float
    line_end: float
    upper: Drawing
    lower: Drawing
    ribbons: tuple[Ribbon, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """What is drawn of a version: its placements and the names of the line's ends."""

    spans: tuple[Span, ...]
    line_start: str
    line_end: str


def join(before: Map, after: Map, links: Iterable[tuple[str, str]], form: str) -> Joined:
    """Draw two maps in a form and join them along links, pairs of ancestor and descendant slug."""
    upper = draw(before.spans, form, before.line_start, before.line_end)
    lower = draw(after.spans, form, after.line_start, after.line_end)
    # From line to line, seen from the lower edge of the upper map.
    edges = -(upper.top + upper.height), ROOM[form] - lower.top
    return Joined(
        form=form,
        width=upper.width,
        room=ROOM[form],
        line_start=upper.line_start,
        line_end=upper.line_end,
        upper=upper,
        lower=lower,
        ribbons=tuple(_ribbons(before.spans, after.spans, links, FORMS[form], edges)),
    )


def _ribbons(before, after, links, form, edges):
    old, new = ({span.slug: span for span in spans} for spans in (before, after))
    pairs = sorted(
        ((old[ancestor], new[descendant]) for ancestor, descendant in links),
        key=lambda pair: [(span.start, span.end, span.slug) for span in pair],
    )
    for ancestor, descendant in pairs:
        became = [other for span, other in pairs if span == ancestor]
        came_from = [span for span, other in pairs if other == descendant]
        above = _share(ancestor, descendant, became)
        below = _share(descendant, ancestor, came_from)
        is_thread = ancestor.practice or descendant.practice
        path = _thread if is_thread else _band
        yield Ribbon(ancestor, descendant, path(above, below, descendant, form, edges))


def _share(span: Span, kin: Span, others: list[Span]) -> tuple[float, float]:
    """Which part of a role's part of the line one of its ribbons has: all have as much.

    `others` has whom the role's ribbons lead to; they lie side by side in the order of the line.
    """
    order = sorted(others, key=lambda other: (other.start + other.end, other.slug))
    piece = (span.end - span.start) / len(order)
    start = span.start + piece * order.index(kin)
    return start, start + piece


def _band(above, below, hill, form, edges):
    """A closed shape from the upper line to the outline of the hill below, which stays as it is."""
    (top, line), room = edges, ROOM[form.name]
    (left, right), places = _slim(above), _slim(below)
    step = (places[1] - places[0]) / CREST
    crest = [
        (form.x(place), line - _height(hill, place, form))
        for place in (places[0] + step * index for index in range(CREST + 1))
    ]
    down = _side((form.x(left), top), crest[0], 0, room)
    along = " L".join(f"{x:.1f} {y:.1f}" for x, y in crest[1:-1])
    up = _side(crest[-1], (form.x(right), top), room, 0)
    return f"M{down} L{along} L{up} Z"


def _thread(above, below, _practice, form, edges):
    """The two edges of a practice, from line to line."""
    sides = (
        _side((form.x(old), edges[0]), (form.x(new), edges[1]), 0, ROOM[form.name])
        for old, new in zip(above, below, strict=True)
    )
    return " ".join(f"M{side}" for side in sides)


def _slim(share):
    """The middle of a share, so that ribbons of neighbours keep apart where their hills overlap."""
    start, end = share
    margin = (end - start) * (1 - SLIM) / 2
    return start + margin, end - margin


def _height(hill, place, form):
    turn = 2 * math.pi * (place - hill.start) / (hill.end - hill.start)
    return form.hill * (1 - math.cos(turn)) / 2


def _side(start, end, enter, leave):
    """One side of a ribbon: straight beside each map, bent in the room between them."""
    (first, y), (last, foot) = start, end
    middle = (enter + leave) / 2
    return (
        f"{first:.1f} {y:.1f} L{first:.1f} {enter:.1f} "
        f"C{first:.1f} {middle:.1f} {last:.1f} {middle:.1f} {last:.1f} {leave:.1f} "
        f"L{last:.1f} {foot:.1f}"
    )
