"""What is written in place and cannot be sent stays in its form, and the page says so."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in_as_author

pytestmark = pytest.mark.browser

FAILED = "That did not work."


def write(page, words):
    """Write a comment in the thread, and return the box in which it stands."""
    sign_in_as_author(page)
    page.goto("/articles/ml-map/comments/")
    page.get_by_role("link", name="Write a comment").click()
    text = page.get_by_role("textbox", name="Your comment")
    text.fill(words)
    return text


def test_words_stay_in_their_form_while_the_site_is_out_of_reach(visit):
    with visit() as page:
        text = write(page, "Written in a tunnel.")
        page.context.set_offline(True)
        page.get_by_role("button", name="Post").click()
        expect(page.get_by_role("alert").filter(has_text=FAILED)).to_be_visible()
        expect(text).to_have_value("Written in a tunnel.")
        page.get_by_role("button", name="Preview").click()
        expect(page.get_by_role("alert").filter(has_text=FAILED)).to_have_count(1)
        page.context.set_offline(False)
        page.get_by_role("button", name="Post").click()
        expect(page.locator(".comment", has_text="Written in a tunnel.")).to_be_visible()
        expect(page.get_by_text(FAILED)).to_have_count(0)


def test_words_that_are_too_many_to_be_read_stay_in_their_form(visit):
    with visit() as page:
        text = write(page, "Much too long. " * 150_000)
        page.get_by_role("button", name="Post").click()
        expect(page.get_by_role("alert").filter(has_text=FAILED)).to_be_visible()
        assert len(text.input_value()) == 15 * 150_000


def test_nothing_is_typed_into_words_that_are_on_their_way(visit):
    with visit() as page:
        text = write(page, "Sent over a slow line.")
        on_their_way = []
        page.route("**/comments/", lambda route: on_their_way.append(route))
        page.get_by_role("button", name="Post").click()
        expect(text).not_to_be_editable()
        on_their_way.pop().abort()
        expect(page.get_by_role("alert").filter(has_text=FAILED)).to_be_visible()
        expect(text).to_be_editable()
        page.unroute("**/comments/")
        page.get_by_role("button", name="Post").click()
        expect(page.locator(".comment", has_text="over a slow line.")).to_be_visible()
