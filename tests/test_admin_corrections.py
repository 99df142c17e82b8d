"""The desk's Correct: written, looked at word by word, published; two at once do not collide."""

import re
from html import unescape

import pytest
from django.test import Client

from articles.models import Version
from articles.publishing import Refused, correct
from tests.desk import address
from tests.factories import (
    make_article,
    make_correction,
    make_cover,
    make_draft,
    make_published,
    make_scheduled,
)

pytestmark = pytest.mark.django_db

LOOK, PUBLISH, AGAIN = {"look": "1"}, {"publish": "1"}, {"again": "1"}
OLD = "The map has soft boarders.\n\nSee [the site](https://exmaple.org).\n\nIt stays."
NEW = "The map has soft borders.\n\nSee [the site](https://example.org).\n\nIt stays."


@pytest.fixture
def desk(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def version(alice):
    return make_published(body=OLD, cover=make_cover(), cover_alt="Hils.")


def sent(version, **values):
    """Return what the form of a version posts, with other words."""
    text = version.text()
    shown = {"seen": getattr(text, "revision", 1), "cover_alt": text.cover_alt}
    return shown | {"body": NEW, "reason": "Two slips."} | values


def page(answer, status=200):
    assert answer.status_code == status
    return unescape(answer.content.decode())


def hidden(answer):
    """Return the hidden fields of a page as a browser sends them."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.text)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


# Looking


def test_the_form_has_the_words_that_readers_see(desk, version):
    make_correction(version, body="Corrected already.")
    said = page(desk.get(address("correct", version)))
    assert "Corrected already." in said
    assert "Look at the change…" in said
    assert 'name="seen" value="2"' in said
    assert "Publish this correction" not in said


def test_the_change_is_shown_word_by_word_before_it_is_made(desk, version):
    answer = desk.post(address("correct", version), sent(version, cover_alt="Hills.") | LOOK)
    said = page(answer)
    for words in ("boarders.", "https://exmaple.org", "Hils."):
        assert re.search(rf"<del>.*{re.escape(words)}.*</del>", said), words
    for words in ("borders.", "https://example.org", "Hills."):
        assert re.search(rf"<ins>.*{re.escape(words)}.*</ins>", said), words
    assert "“Two slips.”" in said
    assert "1 paragraph as it was" in said
    assert "Publish this correction" in said
    assert not version.corrections.exists()
    assert "boarders" in page(Client().get("/articles/ml-map/"))


def test_what_was_looked_at_is_what_is_published(desk, version):
    looked = desk.post(address("correct", version), sent(version) | LOOK)
    answer = desk.post(address("correct", version), hidden(looked) | PUBLISH)
    assert (answer.status_code, answer.url) == (302, address("change", version))
    assert "ML Map v0.1 is corrected. Readers see r2." in page(desk.get(answer.url))
    correction = version.corrections.get()
    assert (correction.body, correction.reason) == (NEW, "Two slips.")
    assert correction.cover_alt == "Hils."
    read = page(Client().get("/articles/ml-map/"))
    assert "soft borders" in read
    assert "Two slips." in read
    assert "boarders" in page(Client().get("/articles/ml-map/v0.1/r1/"))


def test_what_was_looked_at_can_be_written_again(desk, version):
    looked = desk.post(address("correct", version), sent(version, body="<b>&quot;\n") | LOOK)
    again = desk.post(address("correct", version), hidden(looked) | AGAIN)
    said = page(again)
    assert "<b>&quot;" in said
    assert 'value="Two slips."' in said
    assert "Look at the change…" in said
    assert not version.corrections.exists()


def test_a_text_that_looks_like_html_is_shown_and_not_run(desk, version):
    body = OLD + "\n\n<script>alert(1)</script>"
    answer = desk.post(address("correct", version), sent(version, body=body) | LOOK)
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text


def test_where_only_line_ends_differ_it_says_so(desk, version):
    body = OLD.replace("soft boarders", "soft\nboarders")
    said = page(desk.post(address("correct", version), sent(version, body=body) | LOOK))
    assert "Only spaces or line ends differ" in said


@pytest.mark.parametrize("button", [LOOK, PUBLISH], ids=["look", "publish"])
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"reason": ""}, "This field is required."),
        ({"reason": "  "}, "This field is required."),
        ({"reason": "x" * 301}, "at most 300 characters"),
        ({"reason": "A\u202eslip."}, "U+202E"),
        ({"body": ""}, "This field is required."),
        ({"body": "  "}, "This field is required."),
        ({"body": "x" * 200_001}, "at most 200000 characters"),
        ({"body": "A\u202ehidden one"}, "U+202E"),
        ({"body": OLD}, "Nothing in it differs from what readers see."),
        ({"body": "![](/a.png)"}, "The picture /a.png has no alternative text"),
        ({"cover_alt": "x" * 301}, "at most 300 characters"),
        ({"cover_alt": ""}, "The cover has no alternative text"),
        ({"seen": "x"}, "Enter a whole number."),
    ],
)
def test_a_correction_that_cannot_stand_is_given_back(button, values, words, desk, version):
    answer = desk.post(address("correct", version), sent(version) | values | button)
    said = page(answer, 422)
    assert words in said
    kept = "Two slips." if "reason" not in values else "soft borders"
    assert kept in said
    assert "Look at the change…" in said
    assert not version.corrections.exists()


@pytest.mark.parametrize("button", [LOOK, PUBLISH], ids=["look", "publish"])
@pytest.mark.parametrize("make", [make_draft, make_scheduled])
def test_only_what_is_published_is_corrected(make, button, desk, alice):
    version = make(make_article())
    answer = desk.post(address("correct", version), sent(version) | button)
    assert "Only what is published can be corrected." in page(answer, 422)
    assert not version.corrections.exists()


# Two at once


@pytest.mark.parametrize("button", [LOOK, PUBLISH], ids=["look", "publish"])
def test_a_correction_in_between_is_not_undone_silently(button, desk, version):
    mine = sent(version)
    make_correction(version, body=OLD.replace("boarders", "edges"), reason="Theirs.")
    answer = desk.post(address("correct", version), mine | button)
    said = page(answer, 422)
    assert "v0.1 was corrected since you began (r2, “Theirs.”)" in said
    assert "soft borders" in said
    assert "Two slips." in said
    assert version.corrections.count() == 1
    # Looked at once more, it shows what of theirs would go.
    looked = desk.post(address("correct", version), mine | hidden(answer) | LOOK)
    assert re.search(r"<del>.*edges.*</del>", page(looked))
    assert desk.post(address("correct", version), hidden(looked) | PUBLISH).status_code == 302
    assert version.text().body == NEW


def test_a_correction_between_the_look_and_the_button_is_not_undone_either(desk, version):
    looked = desk.post(address("correct", version), sent(version) | LOOK)
    make_correction(version, body="Theirs.")
    answer = desk.post(address("correct", version), hidden(looked) | PUBLISH)
    assert "was corrected since you began" in page(answer, 422)
    assert version.text().body == "Theirs."


def test_a_form_without_a_revision_is_looked_at_as_of_now(desk, version):
    make_correction(version, body="Theirs.")
    looked = desk.post(address("correct", version), sent(version, seen="") | LOOK)
    assert hidden(looked)["seen"] == "2"


def test_the_button_pressed_twice_makes_one_correction(desk, version):
    fields = sent(version) | PUBLISH
    assert desk.post(address("correct", version), fields).status_code == 302
    said = page(desk.post(address("correct", version), fields), 422)
    assert "Nothing in it differs from what readers see." in said
    assert "since you began" not in said
    assert version.corrections.count() == 1


def test_a_correction_that_is_sent_twice_is_made_once(alice):
    version = make_published()
    make_correction(version)
    with pytest.raises(Refused, match="Nothing in it differs"):
        make_correction(version)
    assert version.corrections.count() == 1


def test_a_correction_keeps_the_alternative_text(alice):
    version = make_published(cover=make_cover(), cover_alt="Hills.")
    with pytest.raises(Refused, match="no alternative text"):
        correct(version, alice, "A slip.", "Other words.", cover_alt="")
    assert correct(version, alice, "A slip.", "Other words.").cover_alt == "Hills."


# Whom it lets in


@pytest.mark.parametrize("who", ["anonymous", "reader", "stranger"])
@pytest.mark.parametrize("button", [None, LOOK, PUBLISH, AGAIN], ids=["get", *"lpa"])
def test_nobody_elses_text_is_corrected(who, button, client, version, bob, charlie):
    if who == "stranger":
        charlie.is_staff = True
        charlie.save()
    if who != "anonymous":
        client.force_login(charlie if who == "stranger" else bob)
    target = address("correct", version)
    answer = client.post(target, sent(version) | button) if button else client.get(target)
    assert answer.status_code == (403 if who == "stranger" else 302)
    assert not version.corrections.exists()
    assert Version.objects.get(pk=version.pk).body == OLD
