"""The map's geometry, its labels and its words; nothing here touches the database."""

import re
import unicodedata
from itertools import combinations

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roles.labels import clusters, width, wrap
from roles.spectrum import FORMS, Label, Span, describe, draw, neighbours, place

ENDS = ("toward the end user", "toward the science")
V01 = (
    Span("developer", "Developer", 0, 44),
    Span("ml-engineer", "ML Engineer", 26, 78),
    Span("ml-researcher", "ML Researcher", 60, 100),
    Span("mlops", "MLOps", 20, 80, practice=True),
)
V02 = (
    Span("developer", "Developer", 0, 36),
    Span("ml-deployment-engineer", "ML Deployment Engineer", 22, 56),
    Span("data-engineer", "Data Engineer", 38, 68),
    Span("model-engineer", "Model Engineer", 50, 84),
    Span("ml-researcher", "ML Researcher", 68, 100),
    Span("mlops", "MLOps", 16, 84, practice=True),
)
AWKWARD = (
    "W" * 80,
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "机器学习部署工程师与数据平台负责人" * 4,
    "機械学習エンジニア（本番運用・監視・品質保証担当）",
    "باحث في تعلم الآلة والبيانات (متقدم)",
    "מהנדס נתונים!",
    "👩🏽‍🔬👨‍👩‍👧‍👦" * 8,
    "e\u0301\u0323" * 26,
    "\u0301",
    "\x07",
    "i",
)

names = st.one_of(
    st.sampled_from(AWKWARD),
    st.sampled_from(("Developer", "Data Engineer", "ML Deployment Engineer")),
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=80),
)
edges = st.tuples(st.integers(0, 100), st.integers(0, 100)).filter(lambda e: e[0] != e[1])
forms = st.sampled_from(sorted(FORMS))


@st.composite
def maps(draw_from, roles=40, practices=4):
    """Up to so many roles and practices with any names, some on top of each other."""
    some = draw_from(st.integers(0, roles))
    pool = draw_from(st.lists(edges, min_size=1, max_size=8))
    places = st.one_of(st.sampled_from(pool), edges)
    spans = []
    for number in range(some + draw_from(st.integers(0, practices))):
        start, end = sorted(draw_from(places))
        spans.append(Span(f"s{number}", draw_from(names), start, end, practice=number >= some))
    return tuple(spans)


quick = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def apart(one, other, gap):
    return (
        one.right + gap <= other.left + 0.01
        or other.right + gap <= one.left + 0.01
        or one.bottom + gap <= other.top + 0.01
        or other.bottom + gap <= one.top + 0.01
    )


def check_labels(drawing):
    gap = FORMS[drawing.form].gap
    assert gap > 0
    for one, other in combinations(drawing.labels, 2):
        assert apart(one.box, other.box, gap), (one, other)
    for label in drawing.labels:
        assert label.box.left >= 0
        assert label.box.right <= drawing.width
        assert label.box.top >= drawing.top
        assert label.box.bottom <= drawing.top + drawing.height
        check_text(label)


def check_text(label: Label):
    """The text itself stays within the room that was kept for it."""
    for line in label.lines:
        room = width(line.text, label.size)
        start = {"start": 0, "middle": room / 2, "end": room}[label.anchor]
        assert label.box.left - 0.1 <= label.x - start
        assert label.x - start + room <= label.box.right + 0.1
        assert label.box.top < line.y - 0.5 * label.size
        assert line.y < label.box.bottom


def points(path):
    return [tuple(map(float, pair)) for pair in re.findall(r"([\d.]+) (-?[\d.]+)", path)]


# Labels


@given(maps(), forms)
@quick
def test_no_two_labels_touch_and_all_are_inside(spans, form):
    check_labels(draw(spans, form, *ENDS))


@pytest.mark.parametrize("form", sorted(FORMS))
def test_forty_awkward_names_on_one_spot(form):
    names = [AWKWARD[number % len(AWKWARD)] for number in range(40)]
    spans = [Span(f"r{number}", name, 45, 55) for number, name in enumerate(names)]
    spans += [Span(f"p{number}", names[number], 0, 100, practice=True) for number in range(5)]
    check_labels(draw(spans, form, AWKWARD[0], AWKWARD[1]))


@pytest.mark.parametrize("form", sorted(FORMS))
@pytest.mark.parametrize("spans", [V01, V02], ids=["v0.1", "v0.2"])
def test_on_the_shipped_maps_no_leader_runs_through_a_name(spans, form):
    drawing = draw(spans, form, *ENDS)
    check_labels(drawing)
    for leader in drawing.leaders:
        for label in drawing.labels:
            beside = not label.box.left < leader.x < label.box.right
            beyond = leader.top >= label.box.bottom or leader.bottom <= label.box.top
            assert beside or beyond


def test_names_stand_over_their_hills_where_there_is_room():
    for mark in draw(V01, "wide", *ENDS).roles:
        assert mark.label.anchor == "middle"
        assert abs(mark.label.x - mark.peg) <= 0.1


def test_every_name_is_there_in_full():
    for form in FORMS:
        drawing = draw(V02, form)
        shown = {" ".join(line.text for line in mark.label.lines) for mark in drawing.roles}
        assert shown == {span.name for span in V02 if not span.practice}


def test_text_is_never_small():
    assert min(label.size for label in draw(V02, "narrow", *ENDS).labels) >= 14
    # The wide drawing is shown from 860 px on, see static/css/map.css.
    assert min(label.size for label in draw(V02, "wide", *ENDS).labels) * 860 / 1040 >= 14


def test_an_empty_map_is_a_line():
    drawing = draw((), "wide")
    assert drawing.labels == ()
    assert drawing.roles == ()
    assert drawing.height > 0


# Lines


@given(names, st.sampled_from((84, 148, 300)))
@settings(max_examples=100, deadline=None)
def test_lines_fit_and_lose_nothing(name, room):
    lines = wrap(" ".join(name.split()), room, 16)
    assert "".join("".join(lines).split()) == "".join(name.split())
    assert all(width(line, 16) <= room for line in lines)
    for line in lines[1:]:
        assert unicodedata.category(line[0]) not in ("Mn", "Me") or line[0] == name.strip()[0]


def test_marks_and_joined_emoji_stay_with_their_base():
    assert clusters("e\u0301a") == ["e\u0301", "a"]
    assert clusters("👩🏽‍🔬🇫🇷🇩🇪") == ["👩🏽‍🔬", "🇫🇷", "🇩🇪"]


def test_words_break_only_when_they_must():
    assert wrap("ML Deployment Engineer", 200, 20) == ("ML Deployment", "Engineer")


# Shapes


@given(maps(roles=8), forms, st.randoms())
@quick
def test_the_same_map_is_the_same_bytes_in_any_order(spans, form, random):
    shuffled = list(spans)
    random.shuffle(shuffled)
    assert repr(draw(shuffled, form, *ENDS)) == repr(draw(spans, form, *ENDS))


def test_nothing_depends_on_the_cache():
    from roles import spectrum

    before = repr(draw(V02, "narrow", *ENDS))
    spectrum._draw.cache_clear()
    assert repr(draw(V02, "narrow", *ENDS)) == before


@given(maps(roles=8), forms, edges, names)
@quick
def test_a_new_role_moves_no_other(spans, form, edge, name):
    start, end = sorted(edge)
    before = draw(spans, form, *ENDS)
    after = draw((*spans, Span("new", name, start, end)), form, *ENDS)
    places = {mark.slug: (mark.path, mark.peg) for mark in after.roles + after.practices}
    for mark in before.roles + before.practices:
        assert places[mark.slug] == (mark.path, mark.peg)


@given(edges, st.booleans(), forms)
@settings(max_examples=60, deadline=None)
def test_a_hill_keeps_within_its_span_and_all_are_equally_high(edge, practice, form):
    start, end = sorted(edge)
    drawing = draw([Span("one", "One", start, end, practice)], form)
    (mark,) = drawing.practices if practice else drawing.roles
    xs, ys = zip(*points(mark.path), strict=True)
    measures = FORMS[form]
    assert (xs[0], xs[-1]) == (measures.x(start), measures.x(end))
    assert list(xs) == sorted(xs)
    assert (ys[0], ys[-1]) == (0.0, 0.0)
    assert (max(ys), min(ys)) == ((measures.band, 0) if practice else (0, -measures.hill))
    assert "-0.0" not in mark.path
    assert drawing.top <= min(ys)
    assert max(ys) <= drawing.top + drawing.height


# Words


def test_describe_says_place_and_neighbours():
    with translation.override("en"):
        assert describe(V01[1], V01) == (
            "ML Engineer, middle of the line, shares borders with Developer and ML Researcher"
        )
        assert describe(V01[0], V01) == (
            "Developer, left part of the line, shares a border with ML Engineer"
        )
        assert describe(V01[3], V01) == "MLOps, a practice around the middle of the line"
        assert describe(V01[0], V01[:1]) == "Developer, left part of the line, shares no border"


def test_touching_at_a_point_is_no_border():
    spans = (Span("a", "A", 0, 50), Span("b", "B", 50, 100))
    assert neighbours(spans[0], spans) == []


@given(maps(roles=10))
@settings(max_examples=30, deadline=None)
def test_describe_names_whom_the_span_overlaps_and_nobody_else(spans):
    renamed = [Span(s.slug, f"<{s.slug}>", s.start, s.end, s.practice) for s in spans]
    for span in renamed:
        said = set(re.findall(r"<s\d+>", describe(span, renamed))) - {span.name}
        shared = {
            other.name
            for other in renamed
            if other is not span
            and not (other.practice or span.practice)
            and set(range(span.start, span.end)) & set(range(other.start, other.end))
        }
        assert said == shared


def test_no_word_ranks():
    ranks = re.compile(r"\b(senior|junior|level|higher|lower|top|above|below|beyond|step)\b", re.I)
    for start in range(0, 100, 5):
        for end in range(start + 1, 101, 5):
            for practice in (False, True):
                span = Span("a", "A", start, end, practice)
                assert not ranks.search(describe(span, [span]) + place(span))


# The page


def render(spans, key="map", ends=ENDS):
    page = Template("{% load map_tags %}{% map_figure spans start end 'A <map>' key=key %}")
    return page.render(Context({"spans": spans, "start": ends[0], "end": ends[1], "key": key}))


def test_names_are_escaped():
    evil = "<script>alert(1)</script>"
    page = render(
        [Span("a", evil, 0, 50, summary=evil), Span("p", evil, 0, 50, True)], ends=[evil] * 2
    )
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_each_role_is_a_link_in_both_drawings_and_in_the_list():
    page = render(V01)
    for span in V01:
        assert page.count(f'href="{reverse("role", args=[span.slug])}"') == 3
    assert "26 to 78" in page
    assert "<ol" not in page


def test_two_maps_on_a_page_share_no_id():
    page = render(V01, key="first") + render(V02, key="second")
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 6
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


def test_the_page_has_no_inline_style_or_script():
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=", render(V02))


def test_coordinates_do_not_follow_the_language():
    with translation.override("de"):
        page = render(V02)
    assert not re.search(r'(?:x|y|x1|y2|cx|d|viewBox)="[^"]*\d,\d', page)


def test_an_empty_map_says_so():
    assert "This map has no roles yet." in render(())
