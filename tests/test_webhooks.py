"""What programs are told: of what, in which words, signed how, and that it arrives."""

import base64
import hashlib
import hmac
import json
import time
from contextlib import suppress

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from jsonschema import Draft202012Validator

from articles import publishing
from comments import delivery, leaving, posting, webhooks
from comments.api import SCHEMA
from comments.models import Comment, Moderation, Notice
from comments.moderation import moderate
from mlmap_site.environment import env_webhooks
from tests.factories import make_comment, make_draft, make_user
from tests.mailing import deliver_all, make_reader, make_reply
from tests.receiving import answering, receiving

pytestmark = pytest.mark.django_db

SECRET = b"a secret of thirty-two bytes, so"
THREAD = "/articles/ml-map/comments/"
SAID = {"body": "It is *so*.", "version": "v0.1"}
REMOVE = Moderation.Action.REMOVE


@pytest.fixture
def receiver(version, settings):
    """A program that is told from now on."""
    delivery.deliver()
    mail.outbox.clear()
    with receiving() as server:
        settings.WEBHOOKS = {server.url: SECRET}
        yield server


def told(server):
    """Deliver, and return what the program was told since, in the order of what happened."""
    server.got.clear()
    deliver_all()
    return sorted((json.loads(body) for _, _, body in server.got), key=lambda x: x["timestamp"])


def kinds(server):
    return [said["type"] for said in told(server)]


# Of what


def test_of_a_comment_a_program_is_told_as_its_page_is(receiver, client, version, bob):
    make_comment(version, bob, body="He is known.")
    assert kinds(receiver) == ["comment.published"]
    client.force_login(bob)
    client.post(THREAD, SAID)
    comment = Comment.objects.latest("pk")
    [said] = told(receiver)
    assert said["type"] == "comment.published"
    assert said["data"]["article"] == {
        "slug": "ml-map",
        "url": "http://127.0.0.1:8000/articles/ml-map/",
    }
    assert said["data"]["comment"]["body"] == "It is *so*."
    assert said["data"]["comment"]["url"].endswith(f"/comments/{comment.pk}/")
    Draft202012Validator(json.loads(SCHEMA.read_bytes())).validate(said["data"]["comment"])
    assert "bob@example.org" not in json.dumps(said)


def test_a_comment_is_changed_reported_and_gone(receiver, client, version, bob, charlie):
    comment = make_comment(version, bob)
    told(receiver)
    posting.edit(comment, "Other words.")
    [changed] = told(receiver)
    assert (changed["type"], changed["data"]["comment"]["body"]) == (
        "comment.changed",
        "Other words.",
    )
    client.force_login(charlie)
    report = {"reason": "other", "words": "It names my boss."}
    for _ in range(2):
        client.post(f"/comments/{comment.pk}/report/", report)
    [reported] = told(receiver)
    assert reported["type"] == "comment.reported"
    assert not {"boss", "charlie"} & set(json.dumps(reported).replace(".", " ").split())
    posting.delete(comment)
    [gone] = told(receiver)
    assert (gone["type"], gone["data"]["comment"]["state"]) == ("comment.removed", "deleted")
    assert "body" not in gone["data"]["comment"]


def test_of_what_nobody_sees_nothing_is_told(receiver, client, version, bob, mod):
    held = make_comment(version, bob, state=Comment.State.PENDING)
    posting.edit(held, "Still held.")
    moderate(held, mod, Moderation.Action.REJECT, "Off topic.")
    make_comment(version, bob, origin="isso:1")
    posting.delete(held)
    assert told(receiver) == []
    waiting = make_comment(version, bob, state=Comment.State.PENDING)
    moderate(waiting, mod, Moderation.Action.APPROVE, "")
    assert kinds(receiver) == ["comment.published"]


def test_what_was_taken_off_before_it_was_told_is_told_without_its_words(receiver, version, mod):
    comment = make_comment(version, body="Unkind words.")
    moderate(comment, mod, REMOVE, "It was unkind.")
    said = told(receiver)
    assert [x["type"] for x in said] == ["comment.published", "comment.removed"]
    assert "Unkind words." not in json.dumps(said)
    assert {x["data"]["comment"]["state"] for x in said} == {"removed"}


def test_whoever_leaves_and_keeps_their_words_is_named_no_more(receiver, version):
    make_comment(version, make_user("gone-soon"))
    told(receiver)
    leaving.delete_account(make_user("gone-soon"), leaving.Words.KEEP)
    [said] = told(receiver)
    assert said["type"] == "comment.changed"
    assert "gone-soon" not in json.dumps(said)


def test_a_version_is_out_corrected_and_withdrawn(receiver, version):
    article, author = version.article, version.article.author
    draft = make_draft(article)
    assert told(receiver) == []
    publishing.publish(draft, author)
    [out] = told(receiver)
    assert (out["type"], out["data"]["version"]["version"]) == ("version.published", "v0.2")
    draft.refresh_from_db()
    assert out["data"]["version"]["digest"] == draft.digest
    assert out["data"]["version"]["changes"] == [c.text for c in draft.changes.all()]
    publishing.correct(draft, author, "A word was wrong.", body="Other words.")
    [corrected] = told(receiver)
    assert corrected["type"] == "version.corrected"
    assert corrected["data"]["version"]["revision"] == 2
    assert corrected["data"]["version"]["reason"] == "A word was wrong."
    publishing.withdraw(draft, author, "It was mistaken.")
    [withdrawn] = told(receiver)
    assert withdrawn["data"]["version"] == {
        "version": "v0.2",
        "url": "http://127.0.0.1:8000/articles/ml-map/v0.2/",
        "reason": "It was mistaken.",
    }


def test_of_what_was_withdrawn_meanwhile_its_withdrawal_alone_is_told(receiver, version):
    article, author = version.article, version.article.author
    comment = make_comment(version, body="Words on it.")
    publishing.correct(version, author, "A word was wrong.", body="Other words.")
    publishing.withdraw(version, author, "It was mistaken.")
    assert article.current() is None
    assert kinds(receiver) == ["version.withdrawn"]
    problems = set(Notice.objects.dropped().values_list("comment", "problem"))
    assert problems == {
        (comment.pk, "Readers do not see the comment any more."),
        (None, "Readers do not see the version any more."),
    }


def test_what_is_undone_is_not_told(receiver, version):
    with transaction.atomic():
        make_comment(version)
        assert Notice.objects.count() == 1
        transaction.set_rollback(True)
    assert told(receiver) == []


def test_where_nobody_is_to_be_told_nothing_is_queued(settings, version):
    settings.WEBHOOKS = {}
    posting.edit(make_comment(version, make_user("bob")), "Other words.")
    assert not Notice.objects.exists()


# How it is signed


def test_a_receiver_can_tell_who_sent_it(receiver, version):
    make_comment(version)
    deliver_all()
    [(path, headers, body)] = receiver.got
    assert (path, headers["Content-Type"]) == ("/told?by=mlmap", "application/json")
    key, moment = headers["webhook-id"], headers["webhook-timestamp"]
    assert abs(int(moment) - time.time()) < 300
    signed = hmac.new(SECRET, f"{key}.{moment}.".encode() + body, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(signed).decode()}"


def test_what_is_sent_again_has_its_key_again_and_another_has_another(receiver, version):
    make_comment(version)
    receiver.answer = answering(500)
    deliver_all()
    receiver.answer = answering(200)
    deliver_all()
    make_comment(version)
    deliver_all()
    first, again, other = (headers["webhook-id"] for _, headers, _ in receiver.got)
    assert first == again != other


# That it arrives


@pytest.mark.parametrize("status", [302, 404, 500])
def test_whoever_does_not_say_that_they_have_it_is_told_again(status, receiver, version):
    make_comment(version)
    with receiving() as elsewhere:
        receiver.answer = answering(status, Location=elsewhere.url)
        assert deliver_all() == {"failed": 1}
        assert elsewhere.got == []
    notice = Notice.objects.get()
    assert notice.problem == f"The receiver said {status}."
    assert (notice.attempts, notice.due_at > notice.created_at) == (1, True)
    receiver.answer = answering(200)
    assert deliver_all() == {"sent": 1}


def drip(handler):
    """Answer a byte at a time, and never to the end."""
    with suppress(OSError):
        while True:
            handler.wfile.write(b"H")
            time.sleep(0.01)


def hold(handler):
    """Do not answer until the other side hangs up."""
    handler.rfile.read(1)


@pytest.mark.parametrize("answer", [drip, hold])
def test_nobody_waits_for_a_slow_receiver(answer, receiver, version, monkeypatch):
    monkeypatch.setattr(webhooks, "PATIENCE", 0.2)
    make_comment(version)
    make_comment(version)
    receiver.answer = answer
    assert deliver_all() == {"failed": 1}
    assert len(receiver.got) == 1
    assert Notice.objects.failing().count() == 1


def test_a_receiver_that_is_away_is_asked_once_and_keeps_nothing_else(
    receiver, settings, version, bob, charlie
):
    with receiving() as away:
        pass
    settings.WEBHOOKS = {away.url: SECRET, receiver.url: SECRET}
    make_reply(version, make_reader("dora"), charlie)
    assert deliver_all() == {"failed": 1, "sent": 3}
    assert len(receiver.got) == 2
    assert len(mail.outbox) == 1
    assert set(Notice.objects.waiting().values_list("hook", "attempts")) == {
        (away.url, 0),
        (away.url, 1),
    }


def test_a_mail_server_that_is_away_keeps_no_program_waiting(receiver, settings, version, charlie):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with receiving() as away:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", away.server_port
    make_reply(version, make_reader("dora"), charlie)
    assert deliver_all() == {"failed": 1, "sent": 2}


def test_the_cap_of_a_readers_mail_is_none_of_a_programs(receiver, settings, version):
    settings.MAIL_DAILY_CAP = 1
    for _ in range(3):
        make_comment(version)
    assert deliver_all() == {"sent": 3}


def test_whoever_is_not_named_any_more_is_told_nothing(receiver, settings, version):
    make_comment(version)
    settings.WEBHOOKS = {}
    assert deliver_all() == {"dropped": 1}
    assert receiver.got == []


def test_the_desk_shows_what_failed_and_the_host_alone(receiver, client, version, alice):
    make_comment(version, alice)
    receiver.answer = answering(500)
    deliver_all()
    client.force_login(alice)
    notice = Notice.objects.filter(kind="comment.published").get()
    for page in ("/admin/comments/notice/", f"/admin/comments/notice/{notice.pk}/change/"):
        shown = client.get(page).content.decode()
        assert "The receiver said 500." in shown
        assert "127.0.0.1" in shown
        assert "/told" not in shown


# How it is set


def test_addresses_and_secrets_are_read(monkeypatch):
    secret = base64.b64encode(SECRET).decode()
    first, second = "https://hooks.example/a?b=c", "http://127.0.0.1:9000/"
    monkeypatch.setenv("WEBHOOKS", f"{first}#whsec_{secret}, {second}#whsec_{secret}")
    assert env_webhooks("WEBHOOKS") == {first: SECRET, second: SECRET}
    monkeypatch.delenv("WEBHOOKS")
    assert env_webhooks("WEBHOOKS") == {}


@pytest.mark.parametrize(
    "words",
    [
        "https://hooks.example/",
        "https://hooks.example/#{secret}",
        "https://hooks.example/#whsec_c2hvcnQ=",
        "https://hooks.example/#whsec_not base64",
        "https://user:password@hooks.example/#whsec_{secret}",
        "http://hooks.example/#whsec_{secret}",
        "ftp://hooks.example/#whsec_{secret}",
        "https:///path#whsec_{secret}",
        "http://127.0.0.1.example/#whsec_{secret}",
        "https://hooks.example#whsec_{secret}",
        "https://hooks.example:port/#whsec_{secret}",
        "https://hooks.example/{long}#whsec_{secret}",
    ],
)
def test_what_cannot_be_told_safely_stops_the_start_and_says_no_secret(words, monkeypatch):
    secret = base64.b64encode(SECRET).decode()
    monkeypatch.setenv("WEBHOOKS", words.format(secret=secret, long="x" * 300))
    with pytest.raises(ImproperlyConfigured) as refusal:
        env_webhooks("WEBHOOKS")
    assert "https://host/path#whsec_" in str(refusal.value)
    assert secret not in str(refusal.value)
