import shutil
from contextlib import contextmanager

import pytest

from tests.browser.site import AUTHOR_PASSWORD, Site
from tests.databases import migrated_database

# In milliseconds: what does not come at all fails, and what a busy machine brings late does not.
PATIENCE = 30_000
BROWSERS = ["chromium", "chromium-browser", "google-chrome"]
# The same browser without what draws windows: it takes half the work.
SHELLS = ["chromium-headless-shell", *BROWSERS]
# Nothing is fetched from elsewhere, and nothing is drawn that nobody looks at.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
]


@pytest.fixture(autouse=True)
def quick():
    """Leave Django's settings in this process alone: the site runs in another."""


@pytest.fixture(scope="session")
def chromium():
    path = next(filter(None, map(shutil.which, SHELLS)), None)
    if path is None:
        pytest.skip("no Chromium on this machine: the browser tests were left out")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(chromium, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    # While the other worker migrates a database, for which both would wait.
    Site(folder, "sqlite://:memory:").collect()
    with migrated_database(folder, "browser") as address:
        site = Site(folder, address)
        site.set_up()
        with site.running():
            yield site


@pytest.fixture(scope="session")
def open_page(chromium, site):
    """Open browsers of their own: `with open_page() as page`."""

    @contextmanager
    def opened(scripts=True, **options):
        context = chromium.new_context(
            java_script_enabled=scripts,
            **({"base_url": site.url, "locale": "en-GB"} | options),
        )
        context.set_default_timeout(PATIENCE)
        try:
            yield context.new_page()
        finally:
            context.close()

    return opened


@pytest.fixture
def visit(open_page):
    """Open browsers as `open_page` does. What breaks the content policy fails."""

    @contextmanager
    def opened(**options):
        complaints = []
        with open_page(**options) as page:
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            yield page
        assert not [text for text in complaints if "Content Security Policy" in text]

    return opened


def add_virtual_authenticator(page):
    """Let the browser make passkeys with nobody there to touch a key."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    kind |= {"hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": kind})


author_cookies = []


def sign_in_as_author(page):
    """Sign in by the form the first time; what that gave opens the door to every later browser."""
    if author_cookies:
        page.context.add_cookies(author_cookies)
        return
    page.goto("/accounts/login/")
    page.get_by_label("Username or email").fill("author")
    page.get_by_label("Password").fill(AUTHOR_PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/accounts/profile/")
    author_cookies.extend(page.context.cookies())


def sign_up(page, site, username):
    """Make an account with a confirmed address, as a newcomer does."""
    address = f"{username}@readers.example"
    page.goto("/accounts/signup/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Email").fill(address)
    page.get_by_label("Password").fill("a-long-enough-password")
    page.get_by_label("Headline").fill("Reads maps on trains")
    page.get_by_role("button", name="Sign up").click()
    page.get_by_label("Code").fill(site.mailed_code(address))
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/accounts/profile/")
    return address
