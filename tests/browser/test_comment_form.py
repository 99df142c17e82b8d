"""A comment's form in a browser: what is typed is kept until the server has it, and counted."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in_as_author

pytestmark = pytest.mark.browser

WRITE = "/articles/ml-map/comments/new/"


def kept(page):
    return page.evaluate("Object.values(JSON.parse(localStorage['mlmap-comments'] ?? '{}'))")


def test_a_draft_outlives_the_page_and_goes_once_it_is_posted(visit):
    with visit() as page:
        sign_in_as_author(page)
        page.goto(WRITE)
        text = page.get_by_label("Your comment")
        text.fill("Begun, and *not* ended")
        expect(page.get_by_text("22 of 5000 characters")).to_be_visible()
        page.goto("/articles/")
        page.goto(WRITE)
        expect(text).to_have_value("Begun, and *not* ended")
        expect(page.get_by_text("this browser kept what you typed")).to_be_visible()
        page.get_by_role("button", name="Preview").click()
        expect(page.locator(".form-preview em")).to_have_text("not")
        assert len(kept(page)) == 1
        page.get_by_role("button", name="Post").click()
        expect(page.get_by_role("status").get_by_text("It is posted.")).to_be_visible()
        page.wait_for_function("!localStorage['mlmap-comments']")
        page.goto(WRITE)
        expect(text).to_have_value("")


def test_a_draft_is_thrown_away_and_what_is_too_long_is_said_before(visit):
    with visit() as page:
        sign_in_as_author(page)
        page.goto(WRITE)
        text = page.get_by_label("Your comment")
        text.fill("x" * 5001)
        expect(page.get_by_text("5,001 characters: at most 5000 can be posted")).to_be_visible()
        page.goto(WRITE)
        page.get_by_role("button", name="Throw it away").click()
        expect(text).to_have_value("")
        page.goto(WRITE)
        expect(text).to_have_value("")
        assert kept(page) == []


def test_without_scripts_the_form_says_nothing_it_cannot_do(visit):
    with visit(scripts=False) as page:
        sign_in_as_author(page)
        page.goto(WRITE)
        expect(page.locator(".form-count")).to_be_hidden()
        expect(page.locator(".form-draft")).to_be_hidden()
        page.get_by_label("Your comment").fill("So *it* is")
        page.get_by_role("button", name="Preview").click()
        expect(page.locator(".form-preview em")).to_have_text("it")
        expect(page.get_by_label("Leave this empty")).to_be_hidden()


def test_in_a_thread_everything_is_done_in_its_place(visit):
    with visit() as page:
        sign_in_as_author(page)
        page.goto("/articles/ml-map/comments/")
        address = page.url
        liked = page.locator(".comment").first
        liked.get_by_role("button", name="Like").click()
        expect(liked.get_by_role("button", name="Like 1")).to_have_attribute("aria-pressed", "true")

        page.get_by_role("link", name="Write a comment").click()
        page.get_by_role("textbox", name="Your comment").fill("Said in place.")
        page.get_by_role("button", name="Post").click()
        said = page.locator(".comment", has_text="Said in place.")
        said.get_by_role("link", name="Edit").click()
        page.get_by_role("textbox", name="Your comment").fill("Said in place, and better.")
        page.get_by_role("button", name="Save").click()
        better = page.locator(".comment", has_text="and better.")
        expect(better.get_by_text("edited", exact=True)).to_be_visible()
        expect(page.get_by_role("textbox", name="Your comment")).to_have_count(0)
        better.get_by_role("link", name="Delete").click()
        page.get_by_role("button", name="Delete").click()
        expect(page.get_by_text("Said in place")).to_have_count(0)

        assert page.url == address
        page.reload()
        expect(liked.get_by_role("button", name="Like 1")).to_be_visible()
