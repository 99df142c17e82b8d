"""The comparison of the maps that the site ships with, as readers find and see it."""

import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from tests.test_compare_page import COMPARISON, titles

pytestmark = pytest.mark.usefixtures("shipped", "db")


@pytest.fixture(scope="module")
def shipped(django_db_setup, django_db_blocker, tmp_path_factory):
    """The content that the site ships with: two public versions of the map and a draft."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(settings, "MEDIA_ROOT", str(tmp_path_factory.mktemp("media")))
        patch.setenv("AUTHOR_PASSWORD", "a-long-enough-password")
        call_command("load_content", verbosity=0)
        yield
        transaction.set_rollback(True)


def test_the_table_tells_what_became_of_every_role(client):
    assert titles(client) == [
        "ML Engineer was split into ML Deployment Engineer, Data Engineer and Model Engineer",
        "Developer moved from 0–44 to 0–36",
        "Developer is described in other words",
        "ML Researcher moved from 60–100 to 68–100",
        "MLOps moved from 20–80 to 16–84",
        "MLOps is described in other words",
    ]


def test_the_table_comes_before_the_maps_and_the_maps_before_the_text(client):
    page = client.get(COMPARISON).content.decode()
    order = ["<h1", 'id="compare-roles"', 'aria-label="v0.1"', 'id="compare-text"', "<del>"]
    places = [page.index(piece, page.index("<main")) for piece in order[:-1]]
    assert places == sorted(places)
    assert page.index("</table>") < page.index("<svg") < page.index('id="compare-text"')


def test_the_maps_are_those_of_the_versions_pages(client):
    page = client.get(COMPARISON).content.decode()
    hill = re.compile(r'class="map-hill" d="([^"]+)"')
    hills = [hill.findall(client.get(f"/articles/ml-map/v0.{n}/").content.decode()) for n in (1, 2)]
    shown = hill.findall(page)
    # Each page draws the wide form, then the narrow one.
    assert shown == [*hills[0][:3], *hills[1][:5], *hills[0][3:], *hills[1][5:]]
    # Developer, researcher, and three from the engineer; the practice has two edges of its own.
    assert page.count('class="ribbons-band"') == 2 * 5
    assert page.count('class="ribbons-thread"') == 2


def test_the_ribbons_have_a_name_and_are_described_by_the_table(client):
    page = client.get(COMPARISON).content.decode()
    name = 'aria-label="Ribbons from each role of v0.1 to what it became in v0.2"'
    assert page.count(name) == 2
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(set(ids)) == len(ids)
    for reference in re.findall(r'aria-(?:describedby|details|labelledby)="([^"]+)"', page):
        assert reference in ids
    assert not re.search(r"\sstyle=", page)


def test_words_that_went_and_came_are_marked_and_said(client):
    page = client.get(COMPARISON).content.decode()
    assert '<del><span class="hidden">deleted: </span>v0.1: the roles' in page
    assert '<ins><span class="hidden">inserted: </span>v0.2: one engineer' in page
    assert "The cover was taken away" in page


def test_the_address_has_the_lower_number_first(client):
    response = client.get("/articles/ml-map/compare/v0.2...v0.1/")
    assert response.status_code == 302
    assert response["Location"] == COMPARISON


@pytest.mark.parametrize(
    "address",
    [
        "/articles/ml-map/compare/v0.1...v0.1/",
        "/articles/ml-map/compare/v0.1...v0.3/",
        "/articles/ml-map/compare/v0.3...v0.1/",
        "/articles/ml-map/compare/v0.1...v0.9/",
        "/articles/ml-map/compare/v0.1...v00.2/",
        "/articles/ml-map/compare/v0.1..v0.2/",
        "/articles/none/compare/v0.1...v0.2/",
    ],
)
def test_there_is_no_such_comparison(address, client):
    assert client.get(address).status_code == 404


def test_an_anonymous_reader_gets_what_everybody_gets(client):
    response = client.get(COMPARISON)
    assert response["Cache-Control"] == "public, max-age=0"
    assert not response.cookies
    assert client.post(COMPARISON).status_code == 405
    assert response.content == client.get(COMPARISON).content


def test_an_old_version_and_the_list_lead_to_the_comparison(client):
    old = client.get("/articles/ml-map/v0.1/").content.decode()
    assert f'<a href="{COMPARISON}">See everything that changed</a>' in old
    versions = client.get("/articles/ml-map/versions/").content.decode()
    assert f'<a href="{COMPARISON}">What changed since v0.1</a>' in versions
    assert versions.count("What changed since") == 1
    assert "/compare/" not in client.get("/articles/ml-map/v0.2/").content.decode()
