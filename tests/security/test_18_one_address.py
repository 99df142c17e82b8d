"""Check 18: what is followed from elsewhere begins with SITE_URL, whoever asks by which name."""

import re
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import resolve

from articles.models import Version
from tests.desk import address
from tests.factories import make_author
from tests.test_architecture import CODE, TEMPLATES, name, text
from tests.test_visibility import addresses, site

__all__ = ["site"]

SITE = "https://mlmap.example"
EVIL = {
    "host": "evil.example",
    "x-forwarded-host": "evil.example",
    "x-forwarded-port": "6666",
    "x-forwarded-proto": "http",
    "forwarded": "host=evil.example;proto=http",
}
ARTICLE = "/articles/ml-map/"
TEXT = ARTICLE + "v0.1/"
# Where each kind of address stands that is followed from elsewhere.
STANDS = [
    (TEXT, '<link rel="canonical" href="{}'),
    (TEXT, 'hreflang="zh-hans" href="{}'),
    (TEXT, '<meta property="og:url" content="{}'),
    (TEXT, '<meta property="og:image" content="{}'),
    (TEXT, 'href="{}/oembed/?url=' + quote(SITE, safe="")),
    (TEXT, '"discussionUrl":"{}'),
    (ARTICLE, 'readonly value="{}'),
    (ARTICLE, '"@type":"Comment","@id":"{}'),
    ("/", '<p class="paper" aria-hidden="true">{}'),
    (TEXT + "embed/", '<link rel="canonical" href="{}'),
    (TEXT + "map.svg", '<a class="map-role" href="{}'),
    (TEXT + "cite/", "{}/articles/ml-map/v0.1/"),
    (TEXT + "cite/", "src=&quot;{}"),
    ("/feed/", '<link href="{}/feed/" rel="self"'),
    ("/feed/", "<id>{}/articles/ml-map/v0.1/"),
    (ARTICLE + "feed/", '<link href="{}'),
    (ARTICLE + "comments/feed/", "<id>{}/comments/"),
    ("/comments/feed/", '<link href="{}'),
    ("/sitemap.xml", "<loc>{}"),
    ("/sitemap.xml", 'hreflang="x-default" href="{}'),
    ("/robots.txt", "Sitemap: {}"),
    ("/.well-known/security.txt", "Contact: {}"),
    ("/.well-known/security.txt", "Canonical: {}"),
    (ARTICLE + "comments/?format=json", '"url": "{}'),
    (f"/oembed/?url={SITE}{TEXT}", '"provider_url": "{}'),
    (f"/oembed/?url={SITE}{TEXT}", 'src=\\"{}'),
]
MAKING = re.compile(r"SITE_URL|build_absolute_uri|get_host\b|request\.scheme|get_current_site")


@pytest.fixture(autouse=True)
def anywhere(settings):
    """A site that was set up to answer to any name, as some are behind a proxy."""
    settings.SITE_URL = SITE
    settings.ALLOWED_HOSTS = ["*"]
    settings.PROXIES = settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1


@pytest.mark.parametrize(("page", "stands"), STANDS, ids=str)
def test_each_kind_of_address_begins_with_that_of_the_site(page, stands, site, db):
    told = Client(headers=EVIL).get(page, secure=True).content.decode()
    assert stands.format(SITE) in told


@pytest.fixture
def one_of_each_kind(site, db):
    kinds = {resolve(a.partition("?")[0]).view_name: a for a in addresses()}
    return list(kinds.values())


def test_no_page_repeats_the_name_that_was_asked(one_of_each_kind):
    desk = Client(headers=EVIL)
    desk.force_login(make_author())
    repeating = []
    for page in one_of_each_kind:
        for client in (Client(headers=EVIL), desk):
            answer = client.get(page)
            told = b"".join(answer) + repr(answer.headers).encode()
            if b"evil.example" in told or b"6666" in told:
                repeating.append(page)
    assert repeating == []


def test_a_shared_preview_leads_to_the_site(site, db):
    desk = Client(headers=EVIL)
    desk.force_login(make_author())
    draft = Version.objects.waiting().first()
    told = desk.post(address("share", draft), {"days": 1}).content.decode()
    assert f"{SITE}/preview/" in told
    assert "evil.example" not in told


def test_one_module_makes_them():
    # Mails of the library for accounts are made by the request, and put right by its adapter; the
    # settings and their check say what the address is.
    exempt = {"accounts/adapter.py", "mlmap_site/settings.py", "mlmap_site/checks.py"}
    making = {name(path) for path in [*CODE, *TEMPLATES] if MAKING.search(text(path))}
    assert making == exempt | {"mlmap_site/links.py"}
