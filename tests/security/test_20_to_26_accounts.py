"""Checks 20, 23, 25 and 26: what whoever guesses runs into, and what an account's owner is told."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.security.test_19_to_25_signing_in import FORMS, PASSWORD, dora

__all__ = ["dora"]

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
CODE = "/accounts/login/code/"
CONFIRM = CODE + "confirm/"
TOO_MANY = "Too many failed login attempts"


def code_in(message):
    return re.search(r"^\s*([A-Z0-9]{4}-?[A-Z0-9]{2,4})\s*$", message.body, re.MULTILINE)[1]


def is_in(client):
    return client.get("/accounts/profile/").status_code == 200


def sign_in(client, password=PASSWORD, login="dora"):
    return client.post(LOGIN, {"login": login, "password": password})


# 19


def test_19_signing_up_takes_as_long_whoever_has_the_address(dora, hashed):
    counts = []
    for email in (dora.email, "none@example.org"):
        hashed.clear()
        Client().post("/accounts/signup/", FORMS["/accounts/signup/"](email))
        counts.append(len(hashed))
    assert counts[0] == counts[1] > 0


# 20


def test_20_a_sixth_guess_at_one_account_is_refused_wherever_it_comes_from(dora):
    answers = [
        sign_in(Client(REMOTE_ADDR=f"198.51.100.{number}"), f"wrong {number}")
        for number in range(6)
    ]
    assert [TOO_MANY in answer.content.decode() for answer in answers] == 5 * [False] + [True]


def test_20_an_eleventh_guess_from_one_place_is_refused_whoever_it_is_for(dora):
    answers = [sign_in(Client(), "wrong", login=f"nobody-{number}") for number in range(11)]
    assert [TOO_MANY in answer.content.decode() for answer in answers] == 10 * [False] + [True]


def test_20_who_owns_the_account_still_comes_in_by_mail(dora):
    for number in range(6):
        sign_in(Client(REMOTE_ADDR=f"198.51.100.{number}"), "wrong")
    owner = Client(REMOTE_ADDR="203.0.113.7")
    assert TOO_MANY in sign_in(owner).content.decode()
    owner.post(CODE, {"email": dora.email})
    owner.post(CONFIRM, {"code": code_in(mail.outbox[-1])})
    assert is_in(owner)


# 23


def test_23_a_code_is_long_random_and_used_once(dora):
    codes = set()
    for number in range(3):
        client = Client(REMOTE_ADDR=f"198.51.100.{number}")
        client.post(CODE, {"email": dora.email})
        codes.add(code_in(mail.outbox[-1]))
        client.post(CONFIRM, {"code": code_in(mail.outbox[-1])})
        assert is_in(client)
        client.post("/accounts/logout/")
        client.post(CONFIRM, {"code": code_in(mail.outbox[-1])})
        assert not is_in(client)
    assert len(codes) == 3
    assert all(len(code.replace("-", "")) >= 6 for code in codes)


def test_23_a_code_expires(dora, time_machine):
    client = Client()
    client.post(CODE, {"email": dora.email})
    time_machine.move_to(timezone.now() + timedelta(minutes=16))
    client.post(CONFIRM, {"code": code_in(mail.outbox[-1])})
    assert not is_in(client)


def test_23_a_link_to_a_new_password_is_used_once_and_expires(dora, time_machine):
    def link():
        Client().post("/accounts/password/reset/", {"email": dora.email})
        path = re.search(r"https?://[^/]+(\S+)", mail.outbox[-1].body)[1]
        return path

    def follow(path, password):
        client = Client()
        form = client.get(path, follow=True)
        if not form.redirect_chain:
            return False
        sent = {"password1": password, "password2": password}
        return client.post(form.redirect_chain[-1][0], sent).status_code == 302

    used = link()
    assert follow(used, "another-odd-one-43")
    assert not follow(used, "another-odd-one-44")
    old = link()
    time_machine.move_to(timezone.now() + timedelta(days=4))
    assert not follow(old, "another-odd-one-45")
    dora.refresh_from_db()
    assert dora.check_password("another-odd-one-43")


# 25


@pytest.fixture
def guarded(dora):
    """An account with a second factor: what it is, and the codes that stand for it."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(dora, secret)
    return RecoveryCodes.activate(dora)


def test_25_a_password_alone_opens_nothing_and_the_factor_makes_a_new_session(dora, guarded):
    client = Client()
    assert sign_in(client).url.startswith("/accounts/2fa/authenticate/")
    assert not is_in(client)
    half_way = client.cookies["sessionid"].value
    first, *_ = guarded.get_unused_codes()
    client.post("/accounts/2fa/authenticate/", {"code": first})
    assert is_in(client)
    assert client.cookies["sessionid"].value != half_way


def test_25_a_recovery_code_is_used_once(dora, guarded):
    first, *_ = guarded.get_unused_codes()
    for is_new in (True, False):
        client = Client()
        sign_in(client)
        client.post("/accounts/2fa/authenticate/", {"code": first})
        assert is_in(client) == is_new


def test_25_a_code_by_mail_does_not_go_round_the_second_factor(dora, guarded):
    client = Client()
    client.post(CODE, {"email": dora.email})
    client.post(CONFIRM, {"code": code_in(mail.outbox[-1])})
    assert not is_in(client)


def test_25_guesses_at_the_second_factor_are_limited(dora, guarded):
    client = Client()
    sign_in(client)
    for number in range(6):
        answer = client.post("/accounts/2fa/authenticate/", {"code": f"{number:06}"})
    first, *_ = guarded.get_unused_codes()
    answer = client.post("/accounts/2fa/authenticate/", {"code": first})
    assert answer.status_code in (200, 429)
    assert not is_in(client)


# 26


@pytest.fixture
def owner(dora):
    """A browser whose owner has just said once more who they are."""
    client = Client()
    sign_in(client)
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    mail.outbox.clear()
    return client


def test_26_the_old_address_is_told_of_a_new_one(dora, owner):
    old, new = dora.email, "other@example.org"
    owner.post("/accounts/email/", {"email": new, "action_add": ""})
    assert [message.to for message in mail.outbox] == [[new]]
    owner.post("/accounts/confirm-email/", {"code": code_in(mail.outbox[0])})
    owner.post("/accounts/email/", {"email": new, "action_primary": ""})
    dora.refresh_from_db()
    assert dora.email == new
    assert mail.outbox[-1].to == [old]


def test_26_a_new_factor_is_told_to_its_owner(dora, owner, monkeypatch):
    secret = owner.get("/accounts/2fa/totp/activate/").context["form"].secret
    now = next(totp.yield_hotp_counters_from_time())
    code = totp.format_hotp_value(totp.hotp_value(secret, now))
    # No test's transaction is committed, and the mail is sent when it is.
    monkeypatch.setattr(transaction, "on_commit", lambda tell: tell())
    owner.post("/accounts/2fa/totp/activate/", {"code": code})
    assert Authenticator.objects.filter(user=dora, type="totp").exists()
    assert [dora.email] in [message.to for message in mail.outbox]
