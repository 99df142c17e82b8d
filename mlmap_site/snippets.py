"""What the search shows of a text: the passage with most of the words that were asked for.

Text comes out as plain parts; the template marks and escapes them.
"""

from typing import NamedTuple

from mlmap_site.words import pieces

# About two lines of a list.
LENGTH = 220
# How much of it stands before the first word that was found.
BEFORE = 60
# A word begins within so many characters of where a passage is cut; else it is cut through.
NEAR = 20
# Places beyond these are not weighed: a long text may have its commonest word a thousand times.
MOST_PLACES = 200


class Part(NamedTuple):
    text: str
    is_marked: bool


def marked(text, words):
    """Return a text as parts, with those words marked."""
    return _parts(text, 0, _places(text, words))


def snippet(text, words):
    """Return the best passage of a text as parts, None where it has none of the words."""
    text = " ".join(text.split())
    places = _places(text, words)[:MOST_PLACES]
    if not places:
        return None
    start = _cut(text, max(0, _best(places) - BEFORE))
    end = len(text) if len(text) <= start + LENGTH else _cut(text, start + LENGTH)
    before = [Part("… ", False)] if start else []
    after = [Part(" …", False)] if end < len(text) else []
    inside = [place for place in places if start <= place.start and place.end <= end]
    return before + _parts(text[:end].rstrip(), start, inside) + after


def _places(text, words):
    words = set(words)
    return [piece for piece in pieces(text) if piece.word in words]


def _best(places):
    """Return where the passage begins that has most of the words, the first of several."""

    def different(first):
        end = places[first].start + LENGTH - BEFORE
        inside = (place for place in places[first : first + LENGTH] if place.end <= end)
        return len({place.word for place in inside})

    return places[max(range(len(places)), key=different)].start


def _cut(text, at):
    """Return where to cut a text: at a place, or behind the space that comes soon after it."""
    if at == 0 or text[at - 1 : at] == " ":
        return at
    space = text.find(" ", at, at + NEAR)
    return at if space == -1 else space + 1


def _parts(text, start, places):
    """Return a text from `start` as parts; words that overlap or touch are marked as one."""
    parts, at = [], start
    for first, last in _merged(places):
        if first > at:
            parts.append(Part(text[at:first], False))
        parts.append(Part(text[first:last], True))
        at = last
    if at < len(text):
        parts.append(Part(text[at:], False))
    return parts


def _merged(places):
    spans = []
    for place in sorted(places):
        if spans and place.start <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], place.end)
        else:
            spans.append([place.start, place.end])
    return spans
