"""Pages kept before Django: given while nothing they show has changed, to whom they are for."""

import gzip
from datetime import timedelta

import pytest
import time_machine
from django.test import Client, RequestFactory
from django.utils import timezone

from articles import publishing
from mlmap_site.models import Stamp
from mlmap_site.page_cache import key_of
from mlmap_site.stamps import SITE, Stamps
from tests.factories import (
    make_article,
    make_comment,
    make_correction,
    make_draft,
    make_published,
    make_scheduled,
    make_user,
)
from tests.page_reader import PAGE, Reader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_connection")]


@pytest.fixture
def reader(settings, version):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    reader = Reader()
    reader.get()
    reader.rendered = 0
    return reader


def test_a_page_is_made_once_and_the_same_for_all(reader):
    first, second = reader.get(), reader.get()
    assert first == second
    assert reader.rendered == 0
    assert "Set-Cookie" not in reader.headers
    assert "Cookie" in reader.headers["Vary"]
    assert "Accept-Encoding" in reader.headers["Vary"]


def test_it_is_compressed_as_asked_for(reader):
    plain = reader.get()
    assert gzip.decompress(reader.get(HTTP_ACCEPT_ENCODING="gzip")) == plain
    assert reader.headers["Content-Encoding"] == "gzip"
    reader.get(HTTP_ACCEPT_ENCODING="gzip, br")
    assert reader.headers["Content-Encoding"] == "br"
    assert reader.get(HTTP_ACCEPT_ENCODING="gzip;q=0") == plain


def test_who_has_it_already_is_told_so(reader):
    body = reader.get()
    etag = reader.headers["ETag"]
    assert reader.get(HTTP_IF_NONE_MATCH=etag) == b""
    assert reader.status.startswith("304")
    assert reader.get(method="HEAD") == b""
    assert reader.headers["Content-Length"] == str(len(body))
    assert reader.rendered == 0


def test_a_session_goes_past_it(reader):
    client = Client()
    client.force_login(make_user("bob", name="Bob the Reader"))
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    assert b"Bob the Reader" in reader.get(HTTP_COOKIE=cookie)
    assert reader.headers["Cache-Control"] == "private, no-store"
    assert b"Bob the Reader" not in reader.get()
    assert reader.rendered == 1


@pytest.mark.parametrize(
    "unkeyed",
    [
        {"HTTP_X_FORWARDED_HOST": "evil"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_X_ORIGINAL_URL": "/admin/"},
        {"HTTP_X_REWRITE_URL": "/admin/"},
        {"query": "utm_source=evil&fbclid=evil"},
    ],
)
def test_what_is_not_in_the_key_changes_no_page_and_makes_no_second(unkeyed, reader):
    plain = reader.get()
    assert reader.get(**unkeyed) == plain
    fresh = Reader()
    fresh.get(**unkeyed)
    assert fresh.get() == plain
    assert (reader.rendered, fresh.rendered) == (0, 1)


def test_a_piece_of_a_page_is_no_page(reader):
    page = reader.get(PAGE + "comments/")
    piece = reader.get(PAGE + "comments/", HTTP_HX_REQUEST="true")
    assert "HX-Request" in reader.headers["Vary"]
    assert b"<html" in page
    assert b"<html" not in piece
    assert reader.get(PAGE + "comments/") == page


@pytest.mark.parametrize("path", ["/accounts/login/", "/nothing/", "/healthz"])
def test_what_is_not_shared_is_not_kept(path, reader):
    reader.get(path)
    reader.get(path)
    assert reader.rendered == 2


def test_a_foreign_host_gets_nothing_that_is_kept(reader):
    reader.get(HTTP_HOST="evil")
    assert reader.status.startswith("400")


def test_memory_is_bounded_and_the_oldest_goes(reader):
    reader.cache.most //= 4
    for at in range(25):
        reader.get(query=f"at={at}")
    assert reader.cache.size <= reader.cache.most
    assert sum(page.size for page in reader.cache.pages.values()) == reader.cache.size
    reader.rendered = 0
    reader.get(query="at=24")
    reader.get()
    assert reader.rendered == 1


CHANGES = {
    "comment": lambda version: make_comment(version),
    "correct": lambda version: make_correction(version),
    "publish": lambda version: make_published(version.article),
    "tag": lambda version: version.article.tags.add("new"),
    "rename": lambda version: type(version.article.author).objects.update(name="Another"),
    "withdraw": lambda version: publishing.withdraw(version, version.article.author, "Wrong."),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_shows_at_the_next_look(change, reader, version):
    before = reader.get()
    change(version)
    reader.later()
    assert reader.get() != before
    assert reader.rendered == 1


def test_a_draft_changes_nothing(reader, version):
    make_draft(version.article)
    reader.later()
    reader.get()
    assert reader.rendered == 0


def test_a_scheduled_version_shows_at_its_time(reader, version):
    due = timezone.now() + timedelta(seconds=20)
    make_scheduled(version.article, at=due, title="It is out")
    reader.later()
    assert b"It is out" not in reader.get()
    with time_machine.travel(due + timedelta(milliseconds=1), tick=False):
        assert b"It is out" in reader.get()


def test_every_stamp_is_read_once(version):
    stamps = Stamps()
    serial = stamps.look()
    stamps._read_at = float("-inf")
    assert stamps.look() == serial
    make_comment(version)
    stamps._read_at = float("-inf")
    assert stamps.changed_since(serial, {f"article:{version.article_id}"}) is False
    stamps.look()
    assert stamps.changed_since(serial, {f"article:{version.article_id}"})
    assert not stamps.changed_since(serial, {SITE, "article:0"})


def test_a_query_is_what_it_says_in_any_encoding():
    raw = "é".encode().decode("latin-1")
    asked = [
        RequestFactory().get("/").environ | {"QUERY_STRING": f"q={q}"} for q in (raw, "%C3%A9")
    ]
    other = RequestFactory().get("/").environ | {"QUERY_STRING": "q=%C3%83%C2%A9"}
    assert key_of(asked[0], {"q"}) == key_of(asked[1], {"q"}) != key_of(other, {"q"})


def test_a_query_that_cannot_be_read_is_refused_in_djangos_words(reader):
    reader.get(query="&".join(f"a{n}=1" for n in range(2000)))
    assert reader.status.startswith("400")


def test_stamps_that_everybody_has_read_go(version):
    due = timezone.now() + timedelta(days=9)
    make_scheduled(make_published(make_article("other")).article, at=due)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert Stamp.objects.prune() > 0
        assert set(Stamp.objects.values_list("due_at", flat=True)) == {due}
