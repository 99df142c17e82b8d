"""Coming in, going out, and how a reader is shown."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.addresses import everything_in
from tests.databases import migrated_database
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-and-odd-one-42"
NEW = {"username": "dora", "email": "dora@example.org", "password1": PASSWORD, "headline": "Counts"}
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "http://testserver@evil.example/",
    "\x08//evil.example",
]


@pytest.fixture(autouse=True)
def no_attempts_before():
    cache.clear()


@pytest.fixture
def dora(db):
    dora = make_user("dora", password=PASSWORD)
    dora.emailaddress_set.create(email=dora.email, verified=True, primary=True)
    return dora


def who(client):
    """Return the username that a client is signed in as."""
    key = client.session.get("_auth_user_id")
    return key and User.objects.get(pk=key).username


def code_in(message):
    return re.search(r"^\s*([A-Z0-9]{4}-?[A-Z0-9]{2,4})\s*$", message.body, re.MULTILINE)[1]


# Signing up


# In a process of its own, since what mail can do is read once.
SIGN_UP = f"""
import django, json
django.setup()
from django.test import Client
client = Client(headers={{"host": "localhost"}})
answer = client.post("/accounts/signup/", {NEW!r})
print(json.dumps([answer.status_code, answer.url, client.get(answer.url).status_code]))
"""


def test_signing_up_where_mail_only_reaches_the_terminal(tmp_path):
    """Nobody could confirm an address there, so nobody has to."""
    with migrated_database(tmp_path, "terminal") as address:
        values = {"EMAIL_URL": "consolemail://", "DATABASE_URL": address, "DEBUG": "on"}
        values |= {"DJANGO_SETTINGS_MODULE": "mlmap_site.settings"}
        done = subprocess.run(
            [sys.executable, "-c", SIGN_UP],
            env=os.environ | values,
            cwd=settings.BASE_DIR,
            capture_output=True,
            check=True,
            text=True,
        )
    assert json.loads(done.stdout.splitlines()[-1]) == [302, "/accounts/profile/", 200]


def sign_up(client, **values):
    """Sign up, and confirm the address by the code that was sent to it."""
    answer = client.post("/accounts/signup/", NEW | values)
    return client.post(answer.url, {"code": code_in(mail.outbox[-1])})


def test_signing_up_where_the_address_is_confirmed_by_a_code(client):
    assert client.post("/accounts/signup/", NEW).url == "/accounts/confirm-email/"
    assert who(client) is None
    [message] = mail.outbox
    assert message.to == ["dora@example.org"]
    client.post("/accounts/confirm-email/", {"code": code_in(message)})
    assert who(client) == "dora"
    dora = User.objects.get()
    assert (dora.username, dora.email, dora.headline) == ("dora", "dora@example.org", "Counts")
    assert dora.emailaddress_set.get().verified


def test_a_wrong_code_confirms_nothing(client):
    client.post("/accounts/signup/", NEW)
    answer = client.post("/accounts/confirm-email/", {"code": "ZZZZZZ"})
    assert answer.status_code == 200
    assert "Incorrect code" in everything_in(answer)
    assert who(client) is None


def test_signing_up_takes_nothing_but_its_fields(client):
    forged = {"is_staff": "on", "is_superuser": "on", "is_active": "", "name": "Alice", "bio": "x"}
    client.post("/accounts/signup/", NEW | forged)
    dora = User.objects.get()
    assert (dora.is_staff, dora.is_superuser, dora.is_active) == (False, False, True)
    assert (dora.name, dora.bio) == ("", "")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"username": "al\u202eice"}, "valid username"),
        ({"username": "al\u2066ice"}, "valid username"),
        ({"username": "al\0ice"}, "Null characters are not allowed"),
        ({"username": "al\x1bice"}, "valid username"),
        ({"username": "al ice"}, "valid username"),
        ({"username": "<b>alice</b>"}, "valid username"),
        ({"username": "al"}, "at least 3"),
        ({"username": "a" * 151}, "at most 150"),
        ({"username": ""}, "This field is required"),
        ({"username": "Bob"}, "already exists"),
        ({"email": ""}, "This field is required"),
        ({"email": "dora"}, "valid email address"),
        ({"email": "dora@example.org\nBcc: x@example.org"}, "valid email address"),
        ({"headline": "Counts\u202ethings"}, "U+202E"),
        ({"headline": "Counts\0things"}, "Null characters are not allowed"),
        ({"headline": "x" * 121}, "at most 120"),
        ({"password1": "short"}, "too short"),
        ({"password1": "password123"}, "too common"),
        ({"password1": "8415926535"}, "entirely numeric"),
    ],
)
def test_what_cannot_be_signed_up_with_is_said(values, words, client, bob):
    answer = client.post("/accounts/signup/", NEW | values)
    assert answer.status_code == 200
    form = everything_in(answer)
    assert words in form
    assert (NEW | values)["headline"].replace("\0", "") in form.replace("\0", "").replace(
        "\ufffd", ""
    )
    assert PASSWORD not in form
    assert list(User.objects.all()) == [bob]


def test_a_username_is_kept_in_one_form(client):
    client.post("/accounts/signup/", NEW | {"username": "e\u0301tienne"})
    assert User.objects.get().username == "étienne"


def test_an_address_that_is_known_is_not_told(client, dora):
    """Whoever signs up with somebody's address learns nothing; the owner is told by mail."""
    answer = client.post("/accounts/signup/", NEW | {"username": "other"})
    assert answer.url == "/accounts/confirm-email/"
    assert User.objects.count() == 1
    assert mail.outbox[0].to == [dora.email]


# Signing in and out


@pytest.mark.parametrize("login", ["dora", "dora@example.org", "DORA@example.org"])
def test_signing_in_with_a_password(login, client, dora):
    answer = client.post("/accounts/login/", {"login": login, "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/accounts/profile/")
    assert who(client) == "dora"


@pytest.mark.parametrize(
    ("login", "password"), [("dora", "wrong"), ("nobody", PASSWORD), ("", ""), ("dora\0", PASSWORD)]
)
def test_a_wrong_password_signs_nobody_in(login, password, client, dora):
    answer = client.post("/accounts/login/", {"login": login, "password": password})
    assert answer.status_code == 200
    assert "errorlist" in everything_in(answer)
    assert who(client) is None


def test_guessing_is_stopped(client, dora):
    for _ in range(5):
        client.post("/accounts/login/", {"login": "dora", "password": "wrong"})
    answer = client.post("/accounts/login/", {"login": "dora", "password": PASSWORD})
    assert "Too many failed login attempts" in everything_in(answer)
    assert who(client) is None


def test_signing_in_with_a_code_by_mail(client, dora):
    answer = client.post("/accounts/login/code/", {"email": dora.email})
    assert answer.url == "/accounts/login/code/confirm/"
    [message] = mail.outbox
    assert (message.to, message.subject) == ([dora.email], "[ML Map] Sign-In Code")
    client.post(answer.url, {"code": code_in(message)})
    assert who(client) == "dora"


def test_a_wrong_code_signs_nobody_in_and_three_end_it(client, dora):
    client.post("/accounts/login/code/", {"email": dora.email})
    code = code_in(mail.outbox[0])
    for _ in range(3):
        client.post("/accounts/login/code/confirm/", {"code": "ZZZZZZ"})
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert who(client) is None


def test_a_code_is_of_no_use_in_another_browser(client, dora):
    client.post("/accounts/login/code/", {"email": dora.email})
    other = Client()
    other.post("/accounts/login/code/confirm/", {"code": code_in(mail.outbox[0])})
    assert who(other) is None


@pytest.mark.parametrize("path", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_an_address_that_is_not_known_is_told_no_other_thing(path, dora):
    def answer_to(email):
        answer = Client().post(path, {"email": email})
        return answer.status_code, answer.headers.get("Location")

    assert answer_to("nobody@example.org") == answer_to(dora.email)


@pytest.mark.parametrize("path", ["login", "inactive", "password/reset", "password/reset/done"])
def test_whoever_cannot_sign_in_finds_somebody_to_write_to(path, client):
    page = client.get(f"/accounts/{path}/").content.decode()
    assert 'Trouble signing in? <a href="/contact/">' in page
    assert "contact us" not in page


def test_whoever_has_a_new_password_is_led_to_sign_in_with_it(client):
    page = client.get("/accounts/password/reset/key/done/").content.decode()
    assert '<a class="button button-main" href="/accounts/login/">' in page


def test_leaving_is_by_post(client, bob):
    client.force_login(bob)
    assert client.get("/accounts/logout/").status_code == 200
    assert who(client) == "bob"
    answer = client.post("/accounts/logout/")
    assert (answer.status_code, answer.url) == (302, "/")
    assert who(client) is None


def test_who_was_shut_out_stays_out(client, dora):
    dora.is_active = False
    dora.save()
    client.post("/accounts/login/", {"login": "dora", "password": PASSWORD})
    assert who(client) is None


# Where one goes afterwards


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_is_sent_to_another_site(address, client, dora):
    values = {"login": "dora", "password": PASSWORD, "next": address}
    answers = [client.post("/accounts/login/", values)]
    answers.append(client.post("/accounts/logout/", {"next": address}))
    answers.append(sign_up(client, username="other", email="other@example.org", next=address))
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert [answer.url for answer in answers] == ["/accounts/profile/", "/", "/accounts/profile/"]
    assert who(client) == "other"


@pytest.mark.parametrize("end", ["\r\n", "\n", "%0d%0a", "\u2028", "\0"], ids=ascii)
def test_where_one_goes_makes_no_header(end, client, dora):
    sent = {"login": "dora", "password": PASSWORD, "next": f"/articles/{end}Set-Cookie: planted=1"}
    answer = client.post("/accounts/login/", sent)
    assert answer.status_code == 302
    assert answer.url.isascii()
    assert answer.url.isprintable()
    assert "planted" not in answer.cookies


def test_signing_in_leads_back_to_what_one_wanted(client, dora):
    values = {"login": "dora", "password": PASSWORD, "next": "/articles/"}
    assert client.post("/accounts/login/", values).url == "/articles/"


def test_the_desk_has_no_sign_in_of_its_own(client, alice):
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    posted = client.post("/admin/login/", {"username": "alice", "password": "x"})
    assert posted.status_code == 302
    assert posted.url.startswith("/accounts/login/")


def test_a_reader_does_not_reach_the_desk(client, bob):
    client.force_login(bob)
    answer = client.get("/admin/", follow=True)
    assert answer.status_code == 403


# A reader's profile

PROFILE = "/accounts/profile/"


def test_a_reader_says_how_they_are_shown(client, bob, version):
    make_comment(version, bob)
    client.force_login(bob)
    answer = client.post(PROFILE, {"name": "Bob B.", "headline": "Builds <things>"})
    assert (answer.status_code, answer.url) == (302, PROFILE)
    assert "Your profile is saved." in everything_in(client.get(PROFILE))
    thread = Client().get("/articles/ml-map/comments/").content.decode()
    assert "Bob B." in thread
    assert "Builds &lt;things&gt;" in thread


def test_a_profile_is_shown_to_be_edited(client, bob):
    bob.headline = "Builds things"
    bob.save()
    client.force_login(bob)
    answer = client.get(PROFILE)
    assert answer.status_code == 200
    assert 'value="Builds things"' in everything_in(answer)


def test_a_profile_is_for_whoever_is_signed_in(client, bob):
    answer = client.get(PROFILE)
    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={PROFILE}")
    assert client.post(PROFILE, {"name": "Bob"}).status_code == 403


def test_a_profile_takes_nothing_but_its_fields(client, bob):
    client.force_login(bob)
    forged = {
        "username": "alice",
        "is_staff": "on",
        "email": "x@example.org",
        "bio": "<b>",
        "id": 9,
    }
    client.post(PROFILE, {"name": "Bob", "headline": ""} | forged)
    stored = User.objects.get(pk=bob.pk)
    assert (stored.name, stored.username, stored.is_staff) == ("Bob", "bob", False)
    assert (stored.email, stored.bio) == ("bob@example.org", "")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": "Bob\u202eecilA"}, "reverses its direction (U+202E)"),
        ({"headline": "Builds\u2067things"}, "reverses its direction (U+2067)"),
        ({"name": "Bob\0"}, "Null characters are not allowed."),
        ({"headline": "Builds\x07"}, "cannot be shown (U+0007)"),
        ({"name": "x" * 61}, "at most 60 characters"),
        ({"headline": "x" * 121}, "at most 120 characters"),
    ],
)
def test_a_profile_that_cannot_stand_is_given_back(values, words, client, bob):
    client.force_login(bob)
    answer = client.post(PROFILE, {"name": "Bob", "headline": "Kept"} | values)
    form = everything_in(answer)
    assert answer.status_code == 422
    assert words in form
    assert f'id="id_{next(iter(values))}_error"' in form
    assert ("Kept" in form) == ("headline" not in values)
    assert User.objects.get(pk=bob.pk).name == ""
    assert '<a class="site-me" href="/accounts/profile/"><bdi>bob</bdi></a>' in form
