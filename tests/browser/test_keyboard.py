"""The way from a search to a comment and a shared link, by the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_up
from tests.environment import rarely

pytestmark = pytest.mark.browser

# No page has so many stops that one would be found only behind these.
MOST_STOPS = 250
# How what has the focus is drawn. A part of the map draws its ring around a shape within it.
DRAWN = """element => [element, ...element.querySelectorAll('*')].slice(0, 30).map(part => {
  const style = getComputedStyle(part);
  return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.stroke, style.strokeWidth];
}).join()"""
STOP = f"""() => {{
  const element = document.activeElement, drawn = {DRAWN};
  if (element === document.body) return null;
  const box = element.getBoundingClientRect();
  const focused = drawn(element);
  element.blur();
  const ring = focused !== drawn(element);
  element.focus({{focusVisible: true, preventScroll: true}});
  const seen = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  document.stops = document.stops || new Map();
  if (!document.stops.has(element)) document.stops.set(element, document.stops.size);
  return {{ring, seen, number: document.stops.get(element), what: element.outerHTML.slice(0, 200)}};
}}"""


class Keyboard:
    """Goes through a page from stop to stop, each of which must be seen to have the focus."""

    def __init__(self, page):
        self.page = page
        self.press = page.keyboard.press

    def next(self, key="Tab"):
        """Go one stop on; return its number on the page, None at the end of the page."""
        self.press(key)
        stop = self.page.evaluate(STOP)
        if stop is None:
            return None
        assert stop["ring"], f"nothing shows the focus of {stop['what']}"
        assert stop["seen"], f"out of sight: {stop['what']}"
        return stop["number"]

    def to(self, target, key="Tab"):
        """Go on until something has the focus."""
        for _ in range(MOST_STOPS):
            self.next(key)
            if target.count() and target.first.evaluate("e => e === document.activeElement"):
                return
        pytest.fail(f"the keyboard does not reach {target}")

    def open(self, target, key="Tab"):
        """Go to a link and follow it."""
        self.to(target, key)
        with self.page.expect_navigation():
            self.press("Enter")

    def through(self):
        """Go through a page to its end and all the way back; return how many stops it has."""
        forth = []
        while (stop := self.next()) is not None and stop not in forth:
            forth.append(stop)
        back = [forth[-1]] if stop is None and self.next("Shift+Tab") == forth[-1] else []
        while (stop := self.next("Shift+Tab")) is not None and stop not in back:
            back.append(stop)
        assert back == forth[::-1]
        return len(forth)


@pytest.fixture
def reader(visit, site):
    with visit(
        viewport={"width": 1280, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    ) as page:
        sign_up(page, site, "typist")
        yield page


def test_the_first_stop_of_a_page_skips_to_its_text(visit):
    for width in (360, 1280):
        with visit(viewport={"width": width, "height": 800}) as page:
            keyboard = Keyboard(page)
            page.goto("/articles/ml-map/")
            keyboard.next()
            skip = page.get_by_role("link", name="Skip to the text")
            expect(skip).to_be_focused()
            expect(skip).to_be_in_viewport()
            keyboard.press("Enter")
            keyboard.next()
            assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("path", ["/articles/ml-map/", *rarely("/search/?q=engineer", "/contact/")])
def test_the_keyboard_comes_through_a_page_and_back(visit, path):
    with visit(viewport={"width": 360, "height": 800}) as page:
        page.goto(path)
        assert Keyboard(page).through() > 15


def test_from_a_search_to_a_comment_and_a_shared_link(reader):
    keyboard = Keyboard(reader)
    reader.goto("/")
    find(reader, keyboard)
    find_a_place(reader, keyboard)
    open_a_role(reader, keyboard)
    comment(reader, keyboard)
    share(reader, keyboard)


def find(page, keyboard):
    keyboard.to(page.get_by_role("searchbox"))
    page.keyboard.type("ML Map")
    with page.expect_navigation():
        keyboard.press("Enter")
    keyboard.open(page.get_by_role("main").locator("a[href='/articles/ml-map/']"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("ML Map")


def find_a_place(page, keyboard):
    slider = page.get_by_role("slider")
    keyboard.to(slider)
    for _ in range(8):
        keyboard.press("ArrowLeft")
    expect(page.locator("#place-words")).to_contain_text("%")
    page.wait_for_url(re.compile(r"\?at=42#place$"))
    keyboard.next()
    expect(slider).not_to_be_focused()
    keyboard.next("Shift+Tab")
    expect(slider).to_be_focused()


def open_a_role(page, keyboard):
    keyboard.open(page.get_by_role("link", name="Data Engineer, "), key="Shift+Tab")
    expect(page.get_by_role("heading", level=1)).to_have_text("Data Engineer")
    keyboard.open(page.get_by_role("table").get_by_role("link"))


def comment(page, keyboard):
    keyboard.to(page.get_by_role("link", name="Write a comment"))
    keyboard.press("Enter")
    words = page.get_by_label("Your comment")
    expect(words).to_be_focused()
    page.keyboard.type("Written without a mouse.")
    keyboard.to(page.get_by_label("About a role"))
    page.keyboard.type("Data")
    keyboard.to(page.get_by_role("button", name="Post"))
    keyboard.press("Enter")
    expect(page.get_by_text("waits for approval")).to_be_visible()
    mine = page.locator(".comment", has_text="Written without a mouse.")
    expect(mine).to_contain_text("Data Engineer")


def share(page, keyboard):
    keyboard.to(page.locator("#share > summary"))
    keyboard.press("Enter")
    keyboard.to(page.get_by_role("button", name="Copy the address"))
    keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copied")).to_be_focused()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("/articles/ml-map/")
