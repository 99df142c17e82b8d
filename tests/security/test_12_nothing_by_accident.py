"""Checks 12 and 13 at every address there is, and what a stranger's browser is given to keep."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import resolve

from tests.environment import THOROUGH
from tests.factories import make_author
from tests.test_visibility import addresses, site

__all__ = ["site"]

# RFC 8058: a mail program has no token but the address itself.
WITHOUT_TOKEN = "/accounts/mail/"


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
