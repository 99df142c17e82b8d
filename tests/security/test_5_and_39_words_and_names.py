"""Checks 5 and 39: words that end what they stand in, and names that look like another's."""

import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.factories import make_article, make_comment, make_published
from tests.mailing import make_reader

pytestmark = pytest.mark.django_db

ENDING = """</script><!-- ]]> "'</title><b>&amp;"""
ATOM = "{http://www.w3.org/2005/Atom}"


class Told(HTMLParser):
    """What a page tells programs: its meta elements, and its data."""

    def __init__(self, page):
        super().__init__()
        self.meta, self.data, self.in_data = {}, [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.in_data = tag == "script" and values.get("type") == "application/ld+json"
        if tag == "meta":
            self.meta[values.get("property") or values.get("name")] = values.get("content")

    def handle_endtag(self, tag):
        self.in_data = False

    def handle_data(self, data):
        if self.in_data:
            self.data += [json.loads(data)]


def test_5_words_that_end_an_element_are_read_back_by_programs(client):
    version = make_published(make_article(title=ENDING), title=ENDING, teaser=ENDING)
    make_comment(version, body=ENDING)
    told = Told(client.get(version.get_absolute_url()).content.decode())
    assert told.meta["og:title"] == told.meta["description"] == ENDING
    article, thread = (document["@graph"] for document in told.data)
    assert article[0]["headline"] == article[0]["description"] == thread[0]["text"] == ENDING
    entry = ElementTree.fromstring(client.get("/feed/").content).find(f"{ATOM}entry")  # noqa: S314
    assert entry.find(f"{ATOM}title").text == f"{ENDING} ({version.label})"
    assert entry.find(f"{ATOM}summary").text == ENDING
    frame = client.get("/oembed/", {"url": f"http://testserver{version.get_absolute_url()}"})
    assert frame.json()["title"] == ENDING


LIKE_ALICE = ["Alice", "alice", "\uff21lice", "\u0410lice", "Al\u0131ce", "A\u200blice"]


@pytest.mark.parametrize("name", LIKE_ALICE, ids=ascii)
def test_39_who_calls_themselves_as_the_author_does_has_not_the_authors_mark(name, version, alice):
    alice.name = "Alice"
    alice.save()
    dora = make_reader("dora")
    client = Client()
    client.force_login(dora)
    client.post("/accounts/profile/", {"name": name, "headline": ""})
    make_comment(version, dora, body="Said by another.")
    make_comment(version, alice, body="Said by the author.")
    page = client.get("/articles/ml-map/comments/?format=json").json()
    said = {branch["body"]: branch["author"] for branch in page["comments"]}
    assert said["Said by the author."]["wrote_the_article"]
    assert not said["Said by another."]["wrote_the_article"]
    html = client.get("/articles/ml-map/comments/").content.decode()
    assert html.count('class="comment-author"') == 1
    # Whatever direction its letters have, a name stays within its own bounds.
    shown = re.escape(said["Said by another."]["name"])
    assert len(re.findall(f"<bdi[^>]*>{shown}</bdi>", html)) >= 1
