"""What every answer tells the browser to allow and to refuse."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import make_cover, make_draft, make_user

pytestmark = pytest.mark.django_db

STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}
ANSWERS = {
    "/": 200,
    "/articles/ml-map/": 200,
    "/articles/ml-map/v0.1/map.json": 200,
    "/comments/1/": 404,
    "/articles/ml-map/comments/new/": 302,
    "/admin/": 302,
    "/accounts/login/": 200,
    "/markdownx/upload/": 405,
    "/nothing/": 404,
    "/healthz": 200,
}
DESK = [
    "/admin/",
    "/admin/articles/version/{draft}/change/",
    "/admin/articles/version/{draft}/preview/",
    "/admin/articles/version/{draft}/publish/",
    "/admin/comments/comment/",
    "/admin/jsi18n/",
]


def policy(response):
    parts = response["Content-Security-Policy"].split(";")
    return dict(part.strip().split(" ", 1) for part in parts if part.strip())


def assert_guarded(response):
    """Check the headers that no answer may lack."""
    assert policy(response) == STRICT
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize(("address", "status"), ANSWERS.items())
def test_every_answer_is_guarded(address, status, client, version):
    answer = client.get(address)
    assert answer.status_code == status
    assert_guarded(answer)


@pytest.mark.parametrize("address", DESK)
def test_the_desk_is_guarded_by_the_same_policy(address, client, alice, version):
    client.force_login(alice)
    answer = client.get(address.format(draft=make_draft(version.article).pk))
    assert answer.status_code == 200
    assert_guarded(answer)


@pytest.mark.parametrize("address", DESK)
def test_the_desk_needs_nothing_that_the_policy_refuses(address, client, alice, version):
    """No inline script, style or handler: they would not run, and what needs them would break."""
    client.force_login(alice)
    answer = client.get(address.format(draft=make_draft(version.article).pk))
    page = answer.content.decode()
    if answer["Content-Type"].startswith("text/html"):
        assert not re.search(r"<script(?![^>]*(\bsrc=|application/json))[^>]*>", page)
        assert not re.search(r"<style|<[^>]* (style|on[a-z]+)=\"", page)
        assert not re.search(r'(src|href)="(https?:)?//', page)


@pytest.mark.parametrize("address", ["/", "/articles/ml-map/", "/accounts/signup/", "/nothing/"])
def test_a_page_needs_nothing_that_the_policy_refuses(address, client, version):
    page = client.get(address).content.decode()
    assert not re.search(r"<script(?![^>]*( src=|application/ld.json))", page)
    assert not re.search(r"<style|<[^>]* (style|on[a-z]+)=\"", page)
    assert not re.search(r'src="(https?:)?//', page)


def test_refusals_are_guarded(version):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user("bob"))
    refused = strict.post("/articles/ml-map/comments/", {"body": "x"})
    assert refused.status_code == 403
    assert_guarded(refused)
    unprocessed = Client()
    unprocessed.force_login(make_user("bob"))
    answer = unprocessed.post("/articles/ml-map/comments/", {"body": ""})
    assert answer.status_code == 422
    assert_guarded(answer)


@pytest.mark.parametrize("charset", ["utf-7", "latin-1", "utf-16"])
def test_a_form_is_read_as_utf_8_whatever_it_says_it_is(charset, version):
    strict = Client(enforce_csrf_checks=True)
    strict.get("/contact/")
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    token = strict.cookies["csrftoken"].value
    sent = f"csrfmiddlewaretoken={token}&body=caf%C3%A9"
    answer = strict.generic("POST", "/contact/", sent, content_type=kind)
    assert answer.status_code == 422
    assert "café" in answer.content.decode()


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "no-such-charset"])
def test_an_address_is_read_as_utf_8_whatever_the_request_says(charset, client, version):
    kind = f"text/plain; charset={charset}"
    answer = client.get("/search/?q=caf%C3%A9%2BADw-", headers={"content-type": kind})
    assert 'value="café+ADw-"' in answer.content.decode()


def test_a_picture_may_do_nothing_at_all(client):
    answer = client.get(f"/media/{make_cover()}")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"


def test_a_foreign_host_is_refused(client, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    answer = client.get("/", headers={"host": "evil"})
    assert answer.status_code == 400
    assert b"evil" not in answer.content


def test_cookies_are_for_the_server_and_this_site(client, bob):
    bob.set_password("a-long-and-odd-one-42")
    bob.save()
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": "bob", "password": "a-long-and-odd-one-42"})
    session, token = client.cookies["sessionid"], client.cookies["csrftoken"]
    assert (session["httponly"], session["samesite"]) == (True, "Lax")
    assert token["samesite"] == "Lax"


# Over HTTPS: a process of its own, since the settings are read once.

ASK = """
import django, json
django.setup()
from django.test import Client
client = Client(headers={"host": "mlmap.example"})
page = client.get("/accounts/login/", secure=True)
plain = client.get("/articles/")
cookies = {name: dict(morsel) for name, morsel in page.cookies.items()}
print(json.dumps([dict(page.headers), cookies, plain.status_code, plain.url]))
"""


@pytest.fixture(scope="module")
def over_https():
    values = {"HTTPS": "on", "ALLOWED_HOSTS": "mlmap.example", "DEBUG": "on"}
    values |= {"DJANGO_SETTINGS_MODULE": "mlmap_site.settings", "DATABASE_URL": "sqlite://:memory:"}
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env=os.environ | values,
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=True,
        text=True,
    )
    return json.loads(done.stdout)


def test_https_is_asked_for_from_then_on(over_https):
    headers, _, status, address = over_https
    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert (status, address) == (301, "https://mlmap.example/articles/")


def test_cookies_over_https_are_for_this_host_alone(over_https):
    _, cookies, _, _ = over_https
    [(name, cookie)] = cookies.items()
    assert name == "__Host-csrftoken"
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_plain_http_asks_for_nothing(client):
    assert not client.get("/").has_header("Strict-Transport-Security")
