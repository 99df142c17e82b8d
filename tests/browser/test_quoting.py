"""A passage of an article or a comment is quoted: in the form that is open, or on its page."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in_as_author

pytestmark = pytest.mark.browser

ARTICLE = "/articles/ml-map/"
THREAD = f"{ARTICLE}comments/"
# Some letters of one text, whichever links and stresses the version has that a journey published;
# or all of it, as a triple click does it, which ends where the next paragraph begins.
SELECT = """
    ([found, count]) => {
        const node = document.querySelector(found);
        const isLongEnough = (text) =>
            text.length >= count ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
        const text = document.createTreeWalker(node, NodeFilter.SHOW_TEXT, isLongEnough).nextNode();
        const range = document.createRange();
        range.setStart(text, 0);
        if (count) range.setEnd(text, count);
        else range.setEndAfter(node.closest(".prose") ?? node);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        return count ? text.data.slice(0, count) : node.textContent;
    }
"""
PARAGRAPH = "article > .measure > .prose > p"
SAID = ".comment .comment-body p"


def select(page, found, count=0):
    return page.evaluate(SELECT, [found, count])


def offer(page, words="Quote in a comment"):
    return page.get_by_role("link", name=words)


def text(page):
    return page.get_by_role("textbox", name="Your comment")


def test_a_passage_of_an_article_is_quoted_on_the_forms_page(visit):
    with visit() as page:
        sign_in_as_author(page)
        page.goto(ARTICLE)
        expect(offer(page)).to_be_hidden()
        page.locator(f"{PARAGRAPH}:not(:has(a))").first.dblclick(position={"x": 8, "y": 12})
        passage = page.evaluate("getSelection().toString()")
        # By a key: it is the next stop behind the paragraph.
        expect(offer(page)).to_be_visible()
        page.keyboard.press("Tab")
        expect(offer(page)).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{THREAD}new/**")
        expect(text(page)).to_have_value(f"> {passage.strip()}\n\n")
        expect(text(page)).to_be_focused()
        page.keyboard.type("So it is.")
        page.get_by_role("button", name="Preview").click()
        expect(page.locator(".form-preview blockquote")).to_have_text(passage.strip())
        expect(page.locator(".form-preview > .comment-body > p")).to_have_text("So it is.")


@pytest.mark.thorough
def test_what_was_begun_before_is_gone_on_with(visit):
    with visit() as page:
        sign_in_as_author(page)
        page.goto(f"{THREAD}new/")
        text(page).fill("Begun.")
        page.goto(f"{THREAD}new/?quote=Words")
        expect(text(page)).to_have_value("Begun.\n\n> Words\n\n")
        page.reload()
        expect(text(page)).to_have_value("Begun.\n\n> Words\n\n")
        page.get_by_role("button", name="Throw it away").click()


def test_a_passage_goes_into_the_form_that_is_open(visit):
    with visit() as page:
        sign_in_as_author(page)
        page.goto(ARTICLE)
        page.get_by_role("link", name="Write a comment").click()
        text(page).fill("I *read*:")
        passage = select(page, PARAGRAPH, 10).strip()
        offer(page).click()
        expect(text(page)).to_have_value(f"I *read*:\n\n> {passage}\n\n")
        expect(offer(page)).to_be_hidden()
        expect(text(page)).to_be_focused()


def test_a_comment_is_quoted_whole_or_in_part(visit):
    with visit() as page:
        sign_in_as_author(page)
        page.goto(THREAD)
        words = " ".join(select(page, SAID).split())
        offer(page, "Quote in a reply").click()
        page.wait_for_url("**parent=**")
        quoted = text(page).input_value()
        assert quoted.startswith("> ")
        assert quoted.removeprefix("> ").replace("\\", "").startswith(words[:40])
        page.goto(THREAD)
        page.get_by_role("link", name="Reply").first.click()
        page.get_by_role("link", name="Quote", exact=False).first.click()
        expect(text(page)).to_have_value(quoted)


@pytest.mark.thorough
def test_who_is_not_signed_in_comes_back_to_the_passage(visit):
    with visit() as page:
        page.goto(ARTICLE)
        select(page, PARAGRAPH, 10)
        offer(page).click()
        page.wait_for_url("**/login/**")
        assert "quote" in page.url


@pytest.mark.thorough
def test_nothing_is_offered_of_other_words_or_of_none(visit):
    with visit() as page:
        page.goto(ARTICLE)
        select(page, PARAGRAPH, 10)
        expect(offer(page)).to_be_visible()
        page.evaluate("getSelection().removeAllRanges()")
        expect(offer(page)).to_be_hidden()
        select(page, PARAGRAPH, 10)
        expect(offer(page)).to_be_visible()
        select(page, "h1", 2)
        expect(offer(page)).to_be_hidden()


@pytest.mark.thorough
def test_without_scripts_a_reply_still_quotes(visit):
    with visit(scripts=False) as page:
        sign_in_as_author(page)
        page.goto(THREAD)
        expect(page.locator(".quote-offer")).to_be_hidden()
        page.get_by_role("link", name="Reply").first.click()
        page.get_by_role("link", name="Quote", exact=False).click()
        assert text(page).input_value().startswith("> ")
