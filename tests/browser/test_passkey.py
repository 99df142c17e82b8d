"""A passkey from its making to the next sign-in, by the browser's own virtual authenticator."""

import pytest

from tests.browser.conftest import add_virtual_authenticator, sign_up

pytestmark = pytest.mark.browser


def test_a_reader_adds_a_passkey_and_comes_in_with_nothing_else(visit, site):
    # Browsers know passkeys under a name, and not under a bare address.
    here = site.url.replace("127.0.0.1", "localhost")
    with visit(base_url=here) as page:
        add_virtual_authenticator(page)
        sign_up(page, site, "keyholder")
        page.get_by_role("link", name="Passkeys, authenticator app").click()
        page.get_by_role("link", name="Add", exact=True).click()
        if "reauthenticate" in page.url:
            page.get_by_label("Password").fill("a-long-enough-password")
            page.get_by_role("button", name="Confirm").click()
        page.get_by_role("heading", name="Add passkey").wait_for()
        page.get_by_label("Passwordless").check()
        page.get_by_role("button", name="Add", exact=True).click()
        page.wait_for_url("**/recovery-codes/")
        assert page.get_by_label("Unused codes").input_value().split()
        page.goto("/accounts/logout/")
        page.get_by_role("main").get_by_role("button", name="Sign Out").click()
        page.goto("/accounts/login/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.wait_for_url("**/accounts/profile/")
        assert page.get_by_text("keyholder").first.is_visible()
