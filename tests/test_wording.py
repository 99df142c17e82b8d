"""What changed in a text: by section, by paragraph, word by word, and never at any length."""

from functools import partial

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from articles.wording import (
    DELETED,
    EQUAL,
    INSERTED,
    LONGEST,
    MOST,
    compare_texts,
    compare_words,
)
from tests.timing import timed


def texts(passage, *kinds):
    return "".join(part.text for part in passage.parts if part.kind in kinds)


words = st.text(alphabet="ab #`-\n|é中\u00a0\u2028<", max_size=60)


@given(words, words)
def test_what_stayed_and_went_is_the_old_text_and_what_stayed_and_came_the_new(old, new):
    passage = compare_words(old, new)
    assert texts(passage, EQUAL, DELETED) == (old and f"{old} ")
    assert texts(passage, EQUAL, INSERTED) == (new and f"{new} ")
    assert passage.has_changed == (old != new)


def all_of(change, *kinds):
    """Return a text's words as they stand in its sections."""
    passages = [p for s in change.sections for p in (s.heading, *s.passages)]
    return " ".join(texts(passage, *kinds) for passage in passages).split()


markdown = st.lists(
    st.sampled_from(
        ["# One", "## Two", "a b c", "a b d", "x y", "- item", "```", "  code", "", "| t |", "中文"]
    ),
    max_size=14,
).map("\n".join)


@given(markdown | words, markdown | words)
def test_all_words_of_both_texts_are_told_in_their_order(old, new):
    change = compare_texts(old, new)
    assert all_of(change, EQUAL, DELETED) == old.split()
    assert all_of(change, EQUAL, INSERTED) == new.split()


@given(markdown | words)
def test_a_text_and_itself_have_no_difference(text):
    assert not compare_texts(text, text).has_changed


def told(old, new):
    """Return the sections as title, kind and the kinds of the passages."""
    return [
        (section.title, section.kind, [passage.kind for passage in section.passages])
        for section in compare_texts(old, new).sections
    ]


def test_sections_are_held_against_each_other_by_their_headings():
    old = "Opening.\n\n## One\n\nThe same.\n\n## Two\n\nThis goes.\n\n## Four\nKept, more or less."
    new = "Opening.\n\n## One\n\nThe same.\n\n## Three\n\nNew words.\n\n## Four\nKept, or not less."
    assert told(old, new) == [
        ("", "equal", ["equal"]),
        ("One", "equal", ["equal"]),
        ("Two", "deleted", ["deleted"]),
        ("Three", "inserted", ["inserted"]),
        ("Four", "changed", ["changed"]),
    ]


def test_a_section_with_another_heading_and_the_same_words_was_renamed():
    (section,) = compare_texts(
        "## Old one\nIts many words.", "## New one\nIts many words."
    ).sections
    assert section.heading.kind == "changed"
    assert section.title == "New one"
    assert [passage.kind for passage in section.passages] == ["equal"]


def test_a_paragraph_between_others_is_told_alone():
    assert told("One.\n\nThree.", "One.\n\nTwo.\n\nThree.") == [
        ("", "changed", ["equal", "inserted", "equal"])
    ]


def test_line_breaks_within_a_paragraph_are_no_difference():
    assert not compare_texts("One two\nthree.", "One\ntwo   three.\n\n").has_changed


def test_items_and_rows_are_passages_of_their_own():
    assert told("- one\n- two\n| a |\n| b |", "- one\n- 2\n| a |\n| c |")[0][2] == [
        *("equal", "changed", "equal", "changed")
    ]


def test_a_heading_in_code_is_code_and_its_indentation_counts():
    text = "```\n# no heading\n  indented\n```\n\nText."
    (section,) = compare_texts(text, text.replace("  ind", "    ind")).sections
    assert [p.is_code for p in section.passages] == [True] * 4 + [False]
    assert [p.has_changed for p in section.passages] == [False, False, True, False, False]


def test_signs_without_spaces_are_told_one_by_one():
    passage = compare_words("机器学习工程师", "机器学习研究员")
    assert texts(passage, EQUAL) == "机器学习"
    assert texts(passage, DELETED) == "工程师 "


def test_a_few_words_between_changes_are_told_with_them():
    passage = compare_words(
        "a b c and d e f. Then it all ends", "x y z and u v w. Then it all ends"
    )
    assert [part.kind for part in passage.parts] == [DELETED, INSERTED, EQUAL]


@pytest.mark.parametrize(("old", "new"), [("", ""), ("", "A word."), ("A word.", "")])
def test_empty_texts(old, new):
    change = compare_texts(old, new)
    assert change.has_changed == (old != new)
    assert all_of(change, EQUAL, INSERTED) == new.split()


# Cost: what is compared is counted, so that no text takes long


def in_time(old, new):
    # A hundred times what it takes, so that only another order of growth fails.
    change, took = timed(partial(compare_texts, old, new), at_most=10)
    assert took < 10
    return change


def test_where_very_much_changed_no_words_are_compared():
    paragraphs = [f"Paragraph {number} says this and that again." for number in range(5000)]
    old, new = ("\n\n".join(paragraphs), "\n\n".join(paragraphs).replace("this", "what"))
    assert len(old) > MOST / 2
    change = in_time(old, new)
    assert change.is_coarse
    kinds = {passage.kind for section in change.sections for passage in section.passages}
    assert kinds == {DELETED, INSERTED}


def test_a_small_edit_of_a_huge_text_is_told_word_by_word():
    old = "\n\n".join(f"Paragraph {number} says this and that." for number in range(5000))
    change = in_time(old, old.replace("4000 says this", "4000 said this"))
    assert not change.is_coarse
    (passage,) = (p for s in change.sections for p in s.passages if p.has_changed)
    assert texts(passage, DELETED) == "says "


def test_of_a_huge_paragraph_only_the_ends_are_compared():
    begin = "word " * (3 * LONGEST)
    middle = [f"w{number}" for number in range(LONGEST + 1)]
    old, new = ([*middle[:500], end, *middle[500:]] for end in ("one", "two"))
    change = in_time(f"{begin}x {' '.join(old)} y", f"{begin}z {' '.join(new)} q")
    (passage,) = change.sections[0].passages
    assert texts(passage, EQUAL) == begin
    assert texts(passage, DELETED) == f"x {' '.join(old)} y "


@pytest.mark.parametrize("words", ["a b", "a a", "# a\n", "\n\n- a\n\n- b"])
def test_the_same_words_over_and_over_take_no_longer(words):
    in_time(words * 20_000, (words[::-1] + " x ") * 15_000)


# Whoever renders it escapes it


@pytest.mark.parametrize("kinds", [("", "<script>x</script>"), ("<script>x</script>", "")])
def test_markup_is_shown_as_text(kinds):
    page = render_to_string("articles/_compare_passage.html", {"passage": compare_words(*kinds)})
    assert "<script" not in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page
