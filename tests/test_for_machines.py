"""What other programs read: feeds of versions, the sitemap."""

from datetime import datetime, timedelta

import pytest
from defusedxml import ElementTree as ET
from django.utils import timezone

from tests.factories import (
    make_article,
    make_draft,
    make_published,
    make_withdrawn,
)

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def entries(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(response.content)
    return feed, feed.findall(f"{ATOM}entry")


@pytest.fixture
def site():
    first = make_published()
    second = make_published(first.article, teaser="A & B <split>")
    make_draft(first.article, title="A secret")
    make_withdrawn(make_article("gone"), title="Gone")
    other = make_published(make_article("tools"), title="Tools")
    return first, second, other


def test_the_feed_has_every_new_version_newest_first(site, client):
    feed, found = entries(client, "/feed/")
    titles = [entry.findtext(f"{ATOM}title") for entry in found]
    assert titles == ["Tools (v0.1)", "ML Map v0.2 (v0.2)", "ML Map v0.1 (v0.1)"]
    assert found[1].findtext(f"{ATOM}summary") == "A & B <split>"
    assert found[1].findtext(f"{ATOM}author/{ATOM}name")
    links = [link.get("href") for link in feed.findall(f"{ATOM}link")]
    assert links == ["http://127.0.0.1:8000/articles/", "http://127.0.0.1:8000/feed/"]


def test_an_articles_feed_has_its_versions(site, client):
    _, found = entries(client, "/articles/ml-map/feed/")
    addresses = [entry.find(f"{ATOM}link").get("href") for entry in found]
    assert addresses == [
        "http://127.0.0.1:8000/articles/ml-map/v0.2/",
        "http://127.0.0.1:8000/articles/ml-map/v0.1/",
    ]


def test_a_feed_is_the_same_for_everyone(site, client):
    response = client.get("/feed/")
    assert response["Cache-Control"] == "public, max-age=0"
    assert not response.cookies


@pytest.mark.parametrize("slug", ["gone", "nothing"])
def test_what_cannot_be_read_has_no_feed(slug, site, client):
    assert client.get(f"/articles/{slug}/feed/").status_code == 404


def test_the_sitemap_has_what_is_current(site, client):
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    addresses = [loc.text for loc in ET.fromstring(response.content).iter(f"{MAP}loc")]
    chinese = [address for address in addresses if "/zh-hans/" in address]
    plain = [address for address in addresses if address not in chinese]
    assert [address.replace("/zh-hans", "") for address in chinese] == plain
    assert plain == [
        "http://127.0.0.1:8000/articles/tools/",
        "http://127.0.0.1:8000/articles/ml-map/",
        "http://127.0.0.1:8000/roles/developer/",
        "http://127.0.0.1:8000/roles/ml-engineer/",
        "http://127.0.0.1:8000/roles/mlops/",
        "http://127.0.0.1:8000/",
        "http://127.0.0.1:8000/articles/",
        "http://127.0.0.1:8000/roles/",
    ]


@pytest.mark.parametrize("count", [3, 30])
def test_feeds_and_sitemap_take_a_few_queries_however_much_there_is(
    count, client, django_assert_max_num_queries
):
    for number in range(count):
        make_published(make_article(f"work-{number}"))
    for address in ("/feed/", "/articles/work-0/feed/", "/sitemap.xml"):
        with django_assert_max_num_queries(6):
            client.get(address)


def test_an_author_has_a_page_of_what_they_wrote(site, client):
    author = site[0].article.author
    author.bio = "Writes *maps*."
    author.save()
    response = client.get(f"/authors/{author.username}/")
    words = response.content.decode()
    assert response.status_code == 200
    assert "Writes <em>maps</em>." in words
    assert "ML Map v0.2" in words
    assert "A secret" not in words


def test_a_reader_who_wrote_nothing_has_no_such_page(site, client, bob):
    assert client.get("/authors/bob/").status_code == 404
    assert client.get("/authors/nobody/").status_code == 404


def test_programs_are_told_what_to_leave_and_where_the_map_is(client, settings):
    settings.SITE_URL = "https://mlmap.example"
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /admin/" in response.text
    assert response.text.rstrip().endswith("Sitemap: https://mlmap.example/sitemap.xml")


def test_whoever_finds_a_hole_is_told_where_to_say_so(client, settings):
    settings.SITE_URL = "https://mlmap.example"
    response = client.get("/.well-known/security.txt")
    said = dict(line.split(": ", 1) for line in response.text.splitlines())
    assert said["Contact"] == "https://mlmap.example/contact/"
    assert client.get("/contact/").status_code == 200
    left = datetime.fromisoformat(said["Expires"]) - timezone.now()
    assert timedelta(days=90) < left < timedelta(days=365)
