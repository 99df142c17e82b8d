"""Checks 19, 22, 24 and 25: nothing is told of an address, limits hold, sessions can be ended."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils.html import strip_tags

from mlmap_site.models import Counter
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-and-odd-one-42"
DAY = 24 * 3600
FORMS = {
    "/accounts/login/code/": lambda email: {"email": email},
    "/accounts/password/reset/": lambda email: {"email": email},
    "/accounts/login/": lambda email: {"login": email, "password": "wrong"},
    "/accounts/signup/": lambda email: {
        "username": f"new-{email[:4]}",
        "email": email,
        "password1": PASSWORD,
    },
}


@pytest.fixture
def dora(db):
    dora = make_user("dora", password=PASSWORD)
    dora.emailaddress_set.create(email=dora.email, verified=True, primary=True)
    return dora


def told(address, email):
    """Return all that somebody learns who names an address, but for the address and tokens."""
    mail.outbox.clear()
    client = Client()
    answer = client.post(address, FORMS[address](email))
    then = client.get(answer.url) if answer.status_code == 302 else answer
    words = re.sub(r"\s+", " ", strip_tags(then.content.decode())).replace(email, "")
    names = sorted(then.headers)
    return answer.status_code, answer.headers.get("Location"), words, names, len(mail.outbox)


@pytest.mark.parametrize("address", FORMS)
def test_19_an_address_that_is_known_is_told_no_other_thing(address, dora):
    assert told(address, dora.email) == told(address, "none@example.org")


def test_19_a_password_takes_as_long_to_refuse_whoever_it_is_for(dora, hashed):
    counts = []
    for login in (dora.email, "none@example.org", "dora", "none"):
        hashed.clear()
        Client().post("/accounts/login/", {"login": login, "password": "wrong"})
        counts.append(len(hashed))
    assert counts[0] == counts[1] > 0
    assert counts[2] == counts[3] > 0


@pytest.mark.parametrize(("proxies", "by_header"), [(0, False), (1, False), (1, True)])
def test_22_a_forged_header_escapes_no_limit(proxies, by_header, dora, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    answers = []
    for number in range(12):
        headers = {"x-forwarded-for": f"198.51.100.{number}, 203.0.113.7"}
        if not proxies:
            headers = {"x-forwarded-for": f"198.51.100.{number}"}
        sent = {"login": f"nobody-{number}", "password": "wrong"}
        answers.append(Client().post("/accounts/login/", sent, headers=headers))
    assert "Too many failed login attempts" in answers[-1].content.decode()


@pytest.mark.parametrize(
    ("proxies", "headers"), [(0, {}), (1, {}), (2, {"x-forwarded-for": "203.0.113.7"})]
)
def test_22_a_socket_without_addresses_signs_in_and_has_limits(proxies, headers, dora, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    client = Client(REMOTE_ADDR="", headers=headers)
    answer = client.post("/accounts/login/", {"login": "dora", "password": PASSWORD})
    assert answer.status_code == 302
    for number in range(11):
        sent = {"login": f"nobody-{number}", "password": "wrong"}
        refused = Client(REMOTE_ADDR="", headers=headers).post("/accounts/login/", sent)
    assert "Too many failed login attempts" in refused.content.decode()


def test_24_no_address_is_flooded(dora, time_machine):
    time_machine.move_to("2026-03-01T00:00:00Z")
    for number in range(200):
        client = Client(REMOTE_ADDR=f"203.0.113.{number}")
        address = list(FORMS)[number % 4]
        client.post(address, FORMS[address](dora.email) | {"username": f"new{number}"})
        time_machine.shift(DAY / 201)
    subjects = [message.subject for message in mail.outbox]
    assert max(map(subjects.count, subjects)) <= 10
    assert 0 < len(subjects) <= 30
    # Nor does it stand among what was counted.
    assert dora.email not in str([*Counter.objects.values()])


def test_25_signing_in_makes_a_new_session_and_leaving_ends_it(client, dora):
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = client.cookies["sessionid"].value
    client.post("/accounts/login/", {"login": "dora", "password": PASSWORD})
    kept = client.cookies["sessionid"].value
    assert kept != before
    client.post("/accounts/logout/")
    client.cookies["sessionid"] = kept
    assert client.get("/accounts/profile/").status_code == 302


def test_25_a_reader_sees_their_sessions_and_ends_the_others(dora):
    here, elsewhere = Client(), Client(headers={"user-agent": "Another browser"})
    for browser in (here, elsewhere):
        browser.post("/accounts/login/", {"login": "dora", "password": PASSWORD})
    listed = here.get("/accounts/sessions/")
    assert "Another browser" in listed.content.decode()
    assert ">just now</time>" in listed.content.decode()
    assert ">刚刚</time>" in here.get("/zh-hans/accounts/sessions/").content.decode()
    assert here.post("/accounts/sessions/").status_code == 302
    assert elsewhere.get("/accounts/profile/").status_code == 302
    assert here.get("/accounts/profile/").status_code == 200


def test_25_a_new_password_ends_the_other_sessions_and_is_told_by_mail(dora):
    here, elsewhere = Client(), Client()
    for browser in (here, elsewhere):
        browser.post("/accounts/login/", {"login": "dora", "password": PASSWORD})
    new = "another-odd-one-43"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/accounts/password/change/", sent).status_code == 302
    assert elsewhere.get("/accounts/profile/").status_code == 302
    assert here.get("/accounts/profile/").status_code == 200
    assert "Password Changed" in mail.outbox[-1].subject


def test_26_a_new_address_or_factor_is_asked_for_anew(client, dora):
    client.force_login(dora)
    for address in ("/accounts/2fa/webauthn/add/", "/accounts/2fa/totp/activate/"):
        assert client.get(address).url.startswith("/accounts/reauthenticate/")
    sent = {"email": "other@example.org", "action_add": ""}
    assert client.post("/accounts/email/", sent).url.startswith("/accounts/reauthenticate/")
    assert dora.emailaddress_set.count() == 1
