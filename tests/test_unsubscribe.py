"""The link in a mail: a look changes nothing, a press stops, and nobody has to sign in."""

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from articles.models import Follow
from comments.mail_wishes import SALT, token_for, topic_of
from tests.addresses import everything_in
from tests.factories import make_article, make_published
from tests.mailing import make_reader

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def bob(db, version):
    reader = make_reader("bob")
    Follow.objects.put(reader, version.article, wanted=True)
    Follow.objects.put(reader, make_published(make_article("other")).article, wanted=True)
    return reader


def link(reader, topic):
    return reverse("unsubscribe", args=[token_for(reader, topic)])


def wishes(reader):
    reader.refresh_from_db()
    followed = {follow.article.slug for follow in reader.follows.select_related("article")}
    return reader.mail_replies, reader.mail_credits, followed


EVERYTHING = (True, True, {"ml-map", "other"})
STOPPED = {
    "replies": (False, True, {"ml-map", "other"}),
    "credits": (True, False, {"ml-map", "other"}),
    "article": (True, True, {"other"}),
}


@pytest.fixture(params=STOPPED)
def topic(request, version):
    return topic_of(version.article) if request.param == "article" else request.param


@pytest.mark.parametrize("body", [ONE_CLICK, {"stop": "this"}], ids=["program", "button"])
def test_a_press_stops_what_the_mail_was_about_and_nothing_else(body, topic, bob, charlie):
    # Without a cookie, a token or a session, as a mail program asks.
    anybody = Client(enforce_csrf_checks=True)
    path = link(bob, topic)
    for _ in range(2):
        answer = anybody.post(path, body)
        assert answer.status_code == 200
        assert "It is stopped" in everything_in(answer)
        assert wishes(bob) == STOPPED[topic.partition(":")[0]]
    assert (charlie.mail_replies, charlie.mail_credits) == (True, True)


def test_a_look_says_what_will_stop_and_changes_nothing(topic, bob):
    anybody = Client()
    path = link(bob, topic)
    page = anybody.get(path)
    assert page.status_code == anybody.head(path).status_code == 200
    words = {"replies": "answered", "credits": "led to a change", "article": "“ML Map”"}
    said = everything_in(page)
    assert words[topic.partition(":")[0]] in said
    assert 'value="this"' in said
    assert "bob" not in said
    assert page["Cache-Control"] == "private, no-store"
    assert wishes(bob) == EVERYTHING


def test_as_the_program_sends_it_in_parts(bob):
    """RFC 8058 lets the body be multipart/form-data, which the test client sends, or a query."""
    kind = "application/x-www-form-urlencoded"
    path = link(bob, "replies")
    Client().post(path, "List-Unsubscribe=One-Click", content_type=kind)
    assert wishes(bob) == STOPPED["replies"]


def test_all_mail_can_be_stopped_at_once(topic, bob):
    path = link(bob, topic)
    assert 'value="all"' in everything_in(Client().get(path))
    for _ in range(2):
        assert "no more mail" in everything_in(Client().post(path, {"stop": "all"}))
        assert wishes(bob) == (False, False, set())


@pytest.mark.parametrize("body", [{}, {"stop": "that"}, {"List-Unsubscribe": "Two-Click"}])
def test_a_post_that_asks_for_nothing_changes_nothing(body, bob):
    assert Client().post(link(bob, "replies"), body).status_code == 422
    assert wishes(bob) == EVERYTHING


def test_other_methods_are_none(bob):
    assert Client().delete(link(bob, "replies")).status_code == 405


def test_a_token_that_is_not_ours_is_no_link(bob):
    ours = token_for(bob, "replies")
    strange = [
        "nonsense",
        ours[:-1],
        ours[1:],
        ours.replace(":", ""),
        signing.dumps([bob.pk, "replies"]),
        signing.dumps([bob.pk, "replies"], salt=SALT, key="another-secret-of-a-good-length"),
        signing.dumps([0, "replies"], salt=SALT),
    ]
    for token in strange:
        for method in ("get", "post"):
            answer = getattr(Client(), method)(f"/accounts/mail/{token}/", ONE_CLICK)
            assert answer.status_code == 404, token
            assert "This link stops no mail" in everything_in(answer)
    assert wishes(bob) == EVERYTHING


def test_a_link_outlives_the_account_as_a_page_in_words(bob):
    path = link(bob, "replies")
    bob.delete()
    answer = Client().post(path, ONE_CLICK)
    assert answer.status_code == 404
    assert "the account that it belongs to is gone" in everything_in(answer)


def test_it_does_not_matter_who_is_signed_in(bob, charlie):
    anybody = Client()
    anybody.force_login(charlie)
    anybody.post(link(bob, "replies"), {"stop": "this"})
    assert wishes(bob) == STOPPED["replies"]
    charlie.refresh_from_db()
    assert charlie.mail_replies
