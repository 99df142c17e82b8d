"""Every kind of page that readers see: where it is, and the steps to those that no address has.

An address that the site has and that is in none of these lists fails test_accessibility.py.
"""

from tests.browser.conftest import add_virtual_authenticator

PASSWORD = "a-long-enough-password"

# By the name of an address, or what else a page is: where it is. The first place is always
# looked at, those behind it with THOROUGH=1. `{...}` is filled in by furnish.py.
FOR_EVERYBODY = {
    "home": ["/"],
    "article_list": ["/articles/", "/articles/?in=2020-05"],
    "article": ["/articles/ml-map/?at=42", "/articles/ml-map/"],
    "withdrawn": ["/articles/taken-back/"],
    "version": ["/articles/page-kinds/v0.1/", "/articles/ml-map/v0.1/"],
    "revision": ["/articles/page-kinds/v0.1/r1/"],
    "version_list": ["/articles/ml-map/versions/"],
    "compare": ["/articles/ml-map/compare/v0.1...v0.2/"],
    "cite": ["/articles/ml-map/v0.2/cite/"],
    "embed": ["/articles/ml-map/v0.2/embed/"],
    "thread": ["/articles/page-kinds/comments/", "/articles/ml-map/comments/"],
    "replies": ["/articles/page-kinds/comments/?thread={own}"],
    "role_list": ["/roles/"],
    "role": ["/roles/data-engineer/", "/roles/ml-engineer/", "/roles/mlops/"],
    "role_comments": ["/roles/ml-engineer/comments/"],
    "tag": ["/tags/mlops/"],
    "author": ["/authors/author/"],
    "search": ["/search/?q=engineer", "/search/", "/search/?q=工程师&kind=comment"],
    "search, nothing found": ["/search/?q=enginer", "/search/?q=nothing-at-all"],
    "privacy": ["/privacy/"],
    "contact": ["/contact/"],
    "contact_sent": ["/contact/sent/"],
    "shared_preview": ["{preview}"],
    "unsubscribe": ["/accounts/mail/{unsubscribe}/"],
    "unsubscribe, unknown": ["/accounts/mail/unknown/"],
    "account_login": ["/accounts/login/"],
    "account_signup": ["/accounts/signup/"],
    "account_inactive": ["/accounts/inactive/"],
    "account_request_login_code": ["/accounts/login/code/"],
    "account_reset_password": ["/accounts/password/reset/"],
    "account_reset_password_done": ["/accounts/password/reset/done/"],
    "account_reset_password_from_key": ["/accounts/password/reset/key/{reset}/"],
    "password reset, unknown": ["/accounts/password/reset/key/1-unknown/"],
    "account_reset_password_from_key_done": ["/accounts/password/reset/key/done/"],
}
# What readers see before anything else, by where it is.
MET_FIRST = {
    *("/", "/articles/ml-map/?at=42", "/roles/data-engineer/", "/accounts/login/"),
    "/articles/ml-map/comments/new/?version=v0.1&role=ml-engineer",
}
FOR_READERS = {
    "article": ["/articles/ml-map/"],
    "thread": ["/articles/page-kinds/comments/"],
    "write_comment": ["/articles/ml-map/comments/new/?version=v0.1&role=ml-engineer"],
    "edit_comment": ["/comments/{own}/edit/"],
    "refused": ["/comments/{others}/edit/"],
    "delete_comment": ["/comments/{own}/delete/"],
    "report_comment": ["/comments/{others}/report/"],
    "follow_article": ["/articles/ml-map/follow/", "/articles/page-kinds/follow/"],
    "profile": ["/accounts/profile/"],
    "my_comments": ["/accounts/comments/"],
    "my_data": ["/accounts/data/"],
    "mail_preferences": ["/accounts/mail/"],
    "delete_account": ["/accounts/delete/"],
    "account_email": ["/accounts/email/"],
    "account_change_password": ["/accounts/password/change/"],
    "account_logout": ["/accounts/logout/"],
    "account_reauthenticate": ["/accounts/reauthenticate/"],
    "usersessions_list": ["/accounts/sessions/"],
    "mfa_index": ["/accounts/2fa/"],
    "mfa_activate_totp": ["/accounts/2fa/totp/activate/"],
    "mfa_add_webauthn": ["/accounts/2fa/webauthn/add/"],
    "mfa_list_webauthn": ["/accounts/2fa/webauthn/"],
}
# For whoever has an authenticator app and a passkey.
FOR_GUARDED = {
    "mfa_index": ["/accounts/2fa/"],
    "mfa_deactivate_totp": ["/accounts/2fa/totp/deactivate/"],
    "mfa_view_recovery_codes": ["/accounts/2fa/recovery-codes/"],
    "mfa_generate_recovery_codes": ["/accounts/2fa/recovery-codes/generate/"],
    "mfa_reauthenticate": ["/accounts/2fa/reauthenticate/"],
    "mfa_reauthenticate_webauthn": ["/accounts/2fa/webauthn/reauthenticate/"],
    "mfa_list_webauthn": ["/accounts/2fa/webauthn/"],
    "mfa_edit_webauthn": ["/accounts/2fa/webauthn/keys/{passkey}/edit/"],
    "mfa_remove_webauthn": ["/accounts/2fa/webauthn/keys/{passkey}/remove/"],
}
# What is no page: read by programs, a file, or acted on by POST alone.
NO_PAGES = {
    *("all_comments_feed", "article_feed", "comment_feed", "feed", "sitemap", "robots", "security"),
    *("healthz", "oembed", "version_schema", "version_json", "revision_json", "map_png", "map_svg"),
    "comments_schema",
    *("social_picture", "media", "download_data", "mfa_download_recovery_codes"),
    *("like_article", "like_comment", "keep_place", "remove_avatar", "mfa_login_webauthn"),
    *("markdownx_markdownify", "markdownx_upload"),
    # Sends on to the page that holds the comment.
    "comment",
    # Addresses are confirmed by a code, so a link with a key is not found.
    "account_confirm_email",
}


def send(page, field):
    """Send the form that has a field, and wait for the page that answers."""
    with page.expect_navigation():
        page.locator(f"form:has([name={field}])").last.evaluate("form => form.requestSubmit()")


def sign_in(page, username, prefix=""):
    page.goto(f"{prefix}/accounts/login/")
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    send(page, "password")


def sign_in_guarded(page, facts):
    """Sign in with an authenticator app's spare code, and add a passkey to it."""
    add_virtual_authenticator(page)
    sign_in(page, "page-guarded")
    page.locator("[name=code]").fill(facts["code"])
    send(page, "code")
    page.goto("/accounts/2fa/webauthn/add/")
    page.locator("[name=password]").fill(PASSWORD)
    send(page, "password")
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name="Add").click()
    page.goto("/accounts/2fa/webauthn/")
    link = page.locator("a[href$='/edit/']").get_attribute("href")
    return facts | {"passkey": link.split("/")[-3]}


# Pages that answer a form, by the name of their address or by what they answer.


def second_factor(page, prefix, site):
    sign_in(page, "page-guarded", prefix)


def code_of_login(page, prefix, site):
    page.goto(f"{prefix}/accounts/login/code/")
    page.locator("[name=email]").fill("page-reader@example.org")
    send(page, "email")


def code_of_signup(page, prefix, site):
    name = "page-newcomer" + prefix.replace("/", "-")
    page.goto(f"{prefix}/accounts/signup/")
    page.locator("[name=username]").fill(name)
    page.locator("[name=email]").fill(f"{name}@example.org")
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=headline]").fill("Is new here")
    send(page, "password1")


def set_password(page, prefix, site):
    """Who came in by codes alone chooses a first password."""
    page.goto(f"{prefix}/accounts/login/code/")
    page.locator("[name=email]").fill("page-coded@example.org")
    send(page, "email")
    page.locator("[name=code]").fill(site.mailed_code("page-coded@example.org"))
    send(page, "code")
    page.goto(f"{prefix}/accounts/password/set/")


def refused_login(page, prefix, site):
    page.goto(f"{prefix}/accounts/login/")
    send(page, "password")


def refused_message(page, prefix, site):
    page.goto(f"{prefix}/contact/")
    send(page, "email")


def no_token(page, prefix, site):
    """403: a form whose token is missing."""
    page.goto(f"{prefix}/contact/")
    page.locator("[name=csrfmiddlewaretoken]").last.evaluate("field => field.remove()")
    send(page, "email")


def not_allowed(page, prefix, site):
    """403: a stranger likes."""
    page.goto(f"{prefix}/contact/")
    there = f"{prefix}/articles/ml-map/like/"
    page.locator("form:has([name=email])").evaluate("(form, there) => form.action = there", there)
    send(page, "email")


def not_understood(page, prefix, site):
    """400: a request with more fields than any form has."""
    page.goto(f"{prefix}/search/?" + "a&" * 1001)


def not_taken(page, prefix, site):
    """405: a look at what only takes a form."""
    page.goto(f"{prefix}/articles/ml-map/like/")


def not_found(page, prefix, site):
    page.goto(f"{prefix}/nothing-here/")


def broken(page, prefix, site):
    """500: a table is not there. The address is one that nobody keeps a page of."""
    rename = "ALTER TABLE taggit_tag{} RENAME TO taggit_tag{}"
    site.run_sql(rename.format("", "_away"))
    try:
        page.goto(f"{prefix}/tags/of-nothing/")
    finally:
        site.run_sql(rename.format("_away", ""))
    page.get_by_role("heading", level=1).wait_for()


def left(page, prefix, site):
    sign_in(page, "page-leaver" + prefix.replace("/", "-"), prefix)
    page.goto(f"{prefix}/accounts/delete/")
    page.locator("[name=words]").first.check()
    page.locator("[name=password]").fill(PASSWORD)
    send(page, "words")


STEPS = {
    "mfa_authenticate": second_factor,
    "account_confirm_login_code": code_of_login,
    "account_email_verification_sent": code_of_signup,
    "account_set_password": set_password,
    "refused login": refused_login,
    "refused message": refused_message,
    "403, no token": no_token,
    "403": not_allowed,
    "400": not_understood,
    "404": not_found,
    "405": not_taken,
    "500": broken,
    "account deleted": left,
}


def previewed(page, prefix, site):
    page.goto(f"{prefix}/articles/ml-map/comments/new/")
    page.locator("[name=body]").fill("With `code` and\n\n> a quotation")
    page.locator("button[name=preview]").click()
    page.locator(".form-preview-title").wait_for()


def refused_comment(page, prefix, site):
    page.goto(f"{prefix}/articles/ml-map/comments/new/")
    send(page, "body")


READERS_STEPS = {"preview": previewed, "refused comment": refused_comment}
