"""What changed between two versions, found by comparing; roles along their lineage."""

from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from articles.compare import KINDS, Content, CoverChange, compare, compare_roles
from articles.lineage import Step
from articles.wording import DELETED, EQUAL, INSERTED
from roles.ribbons import Map, join
from roles.spectrum import Span, draw

# Roles


def span(slug, start=0, end=50, name="", **values):
    return Span(slug, name or slug.upper(), start, end, **values)


def step(*edges, placed=""):
    return Step(tuple(edges), frozenset(placed))


def only(before, after, *steps):
    """Return the one change there is."""
    (change,) = compare_roles(before, after, steps)
    return change


A, B, C, D = (span(slug) for slug in "abcd")
ONE_ROLE = {
    "unchanged": (A, A, (), []),
    "renamed": (A, span("a", name="Z"), ("renamed",), ["A is now called Z"]),
    "moved": (A, span("a", 10, 60), ("moved",), ["A moved from 0–50 to 10–60"]),
    "redefined": (
        A,
        span("a", summary="What it does."),
        ("redefined",),
        ["A is described in other words"],
    ),
    "all of it": (
        A,
        span("a", 1, 2, "Z", summary="What it does."),
        ("renamed", "moved", "redefined"),
        ["A is now called Z", "Z moved from 0–50 to 1–2", "Z is described in other words"],
    ),
}


@pytest.mark.parametrize(("old", "new", "kinds", "sentences"), ONE_ROLE.values(), ids=ONE_ROLE)
def test_a_role_that_went_on(old, new, kinds, sentences):
    change = only([old], [new])
    assert (change.kinds, change.sentences) == (kinds, sentences)
    assert change.has_changed == bool(kinds)
    assert change.links == (("a", "a"),)


KIN = {
    "introduced": ([], [A], [step((None, "a"))], ["A was introduced at 0–50"]),
    "introduced in the first map": ([], [A], [], ["A was introduced at 0–50"]),
    "retired": ([A], [], [step(("a", None))], ["A was retired"]),
    "became": ([A], [B], [step(("a", "b"), placed="b")], ["A became B"]),
    "became, elsewhere and in other words": (
        [A],
        [span("b", 10, 60, summary="What it does.")],
        [step(("a", "b"), placed="b")],
        ["A became B, at 10–60 instead of 0–50"],
    ),
    "split": (
        [A],
        [B, C, D],
        [step(("a", "b"), ("a", "c"), ("a", "d"), placed="bcd")],
        ["A was split into B, C and D"],
    ),
    "split off": (
        [A],
        [span("a", 0, 20), B],
        [step(("a", "b"), placed="ab")],
        ["B was split off from A", "A moved from 0–50 to 0–20"],
    ),
    "two split off": (
        [A],
        [A, B, C],
        [step(("a", "b"), ("a", "c"), placed="abc")],
        ["B and C were split off from A"],
    ),
    "merged": (
        [A, B],
        [C],
        [step(("a", "c"), ("b", "c"), placed="c")],
        ["A and B were merged into C"],
    ),
    "merged into one that stays": (
        [A, B],
        [span("b", name="Z")],
        [step(("a", "b"), placed="b")],
        ["A was merged into Z", "B is now called Z"],
    ),
    "split and merged": (
        [A, B],
        [C, D],
        [step(("a", "c"), ("a", "d"), ("b", "d"), placed="cd")],
        ["A was split into C and D", "A and B were merged into D"],
    ),
    "over three versions": (
        [A],
        [C, D],
        [step(("a", "b"), placed="b"), step(("b", "c"), ("b", "d"), placed="cd")],
        ["A was split into C and D"],
    ),
    "split and merged again": (
        [A],
        [D],
        [
            step(("a", "b"), ("a", "c"), placed="bc"),
            step(("b", "d"), ("c", "d"), placed="d"),
        ],
        ["A became D"],
    ),
    "came in between and stayed": (
        [],
        [B],
        [step((None, "c"), placed="c"), step(("c", "b"), placed="b")],
        ["B was introduced at 0–50"],
    ),
}


@pytest.mark.parametrize(("before", "after", "steps", "sentences"), KIN.values(), ids=KIN)
def test_roles_that_are_kin(before, after, steps, sentences):
    change = only(before, after, *steps)
    assert change.sentences == sentences
    assert change.has_changed
    assert set(change.kinds) <= set(KINDS)


def test_a_role_that_was_retired_and_came_again_is_two_changes():
    steps = [step(("a", None), placed="b"), step((None, "a"), placed="ab")]
    changes = compare_roles([A, B], [A, B], steps)
    assert [change.kinds for change in changes] == [("introduced",), ("retired",), ()]


def test_what_reaches_farthest_is_told_first_and_then_along_the_line():
    before = [span("x", 0, 10), span("late", 80, 90), span("early", 20, 30), A, span("p", 0, 90)]
    after = [span("x", 0, 10), span("late", 81, 90), span("early", 21, 30), B, C, span("p", 0, 91)]
    changes = compare_roles(before, after, [step(("a", "b"), ("a", "c"), placed="bc")])
    assert [change.before[0].slug for change in changes] == ["a", "p", "early", "late", "x"]


def test_a_summary_is_told_word_by_word():
    old, new = (span("a", summary=f"It {verb} models.") for verb in ("trains", "serves"))
    ((shown, passage),) = only([old], [new]).rewordings
    assert shown == new
    assert passage.parts == (
        (EQUAL, "It "),
        (DELETED, "trains "),
        (INSERTED, "serves "),
        (EQUAL, "models. "),
    )


def test_sentences_can_be_translated():
    change = only([A], [span("a", 1, 50)])
    with translation.override("de"):
        assert change.sentences == ["A moved from 0–50 to 1–50"]


slugs = st.sampled_from("abcdef")
maps = st.lists(
    st.builds(span, slugs, st.integers(0, 49), st.integers(50, 100), st.text(max_size=3)),
    unique_by=lambda one: one.slug,
    max_size=6,
)
ends = st.none() | slugs
histories = st.lists(
    st.builds(
        Step,
        st.lists(st.tuples(ends, ends), max_size=6).map(tuple),
        st.frozensets(slugs),
    ),
    max_size=3,
)


@given(maps, maps, histories)
def test_every_role_of_both_maps_stands_in_exactly_one_change(before, after, steps):
    changes = compare_roles(before, after, steps)
    for spans, side in ((before, "before"), (after, "after")):
        told = [one for change in changes for one in getattr(change, side)]
        assert sorted(told, key=hash) == sorted(spans, key=hash)
    for change in changes:
        assert change.has_changed == bool(change.kinds) == bool(change.sentences)
        old, new = ({one.slug for one in spans} for spans in (change.before, change.after))
        assert all(one in old and other in new for one, other in change.links)


@given(maps)
def test_a_map_and_itself_have_no_changes(spans):
    changes = compare_roles(spans, spans, [])
    assert len(changes) == len(spans)
    assert not [change for change in changes if change.has_changed]


# Ribbons


@given(maps, maps, histories, st.sampled_from(["wide", "narrow"]))
def test_both_maps_are_drawn_as_on_their_own_pages_with_a_ribbon_for_each_link(
    before, after, steps, form
):
    links = [link for c in compare_roles(before, after, steps) for link in c.links]
    old, new = Map(tuple(before), "left", "right"), Map(tuple(after), "left", "right")
    joined = join(old, new, links, form)
    assert joined == join(old, new, links[::-1], form)
    assert joined.upper == draw(before, form, "left", "right")
    assert joined.lower == draw(after, form, "left", "right")
    told = [(ribbon.ancestor.slug, ribbon.descendant.slug) for ribbon in joined.ribbons]
    assert sorted(told) == sorted(links)


def test_the_ribbon_of_a_role_that_stayed_hangs_straight_down():
    (ribbon,) = join(Map((A,), "", ""), Map((A,), "", ""), [("a", "a")], "wide").ribbons
    left, right = (draw([A], "wide").line_start + 928 * place / 100 for place in (12.5, 37.5))
    numbers = ribbon.path.replace("M", "").replace("L", "").replace("C", "").replace("Z", "")
    xs = [float(x) for x in numbers.split()[::2]]
    assert (min(xs), max(xs)) == (left, right)
    assert xs[:6] == [left] * 6


# Whole versions

words = st.text(max_size=60)


@given(st.builds(Content, maps.map(tuple), *[words] * 5, st.just("cover.webp"), words, words))
def test_a_version_and_itself_have_no_differences(content):
    comparison = compare(content, content, [])
    assert not comparison.has_changed
    assert not comparison.words_have_changed
    assert comparison.changed_roles == []
    assert len(comparison.kept_roles) == len(content.spans)


FIELDS = ["title", "teaser", "body", "line_start", "line_end", "cover", "cover_alt"]
CHANGES = {name: {name: "other"} for name in [*FIELDS, "cover_caption"]} | {"map": {"spans": (A,)}}


@pytest.mark.parametrize("values", CHANGES.values(), ids=CHANGES)
def test_any_difference_at_all_is_noticed(values):
    content = Content(title="one", cover="one.webp")
    assert compare(content, replace(content, **values), []).has_changed


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("", "a", "A cover was added"),
        ("a", "", "The cover was taken away"),
        ("a", "b", "The cover is another picture"),
    ],
)
def test_a_cover_is_told_in_a_sentence(before, after, sentence):
    change = CoverChange(before, after)
    assert change.has_changed
    assert change.sentence == sentence
