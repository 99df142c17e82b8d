"""The room that labels need: how wide a text is, where it breaks, in which lane it stands.

There is no font and no browser to ask. The advances are those of a bold sans at a size of 100:
of each glyph the wider of DejaVu Sans Bold, among the widest faces in use, and Inter Bold. What
the table lacks is guessed wide, so that a label drawn in the reader's own font is narrower than
the room kept for it.
"""

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# Kerning and rounding by the browser; the table itself already holds the widest common face.
SAFETY = 1.03

IDEOGRAPH = 105
EMOJI = 140
INDIC_SIGN = 60
HEBREW = 90
UNKNOWN_LETTER = 140
UNKNOWN = 170

# What the arrangement of labels weighs against each other, in the units of the drawing.
COST_OF_CROSSING = 400.0  # a leader through a name is worse than a dozen lanes
COST_OF_LINE = 8.0
COST_OF_SHIFT = 0.4
COST_OF_FLAG = 14.0
POLE_GAP = 6.0
# From here on another order of asking costs more time than it betters the picture.
MANY = 16
# How far a label may stand aside of its peg, in sixteenths of its width, nearest first.
SHIFTS = (0, -1, 1, -2, 2, -3, 3, -4, 4)

ZERO_WIDTH_JOINER = "\u200d"
EMOJI_SELECTOR = "\ufe0f"  # turns the digit or sign before it into a wide picture
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
# After these a long word may break and still read well.
BREAK_AFTER = frozenset("-/\u2010\u2013\u2014")


def _numbers(first: int, text: str) -> dict[str, int]:
    return {chr(first + index): int(number) for index, number in enumerate(text.split())}


ADVANCES = {
    **_numbers(
        0x20,
        """
    35 46 53 84 70 101 88 31 46 46 57 84 38 47 38 39 70 70 70 70 70 70 70 70 70 70 40 40 84 84
    84 58 104 78 77 76 83 69 69 83 84 38 57 78 64 100 84 85 74 85 77 72 69 82 78 111 78 73 73 46
    39 46 84 50 50 68 72 60 72 68 44 72 72 35 35 67 35 105 72 69 72 72 50 60 48 72 66 93 65 66
    59 72 38 72 84 105 105 105 105 105 105 105 105 105 105 105 105 105 105 105 105 105 105 105
    105 105 105 105 105 105 105 105 105 105 105 105 105 105 35 46 70 70 77 70 37 60 54 100 57 65
    84 47 100 57 50 84 44 45 50 74 64 38 50 44 57 65 104 104 104 58 78 78 78 78 78 78 109 76 69
    69 69 69 38 38 38 38 84 84 85 85 85 85 85 84 85 82 82 82 82 73 74 72 68 68 68 68 68 68 105
    60 68 68 68 68 35 35 35 35 69 72 69 69 69 69 69 84 69 72 72 72 72 66 72 66 78 68 78 68 78 68
    76 60 76 60 76 60 76 60 83 74 84 72 69 68 69 68 69 68 69 68 69 68 83 72 83 72 83 72 83 72 84
    72 98 79 46 35 38 35 38 35 38 35 38 35 85 69 57 35 78 67 68 64 35 64 35 64 48 64 56 65 38 84
    72 84 72 84 72 105 84 72 85 69 85 69 85 69 117 110 77 50 77 50 77 50 72 60 72 60 72 60 72 60
    69 48 69 48 69 48 82 72 82 72 82 72 82 72 82 72 82 72 111 93 73 66 73 73 59 73 59 73 59 44
    """,
    ),
    **_numbers(
        0x370,
        """
    70 58 103 84 31 31 84 71 105 105 50 60 58 58 40 57 105 105 105 105 45 58 80 38 85 101 57 105
    90 105 98 90 39 78 77 64 78 69 73 84 85 38 78 78 100 84 66 85 84 74 105 69 69 73 85 78 85 85
    38 73 69 57 72 39 68 69 72 69 69 57 60 72 69 39 71 64 74 69 60 69 80 72 60 78 64 68 85 65 81
    94 39 68 69 68 94 78 68 67 75 99 75 80 94 77 85 69 77 60 69 58 75 66 92 76 110 105 105 105
    105 105 105 105 105 105 105 105 105 105 77 72 60 35 85 65 65 74 72 76 100 77 72 75 76 76 69
    69 88 64 74 72 38 38 57 116 113 92 82 84 78 84 78 77 77 64 90 69 123 71 84 84 82 84 100 84
    85 84 74 76 69 78 100 78 93 81 124 133 94 104 77 74 118 77 68 70 64 53 81 68 100 59 71 71 68
    74 82 70 69 70 72 60 58 66 100 65 75 69 107 111 76 91 64 60 98 65 68 68 72 53 60 60 35 35 35
    100 96 74 68 71 66 70
    """,
    ),
    **_numbers(
        0x621,
        """
    52 35 35 63 35 92 35 101 59 101 101 73 73 73 52 52 58 58 138 138 135 135 104 104 69 69 60 60
    60 60 60 35 117 90 92 87 74 86 59 63 92 92
    """,
    ),
    **_numbers(
        0x2010,
        """
    47 47 70 50 100 100 51 50 38 38 38 38 66 66 66 66 60 58 64 64 34 67 100 35
    """,
    ),
}


def width(text: str, size: float) -> float:
    """The room a line of bold text needs at most, in the unit of `size` (the font's size)."""
    return sum(_advance(char) for char in text) * size * SAFETY / 100


@lru_cache(maxsize=4096)
def _advance(char: str) -> int:
    if char in ADVANCES:
        return ADVANCES[char]
    if char == EMOJI_SELECTOR:
        return EMOJI // 2
    if char in INVISIBLE or _hangs(char):
        return 0
    if unicodedata.category(char) == "Mc":
        return INDIC_SIGN
    base = unicodedata.normalize("NFD", char)[0]
    if base in ADVANCES:
        return ADVANCES[base]
    return _guess(char)


def _guess(char: str) -> int:
    if ord(char) >= 0x1F000 or 0x2190 <= ord(char) <= 0x2BFF:
        return EMOJI
    if _is_wide(char):
        return IDEOGRAPH
    if "\u0590" <= char <= "\u05ff":
        return HEBREW
    return UNKNOWN_LETTER if unicodedata.category(char)[0] in "LN" else UNKNOWN


def _hangs(char: str) -> bool:
    """Whether a character is drawn onto the one before it and takes no room of its own."""
    return unicodedata.category(char) in ("Mn", "Me")


def clusters(text: str) -> list[str]:
    """Split a text into what a reader takes for letters: marks and joined emoji stay together."""
    found: list[str] = []
    for char in text:
        if found and _continues(found[-1], char):
            found[-1] += char
        else:
            found.append(char)
    return found


def _continues(cluster: str, char: str) -> bool:
    if unicodedata.category(char) in ("Mn", "Me", "Mc") or char == ZERO_WIDTH_JOINER:
        return True
    if cluster[-1] == ZERO_WIDTH_JOINER or "\U0001f3fb" <= char <= "\U0001f3ff":
        return True
    if "\u1160" <= char <= "\u11ff":  # the second and third part of a Hangul syllable
        return True
    return _is_flag_half(char) and len(cluster) == 1 and _is_flag_half(cluster)


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


@lru_cache(maxsize=4096)
def wrap(text: str, room: float, size: float) -> tuple[str, ...]:
    """Break a text into the fewest lines no wider than `room`, about equally long.

    Lines break between words; a word that is wider than the room breaks between its letters.
    """
    lines = _fill(text, room, size)
    if len(lines) < 2:
        return lines
    # Words that fit the room must not be broken for the sake of balance.
    narrow, enough = max(_unbreakable(text, room, size)), room
    while enough - narrow > 1:
        middle = (narrow + enough) / 2
        balanced = _fill(text, middle, size)
        if len(balanced) == len(lines):
            lines, enough = balanced, middle
        else:
            narrow = middle
    return lines


def widest_piece(text: str, size: float) -> float:
    """The room below which a word of the text has to be broken."""
    return max((width(piece.strip(), size) for piece in _pieces(text)), default=0.0)


def _unbreakable(text: str, room: float, size: float) -> list[float]:
    widths = [width(piece.strip(), size) for piece in _pieces(text)]
    return [piece for piece in widths if piece <= room] or [0.0]


def _fill(text: str, room: float, size: float) -> tuple[str, ...]:
    lines: list[str] = [""]
    for piece in _pieces(text):
        for part in _fitting(piece, room, size):
            if lines[-1] and width((lines[-1] + part).strip(), size) > room:
                lines.append("")
            lines[-1] += part if lines[-1] else part.lstrip()
    return tuple(line.strip() for line in lines if line.strip())


def _pieces(text: str) -> list[str]:
    """What stays on one line: words with the space before them, ideographs one by one."""
    pieces = [""]
    for cluster in clusters(text):
        if _breaks_between(pieces[-1], cluster):
            pieces.append("")
        pieces[-1] += cluster
    return [piece for piece in pieces if piece]


def _breaks_between(piece: str, cluster: str) -> bool:
    if not piece or cluster.isspace():
        return bool(piece)
    # No line ends with an opening bracket or begins with a closing one, comma or stop.
    if unicodedata.category(piece[-1]) in ("Ps", "Pi"):
        return False
    if unicodedata.category(cluster[0]) in ("Pe", "Pf", "Po"):
        return False
    return piece[-1] in BREAK_AFTER or _is_wide(piece[-1]) or _is_wide(cluster[0])


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _fitting(piece: str, room: float, size: float) -> list[str]:
    """The piece whole if a line can hold it, else its letters, else (absurdly) its characters."""
    if width(piece.strip(), size) <= room:
        return [piece]
    parts = []
    for cluster in clusters(piece):
        parts += [cluster] if width(cluster, size) <= room else _with_marks(cluster)
    return parts


def _with_marks(cluster: str) -> list[str]:
    parts: list[str] = []
    for char in cluster:
        if parts and _hangs(char):
            parts[-1] += char
        else:
            parts.append(char)
    return parts


# Lanes


@dataclass(frozen=True, slots=True)
class Field:
    """Where labels may stand: how wide it is, what stays free at its edges and between labels."""

    width: float
    edge: float
    gap: float


@dataclass(frozen=True, slots=True)
class Want:
    """A label that looks for room: the x it belongs to and the ways its text may be broken."""

    x: float
    shapes: tuple[tuple[tuple[str, ...], float, float], ...]  # lines, width, height


@dataclass(frozen=True, slots=True)
class Slot:
    """Room for a label; near and far count away from the line, so both sides work alike."""

    lines: tuple[str, ...]
    left: float
    width: float
    near: float
    far: float
    anchor: str
    pole: float
    reach: float  # how far its leader goes: 0 for none

    @property
    def right(self) -> float:
        return self.left + self.width


def arrange(wants: list[Want], taken: list[Slot], field: Field) -> list[Slot]:
    """Give each label its room; of several orders of asking, the one that reads best."""
    best_cost, best = math.inf, []
    for order in _orders(wants, field):
        for flags_only in (False, True):
            cost, slots = _ask(wants, order, taken, field, flags_only)
            if cost < best_cost:
                best_cost, best = cost, slots
            if not any(slot.reach for slot in slots):
                return slots  # every label stands at its hill: it cannot be better
    return best


def _orders(wants: list[Want], field: Field) -> Iterator[list[int]]:
    """Along the line both ways, from the middle outward; for few labels, further ways."""
    indexes = range(len(wants))
    yield list(indexes)
    yield list(reversed(indexes))
    yield sorted(indexes, key=lambda i: (abs(wants[i].x - field.width / 2), i))
    if len(wants) <= MANY:
        yield sorted(indexes, key=lambda i: (-abs(wants[i].x - field.width / 2), i))
        yield sorted(indexes, key=lambda i: (i % 2, i))
        yield sorted(indexes, key=lambda i: (i % 3, i))


def _ask(
    wants: list[Want], order: list[int], taken: list[Slot], field: Field, flags_only: bool
) -> tuple[float, list[Slot]]:
    chosen: dict[int, Slot] = {}
    for index in order:
        chosen[index] = _best_slot(wants[index], [*taken, *chosen.values()], field, flags_only)[1]
    # Whoever asked early did not know the others: each may ask again, most outward last.
    total = 0.0
    for index in sorted(order, key=lambda i: (chosen[i].near, i)):
        del chosen[index]
        cost, chosen[index] = _best_slot(wants[index], [*taken, *chosen.values()], field, False)
        total += cost
    height = max((slot.far for slot in chosen.values()), default=0.0)
    return total + height, [chosen[index] for index in range(len(wants))]


def _best_slot(
    want: Want, placed: list[Slot], field: Field, flags_only: bool
) -> tuple[float, Slot]:
    best_cost, best = math.inf, None
    crossed = [slot.near for slot in placed if slot.left - 2 < want.x < slot.right + 2]
    for offer, lines, wide, high, left, anchor in _offers(want, field, flags_only):
        right = left + wide
        beside = [s for s in placed if s.left < right + field.gap and left < s.right + field.gap]
        poles = [slot.reach for slot in placed if left - 2 < slot.pole < right + 2]
        for near in _lanes(beside, poles, field.gap):
            far = near + high
            reach = near if anchor == "middle" else far
            if offer + near >= best_cost:
                break
            if any(near < s.far + field.gap and s.near < far + field.gap for s in beside):
                continue
            crossings = sum(pole > near for pole in poles) + sum(reach > at for at in crossed)
            cost = offer + near + COST_OF_CROSSING * crossings
            if cost < best_cost:
                best_cost, best = cost, Slot(lines, left, wide, near, far, anchor, want.x, reach)
    if best is None:
        raise AssertionError("past all other labels there is always room")
    return best_cost, best


def _offers(want: Want, field: Field, flags_only: bool) -> Iterator[tuple]:
    """The ways to stand at a peg: over it, a little aside, or as a flag on its leader."""
    rightmost = field.width - field.edge
    for lines, wide, high in want.shapes:
        centre = want.x - wide / 2
        flags = [(want.x + POLE_GAP, "start"), (want.x - POLE_GAP - wide, "end")]
        flags = [flag for flag in flags if field.edge <= flag[0] <= rightmost - wide]
        base = COST_OF_LINE * (len(lines) - 1) ** 2
        for left, anchor in flags:
            yield base + COST_OF_FLAG, lines, wide, high, round(left, 1), anchor
        if flags and flags_only:
            continue
        for sixteenths in SHIFTS:
            shifted = centre + wide * sixteenths / 16
            left = min(max(shifted, field.edge), rightmost - wide)
            cost = base + COST_OF_SHIFT * abs(left - centre)
            yield cost, lines, wide, high, round(left, 1), "middle"


def _lanes(beside: list[Slot], poles: list[float], gap: float) -> list[float]:
    """Where a label could begin: at its base, past a label, past the end of a leader."""
    return sorted({0.0, *(slot.far + gap for slot in beside), *(pole + gap for pole in poles)})
