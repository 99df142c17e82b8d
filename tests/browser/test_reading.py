"""What a reader does with an article: share it, find their place on its map, print it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in_as_author, sign_up
from tests.environment import rarely

pytestmark = pytest.mark.browser

ARTICLE = "/articles/ml-map/v0.1/"
# Chromium without a head has no sheet to share by: this one notes what it is given.
SHARE = """
    navigator.share = async (given) => {
        window.given = given;
        if (window.refuses) throw new DOMException("", window.refuses);
    };
"""


def share(page):
    page.locator("summary", has_text="Share").click()


def test_a_device_that_can_share_is_handed_the_address(visit, site):
    with visit() as page:
        page.add_init_script(SHARE)
        page.goto(ARTICLE)
        share(page)
        page.wait_for_function("window.given")
        given = page.evaluate("window.given")
        assert given["url"] == f"{site.url}/articles/ml-map/"
        assert given["title"] == page.get_by_role("heading", level=1).text_content()
        expect(page.get_by_label("The address of this article")).to_be_hidden()
        page.evaluate("window.refuses = 'AbortError'")
        share(page)
        expect(page.get_by_label("The address of this article")).to_be_hidden()
        page.evaluate("window.refuses = 'NotAllowedError'")
        share(page)
        expect(page.get_by_label("The address of this article")).to_be_visible()


def test_any_other_offers_ways_that_need_no_script_of_theirs(visit, site):
    with visit(permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(ARTICLE)
        share(page)
        page.get_by_role("button", name="Copy the address").click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == f"{site.url}/articles/ml-map/"
        for name in ("Mail", "LinkedIn", "Mastodon", "Bluesky"):
            link = page.locator(".share").get_by_role("link", name=name)
            assert "articles%2Fml-map%2F" in link.get_attribute("href")


def test_what_is_shared_opens_below_the_buttons_and_moves_none(visit):
    with visit() as page:
        page.goto("/articles/ml-map/")
        where = "all => all.map(one => [one.offsetLeft, one.offsetTop])"
        buttons = page.locator(".actions > .button, .actions summary")
        before = buttons.evaluate_all(where)
        share(page)
        assert buttons.evaluate_all(where) == before
        ((_, top),) = page.locator(".share-ways").evaluate_all(where)
        assert top > max(top for _, top in before)


@pytest.mark.parametrize("touch", [False, *rarely(True)], ids=["keys", "touch"])
def test_a_reader_finds_their_place(visit, touch):
    with visit(has_touch=touch, viewport={"width": 360, "height": 740}) as page:
        page.goto(f"{ARTICLE}?at=34")
        words = page.locator(".place-words")
        expect(words).to_contain_text("Developer")
        slider = page.get_by_role("slider", name="Your place on the line")
        if touch:
            slider.scroll_into_view_if_needed()
            box = slider.bounding_box()
            page.touchscreen.tap(box["x"] + box["width"] * 0.98, box["y"] + box["height"] / 2)
        else:
            slider.press("End")
        expect(words).to_have_text("100 % ML Researcher")
        sign_in = page.get_by_role("link", name="Sign in to keep your place")
        expect(sign_in).to_have_attribute("href", re.compile(r"%3Fat%3D\d+%23place$"))
        page.wait_for_url("**/v0.1/?at=*#place")
        assert page.evaluate("location.search") in {f"?at={at}" for at in range(96, 101)}


def test_a_place_is_kept_and_forgotten(visit, site):
    with visit() as page:
        sign_up(page, site, "placed")
        page.goto(ARTICLE)
        slider = page.get_by_role("slider", name="Your place on the line")
        slider.press("Home")
        page.get_by_role("button", name="Keep my place").click()
        expect(page.get_by_text("You keep: 100 % Developer.")).to_be_visible()
        instead = page.get_by_role("button", name="Keep this place instead")
        expect(instead).to_be_hidden()
        slider.press("ArrowRight")
        expect(instead).to_be_visible()
        slider.press("ArrowLeft")
        expect(instead).to_be_hidden()
        page.get_by_role("button", name="Forget it").click()
        expect(page.get_by_role("button", name="Keep my place")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "longest"), [("", "30 September 2026"), ("/zh-hans", "2026年12月30日")]
)
def test_on_a_phone_the_versions_of_a_role_are_read_without_scrolling_sideways(
    visit, language, longest
):
    with visit(viewport={"width": 360, "height": 740}) as page:
        page.goto(f"{language}/roles/data-engineer/")
        page.locator(".table time").evaluate_all(
            "(times, date) => times.forEach(time => time.textContent = date)", longest
        )
        assert page.locator(".table-box").evaluate("box => box.scrollWidth <= box.clientWidth")


def test_chinese_is_read_without_serifs_and_english_with_them(visit):
    with visit() as page:

        def face(selector):
            return page.locator(selector).first.evaluate("e => getComputedStyle(e).fontFamily")

        page.goto("/zh-hans/privacy/")
        sans = face(".site-foot p")
        assert {face(".lead"), face(".prose li"), face(".prose p")} == {sans}
        page.goto("/zh-hans/articles/ml-map/")
        assert face(".prose > p") != sans


def test_a_thread_on_paper_says_who_said_what_when_and_on_which_version(visit):
    with visit(viewport={"width": 700, "height": 990}) as page:
        sign_in_as_author(page)
        page.goto("/articles/ml-map/comments/")
        page.get_by_role("link", name="Reply").first.click()
        expect(page.get_by_role("textbox", name="Your comment")).to_be_visible()
        page.emulate_media(media="print")
        for control in page.locator("button, input, select, textarea, .comment-acts a").all():
            expect(control).to_be_hidden()
        comment = page.locator(".comment").first
        words = comment.locator(".comment-body")
        for kept in (words, comment.locator("strong"), comment.locator(".comment-on")):
            expect(kept.first).to_be_visible()
        assert words.bounding_box()["width"] > 0.9 * page.locator("h1").bounding_box()["width"]
        when = "getComputedStyle(document.querySelector('.comment time'), '::after').content"
        assert re.search(r"\d{4}", page.evaluate(when))


@pytest.mark.parametrize("path", [ARTICLE, *rarely("/roles/ml-engineer/")])
def test_paper_has_no_controls_and_says_where_it_is_from(path, visit, site):
    with visit(color_scheme="dark", viewport={"width": 1280, "height": 900}) as page:
        page.goto(path)
        page.emulate_media(media="print")
        for control in page.locator("button, input, select, summary, nav").all():
            expect(control).to_be_hidden()
        for kept in ("h1", ".map-drawing >> visible=true", ".map-list >> nth=0"):
            expect(page.locator(kept)).to_be_visible()
        address = page.locator(".paper")
        expect(address).to_contain_text(f"{site.url}{path}")
        if path == ARTICLE:
            thread = f"{site.url}/articles/ml-map/comments/"
            expect(page.locator(".paper-thread >> visible=true")).to_contain_text(thread)
            expect(page.locator("#comments")).to_be_hidden()
        # What stands at the foot of a table stands at the foot of each sheet.
        assert address.evaluate("foot => getComputedStyle(foot).display") == "table-footer-group"
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
            "rgb(255, 255, 255)"
        )
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
