"""A message to the author: who may send one, what is refused, and how it reaches them."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from comments.models import Message, Notice
from tests.addresses import everything_in
from tests.mailing import deliver_all, make_reader

pytestmark = pytest.mark.django_db

CONTACT = "/contact/"
SAID = {"name": "Dora", "email": "dora@example.org", "body": "Your map helped <me>."}
STORED = "/contact/sent/"


@pytest.fixture
def author():
    return make_reader("alice", is_staff=True, is_superuser=True)


def opened(client):
    """Return what is in the form of somebody who opened it a while ago."""
    with time_machine.travel(timezone.now() - timedelta(seconds=9), tick=False):
        page = client.get(CONTACT).content.decode()
    return dict(re.findall(r'name="(stamp|key)" value="([^"]*)"', page))


def send(client, **values):
    return client.post(CONTACT, opened(client) | SAID | values)


def test_anybody_may_write_and_the_author_is_told_by_a_mail_that_answers_them(client, author):
    assert send(client)["Location"] == STORED
    message = Message.objects.get()
    assert (message.name, message.email, message.body) == tuple(SAID.values())
    assert (message.reader, message.state) == (None, "new")
    assert deliver_all() == {"sent": 1}
    (sent,) = mail.outbox
    assert sent.to == ["alice@example.org"]
    assert sent.reply_to == ["dora@example.org"]
    assert sent.subject == "A message from Dora"
    assert "> Your map helped <me>." in sent.body
    assert f"/admin/comments/message/{message.pk}/change/" in sent.body


def test_the_form_is_ones_own_and_the_thanks_are_for_everyone(client):
    assert client.get(CONTACT)["Cache-Control"] == "private, no-store"
    thanks = client.get(STORED)
    assert thanks["Cache-Control"] == "public, max-age=0"
    assert "Your message is sent" in thanks.content.decode()
    assert client.post(STORED).status_code == 405


def test_it_needs_the_token_of_its_form_and_gives_the_words_back_without():
    answer = Client(enforce_csrf_checks=True).post(CONTACT, SAID)
    assert answer.status_code == 403
    assert SAID["body"] in everything_in(answer)
    assert not Message.objects.exists()


def test_a_reader_need_not_say_who_they_are(client, bob):
    client.force_login(bob)
    assert 'value="bob@example.org"' in client.get(CONTACT).content.decode()
    send(client)
    assert Message.objects.get().reader == bob


def test_sent_twice_it_is_there_once(client, author):
    form = opened(client) | SAID
    for _ in range(2):
        assert client.post(CONTACT, form)["Location"] == STORED
    assert Message.objects.count() == Notice.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": ""}, "Say who writes."),
        ({"email": ""}, "Without an address nobody could answer you."),
        ({"email": "dora"}, "Enter a valid email address."),
        ({"email": "dora@example.org\nBcc: eve@example.org"}, "Enter a valid email address."),
        ({"body": " "}, "Write something first."),
        ({"body": "\u200b"}, "Write something first."),
        ({"body": "x" * 5001}, "A message has at most 5000 characters; this one has 5001."),
        ({"body": "https://a.example " * 11}, "At most 10 links can be sent; this text has 11."),
        ({"body": "Read \u202eme"}, "hidden character"),
        ({"website": "https://a.example"}, "A field that no person sees was filled in."),
        ({"stamp": ""}, "This form was open for too long."),
        ({"stamp": "forged"}, "This form was open for too long."),
    ],
)
def test_what_is_wrong_is_said_and_the_words_are_given_back(values, words, client):
    answer = send(client, **values)
    assert answer.status_code == 422
    page = everything_in(answer)
    assert words in page
    assert (values.get("body") or SAID["body"]).strip() in page
    assert not Message.objects.exists()


def test_a_form_takes_a_person_a_moment_and_can_then_be_sent(client, settings):
    settings.COMMENTS_MIN_SECONDS = 2
    page = client.get(CONTACT).content.decode()
    form = dict(re.findall(r'name="(stamp|key)" value="([^"]*)"', page)) | SAID
    answer = client.post(CONTACT, form)
    assert "quicker than a person writes" in everything_in(answer)
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        assert client.post(CONTACT, form)["Location"] == STORED


def test_more_than_the_rate_is_given_back(client, settings):
    settings.RATES = settings.RATES | {"contact": "1/m/ip"}
    send(client)
    answer = send(client)
    assert answer.status_code == 429
    assert SAID["body"] in everything_in(answer)
    assert Message.objects.count() == 1


def test_no_name_becomes_a_header(client, author):
    send(client, name="Dora\r\nBcc: eve@example.org")
    deliver_all()
    (sent,) = mail.outbox
    assert sent.subject == "A message from Dora Bcc: eve@example.org"
    assert sent.recipients() == ["alice@example.org"]
    assert "\nBcc:" not in sent.message().as_string()


def test_who_lost_the_inbox_is_told_nothing_of_it(client, author):
    send(client)
    author.is_superuser = False
    author.save()
    assert deliver_all() == {"dropped": 1}
    assert mail.outbox == []


def test_the_inbox_says_what_is_new_and_what_was_answered(client, author):
    send(client)
    message = Message.objects.get()
    desk = Client()
    desk.force_login(author)
    address = f"/admin/comments/message/{message.pk}/change/"
    assert address in desk.get("/admin/").content.decode()
    assert 'href="mailto:dora@example.org"' in desk.get(address).content.decode()
    assert Message.objects.get().state == "read"
    assert address not in desk.get("/admin/").content.decode()
    desk.post(
        "/admin/comments/message/", {"action": "mark_answered", "_selected_action": message.pk}
    )
    assert Message.objects.get().state == "answered"
    assert desk.get("/admin/comments/message/add/").status_code == 403


def test_the_inbox_is_the_authors_alone(client, mod, bob, author):
    send(client)
    address = f"/admin/comments/message/{Message.objects.get().pk}/change/"
    for person, status in ((mod, 403), (bob, 302)):
        desk = Client()
        desk.force_login(person)
        assert desk.get(address).status_code == status
        assert SAID["body"] not in everything_in(desk.get("/admin/"))
    assert Message.objects.get().state == "new"
