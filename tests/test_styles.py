"""A page links the style sheets of what stands in it, and no page links all of them."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from tests.factories import make_comment, make_role, make_site, make_user

pytestmark = pytest.mark.django_db

STYLES = Path(settings.BASE_DIR) / "static" / "css"
# Of the desk, and of pages that stand in a frame.
ELSEWHERE = {"admin", "embed", "map_editor"}
PAGES = [
    *("/", "/articles/", "/articles/ml-map/", "/articles/ml-map/v0.1/", "/tags/mapping/"),
    *("/articles/ml-map/versions/", "/articles/ml-map/compare/v0.1...v0.2/", "/roles/"),
    *("/roles/developer/", "/roles/developer/comments/", "/articles/ml-map/v0.2/cite/"),
    *("/articles/ml-map/comments/", "/authors/alice/", "/search/", "/search/?q=developer"),
    *("/accounts/login/", "/accounts/signup/", "/contact/", "/privacy/", "/nothing/"),
]
SIGNED_IN = [
    *("/accounts/profile/", "/accounts/comments/", "/accounts/data/", "/accounts/delete/"),
    *("/accounts/mail/", "/accounts/email/", "/accounts/2fa/", "/accounts/sessions/"),
    *("/articles/ml-map/comments/new/", "/articles/ml-map/follow/"),
]


@cache
def homes():
    """Return the style sheets that have something to say about a class, by class."""
    found = {}
    for sheet in STYLES.glob("*.css"):
        if sheet.stem in ELSEWHERE:
            continue
        rules = re.sub(r"/\*.*?\*/|@media print \{.*", "", sheet.read_text(), flags=re.DOTALL)
        for selector in re.findall(r"([^{}]+)\{", rules):
            # What only narrows another class is no home of it.
            last = re.split(r"[\s>+~]", selector.split(",")[-1].strip())[-1]
            for name in re.findall(r"\.([a-z][\w-]*)", last):
                found.setdefault(name, set()).add(sheet.stem)
    return found


def unstyled(page):
    """Return the classes of a page whose style sheet is not linked by it."""
    linked = set(re.findall(r'href="[^"]*/css/(\w+)\.css"', page))
    classes = {name for words in re.findall(r'\sclass="([^"]*)"', page) for name in words.split()}
    return {
        name: sheets for name in classes if (sheets := homes().get(name)) and not sheets & linked
    }


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_the_styles_of_what_stands_in_it(path, client):
    make_comment(make_site().current(), role=make_role("developer"))
    assert unstyled(client.get(path).content.decode()) == {}


@pytest.mark.parametrize("path", [*SIGNED_IN, "/articles/ml-map/", "/articles/ml-map/comments/"])
def test_a_signed_in_readers_page_has_them_too(path, client):
    make_site()
    client.force_login(make_user("bob"))
    response = client.get(path)
    assert response.status_code == 200
    assert unstyled(response.content.decode()) == {}


def test_who_only_reads_is_sent_no_scripts_for_writing(client):
    make_site()
    page = client.get("/articles/ml-map/").content.decode()
    assert "htmx" not in page
    assert "comment_form" not in page
    assert "forms.css" not in page
    client.force_login(make_user("bob"))
    page = client.get("/articles/ml-map/").content.decode()
    assert "htmx.min" in page
    assert "comment_form" in page


def test_who_reads_a_long_thread_may_have_more_of_it_in_place(client):
    root = make_comment(make_site().current())
    for _ in range(4):
        make_comment(root.version, parent=root)
    page = client.get("/articles/ml-map/").content.decode()
    assert "1 more reply" in page
    assert "htmx.min" in page
    assert "comment_form" not in page
