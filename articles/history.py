"""What became of an old version's roles, loaded from the database and followed by lineage.py."""

from dataclasses import dataclass

from articles import lineage
from articles.models import Descent, Placement, placed_on


@dataclass(frozen=True, slots=True)
class Fate:
    """A placement of an old version and the current placements it became, none if retired."""

    before: Placement
    after: tuple

    @property
    def is_renamed(self):
        return [p.role_id for p in self.after] == [self.before.role_id]


def fates(version, current):
    """Return the fates of a version's placements that are not on `current` under the same name."""
    steps = steps_between(version, current)
    here = {p.role.slug: p for p in placed_on(current)}
    found = []
    for before in placed_on(version):
        slugs = lineage.descendants(before.role.slug, steps)
        after = tuple(here[slug] for slug in slugs if slug in here)
        if [p.name for p in after] != [before.name]:
            found.append(Fate(before, after))
    return found


@dataclass(frozen=True, slots=True)
class Gap:
    """A placement about whose lineage a draft says nothing yet, and what it may be kin to.

    `is_gone`: it stands on the predecessor alone. Otherwise it is new on the draft. `kin` are the
    new or vanished placements that overlap it on the line, the largest overlap first.
    """

    placement: Placement
    is_gone: bool
    kin: tuple

    @property
    def edges(self):
        """Return what could be recorded: ancestor and descendant slug ("" for none) and kin."""
        slug = self.placement.role.slug
        if self.is_gone:
            return [(slug, other.role.slug, other) for other in self.kin] + [(slug, "", None)]
        return [(other.role.slug, slug, other) for other in self.kin] + [("", slug, None)]


def gaps(version):
    """Return what a draft leaves unsaid about lineage. It suggests; it never records."""
    if version.predecessor is None:
        return []
    before = {p.role.slug: p for p in version.predecessor.placements.select_related("role")}
    here = {p.role.slug: p for p in version.placements.select_related("role")}
    unsaid_gone, unsaid_new = lineage.gaps(frozenset(before), lineage_step(version, here))
    gone = [placement for slug, placement in before.items() if slug not in here]
    new = [placement for slug, placement in here.items() if slug not in before]
    return [
        *(Gap(before[slug], True, _kin(before[slug], new)) for slug in unsaid_gone),
        *(Gap(here[slug], False, _kin(here[slug], gone)) for slug in unsaid_new),
    ]


def _kin(placement, others):
    overlaps = {other: _overlap(placement, other) for other in others}
    kin = [
        other for other in others if overlaps[other] > 0 and other.role.kind == placement.role.kind
    ]
    return tuple(sorted(kin, key=lambda other: (-overlaps[other], other.role.slug)))


def _overlap(one, other):
    return min(one.end, other.end) - max(one.start, other.start)


def names_by_slug(version):
    """Return what a version calls each role it places, by the role's slug."""
    return {p.role.slug: p.name for p in version.placements.select_related("role")}


def lineage_step(version, placed):
    """Return a version's record of lineage; `placed` has the slugs that it places."""
    descents = version.descents.select_related("ancestor", "descendant")
    return lineage.Step(tuple(_edge(descent) for descent in descents), frozenset(placed))


def steps_between(version, current):
    """Return the steps from a version to the current one that record any descent, oldest first."""
    chain = _chain(version, current)
    descents = Descent.objects.filter(version__in=chain).select_related("ancestor", "descendant")
    edges, placed = {}, {}
    for descent in descents:
        edges.setdefault(descent.version_id, []).append(_edge(descent))
    for pk, slug in Placement.objects.filter(version__in=edges).values_list(
        "version", "role__slug"
    ):
        placed.setdefault(pk, set()).add(slug)
    return [
        lineage.Step(tuple(edges[pk]), frozenset(placed.get(pk, ()))) for pk in chain if pk in edges
    ]


def _chain(version, current):
    """Return the keys of the versions after `version` up to `current`, by predecessor."""
    between = version.article.versions.above(version.number).up_to(current.number)
    predecessors = dict(between.values_list("pk", "predecessor"))
    chain, pk = [], current.pk
    while pk in predecessors:
        chain.append(pk)
        pk = predecessors[pk]
    return chain[::-1]


def _edge(descent):
    ends = (descent.ancestor, descent.descendant)
    return tuple(role and role.slug for role in ends)
