"""axe-core finds nothing, on every kind of page, in both themes, on a phone and a desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import sign_in_as_author

pytestmark = pytest.mark.browser

# At every width; the others have the same parts and are looked at on a phone.
MAIN = ["/", "/articles/ml-map/", "/roles/ml-engineer/", "/accounts/login/"]
SHARED = [
    "/articles/",
    "/articles/ml-map/v0.1/",
    "/articles/ml-map/compare/v0.1...v0.2/",
    "/articles/ml-map/v0.2/cite/",
    "/articles/ml-map/versions/",
    "/articles/ml-map/comments/",
    "/roles/",
    "/tags/mlops/",
    "/roles/ml-engineer/comments/",
    "/authors/author/",
    "/accounts/signup/",
    "/nothing-here/",
]
PERSONAL = ["/articles/ml-map/comments/new/", "/accounts/profile/"]
OWN = [
    "/articles/ml-map/comments/",
    "/articles/ml-map/follow/",
    "/accounts/comments/",
    "/accounts/data/",
    "/accounts/delete/",
    "/accounts/mail/",
]
WIDTHS = [360, 1280]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(visit, theme):
    with visit(color_scheme=theme) as page:
        faults = [fault for path in MAIN for fault in look_at(page, path)]
        faults += [fault for path in SHARED for fault in look_at(page, path, WIDTHS[:1])]
        sign_in_as_author(page)
        faults += [fault for path in PERSONAL for fault in look_at(page, path)]
        faults += [fault for path in OWN for fault in look_at(page, path, WIDTHS[:1])]
        faults += refused_comment(page)
    assert faults == []


def refused_comment(page):
    page.goto("/articles/ml-map/comments/new/")
    page.get_by_role("button", name="Post").click()
    assert page.get_by_text("Write something first.").is_visible()
    return faults_at(page, "refused comment")


def look_at(page, path, widths=WIDTHS):
    page.goto(path)
    return faults_at(page, path, widths)


def faults_at(page, name, widths=WIDTHS):
    """Return what axe finds at each width, and whether the page is wider than the window."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        results = Axe().run(page)
        for violation in results.response["violations"]:
            nodes = [node["html"][:120] for node in violation["nodes"]]
            yield name, width, violation["id"], nodes
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            yield name, width, "wider than the window", []
