"""The map in the draft's form: moved by pointer, keys and numbers, drawn by the server, kept."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import sign_in_as_author
from tests.browser.draft_form import DRAFT, Form

pytestmark = pytest.mark.browser

KEYS = """
for version in Version.objects.filter(article__slug__startswith="editor-"):
    print(version.pk)
"""


@pytest.fixture(scope="module")
def drafts(request, site, tmp_path_factory):
    """The addresses of as many drafts' forms as there are tests here, stored in one go."""
    folder = tmp_path_factory.mktemp("drafts")
    count = sum(item.path == request.path for item in request.session.items)
    paths = [folder / f"{number}.md" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(DRAFT.format(number=number))
    site.manage("import_version", *map(str, paths), "--author", "author")
    keys = site.manage("shell", "--verbosity", "0", "--command", KEYS).split()
    assert len(keys) == count
    return iter([f"/admin/articles/version/{key}/change/" for key in keys])


@pytest.fixture
def draft(drafts):
    """The address of the form of a draft that no other test has touched."""
    return next(drafts)


@pytest.fixture
def edit(visit, draft):
    """Open the draft's form: `with visit() as page: form = edit(page)`."""

    def opened(page):
        sign_in_as_author(page)
        # The drawing of the page is drawn once more when its scripts have begun.
        with page.expect_request_finished(lambda request: request.url.endswith("/map/")):
            page.goto(draft)
        return Form(page)

    return opened


def test_a_hill_is_dragged_and_numbers_and_drawing_follow_and_are_saved(visit, edit):
    with visit(viewport={"width": 1280, "height": 900}) as page:
        form = edit(page)
        address = page.url
        mouse = form.drag(25, 37)
        form.expect_span("Walker", 22, 52)
        form.expect_drawn("Walker", 22, 52)
        mouse.move(*form.point(45, 60), steps=4)
        mouse.up()
        form.expect_span("Walker", 30, 60)
        form.expect_drawn("Walker", 30, 60)
        assert page.url == address
        for drawing in (".map-wide", ".map-narrow"):
            expect(page.locator(f".desk-map {drawing}")).to_be_visible()
        form.save()
        form.expect_span("Walker", 30, 60)
        expect(form.notice).to_have_count(0)
        assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('mlmap'))") == []


@pytest.mark.thorough
def test_a_press_on_a_hill_chooses_it_and_does_not_follow_its_link(visit, edit):
    with visit(viewport={"width": 1280, "height": 900}) as page:
        form = edit(page)
        address = page.url
        page.mouse.click(*form.point(75, 100))
        expect(form.handle("Rider")).to_be_focused()
        form.expect_span("Rider", 60, 90)
        assert page.url == address


def test_edges_and_practices_are_dragged_on_either_drawing(visit, edit):
    with visit(viewport={"width": 1280, "height": 900}) as page:
        form = edit(page)
        # The handle of an edge stands outside the span, on the line.
        page.mouse.click(*form.point(75, 100))
        box = form.handle("Rider", "end").bounding_box()
        assert min(box["width"], box["height"]) >= 24
        form.drag(91, 96, up=0).up()
        form.expect_span("Rider", 60, 95)
        # A hill is taken by its edge near its edge.
        form.drag(60.5, 55.5, up=1, drawing="wide").up()
        form.expect_span("Rider", 55, 95)
        form.drag(50, 60, up=-30).up()
        form.expect_span("Repair", 30, 90)
        form.drag(25, 20, up=40, drawing="narrow").up()
        form.expect_span("Walker", 5, 35)
        form.expect_drawn("Walker", 5, 35)


@pytest.mark.thorough
def test_nothing_leaves_the_line_or_becomes_empty(visit, edit):
    with visit(viewport={"width": 1280, "height": 900}) as page:
        form = edit(page)
        form.drag(25, -40).up()
        form.expect_span("Walker", 0, 30)
        form.handle("Walker", "start").press("End")
        form.expect_span("Walker", 29, 30)
        form.handle("Walker", "end").press("ArrowLeft")
        form.expect_span("Walker", 29, 30)
        form.handle("Walker").press("End")
        form.expect_span("Walker", 99, 100)


@pytest.mark.thorough
def test_escape_puts_back_what_is_being_dragged(visit, edit):
    with visit(viewport={"width": 1280, "height": 900}) as page:
        form = edit(page)
        mouse = form.drag(25, 35)
        form.expect_span("Walker", 20, 50)
        page.keyboard.press("Escape")
        form.expect_span("Walker", 10, 40)
        mouse.up()
        expect(form.undo).to_be_disabled()


@pytest.mark.thorough
def test_a_finger_drags(visit, edit):
    options = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    with visit(**options) as page:
        form = edit(page)
        touch = page.context.new_cdp_session(page)

        def send(kind, *place):
            points = [dict(zip("xy", form.point(*place, "narrow"), strict=True))] if place else []
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        send("touchStart", 75, 60)
        for place in (73, 71, 68, 65):
            send("touchMove", place, 60)
        form.expect_drawn("Rider", 50, 80)
        send("touchMove", 60, 60)
        send("touchEnd")
        form.expect_span("Rider", 45, 75)
        form.expect_drawn("Rider", 45, 75)


def test_the_keyboard_does_it_all_and_keeps_its_place(visit, edit):
    with visit() as page:
        form = edit(page)
        whole, start, end = (form.handle("Walker", p) for p in ("the whole", "start", "end"))
        whole.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Shift+ArrowRight")
        form.expect_span("Walker", 16, 46)
        expect(whole).to_have_attribute("aria-valuetext", "Walker runs from 16 to 46")
        form.expect_drawn("Walker", 16, 46)
        expect(whole).to_be_focused()
        page.keyboard.press("Tab")
        expect(start).to_be_focused()
        page.keyboard.press("Home")
        page.keyboard.press("ArrowUp")
        form.expect_span("Walker", 1, 46)
        expect(start).to_have_attribute("aria-valuetext", "Walker starts at 1")
        expect(start).to_have_attribute("aria-valuemax", "45")
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        form.expect_span("Walker", 1, 45)
        expect(end).to_have_attribute("aria-valuenow", "45")
        page.keyboard.press("Tab")
        expect(form.handle("Repair")).to_be_focused()
        for _ in range(6):
            page.keyboard.press("Tab")
        expect(page.locator(".desk-map .map-list a").first).to_be_focused()


def test_undo_and_redo_go_through_what_was_dragged_pressed_and_typed(visit, edit):
    with visit(viewport={"width": 1280, "height": 900}) as page:
        form = edit(page)
        expect(form.undo).to_be_disabled()
        expect(form.redo).to_be_disabled()
        form.drag(25, 35).up()
        form.field("Rider", "start").fill("70")
        form.field("Rider", "start").press("Tab")
        form.handle("Rider").press("ArrowLeft")
        form.expect_span("Rider", 69, 89)
        page.keyboard.press("Control+z")
        form.expect_span("Rider", 70, 90)
        expect(page.get_by_text("Undone: Rider runs from 70 to 90.")).to_be_visible()
        form.undo.click()
        form.expect_span("Rider", 60, 90)
        form.undo.focus()
        page.keyboard.press("Enter")
        form.expect_span("Walker", 10, 40)
        form.expect_drawn("Walker", 10, 40)
        expect(form.undo).to_be_disabled()
        expect(form.redo).to_be_focused()
        page.keyboard.press("Control+Shift+z")
        form.expect_span("Walker", 20, 50)
        form.redo.click()
        form.expect_span("Rider", 70, 90)
        # Another change cuts off what could be done again.
        form.handle("Walker").press("ArrowLeft")
        expect(form.redo).to_be_disabled()


@pytest.mark.thorough
def test_a_text_field_keeps_its_own_undo(visit, edit):
    with visit() as page:
        form = edit(page)
        form.handle("Walker").press("ArrowLeft")
        page.get_by_label("Title:").press_sequentially(" and more")
        page.keyboard.press("Control+z")
        form.expect_span("Walker", 9, 39)


@pytest.mark.thorough
def test_rows_that_are_added_take_part_and_rows_that_go_leave(visit, edit):
    with visit(viewport={"width": 1280, "height": 900}) as page:
        form = edit(page)
        page.get_by_role("button", name="Add another Placement").click()
        row = page.locator("#placements-3")
        row.locator(".field-role select").select_option("model-engineer")
        for name, value in {"name": "Flyer", "start": "42", "end": "58"}.items():
            row.locator(f".field-{name} input").fill(value)
        form.expect_drawn("Flyer", 42, 58)
        form.drag(50, 45, up=90).up()
        expect(row.locator(".field-start input")).to_have_value("37")
        form.row("Walker").locator(".delete input").check()
        expect(form.handle("Walker")).to_have_count(0)
        expect(page.locator(".desk-map .map-list").first).not_to_contain_text("Walker")
        row.get_by_role("button", name="Remove").click()
        expect(form.handle("Flyer")).to_have_count(0)
        expect(form.undo).to_be_disabled()


@pytest.mark.thorough
def test_a_dropped_connection_is_said_and_the_map_is_drawn_once_it_is_back(visit, edit):
    with visit() as page:
        form = edit(page)
        page.context.set_offline(True)
        form.handle("Walker").press("Shift+ArrowRight")
        expect(form.fault).to_have_text(
            "The map could not be drawn: no connection. What you typed is kept."
        )
        form.expect_drawn("Walker", 10, 40)
        page.context.set_offline(False)
        form.expect_drawn("Walker", 15, 45)
        expect(form.fault).to_be_empty()


@pytest.mark.thorough
def test_an_answer_that_is_overtaken_is_not_waited_for(visit, edit):
    with visit() as page:
        form = edit(page)
        # The first is never answered.
        page.route("**/map/", lambda route: None, times=1)
        with page.expect_request("**/map/") as first:
            form.handle("Walker").press("ArrowRight")
        with page.expect_event("requestfailed") as dropped:
            form.handle("Walker").press("ArrowRight")
        assert dropped.value == first.value
        form.expect_drawn("Walker", 12, 42)


def test_what_could_not_be_saved_is_offered_and_brought_back(visit, edit):
    with visit() as page:
        form = edit(page)
        address = page.url
        page.get_by_role("textbox", name="Text:", exact=True).fill("Typed on a train.")
        form.handle("Walker").press("Shift+ArrowRight")
        page.get_by_role("button", name="Add another Change").click()
        page.locator("#changes-0 .field-text :is(input, textarea)").fill("The walker moved.")
        page.context.set_offline(True)
        with page.expect_event("requestfailed", lambda request: request.is_navigation_request()):
            page.get_by_role("button", name="Save", exact=True).click(no_wait_after=True)
        expect(page).to_have_url("chrome-error://chromewebdata/")
        page.context.set_offline(False)
        page.goto(address)
        expect(page.get_by_role("textbox", name="Text:", exact=True)).to_have_value("It begins.")
        form.expect_span("Walker", 10, 40)
        expect(form.notice.get_by_text("Somebody has saved")).to_be_hidden()
        form.notice.get_by_role("button", name="Bring back what was typed on").click()
        expect(form.notice).to_have_count(0)
        form.expect_span("Walker", 15, 45)
        form.expect_drawn("Walker", 15, 45)
        expect(page.locator(".markdownx-preview")).to_contain_text("Typed on a train.")
        form.save()
        expect(form.notice).to_have_count(0)
        page.goto(address)
        expect(form.notice).to_have_count(0)
        form.expect_span("Walker", 15, 45)
        changes = page.locator("#changes-0 .field-text :is(input, textarea)")
        expect(changes).to_have_value("The walker moved.")


def test_the_notice_says_who_was_quicker_and_what_is_thrown_away_stays_away(visit, edit):
    with visit() as page, visit() as other:
        form = edit(page)
        form.handle("Walker").press("Shift+ArrowRight")
        page.reload()
        expect(form.notice).to_be_visible()
        quicker = edit(other)
        quicker.handle("Rider").press("Shift+ArrowLeft")
        quicker.save()
        page.reload()
        form.expect_span("Rider", 55, 85)
        expect(form.notice.get_by_text("Somebody has saved this version since.")).to_be_visible()
        form.notice.get_by_role("button", name="Throw it away").click()
        expect(form.notice).to_have_count(0)
        page.reload()
        form.expect_drawn("Walker", 10, 40)
        expect(form.notice).to_have_count(0)


@pytest.mark.thorough
def test_what_the_server_refused_is_still_kept(visit, edit):
    with visit() as page:
        form = edit(page)
        address = page.url
        form.field("Walker", "end").fill("5")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("Please correct the error below.")).to_be_visible()
        expect(form.notice).to_have_count(0)
        page.goto(address)
        form.notice.get_by_role("button", name="Bring back").click()
        expect(form.field("Walker", "end")).to_have_value("5")


def test_without_scripts_the_numbers_are_typed_and_both_drawings_shown(visit, draft):
    with visit(scripts=False) as page:
        sign_in_as_author(page)
        page.goto(draft)
        form = Form(page)
        for drawing in (".map-wide", ".map-narrow"):
            expect(page.locator(f".desk-map {drawing}")).to_be_visible()
        expect(form.undo).to_have_count(0)
        form.field("Walker", "start").fill("5")
        form.save()
        form.expect_drawn("Walker", 5, 40)


@pytest.mark.thorough
@pytest.mark.parametrize(("width", "theme"), [(360, "dark"), (1280, "light")])
def test_axe_finds_nothing_in_the_map_and_the_notice(visit, edit, theme, width):
    with visit(color_scheme=theme, viewport={"width": width, "height": 900}) as page:
        form = edit(page)
        form.handle("Walker").press("ArrowRight")
        page.reload()
        expect(form.notice).to_be_visible()
        form.handle("Walker").press("ArrowRight")
        form.expect_drawn("Walker", 11, 41)
        for part in (".desk-map", ".desk-kept"):
            # To look into the admin's stylesheets, axe would write styles that the policy forbids.
            results = Axe().run(page, context=part, options={"preload": False})
            assert results.response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
