"""What changed between two versions: their roles, their words, their text. Pure; nothing is stored.

A role that was split, merged, renamed or moved is found by comparing what both versions place,
along the lineage that lies between them.
"""

from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext

from articles.lineage import descendants
from articles.wording import Passage, TextChange, compare_texts, compare_words
from roles.spectrum import Span

# The kinds of a role's change, the farthest-reaching first: in this order readers are told.
SPLIT, MERGED, BECAME = "split", "merged", "became"
INTRODUCED, RETIRED = "introduced", "retired"
RENAMED, MOVED, REDEFINED = "renamed", "moved", "redefined"
KINDS = (SPLIT, MERGED, BECAME, INTRODUCED, RETIRED, RENAMED, MOVED, REDEFINED)
FIELDS = ("title", "teaser", "line_start", "line_end", "cover_alt", "cover_caption")


@dataclass(frozen=True, slots=True)
class Content:
    """What a version says and draws, as plain values. `cover` is the picture's file name."""

    spans: tuple[Span, ...] = ()
    title: str = ""
    teaser: str = ""
    body: str = ""
    line_start: str = ""
    line_end: str = ""
    cover: str = ""
    cover_alt: str = ""
    cover_caption: str = ""


@dataclass(frozen=True, slots=True)
class RoleChange:
    """Roles that are kin in two versions: one that went on, or several that split or merged.

    `links` are pairs of slugs, from a role of `before` to a role of `after`. A practice is told
    about in the same way.
    """

    before: tuple[Span, ...]
    after: tuple[Span, ...]
    links: tuple = ()

    @property
    def has_changed(self):
        return bool(self.kinds)

    @property
    def kinds(self):
        """Return all that happened here, as some of KINDS and in their order."""
        found = {kind for kind, _ in self._told()}
        return tuple(kind for kind in KINDS if kind in found)

    @property
    def sentences(self):
        """Return what happened as sentences without a full stop, in the reader's language."""
        return [sentence for _, sentence in self._told()]

    @property
    def rewordings(self):
        """Return the summaries that changed, word by word, each with its role of today."""
        return [
            (new, compare_words(old.summary, new.summary))
            for old, new in self._continued()
            if old.summary != new.summary
        ]

    def _told(self):
        """Yield each thing that happened as its kind and its sentence."""
        if not self.before:
            yield from ((INTRODUCED, _tell_introduced(span)) for span in self.after)
        if not self.after:
            yield from ((RETIRED, _tell_retired(span)) for span in self.before)
        yield from self._told_of_kin()
        for old, new in self._continued():
            yield from _told_of_one(old, new)

    def _told_of_kin(self):
        for old in self.before:
            became = [new for new in self.after if (old.slug, new.slug) in self.links]
            if len(became) > 1:
                yield SPLIT, _tell_split(old, became)
        for new in self.after:
            came_from = [old for old in self.before if (old.slug, new.slug) in self.links]
            if len(came_from) > 1:
                yield MERGED, _tell_merged(came_from, new)

    def _continued(self):
        """Return the pairs that can be held against each other: a role, and what it is now."""
        if len(self.before) == len(self.after) == 1:
            return [(self.before[0], self.after[0])]
        here = {span.slug: span for span in self.after}
        return [(old, here[old.slug]) for old in self.before if (old.slug, old.slug) in self.links]


@dataclass(frozen=True, slots=True)
class Field:
    """A short text of a version, such as its title, and what became of its words."""

    name: str
    passage: Passage

    @property
    def has_changed(self):
        return self.passage.has_changed

    @property
    def label(self):
        labels = {
            "title": gettext("Title"),
            "teaser": gettext("Teaser"),
            "line_start": gettext("Left end of the line"),
            "line_end": gettext("Right end of the line"),
            "cover_alt": gettext("Alternative text of the cover"),
            "cover_caption": gettext("Caption of the cover"),
        }
        return labels[self.name]


@dataclass(frozen=True, slots=True)
class CoverChange:
    before: str
    after: str

    @property
    def has_changed(self):
        return self.before != self.after

    @property
    def sentence(self):
        if not self.before:
            return gettext("A cover was added")
        if not self.after:
            return gettext("The cover was taken away")
        return gettext("The cover is another picture")


@dataclass(frozen=True, slots=True)
class Comparison:
    """All of two versions side by side; each part knows whether it has changed."""

    roles: tuple[RoleChange, ...]
    fields: tuple[Field, ...]
    cover: CoverChange
    text: TextChange

    @property
    def has_changed(self):
        parts = [*self.roles, *self.fields, self.cover, self.text]
        return any(part.has_changed for part in parts)

    @property
    def has_map(self):
        return bool(self.roles)

    @property
    def words_have_changed(self):
        return any(part.has_changed for part in [*self.fields, self.cover])

    @property
    def changed_roles(self):
        return [change for change in self.roles if change.has_changed]

    @property
    def kept_roles(self):
        """Return the roles that are as they were, as they stand today."""
        return [span for change in self.roles if not change.has_changed for span in change.after]

    @property
    def links(self):
        return [link for change in self.roles for link in change.links]


def compare(before, after, steps):
    """Compare two contents; `steps` is the lineage between them (articles/lineage.py)."""
    return Comparison(
        roles=compare_roles(before.spans, after.spans, steps),
        fields=tuple(
            Field(name, compare_words(getattr(before, name), getattr(after, name)))
            for name in FIELDS
        ),
        cover=CoverChange(before.cover, after.cover),
        text=compare_texts(before.body, after.body),
    )


def compare_roles(before, after, steps):
    """Return how the roles changed: each role of both maps stands in exactly one change."""
    here = {span.slug for span in after}
    links = [
        (old.slug, slug) for old in before for slug in descendants(old.slug, steps) if slug in here
    ]
    changes = [
        RoleChange(
            before=_picked(before, group, "before"),
            after=_picked(after, group, "after"),
            links=tuple(link for link in links if ("before", link[0]) in group),
        )
        for group in _kinships(before, after, links)
    ]
    return tuple(sorted(changes, key=_reading_order))


def _kinships(before, after, links):
    """Return the roles in groups: whoever is kin, directly or through others, stands in one."""
    nodes = [("before", span.slug) for span in before] + [("after", span.slug) for span in after]
    group = {node: [node] for node in nodes}
    for ancestor, descendant in links:
        one, other = group["before", ancestor], group["after", descendant]
        if one is not other:
            one += other
            group |= dict.fromkeys(other, one)
    return list({id(members): members for members in group.values()}.values())


def _picked(spans, group, side):
    picked = [span for span in spans if (side, span.slug) in group]
    return tuple(sorted(picked, key=lambda span: (span.start, span.end, span.slug)))


def _reading_order(change):
    first = (change.before or change.after)[0]
    rank = KINDS.index(change.kinds[0]) if change.kinds else len(KINDS)
    return rank, first.practice, first.start, first.end, first.slug


# Sentences, each whole, so that they can be translated


def _told_of_one(old, new):
    if old.slug != new.slug:
        # Another role stands where it stands: it did not come there, nor was it described before.
        yield BECAME, _tell_became(old, new)
        return
    if old.name != new.name:
        words = {"old": old.name, "new": new.name}
        yield RENAMED, gettext("%(old)s is now called %(new)s") % words
    if (old.start, old.end) != (new.start, new.end):
        words = {"name": new.name, "old": _reach(old), "new": _reach(new)}
        yield MOVED, gettext("%(name)s moved from %(old)s to %(new)s") % words
    if old.summary != new.summary:
        yield REDEFINED, gettext("%(name)s is described in other words") % {"name": new.name}


def _tell_became(old, new):
    words = {"old": old.name, "new": new.name, "here": _reach(old), "there": _reach(new)}
    if words["here"] == words["there"]:
        return gettext("%(old)s became %(new)s") % words
    return gettext("%(old)s became %(new)s, at %(there)s instead of %(here)s") % words


def _tell_introduced(span):
    words = {"name": span.name, "reach": _reach(span)}
    return gettext("%(name)s was introduced at %(reach)s") % words


def _tell_retired(span):
    return gettext("%(name)s was retired") % {"name": span.name}


def _tell_split(old, became):
    others = [new.name for new in became if new.slug != old.slug]
    words = {"name": old.name, "names": _listed(others)}
    if len(others) == len(became):
        return gettext("%(name)s was split into %(names)s") % words
    return (
        ngettext(
            "%(names)s was split off from %(name)s",
            "%(names)s were split off from %(name)s",
            len(others),
        )
        % words
    )


def _tell_merged(came_from, new):
    others = [old.name for old in came_from if old.slug != new.slug]
    words = {"name": new.name, "names": _listed(others)}
    sentence = ngettext(
        "%(names)s was merged into %(name)s", "%(names)s were merged into %(name)s", len(others)
    )
    return sentence % words


def _listed(names):
    return get_text_list(names, gettext("and"))


def _reach(span):
    return f"{span.start}–{span.end}"
