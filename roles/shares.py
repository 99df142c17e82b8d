"""Who works at a place on the line: each role's part of what covers it. Pure, as spectrum.py is."""

import math
from collections.abc import Iterable
from fractions import Fraction

from roles.spectrum import Span

PLACES = range(101)
# Every hill is down on the line at its own ends, and so the line's ends would be nobody's.
JUST_INSIDE = 0.5


def shares(spans: Iterable[Span], at: int) -> list[tuple[Span, int]]:
    """Return the roles that cover a place, 0 to 100, each with its share in percent.

    A share is how high the role's hill stands there beside the others. Shares are whole, add up to
    100, and come largest first; a role whose share would be 0 is left out. Practices have none:
    they are shared everywhere. Empty where no role reaches.
    """
    x = min(max(at, JUST_INSIDE), 100 - JUST_INSIDE)
    along = sorted(spans, key=lambda span: (span.start, span.end, span.slug))
    heights = [(span, height(span, x)) for span in along if not span.practice]
    covering = [(span, part) for span, part in heights if part > 0]
    percents = _whole([part for _, part in covering])
    found = [(span, p) for (span, _), p in zip(covering, percents, strict=True) if p]
    return sorted(found, key=lambda row: -row[1])


def height(span: Span, x: float) -> float:
    """Return how high a role's hill stands at a place, 0 to 1: the curve that is drawn."""
    if not span.start < x < span.end:
        return 0.0
    return (1 - math.cos(2 * math.pi * (x - span.start) / (span.end - span.start))) / 2


def _whole(parts: list[float]) -> list[int]:
    """Return the parts in percent as whole numbers that add up to 100 (largest remainders)."""
    total = sum(map(Fraction, parts))
    exact = [100 * Fraction(part) / total for part in parts]
    whole = [math.floor(part) for part in exact]
    by_rest = sorted(range(len(parts)), key=lambda i: (whole[i] - exact[i], i))
    for i in by_rest[: 100 - sum(whole)]:
        whole[i] += 1
    return whole
