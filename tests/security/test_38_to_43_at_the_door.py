"""Checks 38, 41 and 43: what is too much, where the site goes, and what a server never gives."""

import re
import socket
import time
from contextlib import suppress

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import NoReverseMatch, reverse

from comments.models import Comment, Message
from mlmap_site.door import LARGEST_REQUEST
from tests.addresses import routes
from tests.factories import make_comment, make_draft
from tests.page_reader import Reader
from tests.test_architecture import CODE, imports, name
from tests.test_visibility import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_connection")]

THREAD = "/articles/ml-map/comments/"
FORMS = [THREAD, "/contact/", "/accounts/login/", "/accounts/signup/", "/accounts/profile/"]
MEGABYTE = 1024 * 1024
TOO_MUCH = {
    "a body of 3 MB": {"body": "x" * 3 * MEGABYTE},
    "5,000 fields": {f"field{number}": "1" for number in range(5000)},
    "200 files": {f"file{n}": SimpleUploadedFile("x.png", b"x") for n in range(200)},
}


@pytest.fixture
def strict(bob):
    client = Client(raise_request_exception=False)
    client.force_login(bob)
    return client


def test_no_address_takes_what_no_database_keeps(strict):
    """PostgreSQL refuses a text with a null character in it, even in a question."""
    asked = 0
    for route, arguments in set(routes()):
        with suppress(NoReverseMatch):
            address = reverse(route, kwargs=dict.fromkeys(arguments, "\0"))
            assert strict.get(address).status_code < 500, address
            asked += bool(arguments)
    assert asked > 2


def rows():
    return Comment.objects.count(), Message.objects.count(), get_user_model().objects.count()


# 38


@pytest.mark.parametrize("sent", TOO_MUCH.values(), ids=TOO_MUCH)
@pytest.mark.parametrize("form", FORMS)
def test_38_what_is_too_much_is_refused_at_once_and_changes_nothing(form, sent, strict, version):
    before = rows()
    began = time.process_time()
    answer = strict.post(form, sent)
    took = time.process_time() - began
    assert (answer.status_code in (400, 413), rows()) == (True, before)
    assert took < 1


@pytest.mark.parametrize("form", FORMS)
def test_38_ten_megabytes_of_json_are_no_form(form, strict, version):
    before = rows()
    answer = strict.post(form, '["' + "x" * 10 * MEGABYTE + '"]', content_type="application/json")
    # The library answers with its page, and leads on whoever is signed in.
    assert answer.status_code in (200, 302, 400, 422)
    assert rows() == before


def test_38_a_name_of_100_kb_is_refused_beside_its_field(strict, bob, version):
    answer = strict.post("/accounts/profile/", {"name": "x" * 100_000})
    assert answer.status_code == 422
    assert "at most 60 characters" in answer.content.decode()
    answer = strict.post(
        "/contact/", {"name": "x" * 100_000, "email": "a@example.org", "body": "x"}
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("length", [str(LARGEST_REQUEST + 1), "9" * 5000])
@pytest.mark.parametrize("page", ["/contact/", "/accounts/login/", "/", "/nothing/"])
def test_38_what_no_form_is_as_large_as_is_not_even_read(page, length, version):
    class Unread:
        def read(self, *size):
            raise AssertionError("It was read.")

    reader = Reader()
    kind = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "wsgi.input": Unread()}
    reader.get(page, method="POST", CONTENT_LENGTH=length, **kind)
    assert reader.status.startswith("413")
    assert reader.rendered == 0


# 41

WAYS_OUT = re.compile(
    r"urllib\.request|http\.client|requests|httpx|aiohttp|smtplib|ftplib|socket|akismet|pycurl"
)


def test_41_two_modules_alone_ask_another_site():
    asking = {name(path) for path in CODE for module in imports(path) if WAYS_OUT.match(module)}
    # The second knows the errors of a mail server, which Django asks; the third tells programs
    # that the settings name.
    assert asking == {"comments/akismet.py", "comments/delivery.py", "comments/webhooks.py"}


def test_41_nothing_that_is_asked_or_sent_leads_out(strict, alice, version, monkeypatch):
    """Mail and, where their keys are set, Akismet and other sign-ins are all that leaves a site."""
    asked = []

    def refused(self, address):
        asked.append(address)
        raise OSError("Nothing leads out.")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *words, **more: refused(None, words))
    links = "http://169.254.169.254/latest/ http://127.0.0.1:5432/ ![x](//evil.example/x.png)"
    make_draft(version.article, body=links)
    make_comment(version, body=links)
    assert strict.post(THREAD, {"body": links, "version": "v0.1"}).status_code == 302
    strict.post("/contact/", {"name": "x", "email": "x@evil.example", "body": links})
    for address in ("http://169.254.169.254/", "http://localhost:6379/", "file:///etc/passwd"):
        assert strict.get("/oembed/", {"url": address}).status_code == 404
    desk = Client()
    desk.force_login(alice)
    desk.post("/markdownx/markdownify/", {"content": links})
    for address in addresses():
        if not address.startswith("/admin/") or "/preview/" in address or "/compare/" in address:
            desk.get(address)
    assert asked == []


# 43

NOT_PAGES = [
    *("/.git/config", "/.git/HEAD", "/.env", "/.env.example", "/db.sqlite3", "/var/mlmap.sqlite3"),
    *("/manage.py", "/requirements.txt", "/Makefile", "/mlmap_site/settings.py", "/content/"),
    *("/metrics", "/server-status", "/__debug__/", "/debug/", "/phpinfo.php", "/wp-login.php"),
    *("/static/", "/static/../manage.py", "/static/../../etc/passwd", "/static//etc/passwd"),
    *("/static/%2e%2e/manage.py", "/static/..\\manage.py", "/static/css/", "/static/.env"),
    *("/media/", "/media/covers/", "/media/../db.sqlite3", "/media//etc/passwd", "/media/%2e%2e/"),
    *("/media/covers/../../../manage.py", "/media/.env", "/accounts/../.env", "/.well-known/"),
    *("/static/staticfiles.json", "/backup.zip", "/.DS_Store", "/.svn/entries", "/graphql"),
]


@pytest.mark.parametrize("path", NOT_PAGES)
def test_43_what_is_no_page_is_not_given(path, settings, version):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    reader = Reader()
    body = reader.get(path)
    assert reader.status[:3] == "404", reader.status
    assert b"SECRET_KEY" not in body


@pytest.mark.parametrize("path", ["/", "/admin/", "/accounts/login/", "/healthz", "/media/x"])
@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "DEBUG"])
def test_43_no_request_is_read_back(path, method, settings, version):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    reader = Reader()
    body = reader.get(path, method=method, HTTP_COOKIE="planted=by-somebody")
    assert reader.status[:3] in ("302", "403", "404", "405")
    assert b"planted" not in body


def test_43_a_page_that_breaks_says_nothing_of_how(broken_page):
    assert broken_page.status_code == 500
    assert not re.search(rb"Traceback|ValueError|the inside|\.py|Django", broken_page.content)
