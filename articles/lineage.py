"""What became of the roles: descents followed through any number of versions. Pure.

A step is one version's record: `edges`, pairs of ancestor and descendant slug (None for no such
end), and `placed`, the slugs of the roles that the version places.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    edges: tuple
    placed: frozenset


def descendants(slug, steps):
    """Return the slugs that a role has become after all steps, in the order they were recorded.

    An empty tuple: it was retired. The role itself: it is still there.
    """
    present = {slug: None}
    for step in steps:
        present = dict.fromkeys(after for before in present for after in _after(before, step))
    return tuple(present)


def gaps(before, step):
    """Return what a step leaves unsaid about lineage: slugs gone and slugs new.

    `before` has the slugs that the predecessor places. A version with gaps cannot be published.
    """
    ancestors = {ancestor for ancestor, _ in step.edges}
    descended = {descendant for _, descendant in step.edges}
    gone = (before - step.placed) - ancestors
    new = (step.placed - before) - descended
    return sorted(gone), sorted(new)


def contradictions(before, step):
    """Return the edges that cannot be: from a role that was not there, to one that is not here."""
    ancestors = [ancestor for ancestor, _ in step.edges]
    descended = [descendant for _, descendant in step.edges]
    return [
        (ancestor, descendant)
        for ancestor, descendant in step.edges
        if (ancestor is not None and ancestor not in before)
        or (descendant is not None and descendant not in step.placed)
        or (descendant is None and (ancestors.count(ancestor) > 1 or ancestor in step.placed))
        or (ancestor is None and (descended.count(descendant) > 1 or descendant in before))
    ]


def _after(slug, step):
    became = [descendant for ancestor, descendant in step.edges if ancestor == slug]
    # Lineage is total: a role about which nothing is said is still there.
    stays = not became or slug in step.placed
    return [slug] * stays + [descendant for descendant in became if descendant is not None]
