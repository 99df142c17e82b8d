"""Which roles cover a place on the line, and in which shares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.shares import PLACES, height, shares
from roles.spectrum import Span

V01 = (
    Span("developer", "Developer", 0, 44),
    Span("ml-engineer", "ML Engineer", 26, 78),
    Span("ml-researcher", "ML Researcher", 60, 100),
    Span("mlops", "MLOps", 20, 80, practice=True),
)

edges = st.tuples(st.integers(0, 100), st.integers(0, 100)).filter(lambda e: e[0] < e[1])
maps = st.lists(edges, max_size=40).map(
    lambda rows: [Span(f"role-{n}", f"Role {n}", *row) for n, row in enumerate(rows)]
)


@pytest.mark.parametrize(
    ("at", "found"),
    [
        (0, [("developer", 100)]),
        (20, [("developer", 100)]),
        (35, [("developer", 57), ("ml-engineer", 43)]),
        (52, [("ml-engineer", 100)]),
        (70, [("ml-researcher", 70), ("ml-engineer", 30)]),
        (100, [("ml-researcher", 100)]),
    ],
)
def test_the_shares_at_a_place(at, found):
    assert [(span.slug, percent) for span, percent in shares(V01, at)] == found


@given(maps, st.sampled_from(PLACES))
def test_shares_are_whole_add_up_and_belong_to_what_covers_the_place(spans, at):
    found = shares(spans, at)
    assert sum(percent for _, percent in found) == (100 if found else 0)
    assert all(percent > 0 and span.start <= at <= span.end for span, percent in found)
    covered = any(span.start < at < span.end for span in spans)
    assert bool(found) >= covered
    assert [percent for _, percent in found] == sorted((p for _, p in found), reverse=True)


@given(maps, st.sampled_from(PLACES), st.randoms())
def test_the_order_of_the_roles_does_not_matter(spans, at, chance):
    mixed = spans.copy()
    chance.shuffle(mixed)
    assert shares(mixed, at) == shares(spans, at)


@given(edges, st.floats(0, 100))
def test_a_hill_stands_highest_in_its_middle(edge, x):
    span = Span("role", "Role", *edge)
    middle = (span.start + span.end) / 2
    assert 0 <= height(span, x) <= height(span, middle) == pytest.approx(1)
