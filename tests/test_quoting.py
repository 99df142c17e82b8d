"""A passage with which a form is opened stands in it as a quote, of plain words."""

import pytest

from comments.models import Comment
from mlmap_site.markup import plain_words
from tests.test_writing import SAID, THREAD, WRITE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("passage", "quoted"),
    [
        ("A passage.", "> A passage.\n\n"),
        ("of\n two  \r\nlines", "> of two lines\n\n"),
        (
            "*so* [a](b) `c` <i> &amp; ~~d~~",
            "> \\*so\\* \\[a\\](b) \\`c\\` \\<i\\> \\&amp; \\~\\~d\\~\\~\n\n",
        ),
        ("# no heading", "> \\# no heading\n\n"),
        ("1. no list", "> 1\\. no list\n\n"),
        ("12) no list", "> 12\\) no list\n\n"),
        ("x" * 501, f"> {'x' * 499}…\n\n"),
        (" ", None),
    ],
)
def test_a_passage_stands_in_the_form_as_a_quote_of_plain_words(
    passage, quoted, client, version, bob
):
    client.force_login(bob)
    answer = client.get(WRITE, {"quote": passage})
    assert answer.context["form"]["body"].value() == (quoted or "")
    assert ("data-quoted" in answer.content.decode()) == bool(quoted)


@pytest.mark.parametrize(
    "passage", ["*so* [a](b) `c` <i> &amp; ~~d~~", "1. First of all", "2026) - so it is", "- + #"]
)
def test_a_quote_is_read_as_its_words(passage, client, version, bob):
    client.force_login(bob)
    body = client.get(WRITE, {"quote": passage}).context["form"]["body"].value()
    client.post(THREAD, SAID | {"body": body + "Mine."})
    said = Comment.objects.latest("pk")
    assert plain_words(said.body_html).split() == [*passage.split(), "Mine."]
    assert said.body_html.startswith("<blockquote>")


def test_words_that_were_kept_come_before_a_quote(client, version, bob):
    client.post(THREAD, SAID)
    client.force_login(bob)
    answer = client.get(WRITE, {"quote": "A passage."})
    assert answer.context["form"]["body"].value() == SAID["body"]
