"""The queue of comments by its keys, as whoever moderates goes through it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in_as_author

pytestmark = pytest.mark.browser

WAITING = """
from articles.models import Version
from tests.factories import make_comment, make_user
version = Version.objects.get(article__slug="ml-map", minor=2)
for number in range(3):
    make_comment(version, make_user("queued"), body=f"Queued {number}.", state="pending")
"""


def test_what_waits_is_chosen_and_acted_on_by_keys(visit, site):
    site.manage("shell", "-v0", "--no-imports", "-c", WAITING)
    with visit() as page:
        sign_in_as_author(page)
        page.goto("/admin/comments/comment/?q=Queued&state__exact=pending")
        rows, press = page.locator("#result_list tbody tr"), page.keyboard.press
        press("j")
        expect(rows.nth(0)).to_be_focused()
        for key in "xjxjk":
            press(key)
        expect(rows.nth(1)).to_be_focused()
        expect(page.locator(".action-select:checked")).to_have_count(2)

        # What is typed into a field is a word, and keys that are off do nothing.
        page.locator("#searchbar").focus()
        press("a")
        keys = page.locator(".desk-keys input")
        keys.uncheck()
        press("a")
        keys.check()
        expect(rows).to_have_count(3)
        rows.nth(1).focus()
        press("a")
        expect(page.get_by_text("2 comments done.")).to_be_visible()
        # On goes the one that moved up to where the others were.
        expect(rows).to_have_count(1)
        expect(rows.nth(0)).to_be_focused()
        press("r")
        page.get_by_label("Reason").fill("It says nothing.")
        page.get_by_role("button", name="Reject").click()
        expect(page.get_by_text("1 comment done.")).to_be_visible()
        expect(rows).to_have_count(0)
