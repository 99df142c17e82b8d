"""Checks 12, 13, 14, 18 and 32 at every address there is, and what a stranger is given to keep."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import resolve

from tests.environment import THOROUGH
from tests.factories import make_author
from tests.test_headers import STRICT, policy
from tests.test_visibility import addresses, site

__all__ = ["site"]

# RFC 8058: a mail program has no token but the address itself.
WITHOUT_TOKEN = "/accounts/mail/"
# A policy of their own: no script at all, a frame, or a picture that stands in its address
# (tests/test_headers.py, tests/test_files.py).
OF_THEIR_OWN = {"media", "map_svg", "embed", "mfa_activate_totp"}
# Django's way from the desk to a page leads to where its asker is already, and is kept by nobody.
STAYS_THERE = "admin:view_on_site"
EVIL = {
    "host": "evil.example",
    "x-forwarded-host": "evil.example",
    "x-forwarded-port": "6666",
    "x-forwarded-proto": "http",
    "forwarded": "host=evil.example;proto=http",
}


@pytest.fixture
def everywhere(site, db):
    """The first and the last address of each kind; all of them with THOROUGH=1."""
    kinds = {}
    for address in addresses():
        kinds.setdefault(resolve(address.partition("?")[0]).view_name, []).append(address)
    if THOROUGH:
        return [address for kind in kinds.values() for address in kind]
    return [address for kind in kinds.values() for address in {kind[0], kind[-1]}]


def rows():
    """Return all that is stored but for sessions."""
    stored = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table != "django_session":
                cursor.execute(f'SELECT * FROM "{table}"')
                stored[table] = sorted(map(str, cursor.fetchall()))
    return stored


@pytest.mark.thorough
def test_no_address_takes_a_post_without_its_token_or_from_elsewhere(everywhere):
    owner = Client(enforce_csrf_checks=True)
    owner.force_login(make_author())
    owner.get("/accounts/profile/")
    token = {"csrfmiddlewaretoken": owner.cookies["csrftoken"].value}
    before, taken = rows(), []
    for address in everywhere:
        answers = [
            owner.post(address, {"post": "yes"}),
            owner.post(address, token, headers={"origin": "https://evil.example"}),
            owner.post(address, token, headers={"hx-request": "true", "origin": "null"}),
        ]
        if {answer.status_code for answer in answers} - {403, 404, 405}:
            taken.append(address)
    assert [address for address in taken if not address.startswith(WITHOUT_TOKEN)] == []
    assert rows() == before


@pytest.mark.thorough
def test_a_look_changes_nothing(everywhere):
    author = make_author()
    author.emailaddress_set.create(email=author.email, verified=True, primary=True)
    owner = Client()
    owner.force_login(author)
    before = rows()
    for address in everywhere:
        assert owner.get(address).status_code < 500
    after = rows()
    assert [table for table in before if before[table] != after[table]] == []


def test_a_stranger_is_given_a_cookie_with_a_form_alone(everywhere):
    """And it is the one that guards the form: there is no session before there is a reader."""
    with_form = set()
    for address in everywhere:
        answer = Client().get(address)
        has_form = b"csrfmiddlewaretoken" in b"".join(answer)
        assert set(answer.cookies) == ({"csrftoken"} if has_form else set()), address
        if has_form:
            with_form.add(address)
    assert "/contact/" in with_form
    assert not [a for a in with_form if not a.startswith(("/accounts/", "/contact/"))]


def is_guarded(answer):
    headers = answer.headers
    return (
        policy(answer) == STRICT
        and headers["X-Frame-Options"] == "DENY"
        and headers["X-Content-Type-Options"] == "nosniff"
        and headers["Referrer-Policy"] in ("same-origin", "no-referrer")
        and headers["Cross-Origin-Opener-Policy"] == "same-origin"
        and "camera=()" in headers["Permissions-Policy"]
    )


@pytest.fixture
def one_of_each(everywhere):
    return {resolve(a.partition("?")[0]).view_name: a for a in everywhere}


def test_whoever_asks_by_which_name_has_the_policy_and_what_is_theirs_alone(one_of_each, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://mlmap.example", ["*"]
    settings.PROXIES = settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    owner = Client(headers=EVIL)
    owner.force_login(make_author())
    bare, kept, repeating, seen = [], [], [], set()
    for name, address in one_of_each.items():
        for client in (Client(headers=EVIL), owner):
            answer = client.get(address)
            seen.add(answer.status_code)
            if name not in OF_THEIR_OWN and not is_guarded(answer):
                bare.append((name, answer.status_code))
            is_private = {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
            if client is owner and name != "media" and not is_private:
                kept.append((name, answer["Cache-Control"]))
            told = b"".join(answer) + repr(answer.headers).encode()
            if name != STAYS_THERE and re.search(rb"evil\.example|:6666", told):
                repeating.append(name)
    assert (bare, kept, repeating) == ([], [], [])
    assert {200, 302, 404} <= seen


def test_a_refusal_has_the_policy_too(one_of_each):
    strict = Client(enforce_csrf_checks=True)
    answers = {name: strict.post(address) for name, address in one_of_each.items()}
    assert {answer.status_code for answer in answers.values()} & {403, 404}
    bare = {name for name, answer in answers.items() if not is_guarded(answer)}
    assert bare <= OF_THEIR_OWN


def test_a_page_that_breaks_has_the_policy_too(broken_page):
    assert broken_page.status_code == 500
    assert is_guarded(broken_page)
