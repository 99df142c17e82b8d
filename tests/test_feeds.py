"""Every Atom feed of the site as a feed reader reads it."""

import feedparser
import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from comments.models import Comment
from tests.addresses import routes
from tests.factories import make_comment, make_correction, make_published, make_site, make_user

pytestmark = pytest.mark.usefixtures("site", "db")

FEEDS = sorted({(name, tuple(arguments)) for name, arguments in routes() if name.endswith("feed")})
LANGUAGES = ["", "/zh-hans"]


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """Versions and what was said on them, with what XML and Atom are touchy about in it."""
    with django_db_blocker.unblock(), transaction.atomic():
        article = make_site()
        Article.objects.update(title="Maps & <lines>")
        make_published(article, title='A & B <split> "in" two', teaser="1 < 2 & 3")
        make_comment(article.current(), make_user("kim", name="Kim & <b>"), body="`a < b` & *c*")
        yield
        transaction.set_rollback(True)


def read(client, name, arguments, language=""):
    """Return a feed as it is parsed, which is well-formed and of the type it says."""
    answer = client.get(language + reverse(name, args=["ml-map"] if arguments else []))
    assert answer.status_code == 200
    headers = {key.lower(): value for key, value in answer.items()}
    feed = feedparser.parse(answer.content, response_headers=headers)
    assert feed.bozo is False, feed.bozo_exception
    assert feed.version == "atom10"
    return feed


def test_there_is_a_feed_for_versions_and_for_comments_of_all_and_of_one():
    assert [name for name, _ in FEEDS] == [
        "all_comments_feed",
        "article_feed",
        "comment_feed",
        "feed",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "arguments"), FEEDS)
def test_a_feed_reader_finds_in_it_what_atom_requires(name, arguments, language, client):
    feed = read(client, name, arguments, language)
    assert feed.feed.title
    assert feed.feed.id
    assert feed.feed.updated_parsed
    links = {link.rel: link.href for link in feed.feed.links}
    assert links["self"].endswith(language + reverse(name, args=["ml-map"] if arguments else []))
    assert client.get(links["alternate"]).status_code == 200
    assert len(feed.entries) >= 2
    for entry in feed.entries:
        assert entry.id
        assert entry.title
        assert entry.updated_parsed >= entry.published_parsed
        assert entry.author
        assert client.get(entry.link, follow=True).status_code == 200


@pytest.mark.parametrize(("name", "arguments"), FEEDS)
def test_entries_are_newest_first_and_each_is_one(name, arguments, client):
    feed = read(client, name, arguments)
    published = [entry.published_parsed for entry in feed.entries]
    assert published == sorted(published, reverse=True)
    assert feed.feed.updated_parsed == max(entry.updated_parsed for entry in feed.entries)
    ids = [entry.id for entry in feed.entries]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(("name", "arguments"), FEEDS)
def test_an_entry_keeps_its_id_whatever_is_changed_or_added(name, arguments, client):
    article = Article.objects.get(slug="ml-map")
    before = [entry.id for entry in read(client, name, arguments).entries]
    make_correction(article.current(), body="Corrected.")
    Comment.objects.update(body="Another wording.", edited_at=timezone.now())
    make_comment(make_published(article), body="One more.")
    after = [entry.id for entry in read(client, name, arguments).entries]
    assert after[1:] == before


def test_words_arrive_as_they_were_written(client):
    newest = read(client, "feed", ()).entries[0]
    assert newest.title == 'A & B <split> "in" two (v0.3)'
    said = read(client, "comment_feed", ("slug",)).entries[0]
    assert said.author == "Kim & <b>"
    assert "<code>a &lt; b</code> &amp; <em>c</em>" in said.content[0].value
