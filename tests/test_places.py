"""Find your place: what the slider says, and whose place is kept where."""

import re

import pytest
from django.test import Client

from articles.models import SHOWN_FROM, Place, Tally
from tests.factories import make_article, make_draft, make_published, make_user, make_withdrawn

pytestmark = pytest.mark.django_db

ADDRESS = "/articles/ml-map/v0.1/place/"
DOTS = "place-dots"


def page(client, address="/articles/ml-map/"):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def offered(client, *address):
    """Return what the button to keep a place says, None where it is not shown."""
    button = r'<form class="place-keep"[^>]*keeps[^>]*?(hidden)?>.*?<button[^>]*>(.*?)</button>'
    hidden, words = re.search(button, page(client, *address), re.DOTALL).groups()
    return None if hidden else words


def as_bob():
    client = Client()
    client.force_login(make_user("bob"))
    return client


def tally(version):
    return {row.at: row.count for row in Tally.objects.filter(version=version, count__gt=0)}


def test_an_address_names_a_place_and_the_page_says_who_works_there(version, client):
    words = page(client, "/articles/ml-map/?at=42")
    assert 'value="42"' in words
    assert "72\xa0%\xa0Ml Engineer, 28\xa0%\xa0Developer" in words
    assert client.get("/articles/ml-map/?at=42")["Cache-Control"] == "public, max-age=0"


def test_a_place_is_told_as_the_language_writes_it_and_the_script_says_the_same(version, client):
    words = page(client, "/zh-hans/articles/ml-map/?at=42")
    assert "72%\xa0Ml Engineer、28%\xa0Developer" in words
    assert 'data-part="{percent}%\xa0{role}" data-join="、"' in words


def test_who_signs_in_to_keep_a_place_comes_back_to_it(version, client):
    told = page(client, "/articles/ml-map/?at=42")
    sign_in = re.search(r'href="([^"]*)">Sign in to keep your place', told)[1]
    client.force_login(make_user("bob"))
    assert client.get(sign_in)["Location"] == "/articles/ml-map/v0.1/?at=42#place"


@pytest.mark.parametrize("at", ["", "-1", "101", "4.2", "x", "٤٢٠", "9" * 30])
def test_a_place_that_is_none_is_not_minded(at, version, client):
    assert 'value="50"' in page(client, f"/articles/ml-map/?at={at}")


def test_a_reader_keeps_a_place_and_then_another_and_forgets_it(version):
    bob = as_bob()
    for at in (42, 42, 90):
        assert bob.post(ADDRESS, {"at": at}).status_code == 302
        assert [place.at for place in Place.objects.all()] == [at]
        assert tally(version) == {at: 1}
    assert "You keep: 100\xa0%\xa0Ml Engineer" in page(bob)
    assert bob.post(ADDRESS, {"forget": 1})["Location"] == "/articles/ml-map/v0.1/#place"
    assert not Place.objects.exists()
    assert tally(version) == {}
    assert "You keep" not in page(bob)
    bob.post(ADDRESS, {"forget": 1})
    assert tally(version) == {}


def test_a_place_that_is_kept_is_not_offered_again(version):
    bob = as_bob()
    assert offered(bob) == "Keep my place"
    bob.post(ADDRESS, {"at": 42})
    assert offered(bob) is None
    assert offered(bob, "/articles/ml-map/?at=42") is None
    assert offered(bob, "/articles/ml-map/?at=43") == "Keep this place instead"


@pytest.mark.parametrize("address", ["/", "/roles/developer/"])
def test_wherever_the_map_is_shown_a_reader_finds_the_place_they_keep(address, version):
    bob = as_bob()
    bob.post(ADDRESS, {"at": 42})
    assert "You keep: 72\xa0%\xa0Ml Engineer" in page(bob, address)


def test_a_place_belongs_to_its_version(version):
    second = make_published(version.article)
    bob = as_bob()
    bob.post(ADDRESS, {"at": 42})
    assert "You keep" not in page(bob)
    assert "You keep" in page(bob, "/articles/ml-map/v0.1/")
    bob.post(ADDRESS.replace("v0.1", "v0.2"), {"at": 10})
    assert tally(version) == {42: 1}
    assert tally(second) == {10: 1}


@pytest.mark.parametrize("at", ["", "101", "-1", "x"])
def test_a_place_off_the_line_is_refused(at, version):
    assert as_bob().post(ADDRESS, {"at": at}).status_code == 400
    assert not Place.objects.exists()


def test_nobody_keeps_a_place_without_signing_in(version, client):
    assert client.post(ADDRESS, {"at": 42}).status_code == 403
    assert "Sign in to keep your place" in page(client)


def test_a_place_is_not_read_from_its_address(version):
    assert as_bob().get(ADDRESS).status_code == 405


def test_what_cannot_be_read_has_no_places(client):
    draft = make_draft(make_article("next"))
    make_withdrawn(make_article("gone"))
    for slug in ("next", "gone", "nothing"):
        assert as_bob().post(f"/articles/{slug}/v0.1/place/", {"at": 42}).status_code == 404
    assert tally(draft) == {}


def test_the_dots_are_shown_once_there_are_enough_readers(version, client):
    for number in range(SHOWN_FROM):
        assert DOTS not in page(client)
        Place.objects.keep(make_user(f"reader-{number}"), version, number % 7)
    words = page(client)
    assert DOTS in words
    assert words.count("h0") == SHOWN_FROM
    assert f"Where {SHOWN_FROM} readers of this page find themselves" in words
    Place.objects.forget(make_user("reader-0"), version)
    assert DOTS not in page(client)


def test_a_map_without_roles_has_no_places_to_find(client):
    make_published(make_article("essay"), placements={})
    assert "place-slider" not in page(client, "/articles/essay/")
