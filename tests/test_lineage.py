"""Promise 5: lineage is total, and what became of a role can be followed from any version on."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from articles import publishing
from articles.history import fates
from articles.lineage import Step, contradictions, descendants, gaps
from articles.publishing import withdraw
from tests.factories import (
    make_descents,
    make_draft,
    make_placements,
    make_published,
)
from tests.stock import is_refused

# Publishing is refused where it is not total


def gone(name):
    return (
        f"{name} is on v0.1 and not on v0.2: record a descent that says what it became, "
        "or that it was retired."
    )


def new(name):
    return (
        f"{name} is new: record a descent that says what it came from, or that it was introduced."
    )


def unfit(ancestor, descendant):
    return f"The descent from {ancestor} to {descendant} does not fit the two maps."


MAP_2 = {"developer": (0, 45), "data-engineer": (40, 70, "Data People"), "mlops": (20, 80)}
SPLIT = MAP_2 | {"model-engineer": (60, 100)}
LINEAGE = {
    "nothing recorded": (MAP_2, [], [gone("Ml Engineer"), new("Data People")]),
    "gone only": (MAP_2, [(None, "data-engineer")], [gone("Ml Engineer")]),
    "new only": (MAP_2, [("ml-engineer", None)], [new("Data People")]),
    "half a split": (SPLIT, [("ml-engineer", "data-engineer")], [new("Model Engineer")]),
    "a map that is gone": (
        {},
        [],
        [gone("Developer"), gone("Ml Engineer"), gone("Mlops")],
    ),
    "from a role that was not there": (
        MAP_2,
        [("ml-engineer", "data-engineer"), ("tester", "developer")],
        [unfit("tester", "developer")],
    ),
    "to a role that is not here": (
        MAP_2,
        [("ml-engineer", "data-engineer"), ("developer", "tester")],
        [unfit("developer", "tester")],
    ),
    "retired and still here": (
        MAP_2,
        [("ml-engineer", "data-engineer"), ("developer", None)],
        [unfit("developer", "nothing")],
    ),
    "retired and become": (
        MAP_2,
        [("ml-engineer", "data-engineer"), ("ml-engineer", None)],
        [unfit("ml-engineer", "nothing")],
    ),
    "introduced and was there": (
        MAP_2,
        [("ml-engineer", "data-engineer"), (None, "developer")],
        [unfit("nothing", "developer")],
    ),
    "introduced and descended": (
        MAP_2,
        [("ml-engineer", "data-engineer"), (None, "data-engineer")],
        [unfit("nothing", "data-engineer")],
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("placements", "descents", "words"), LINEAGE.values(), ids=LINEAGE)
def test_lineage_that_is_not_total_is_refused_by_name(placements, descents, words, alice):
    draft = make_draft(make_published().article, placements=placements, descents=descents)
    is_refused(lambda: publishing.publish(draft, alice), *words)


WHOLE = {
    "nothing new": (None, []),
    "renamed": ({"developer": (0, 9, "Coder"), "ml-engineer": (1, 2), "mlops": (3, 4)}, []),
    "became": (MAP_2, [("ml-engineer", "data-engineer")]),
    "retired and introduced": (MAP_2, [("ml-engineer", None), (None, "data-engineer")]),
    "split": (SPLIT, [("ml-engineer", "data-engineer"), ("ml-engineer", "model-engineer")]),
    "gave off": (
        {"developer": (0, 9), "ml-engineer": (1, 2), "mlops": (3, 4), "tester": (5, 6)},
        [("developer", "tester")],
    ),
    "merged": (
        {"engineer": (0, 90), "mlops": (3, 4)},
        [("developer", "engineer"), ("ml-engineer", "engineer")],
    ),
    "everything retired": ({}, [("developer", None), ("ml-engineer", None), ("mlops", None)]),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("placements", "descents"), WHOLE.values(), ids=WHOLE)
def test_lineage_that_is_total_is_published(placements, descents, alice):
    draft = make_draft(make_published().article, placements=placements, descents=descents)
    assert publishing.publish(draft, alice).state == "published"


@pytest.mark.django_db
def test_a_descent_names_two_roles_or_one():
    draft = make_draft()
    for ends in [(None, None), ("developer", "developer")]:
        with pytest.raises(IntegrityError), transaction.atomic():
            make_descents(draft, [ends])


@pytest.mark.django_db
@pytest.mark.parametrize("span", [(50, 50), (60, 50), (0, 101)])
def test_a_placement_is_on_the_line(span):
    draft = make_draft(placements={})
    with pytest.raises(IntegrityError), transaction.atomic():
        make_placements(draft, {"developer": span})


# Pure: a step is one version's record

SLUGS = st.sampled_from("abcdef")


@st.composite
def histories(draw):
    """Return the slugs of a first map, and steps after it that leave no gap or contradiction."""
    first = before = draw(st.frozensets(SLUGS, max_size=5))
    steps = []
    for _ in range(draw(st.integers(0, 4))):
        placed = draw(st.frozensets(SLUGS, max_size=5))
        edges = _needed(draw, before, placed)
        if before and placed:
            ends = st.tuples(st.sampled_from(sorted(before)), st.sampled_from(sorted(placed)))
            more = [edge for edge in draw(st.lists(ends, max_size=2)) if _may_join(edge, edges)]
            edges = [*dict.fromkeys(edges + more)]
        steps.append(Step(tuple(draw(st.permutations(edges))), placed))
        before = placed
    return first, steps


def _needed(draw, before, placed):
    """Return an edge for each slug that is gone, and for each new one that none leads to."""
    edges = []
    for slug in sorted(before - placed):
        edges.append((slug, draw(st.sampled_from([None, *sorted(placed)]))))
    for slug in sorted(placed - before):
        if slug not in {descendant for _, descendant in edges}:
            roots = [s for s in sorted(before) if (s, None) not in edges]
            edges.append((draw(st.sampled_from([None, *roots])), slug))
    return edges


def _may_join(edge, edges):
    ancestor, descendant = edge
    return ancestor != descendant and not {(ancestor, None), (None, descendant)} & {*edges}


@given(histories())
def test_a_total_history_has_no_gaps_and_no_contradictions(history):
    before, steps = history
    for step in steps:
        assert gaps(before, step) == ([], [])
        assert contradictions(before, step) == []
        before = step.placed


@given(histories())
def test_every_role_ends_in_roles_of_the_last_map_or_in_none(history):
    first, steps = history
    for slug in first:
        ends = descendants(slug, steps)
        assert set(ends) <= (steps[-1].placed if steps else {slug})
        assert len(set(ends)) == len(ends)


@given(histories())
def test_a_role_with_no_end_was_retired_and_every_other_role_came_from_somewhere(history):
    before, steps = history
    for step in steps:
        reached = {end for slug in before for end in descendants(slug, [step])}
        introduced = {descendant for ancestor, descendant in step.edges if ancestor is None}
        assert reached | introduced == step.placed
        assert not reached & introduced
        for slug in before:
            assert (descendants(slug, [step]) == ()) == ((slug, None) in step.edges)
        before = step.placed


@given(histories(), st.integers(0, 4))
def test_following_a_role_is_the_same_in_one_go_and_with_a_halt(history, halt):
    first, steps = history
    for slug in first:
        halfway = descendants(slug, steps[:halt])
        onward = [end for middle in halfway for end in descendants(middle, steps[halt:])]
        assert descendants(slug, steps) == tuple(dict.fromkeys(onward))


@given(histories())
def test_without_its_descents_a_role_that_is_gone_or_new_is_a_gap(history):
    before, steps = history
    for step in steps:
        for slug in before - step.placed:
            silent = Step(tuple(e for e in step.edges if e[0] != slug), step.placed)
            assert slug in gaps(before, silent)[0]
        for slug in step.placed - before:
            silent = Step(tuple(e for e in step.edges if e[1] != slug), step.placed)
            assert slug in gaps(before, silent)[1]
        before = step.placed


@pytest.mark.parametrize(
    "edge", [("x", "b"), ("a", "x"), ("a", None), (None, "a"), (None, "x"), ("x", None)]
)
def test_an_edge_that_cannot_be_is_a_contradiction(edge):
    step = Step((("a", "b"), edge), frozenset("ab"))
    assert contradictions(frozenset("a"), step) == [edge]


# In the database, over many versions


@pytest.fixture
def five_versions(db):
    """One engineer becomes two, who become one again; a role comes, and another is renamed."""
    first = make_published(placements={"engineer": (0, 60), "researcher": (50, 100)})
    article = first.article
    kept = {"researcher": (50, 100)}
    split = {"deployer": (0, 30), "modeller": (20, 60), **kept}
    second = make_published(
        article,
        placements=split,
        descents=[("engineer", "deployer"), ("engineer", "modeller")],
    )
    third = make_published(
        article, placements=split | {"tester": (40, 50)}, descents=[(None, "tester")]
    )
    renamed = {"maker": (20, 60), "tester": (40, 50), "researcher": (50, 100, "Scientist")}
    fourth = make_published(
        article, placements=renamed, descents=[("deployer", "maker"), ("modeller", "maker")]
    )
    fifth = make_published(article, changes=["Words only."])
    return [first, second, third, fourth, fifth]


def told(version, current):
    """Return what is told to a reader of a version, as names before and after."""
    return {
        fate.before.name: ([p.name for p in fate.after], fate.is_renamed)
        for fate in fates(version, current)
    }


MADE, NAMED = (["Maker"], False), (["Scientist"], True)
FATES = [
    {"Engineer": MADE, "Researcher": NAMED},
    {"Deployer": MADE, "Modeller": MADE, "Researcher": NAMED},
    {"Deployer": MADE, "Modeller": MADE, "Researcher": NAMED},
    {},
    {},
]


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_every_role_is_followed_to_the_newest_map(is_withdrawn, five_versions, alice):
    if is_withdrawn:
        withdraw(five_versions[2], alice, "It was wrong.")
    current = five_versions[-1]
    assert [told(version, current) for version in five_versions] == FATES


def test_a_role_is_followed_past_a_version_that_was_withdrawn_before_the_next_began(alice):
    first = make_published(placements={"engineer": (0, 60)})
    article = first.article
    wrong = make_published(
        article, placements={"wizard": (0, 60)}, descents=[("engineer", "wizard")]
    )
    withdraw(wrong, alice, "It was wrong.")
    third = make_published(article, placements={"maker": (0, 60)}, descents=[("engineer", "maker")])
    assert third.predecessor == first
    assert told(first, third) == {"Engineer": (["Maker"], False)}


@pytest.mark.django_db
def test_a_retired_role_has_no_end_even_where_its_name_comes_again():
    first = make_published(placements={"engineer": (0, 60), "tester": (10, 20)})
    article = first.article
    make_published(article, placements={"engineer": (0, 60)}, descents=[("tester", None)])
    third = make_published(
        article,
        placements={"engineer": (0, 60), "tester": (10, 20)},
        descents=[(None, "tester")],
    )
    assert told(first, third) == {"Tester": ([], False)}


def test_fates_take_no_more_queries_over_five_versions_than_over_one(
    five_versions, django_assert_max_num_queries
):
    for version in five_versions[:4]:
        with django_assert_max_num_queries(5):
            fates(version, five_versions[-1])
