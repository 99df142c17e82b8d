"""What each kind of page says of itself in the words of schema.org, and that nothing is missing."""

import json
import re
from datetime import datetime

import pytest
from django.db import transaction

from tests.factories import make_comment, make_site

pytestmark = pytest.mark.usefixtures("site", "db")

VERSION = {"Article", "BreadcrumbList", "Comment"}
# The pages of a version say what it is, with its first comments; no other page says anything.
SAID = {
    "/articles/ml-map/": VERSION,
    "/articles/ml-map/v0.1/": VERSION,
    "/articles/ml-map/v0.1/r1/": VERSION,
    "/articles/ml-map/comments/": set(),
    "/": set(),
    "/articles/": set(),
    "/articles/ml-map/versions/": set(),
    "/articles/ml-map/compare/v0.1...v0.2/": set(),
    "/articles/ml-map/v0.1/cite/": set(),
    "/articles/ml-map/v0.1/embed/": set(),
    "/roles/": set(),
    "/roles/data-engineer/": set(),
    "/roles/data-engineer/comments/": set(),
    "/tags/mapping/": set(),
    "/authors/alice/": set(),
    "/search/?q=engineer": set(),
    "/contact/": set(),
    "/privacy/": set(),
    "/accounts/login/": set(),
}
REQUIRED = {
    "Article": {
        *("@id", "url", "headline", "version", "datePublished", "dateModified", "author"),
        *("image", "isPartOf", "commentCount", "discussionUrl", "description", "keywords"),
    },
    "Comment": {"@id", "url", "text", "dateCreated", "author", "upvoteCount", "about"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Person": {"name"},
    "CreativeWork": {"@id", "name"},
}


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        article = make_site()
        root = make_comment(article.current(), body="</script><script>alert(1)</script> & `more`")
        make_comment(article.current(), parent=root)
        yield
        transaction.set_rollback(True)


def things(page):
    """Return all that a page says of itself, one list for all of its elements."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    data = [json.loads(words) for words in found]
    assert all(said["@context"] == "https://schema.org" for said in data)
    return [thing for said in data for thing in said["@graph"]]


def within(value):
    """Yield everything that has a type, however deep it stands."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from within(part)


@pytest.mark.parametrize("language", ["", "/zh-hans"])
@pytest.mark.parametrize("path", SAID)
def test_a_page_says_what_it_is_with_all_that_belongs_to_it(path, language, client):
    said = things(client.get(language + path).content.decode())
    assert {thing["@type"] for thing in said} == SAID[path]
    for thing in within(said):
        assert REQUIRED[thing["@type"]] <= set(thing), thing["@type"]
        for name in ("datePublished", "dateModified", "dateCreated"):
            assert name not in thing or datetime.fromisoformat(thing[name]).tzinfo


def test_every_address_that_is_said_leads_to_something(client):
    said = [thing for path in SAID for thing in within(things(client.get(path).content.decode()))]
    names = ("@id", "url", "item", "image", "discussionUrl")
    addresses = {thing[name] for thing in said for name in names if name in thing}
    assert len(addresses) > 10
    for address in addresses:
        assert client.get(address, follow=True).status_code == 200, address


def test_a_way_is_in_order_and_begins_at_home(client):
    (way,) = [
        thing
        for thing in things(client.get("/articles/ml-map/v0.1/").content.decode())
        if thing["@type"] == "BreadcrumbList"
    ]
    steps = way["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert [step["item"].removeprefix("http://127.0.0.1:8000") for step in steps] == [
        "/",
        "/articles/ml-map/",
        "/articles/ml-map/v0.1/",
    ]


def test_an_answer_names_what_it_answers_and_no_words_break_out(client):
    said = things(client.get("/articles/ml-map/").content.decode())
    by_id = {thing["@id"]: thing for thing in said if "@id" in thing}
    (answer,) = [thing for thing in said if "parentItem" in thing]
    assert by_id[answer["parentItem"]["@id"]]["text"].startswith("</script><script>")
