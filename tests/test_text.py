"""What any text that a person sends must be."""

import pytest
from django.core.exceptions import ValidationError

from mlmap_site.text import normalise, shows, validate_readable


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plain words, “quotes” – and\ttabs\r\nand lines.",
        "עברית عربى \u200e\u200f marks of direction",
        "汉字 한국어 ไทย emoji 👩\u200d💻 and e\u0301",
        "soft\u00adhyphen, no\u00a0break, zero\u200bwidth",
    ],
)
def test_ordinary_writing_is_readable(text):
    validate_readable(text)


@pytest.mark.parametrize("code", [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
def test_direction_controls_are_refused_by_name(code):
    with pytest.raises(ValidationError, match=rf"reverses its direction \(U\+{code:04X}\)"):
        validate_readable(f"a{chr(code)}b")


@pytest.mark.parametrize("code", [0, 7, 8, 0x0B, 0x1B, 0x7F, 0x85, 0x9F, 0xD800, 0xDFFF])
def test_characters_that_cannot_be_shown_are_refused_by_name(code):
    with pytest.raises(ValidationError, match=rf"cannot be shown \(U\+{code:04X}\)"):
        validate_readable(f"a{chr(code)}b")


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("cafe\u0301", "caf\u00e9"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("\r\n\r\n", "\n\n"),
        ("\u212b", "\u00c5"),
        ("ﬁ ①", "ﬁ ①"),
        ("  kept  ", "  kept  "),
    ],
)
def test_normal_text_is_composed_and_has_newlines(text, normal):
    assert normalise(text) == normal
    assert normalise(normal) == normal


@pytest.mark.parametrize("text", ["a", "汉", "ا", "1", "?", "👍", "👩\u200d💻", "\u200b.\u200b"])
def test_what_can_be_seen_shows(text):
    assert shows(text)


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u2060\ufeff", "\u00ad", "\u3164", "\u2800"])
def test_what_nobody_can_see_does_not_show(text):
    assert not shows(text)
