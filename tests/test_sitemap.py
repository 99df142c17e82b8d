"""The sitemap against the rule of what is public, beside hidden versions of every kind."""

from datetime import timedelta

import pytest
import time_machine
from defusedxml import ElementTree
from django.utils import timezone

from articles import publishing
from articles.models import Article, Placement
from tests.factories import make_author
from tests.test_visibility import SECRET, site

__all__ = ["site"]

pytestmark = pytest.mark.usefixtures("site", "db")

NAMES = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9"}
HOST = "http://127.0.0.1:8000"
PAGES = {"/", "/articles/", "/roles/"}


def listed(client):
    """Return the addresses that the sitemap names, each of them once."""
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = [loc.text.removeprefix(HOST) for loc in tree.iterfind("map:url/map:loc", NAMES)]
    assert len(set(found)) == len(found)
    return set(found)


def public():
    """Return what is public by the plain words of the rule: out by now, and not withdrawn."""
    now, found = timezone.now(), set(PAGES)
    for placement in Placement.objects.select_related("version__article", "role"):
        version = placement.version
        is_out = version.published_at is not None and version.published_at <= now
        if is_out and version.withdrawn_at is None:
            found |= {f"/articles/{version.article.slug}/", f"/roles/{placement.role.slug}/"}
    return found | {"/zh-hans" + path for path in found}


def test_the_sitemap_has_what_is_public_in_both_languages_and_nothing_else(client):
    assert listed(client) == public()
    assert {"/articles/ml-map/", "/zh-hans/articles/half/", "/roles/developer/"} <= listed(client)
    assert not SECRET.search(" ".join(listed(client)))
    assert Article.objects.count() > len(Article.objects.public())


def test_what_it_names_is_there(client):
    for path in listed(client):
        assert client.get(path).status_code == 200, path


def test_what_is_scheduled_is_in_it_from_its_time_on(client):
    before = listed(client)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert listed(client) == public()
        assert {"/articles/secret-coming-article/", "/roles/secret-next-role/"} <= listed(client)
    assert listed(client) == before


def test_what_is_withdrawn_leaves_it(client):
    assert "/articles/followed/" in listed(client)
    publishing.withdraw(Article.objects.get(slug="followed").current(), make_author(), "Wrong.")
    assert listed(client) == public()
    assert "/articles/followed/" not in listed(client)
