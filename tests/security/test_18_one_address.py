"""Check 18: what is followed from elsewhere begins with SITE_URL, whoever asks by which name."""

import re
from urllib.parse import quote

import pytest
from django.test import Client

from tests.desk import address
from tests.factories import make_comment, make_draft
from tests.security.test_12_to_32_every_address import EVIL
from tests.test_architecture import CODE, TEMPLATES, name, text

pytestmark = pytest.mark.django_db

SITE = "https://mlmap.example"
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
def test_each_kind_of_address_begins_with_that_of_the_site(page, stands, version):
    make_comment(version)
    told = Client(headers=EVIL).get(page, secure=True).content.decode()
    assert stands.format(SITE) in told


def test_a_shared_preview_leads_to_the_site(version, alice):
    desk = Client(headers=EVIL)
    desk.force_login(alice)
    draft = make_draft(version.article)
    told = desk.post(address("share", draft), {"days": 1}).content.decode()
    assert f"{SITE}/preview/" in told
    assert "evil.example" not in told


def test_one_module_makes_them():
    # Mails of the library for accounts are made by the request, and put right by its adapter; the
    # settings and their check say what the address is.
    exempt = {"accounts/adapter.py", "mlmap_site/settings.py", "mlmap_site/checks.py"}
    making = {name(path) for path in [*CODE, *TEMPLATES] if MAKING.search(text(path))}
    assert making == exempt | {"mlmap_site/links.py"}
