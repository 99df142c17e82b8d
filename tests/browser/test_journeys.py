"""What people come for, in Chromium against the running site."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in_as_author, sign_up

pytestmark = pytest.mark.browser
with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False])
# A mail that could not be sent, between names that have no blank to break at.
UNSENT = """
from articles.models import Version
from comments.models import Notice
from tests.mailing import make_reader, make_reply
version = Version.objects.get(article__slug="ml-map", minor=2)
make_reply(version, make_reader("reads-" + "x" * 40), make_reader("writes"))
Notice.objects.update(problem="The mail server said 550: https://mail.example.org/" + "x" * 80)
"""


@with_and_without_scripts
def test_reader_goes_from_an_old_version_to_what_a_role_became(visit, scripts):
    with visit(scripts=scripts) as page:
        page.goto("/articles/ml-map/v0.1/")
        expect(page.get_by_role("heading", level=1)).to_contain_text("v0.1")
        notice = page.get_by_label("About this version")
        expect(notice).to_contain_text(
            "ML Engineer became ML Deployment Engineer, Data Engineer and Model Engineer."
        )
        notice.get_by_role("link", name="Data Engineer").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Data Engineer")
        page.get_by_role("link", name="ML Engineer", exact=True).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("ML Engineer")
        expect(page.get_by_label("About this role")).to_contain_text("It became")


@with_and_without_scripts
def test_reader_sees_what_changed_between_the_two_shipped_maps(visit, scripts):
    with visit(scripts=scripts, viewport={"width": 1280, "height": 900}) as page:
        page.goto("/articles/ml-map/v0.1/")
        page.get_by_role("link", name="See everything that changed").click()
        page.wait_for_url("**/compare/v0.1...v0.2/")
        table = page.get_by_role("table")
        for sentence in (
            "ML Engineer was split into ML Deployment Engineer, Data Engineer and Model Engineer",
            "Developer moved from 0–44 to 0–36",
            "ML Researcher moved from 60–100 to 68–100",
            "MLOps moved from 20–80 to 16–84",
        ):
            expect(table).to_contain_text(sentence)
        ribbons = page.get_by_role("img", name="Ribbons from each role of v0.1")
        expect(ribbons).to_be_visible()
        upper, lower = (
            page.locator(f"[aria-label='{label}']:visible") for label in ("v0.1", "v0.2")
        )
        assert upper.bounding_box()["y"] < ribbons.bounding_box()["y"]
        assert ribbons.bounding_box()["y"] < lower.bounding_box()["y"]
        expect(page.locator("del").first).to_be_visible()


def test_a_role_on_the_map_is_a_link_that_the_keyboard_reaches(visit):
    with visit(viewport={"width": 1280, "height": 900}) as page:
        page.goto("/articles/ml-map/v0.1/")
        role = page.get_by_role("link", name="ML Engineer, middle of the line")
        role.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/roles/ml-engineer/")


@with_and_without_scripts
def test_newcomer_signs_up_and_comments_and_the_author_approves(visit, site, scripts):
    username = "walker" if scripts else "walker-unscripted"
    words = f"The border between the two moves every week ({username})."
    with visit(scripts=scripts) as reader, visit(scripts=scripts) as author, visit() as stranger:
        sign_up(reader, site, username)
        reader.goto("/articles/ml-map/")
        reader.get_by_role("link", name="Write a comment").click()
        reader.get_by_label("Your comment").fill(words)
        reader.get_by_role("button", name="Post").click()
        expect(reader.get_by_text("waits for approval")).to_be_visible()
        expect(reader.get_by_text(words)).to_be_visible()

        stranger.goto("/articles/ml-map/comments/")
        expect(stranger.get_by_text(words)).to_have_count(0)

        sign_in_as_author(author)
        author.goto("/admin/comments/comment/?state__exact=pending")
        author.get_by_role("link", name="The border between the two").click()
        author.get_by_role("button", name="Approve").click()
        expect(author.get_by_text("1 comment done.")).to_be_visible()

        stranger.reload()
        expect(stranger.get_by_text(words)).to_be_visible()
        expect(stranger.get_by_text(username, exact=True)).to_be_visible()


def test_the_lists_of_the_desk_are_read_without_scrolling_sideways(visit, site):
    site.manage("shell", "-v0", "--no-imports", "-c", UNSENT)
    with visit() as page:
        sign_in_as_author(page)
        for rows in ("comments/comment", "comments/notice", "articles/version"):
            page.goto(f"/admin/{rows}/")
            for width in (360, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                results = page.locator(".results")
                assert results.evaluate("box => box.scrollWidth <= box.clientWidth"), (rows, width)


def test_reader_signs_in_with_a_code_by_mail(visit, site):
    with visit() as page, visit() as again:
        address = sign_up(page, site, "forgetful")
        again.goto("/accounts/login/")
        again.get_by_role("link", name="Send me a sign-in code").click()
        again.get_by_label("Email").fill(address)
        again.get_by_role("button", name="Request code").click()
        again.get_by_label("Code").fill(site.mailed_code(address))
        again.get_by_role("button", name="Confirm").click()
        again.wait_for_url("**/accounts/profile/")
        expect(again.get_by_role("link", name="forgetful")).to_be_visible()


def test_a_comment_leads_to_a_change_and_its_reader_is_told(visit, site):
    words = "The Model Engineer stands too far to the left."
    with visit() as reader, visit() as author, visit() as follower:
        sign_up(follower, site, "follower")
        follower.goto("/articles/ml-map/")
        follower.get_by_role("link", name="Follow by mail").click()
        follower.get_by_role("button", name="Follow").click()
        sign_up(reader, site, "charter")
        reader.goto("/articles/ml-map/")
        reader.get_by_role("link", name="Write a comment").click()
        reader.get_by_label("Your comment").fill(words)
        reader.get_by_role("button", name="Post").click()
        expect(reader.get_by_text("It waits for approval")).to_be_visible()

        plan(author, words)
        author.goto("/admin/articles/article/")
        author.locator("#result_list").get_by_role("link", name="ML Map", exact=True).click()
        author.get_by_role("link", name="Open v0.3").click()
        write(author)
        credit(author, words)
        author.get_by_role("link", name="Publish or schedule").click()
        expect(author.get_by_role("heading", name="What will happen")).to_be_visible()
        follower.goto("/articles/ml-map/v0.3/")
        expect(follower.get_by_role("heading", level=1)).to_have_text("There is nothing here")
        author.get_by_role("button", name="Publish now").click()
        expect(author.get_by_text("v0.3 is published.")).to_be_visible()

        site.manage("deliver")
        mail = site.mail_to("charter@readers.example")
        assert "v0.3" in mail
        assert "The Model Engineer moved." in mail
        assert "v0.3" in site.mail_to("follower@readers.example")

        follower.goto("/")
        expect(follower.get_by_role("main")).to_contain_text("v0.3")
        follower.get_by_role("link", name="Read the article").click()
        expect(follower.get_by_role("heading", name="A third look")).to_be_visible()
        expect(follower.locator(".map-list").first).to_contain_text("54 to 84")
        comment = follower.locator(".comment", has_text=words)
        comment.get_by_role("link", name="The Model Engineer moved.").click()
        follower.wait_for_url("**/versions/")
        line = follower.get_by_role("listitem").filter(has_text="The Model Engineer moved.")
        expect(line.last).to_contain_text("charter")
        follower.goto("/articles/ml-map/v0.2/")
        expect(follower.get_by_label("About this version")).to_contain_text("v0.3")


def plan(author, words):
    """Approve a comment at the desk, and mean to answer it in the next version."""
    sign_in_as_author(author)
    author.goto("/admin/")
    author.get_by_role("link", name=words[:30]).first.click()
    author.get_by_role("button", name="Approve").click()
    # Whoever leaves before the answer may take the request along: a proxy in front ends it.
    expect(author.locator(".messagelist .success")).to_be_visible()
    author.goto("/admin/comments/comment/?state__exact=approved")
    author.get_by_role("link", name=words[:30]).click()
    author.get_by_label("Triage").select_option(label="planned")
    author.get_by_role("button", name="Save", exact=True).click()
    expect(author.locator(".messagelist .success")).to_be_visible()


def write(author):
    """Write the next version: another text, a hill moved, and a line of the changelog for it."""
    text = author.get_by_role("textbox", name="Text:", exact=True)
    text.fill("## A third look\n\nThe *Model Engineer* moved.")
    expect(author.locator(".markdownx-preview em")).to_have_text("Model Engineer")
    row = author.get_by_role("row").filter(has=author.locator("input[value='Model Engineer']"))
    row.locator(".field-start input").fill("54")
    expect(author.locator(".desk-map .map-list").first).to_contain_text("54 to 84")
    line = author.locator("#changes-group .field-text").locator("input, textarea")
    line.first.fill("The Model Engineer moved.")
    author.get_by_role("button", name="Save and continue editing").click()


def credit(author, words):
    """Say beside the changelog which of its lines a planned comment led to."""
    planned = author.locator("#planned article").filter(has_text=words)
    planned.get_by_label("Line of the changelog").select_option(label="The Model Engineer moved.")
    planned.get_by_role("button", name="Led to this").click()
    expect(author.locator("#planned .desk-list")).to_contain_text("charter")
