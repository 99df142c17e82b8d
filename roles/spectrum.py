"""The map as a picture and in words: from placements on a line to coordinates and sentences.

All of it follows from the arguments alone: no database, no clock, no chance. A role is a hill and
all hills are equally high, since height would be status. The line lies at y = 0 and the drawing
grows upward and downward from it, so a role that did not move keeps its hill to the byte whatever
else the map holds. Only the labels are arranged, so that no two of them touch.
"""

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext

from roles.labels import Field, Slot, Want, arrange, widest_piece, width, wrap

SAMPLES = 60
# A place is told by the middle of a span, doubled so that it stays a whole number.
PLACE_BORDERS = (40, 80, 120, 160)
WHOLE_LINE = 80
# Where more hills than this lie on top of each other, each must be paler.
CROWD = 4


@dataclass(frozen=True, slots=True)
class Span:
    """A role or practice as a version places it: start and end are whole numbers 0 to 100."""

    slug: str
    name: str
    start: int
    end: int
    practice: bool = False
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The measures of one kind of drawing, in its own units (CSS pixels at full size)."""

    name: str
    width: int
    inset: int  # from the edge of the drawing to the line's ends
    edge: int  # what stays free of labels at the edge
    hill: int  # how high every hill is
    band: int  # how deep every practice hangs
    above: int  # from a hill's top to the lowest label
    below: int  # from the line to the nearest practice's label
    role_size: int
    practice_size: int
    caption_size: int
    rooms: tuple[int, ...]  # how wide a label may be: as it likes, and narrower to fit a gap
    gap: int  # between two labels, in both directions

    @property
    def field(self) -> Field:
        return Field(self.width, self.edge, self.gap)

    def x(self, place: float) -> float:
        """Where a place on the line, 0 to 100, lies in the drawing."""
        return round(self.inset + (self.width - 2 * self.inset) * place / 100, 1)


# Font sizes follow from where CSS shows each drawing, see static/css/map.css.
FORMS = {
    "wide": Form("wide", 1040, 56, 8, 170, 62, 8, 14, 20, 17, 17, (300, 200, 130), 8),
    "narrow": Form("narrow", 320, 12, 4, 112, 52, 6, 12, 16, 16, 16, (148, 112, 84), 5),
    # For a picture of 1200 pixels that is mostly seen at a third of its size.
    "social": Form("social", 1200, 72, 16, 132, 56, 10, 14, 28, 25, 25, (380, 250, 180), 12),
}


@dataclass(frozen=True, slots=True)
class Box:
    """The room kept for a label; y grows downward and is negative above the line."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a label: its text and the baseline's y."""

    text: str
    y: float


@dataclass(frozen=True, slots=True)
class Label:
    """A text of one or more lines; `anchor` is an SVG text-anchor and `x` belongs to it."""

    lines: tuple[Line, ...]
    x: float
    anchor: str
    size: int
    box: Box
    halo: bool = False  # it stands where leaders pass


@dataclass(frozen=True, slots=True)
class Leader:
    """A vertical line between a label and what it names."""

    x: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A role (a hill with its peg on the line) or a practice (a band below the line)."""

    slug: str
    path: str
    peg: float
    label: Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """All a template needs; coordinates have one decimal and the line lies at y = 0."""

    form: str
    width: int
    top: float
    height: float
    line_start: float
    line_end: float
    roles: tuple[Mark, ...]
    practices: tuple[Mark, ...]
    captions: tuple[Label, ...]
    leaders: tuple[Leader, ...]
    crowded: bool

    @property
    def labels(self) -> tuple[Label, ...]:
        return tuple(mark.label for mark in self.roles + self.practices) + self.captions


def draw(spans: Iterable[Span], form: str, line_start: str = "", line_end: str = "") -> Drawing:
    """Draw a map in the form "wide" or "narrow"; the order of the spans does not matter.

    The two texts name the ends of the line. Labels, theirs included, keep clear of each other.
    """
    ordered = sorted(spans, key=lambda span: (span.start, span.end, span.slug, span.name))
    return _draw(tuple(ordered), FORMS[form], line_start, line_end)


@lru_cache(maxsize=256)
def _draw(spans: tuple[Span, ...], form: Form, line_start: str, line_end: str) -> Drawing:
    roles = [span for span in spans if not span.practice]
    practices = [span for span in spans if span.practice]
    captions = _captions(practices, form, (line_start, line_end))
    above = arrange([_want(span, form, form.role_size) for span in roles], [], form.field)
    below = arrange(
        [_want(span, form, form.practice_size) for span in practices],
        [_slot_of(caption.box, form.below) for caption in captions],
        form.field,
    )
    hills = tuple(_hill(span, slot, form) for span, slot in zip(roles, above, strict=True))
    bands = tuple(_band(span, slot, form) for span, slot in zip(practices, below, strict=True))
    labels = tuple(mark.label for mark in hills + bands) + captions
    top, bottom = _extent(form, bool(hills), bool(bands), labels)
    return Drawing(
        form=form.name,
        width=form.width,
        top=top,
        height=bottom - top,
        line_start=form.x(0),
        line_end=form.x(100),
        roles=hills,
        practices=bands,
        captions=captions,
        leaders=_leaders(above, below, form),
        crowded=_deepest_overlap(roles) > CROWD,
    )


# Shapes


def _wave(span: Span, form: Form, height: float) -> str:
    """A raised cosine from the span's start to its end: negative heights rise, positive hang."""
    left, right = form.x(span.start), form.x(span.end)
    points = []
    for step in range(SAMPLES + 1):
        x = left + (right - left) * step / SAMPLES
        y = height * (1 - math.cos(2 * math.pi * step / SAMPLES)) / 2
        points.append(f"{x:.1f} {round(y, 1) + 0.0:.1f}")  # + 0.0 turns -0.0 into 0.0
    return f"M{' L'.join(points)} Z"


def _deepest_overlap(roles: list[Span]) -> int:
    covers = (sum(o.start <= role.start < o.end for o in roles) for role in roles)
    return max(covers, default=0)


def _middle(span: Span, form: Form) -> float:
    return form.x((span.start + span.end) / 2)


def _hill(span: Span, slot: Slot, form: Form) -> Mark:
    top = -form.hill - form.above - slot.far
    label = _label(slot, top, form.role_size, halo=True)
    return Mark(span.slug, _wave(span, form, -form.hill), _middle(span, form), label)


def _band(span: Span, slot: Slot, form: Form) -> Mark:
    top = form.below + slot.near
    label = _label(slot, top, form.practice_size, halo=top > form.band)
    return Mark(span.slug, _wave(span, form, form.band), _middle(span, form), label)


def _leaders(above: list[Slot], below: list[Slot], form: Form) -> tuple[Leader, ...]:
    """From a raised label down to its peg, from a lowered one up to its practice's band."""
    top, base = -form.hill - form.above, form.below
    risen = [Leader(slot.pole, top - slot.reach, 0.0) for slot in above if slot.reach]
    sunk = [slot for slot in below if base + slot.reach > form.band]
    return (*risen, *(Leader(slot.pole, form.band, base + slot.reach) for slot in sunk))


def _extent(form: Form, hills: bool, bands: bool, labels: tuple[Label, ...]) -> tuple[float, float]:
    """The drawing's top and bottom: what it always holds, and however far its labels go."""
    tops = [-form.hill if hills else -form.below, *(label.box.top for label in labels)]
    bottoms = [form.band if bands else form.below, *(label.box.bottom for label in labels)]
    return min(tops) - form.edge, max(bottoms) + form.edge


def _label(slot: Slot, top: float, size: int, halo: bool) -> Label:
    box = Box(slot.left, top, slot.width, slot.far - slot.near)
    x = {"start": box.left, "middle": box.left + box.width / 2, "end": box.right}[slot.anchor]
    return Label(_lines(slot.lines, top, size), round(x, 1), slot.anchor, size, box, halo)


def _lines(texts: tuple[str, ...], top: float, size: int) -> tuple[Line, ...]:
    step = _line_height(size)
    first = top + 0.95 * size  # the ascent of the tallest common face
    return tuple(Line(text, round(first + step * row, 1)) for row, text in enumerate(texts))


def _line_height(size: int) -> int:
    return math.ceil(size * 1.2)


def _captions(practices: list[Span], form: Form, texts: tuple[str, str]) -> tuple[Label, ...]:
    """The names of the line's ends: below it, and below whatever practice hangs there."""
    size = form.caption_size
    room = form.width / 2 - form.inset - 2 * form.gap
    broken = [wrap(_plain(text), room, size) for text in texts]
    wide = [_widest(lines, size) for lines in broken]
    extents = [
        (float(form.inset), form.inset + wide[0]),
        (round(form.width - form.inset - wide[1], 1), float(form.width - form.inset)),
    ]
    deep = max([_depth(span, form, *ends) for span in practices for ends in extents], default=0)
    top = float(max(form.below, math.ceil(deep) + form.gap))
    found = []
    for lines, (left, right), anchor in zip(broken, extents, ("start", "end"), strict=True):
        box = Box(left, top, round(right - left, 1), _line_height(size) * len(lines))
        x = left if anchor == "start" else right
        if lines:
            found.append(Label(_lines(lines, top, size), x, anchor, size, box))
    return tuple(found)


def _depth(span: Span, form: Form, left: float, right: float) -> float:
    """How deep a practice's band hangs at most between two x."""
    start, end = form.x(span.start), form.x(span.end)
    if end <= left or start >= right:
        return 0.0
    nearest = min(max((start + end) / 2, left), right)
    return form.band * (1 - math.cos(2 * math.pi * (nearest - start) / (end - start))) / 2


def _slot_of(box: Box, base: float) -> Slot:
    return Slot((), box.left, box.width, box.top - base, box.bottom - base, "start", 0.0, 0.0)


def _plain(text: str) -> str:
    """A name as one line: no control characters, no runs of space."""
    return " ".join("".join(c if unicodedata.category(c) != "Cc" else " " for c in text).split())


def _widest(lines: tuple[str, ...], size: int) -> float:
    return math.ceil(max((width(line, size) for line in lines), default=0) * 10) / 10


def _want(span: Span, form: Form, size: int) -> Want:
    text = _plain(span.name) or span.slug
    whole = widest_piece(text, size)
    # Words are broken only where even the widest room is too small for them.
    rooms = [room for room in form.rooms if room >= whole] or [form.rooms[0]]
    broken = dict.fromkeys(wrap(text, room, size) for room in rooms)
    shapes = ((lines, _widest(lines, size), _line_height(size) * len(lines)) for lines in broken)
    return Want(_middle(span, form), tuple(shapes))


# Words


def neighbours(span: Span, spans: Iterable[Span]) -> list[Span]:
    """The roles that cover a part of the line which the span covers too, along the line."""
    found = [
        other
        for other in spans
        if other.slug != span.slug
        and not other.practice
        and other.start < span.end
        and span.start < other.end
    ]
    return sorted(found, key=lambda other: (other.start, other.end, other.slug))


def place(span: Span) -> str:
    """Where on the line, in words for a list: "middle of the line"."""
    if span.end - span.start >= WHOLE_LINE:
        return gettext("along the whole line")
    names = (
        gettext("left end of the line"),
        gettext("left part of the line"),
        gettext("middle of the line"),
        gettext("right part of the line"),
        gettext("right end of the line"),
    )
    return names[_fifth(span)]


def _fifth(span: Span) -> int:
    return sum(span.start + span.end > border for border in PLACE_BORDERS)


def describe(span: Span, spans: Iterable[Span]) -> str:
    """The full name of a role or practice for those who do not see the drawing."""
    words = {"name": _plain(span.name) or span.slug, "place": place(span)}
    if span.practice:
        return _describe_practice(span) % words
    names = [_plain(other.name) or other.slug for other in neighbours(span, spans)]
    if not names:
        return gettext("%(name)s, %(place)s, shares no border") % words
    words["others"] = get_text_list(names, gettext("and"))
    sentence = ngettext(
        "%(name)s, %(place)s, shares a border with %(others)s",
        "%(name)s, %(place)s, shares borders with %(others)s",
        len(names),
    )
    return sentence % words


def full_names(spans: Iterable[Span]) -> dict[str, str]:
    """Each slug with what `describe` says of it."""
    spans = list(spans)
    return {span.slug: describe(span, spans) for span in spans}


def with_names(drawing: Drawing, names: dict[str, str]) -> dict:
    """A drawing as templates/roles/_drawing.html wants it: every mark beside its full name."""
    return {
        "drawing": drawing,
        "roles": [(mark, names[mark.slug]) for mark in drawing.roles],
        "practices": [(mark, names[mark.slug]) for mark in drawing.practices],
    }


def _describe_practice(span: Span) -> str:
    if span.end - span.start >= WHOLE_LINE:
        return gettext("%(name)s, a practice along the whole line")
    sentences = (
        gettext("%(name)s, a practice around the left end of the line"),
        gettext("%(name)s, a practice around the left part of the line"),
        gettext("%(name)s, a practice around the middle of the line"),
        gettext("%(name)s, a practice around the right part of the line"),
        gettext("%(name)s, a practice around the right end of the line"),
    )
    return sentences[_fifth(span)]
