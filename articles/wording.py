"""What changed in a text: by section, by paragraph, and word by word where a paragraph changed.

Pure. Nothing here compares letter by letter, and no comparison is made of more than LONGEST items
or, word by word, of more than MOST letters: beyond that a whole paragraph counts as replaced. What
comes out is plain text, which the template escapes. Spaces and line ends that Markdown passes over
are no difference.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import NamedTuple

EQUAL, DELETED, INSERTED = "equal", "deleted", "inserted"

# SequenceMatcher takes its time where much is compared and where one item stands in many places.
LONGEST = 1_000
OFTEN = 8
# All paragraphs that changed, old and new together, up to which their words are compared.
MOST = 200_000
# Two passages with half of their words in common are one that was rewritten.
ALIKE = 0.5
MOST_PAIRS = 400

# Scripts without spaces: each sign is about a word.
SIGNS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
WORD = re.compile(rf"\s+|[{SIGNS}]\s*|[^\s{SIGNS}]+\s*")
HEADING = re.compile(r" {0,3}#{1,6}(?:\s|\Z)")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
# Items, quotes, rows of tables and footnotes begin a passage without a blank line before them.
STARTS_PASSAGE = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|>|\||\[\^)")


class Part(NamedTuple):
    """Words one after the other that stayed, went or came: "equal", "deleted", "inserted"."""

    kind: str
    text: str

    @property
    def words(self):
        return self.text.rstrip()

    @property
    def space(self):
        """What stands after the words; it is not struck out or underlined with them."""
        return self.text[len(self.words) :]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, item, heading or line of code, with what became of its words."""

    parts: tuple
    is_code: bool = False

    @property
    def has_changed(self):
        return any(part.kind != EQUAL for part in self.parts)

    @property
    def kind(self):
        """Return what all of it is, "changed" where it is of several kinds."""
        kinds = {part.kind for part in self.parts} or {EQUAL}
        return kinds.pop() if len(kinds) == 1 else "changed"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, which the opening has not, and the passages below it."""

    heading: Passage
    passages: tuple

    @property
    def has_changed(self):
        return self.heading.has_changed or any(p.has_changed for p in self.passages)

    @property
    def kind(self):
        kinds = {p.kind for p in (self.heading, *self.passages) if p.parts} or {EQUAL}
        return kinds.pop() if len(kinds) == 1 else "changed"

    @property
    def title(self):
        """Return the heading without Markdown's signs, as it is now; "" for the opening."""
        words = "".join(p.text for p in self.heading.parts if p.kind != DELETED or self._is_gone)
        return words.strip().strip("#").strip()

    @property
    def _is_gone(self):
        return self.heading.kind == DELETED


@dataclass(frozen=True, slots=True)
class TextChange:
    """Two texts side by side. Coarse: so much changed that no words were compared."""

    sections: tuple
    is_coarse: bool = False

    @property
    def has_changed(self):
        return any(section.has_changed for section in self.sections)


def compare_texts(old, new):
    """Return what changed from one Markdown text to another."""
    pairs = [
        (before, after, _pair(before, after))
        for before, after in _align(_split(old), _split(new), key=lambda source: source.heading)
    ]
    changed = [(old, new) for _, _, blocks in pairs for old, new in blocks if old != new]
    size = sum(len(block.text) for pair in changed for block in pair if block)
    is_coarse = size > MOST
    sections = (
        Section(
            compare_words(before.heading if before else "", after.heading if after else ""),
            tuple(_passage(old, new, is_coarse) for old, new in blocks),
        )
        for before, after, blocks in pairs
    )
    return TextChange(tuple(s for s in sections if s.heading.parts or s.passages), is_coarse)


def compare_words(old, new, *, is_code=False, is_coarse=False):
    """Return two short texts as one passage: deleted and equal words are the old one's."""
    before, after = _words(old), _words(new)
    if before == after:
        return Passage(tuple(_parts(EQUAL, before)), is_code)
    if is_coarse or _likeness(Counter(before), Counter(after)) < ALIKE / 2:
        return Passage((*_parts(DELETED, before), *_parts(INSERTED, after)), is_code)
    parts = []
    for is_equal, gone, come in _without_islands(_runs(before, after)):
        if is_equal:
            parts += _parts(EQUAL, come)
        else:
            parts += [*_parts(DELETED, gone), *_parts(INSERTED, come)]
    return Passage(tuple(parts), is_code)


# Markdown to sections and passages


class _Block(NamedTuple):
    text: str
    is_code: bool = False


@dataclass(slots=True)
class _Source:
    heading: str = ""
    blocks: list = field(default_factory=list)

    @property
    def text(self):
        return " ".join([self.heading, *(block.text for block in self.blocks)])


def _split(text):
    """Return a Markdown text as sections; the first is the opening, which may be empty."""
    sections, fence, is_open = [_Source()], "", False
    for line in text.splitlines():
        blocks, words = sections[-1].blocks, " ".join(line.split())
        if fence:
            blocks.append(_Block(line.rstrip(), True))
            fence = "" if _closes(words, fence) else fence
        elif found := FENCE.match(line):
            fence, is_open = found[1], False
            blocks.append(_Block(words, True))
        elif HEADING.match(line):
            sections.append(_Source(words))
            is_open = False
        elif is_open and words and not STARTS_PASSAGE.match(line):
            blocks[-1] = _Block(f"{blocks[-1].text} {words}")
        else:
            is_open = bool(words)
            blocks += [_Block(words)] if words else []
    return sections


def _closes(words, fence):
    return words.startswith(fence) and not words.strip(fence[0])


def _words(text):
    # Every word has its space, the last one too: so a word at the end equals one in the middle.
    return WORD.findall(f"{text} ") if text else []


def _parts(kind, words):
    return [Part(kind, "".join(words))] if words else []


# What stands opposite what


def _pair(before, after):
    """Return the passages of two sections side by side, None where there is no such passage."""
    old, new = before.blocks if before else [], after.blocks if after else []
    return list(zip(old, new, strict=True)) if old == new else list(_align(old, new))


def _passage(old, new, is_coarse):
    is_code = (new or old).is_code
    words = [block.text if block else "" for block in (old, new)]
    return compare_words(*words, is_code=is_code, is_coarse=is_coarse)


def _align(old, new, key=lambda item: item):
    """Yield items of both lists side by side, in the order of both: equal keys, then likely kin."""
    for is_equal, gone, come in _runs(old, new, key):
        yield from zip(gone, come, strict=True) if is_equal else _nearest(gone, come)


def _nearest(old, new):
    """Pair what has most words in common, without crossing; the rest stands alone."""
    done_old = done_new = 0
    for i, j in [*_kin(old, new), (len(old), len(new))]:
        yield from ((item, None) for item in old[done_old:i])
        yield from ((None, item) for item in new[done_new:j])
        yield from zip(old[i : i + 1], new[j : j + 1], strict=True)
        done_old, done_new = i + 1, j + 1


def _kin(old, new):
    if len(old) * len(new) > MOST_PAIRS:
        return []
    before, after = ([Counter(_words(item.text)) for item in items] for items in (old, new))
    ranked = sorted(
        (-_likeness(one, other), i, j)
        for i, one in enumerate(before)
        for j, other in enumerate(after)
    )
    chosen = []
    for unlikeness, i, j in ranked:
        if -unlikeness >= ALIKE and all((i - x) * (j - y) > 0 for x, y in chosen):
            chosen.append((i, j))
    return sorted(chosen)


def _likeness(one, other):
    """Return the share of words that two texts have in common, 0 to 1."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _runs(old, new, key=lambda item: item):
    """Return both lists in runs: whether they are equal there, the old items, the new items."""
    one, other = [key(item) for item in old], [key(item) for item in new]
    head = _shared(one, other)
    tail = _shared(one[head:][::-1], other[head:][::-1])
    ends = len(old) - tail, len(new) - tail
    middle = _opcodes(one[head : ends[0]], other[head : ends[1]])
    runs = [
        (True, old[:head], new[:head]),
        *(
            (tag == "equal", old[head + i : head + j], new[head + k : head + m])
            for tag, i, j, k, m in middle
        ),
        (True, old[ends[0] :], new[ends[1] :]),
    ]
    return [run for run in runs if run[1] or run[2]]


def _without_islands(runs):
    """Join changes that only a few words part: "and" between two new sentences is no news."""
    kept = []
    for run in runs:
        if len(kept) > 1 and len(kept[-1][2]) < min(_size(kept[-2]), _size(run)):
            joined = (kept.pop(-2), kept.pop(), run)
            gone, come = ([word for one in joined for word in one[side]] for side in (1, 2))
            run = (False, gone, come)
        kept.append(run)
    return kept


def _size(run):
    """Return how many words a run changes: none where it is equal."""
    is_equal, gone, come = run
    return 0 if is_equal else max(len(gone), len(come))


def _opcodes(old, new):
    if max(len(old), len(new)) > LONGEST:
        return [("replace", 0, len(old), 0, len(new))]
    # What stands in many places joins a match beside it, but begins none.
    often = {item for item, count in Counter(new).items() if count > OFTEN}
    return SequenceMatcher(often.__contains__, old, new, autojunk=False).get_opcodes()


def _shared(old, new):
    """Return how many items two lists have in common from their beginning."""
    pairs = zip(old, new, strict=False)
    return next(
        (i for i, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new))
    )
