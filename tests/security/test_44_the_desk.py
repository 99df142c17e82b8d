"""Check 44: where everybody can reach the desk, a password alone does not open it."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.factories import make_person

pytestmark = pytest.mark.django_db

FACTORS = "/accounts/2fa/"
DESK = ["/admin/", "/admin/articles/article/", "/admin/comments/comment/"]


@pytest.fixture
def desk(alice):
    client = Client()
    client.force_login(alice)
    return client


@pytest.mark.parametrize("page", DESK)
def test_staff_are_led_to_their_second_factor_first(page, desk, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    answer = desk.get(page, follow=True)
    assert answer.redirect_chain[-1][0] == FACTORS
    assert "The desk opens with a passkey or an authenticator app." in answer.content.decode()
    assert desk.post("/markdownx/markdownify/", {"content": "x"}).status_code == 403


def test_a_second_factor_opens_the_desk(desk, alice, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    Authenticator.objects.create(user=alice, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert desk.get("/admin/").status_code == 200
    assert desk.post("/markdownx/markdownify/", {"content": "x"}).status_code == 200


def test_on_this_machine_alone_none_is_asked_for(desk, settings):
    assert not settings.STAFF_NEED_SECOND_FACTOR
    assert desk.get("/admin/").status_code == 200


def test_whoever_is_no_staff_is_refused_as_ever(client, bob, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    client.force_login(bob)
    assert client.get("/admin/", follow=True).status_code == 403


def test_a_moderator_needs_one_too(client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    client.force_login(make_person("guard", "Moderators"))
    assert client.get("/admin/comments/comment/", follow=True).redirect_chain[-1][0] == FACTORS
