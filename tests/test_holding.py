"""Which comments wait for a moderator, and why."""

import json
import logging
import socket
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from django.utils import timezone

from comments.models import Comment, Moderation
from mlmap_site.markup import parse_reader_text
from tests.factories import make_comment, make_user
from tests.test_settings import start

pytestmark = pytest.mark.django_db

THREAD = "/articles/ml-map/comments/"
State = Comment.State


@pytest.fixture
def reader(client, version, bob):
    """A client of bob's, whom the moderators know already."""
    make_comment(version, bob, body="Said before.")
    client.force_login(bob)
    return client


def post(client, body, **headers):
    """Post a comment; return its state and why it waits."""
    answer = client.post(THREAD, {"body": body, "version": "v0.1"}, headers=headers)
    assert answer.status_code == 302
    comment = Comment.objects.latest("pk")
    acts = comment.moderations.all()
    assert all((act.action, act.actor) == (Moderation.Action.HOLD, None) for act in acts)
    return comment.state, [act.reason for act in acts]


def test_a_first_comment_waits_and_the_queue_shows_why(client, version, charlie):
    client.force_login(charlie)
    reasons = ["It is its reader's first comment."]
    assert post(client, "Good day.") == (State.PENDING, reasons)
    assert post(client, "Good day again.") == (State.PENDING, reasons)


def test_what_is_known_and_plain_waits_for_nobody(reader):
    assert post(reader, "One [link](https://a.example).") == (State.APPROVED, [])


# Links


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("[a](https://a.example) <https://b.example> https://c.example", 3),
        ("www.a.com www.b.org c.com", 3),
        ("[a][x] [b][x] [c][x]\n\n[x]: https://a.example", 3),
        ("- a@a.com\n- > b@b.com\n- *c@c.com*", 3),
        ("`https://a.example https://b.example https://c.example`", 0),
        ("```\nhttps://a.example\nhttps://b.example\nhttps://c.example\n```", 0),
        ("Words.\n\n[x]: https://a.example\n[y]: https://b.example\n[z]: https://c.example", 0),
        ("\\[a](x) a/b/c 1.2.3 end.Of sentence...", 0),
    ],
)
def test_links_are_those_that_readers_would_see(body, count, reader):
    assert len(parse_reader_text(body).links) == count
    held = (State.PENDING, [f"It has {count} links."]) if count else (State.APPROVED, [])
    assert post(reader, body) == held


def test_how_many_links_wait_is_set(reader, settings):
    body = "https://a.example https://b.example"
    for limit, state in [(1, State.PENDING), (2, State.PENDING), (3, State.APPROVED)]:
        settings.COMMENTS_HOLD_LINKS = limit
        assert post(reader, body)[0] == state
    settings.COMMENTS_HOLD_LINKS = 0
    assert post(reader, "https://a.example " * 9)[0] == State.APPROVED


def test_too_many_links_are_refused_at_the_field(reader, settings):
    settings.COMMENTS_MAX_LINKS = 2
    body = "https://a.example " * 3
    answer = reader.post(THREAD, {"body": body, "version": "v0.1"})
    assert answer.status_code == 422
    assert b"At most 2 links can be sent; this text has 3." in answer.content
    assert b'id="id_body_error"' in answer.content
    assert body.strip() in answer.content.decode()


# Words


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("Cheap PILLS here", "pills"),
        ("cheap *pi*lls", "pills"),
        ("Cheap ｐｉｌｌｓ", "pills"),
        ("Cheap pi\u200blls", "pills"),
        ("(pills)", "pills"),
        ("[pills](https://a.example)", "pills"),
        ("`pills`", "pills"),
        ("Buy\nnow", "buy now"),
        ("STRASSE", "Straße"),
        ("I like C++.", "c++"),
        ("我们卖药丸给你", "药丸"),
    ],
)
def test_a_word_on_the_list_waits_however_it_is_written(body, word, reader, settings):
    settings.COMMENTS_HOLD_WORDS = ["nothing", word]
    assert post(reader, body) == (State.PENDING, [f"It says “{word}”."])


@pytest.mark.parametrize("body", ["spills", "pillsbury", "pill s", "pi-lls", "pills_of", "buynow"])
def test_only_whole_words_wait(body, reader, settings):
    settings.COMMENTS_HOLD_WORDS = ["pills", "buy now"]
    assert post(reader, body) == (State.APPROVED, [])


def test_the_words_are_read_from_the_environment():
    code = "from mlmap_site import settings as s; print(s.COMMENTS_HOLD_WORDS)"
    ended = start("-c", code, COMMENTS_HOLD_WORDS="pills, buy now ,,药丸")
    assert ended.stdout.strip() == "['pills', 'buy now', '药丸']"


# New accounts


def test_a_new_account_waits_for_as_long_as_is_set(reader, bob, settings):
    settings.COMMENTS_HOLD_DAYS = 3
    for age, held in [(2.9, ["Its reader's account is younger than 3 days."]), (3.1, [])]:
        bob.date_joined = timezone.now() - timedelta(days=age)
        bob.save()
        assert post(reader, "Words.")[1] == held
    settings.COMMENTS_HOLD_DAYS = 0
    bob.date_joined = timezone.now()
    bob.save()
    assert post(reader, "Words.") == (State.APPROVED, [])


def test_every_reason_is_told_and_none_is_too_long_to_store(client, version, charlie, settings):
    settings.COMMENTS_HOLD_DAYS = 1
    settings.COMMENTS_HOLD_WORDS = ["word" * 50 + str(number) for number in range(9)]
    body = " ".join(settings.COMMENTS_HOLD_WORDS) + " https://a.example" * 3
    client.force_login(charlie)
    state, [reason] = post(client, body)
    assert state == State.PENDING
    assert reason.startswith(
        "It is its reader's first comment. Its reader's account is younger than 1 day. "
        "It has 3 links. It says “word"
    )
    assert len(reason) == 300


def test_the_author_and_moderators_never_wait(client, version, alice, mod, settings):
    settings.COMMENTS_HOLD_DAYS = 99
    for user in (alice, mod):
        client.force_login(user)
        assert post(client, "https://a.example " * 9) == (State.APPROVED, [])


# Akismet: a server of our own stands in for theirs


@contextmanager
def akismet_server(answer):
    """Run a server that answers every question the same; yield what it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked.append((self.path, {k: v[0] for k, v in parse_qs(body).items()}))
            if answer is None:
                return
            status, text = answer
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    try:
        yield asked, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def akismet(settings, monkeypatch):
    """Let the library ask a server that gives this answer."""
    settings.AKISMET_KEY = "secret-key"
    settings.SITE_URL = "https://mlmap.example"

    @contextmanager
    def answering(answer):
        with akismet_server(answer) as (asked, address):
            monkeypatch.setattr("akismet._common._API_URL", address)
            yield asked

    return answering


def test_what_akismet_takes_for_spam_waits(akismet, reader):
    with akismet((200, b"true")) as asked:
        assert post(reader, "Cheap words.") == (State.PENDING, ["Akismet takes it for spam."])
    [(path, told)] = asked
    assert path == "/1.1/comment-check"
    assert (told["api_key"], told["blog"]) == ("secret-key", "https://mlmap.example")


def test_akismet_is_told_what_readers_see_and_how_it_came(akismet, reader):
    with akismet((200, b"false")) as asked:
        headers = {"user-agent": "Lynx", "referer": "https://mlmap.example/x"}
        assert post(reader, "Fine words.", **headers) == (State.APPROVED, [])
    [(_, told)] = asked
    assert told["comment_content"] == "Fine words."
    assert told["comment_author"] == "bob"
    assert told["comment_type"] == "comment"
    assert told["permalink"] == "https://mlmap.example/articles/ml-map/"
    assert (told["user_ip"], told["user_agent"]) == ("127.0.0.1", "Lynx")
    assert told["referrer"] == "https://mlmap.example/x"
    assert "bob@example.org" not in json.dumps(told)


@pytest.mark.parametrize(
    "answer",
    [(500, b"down"), (200, b"invalid"), (200, b"<html>"), (302, b""), None],
    ids=["error", "wrong key", "nonsense", "elsewhere", "hangs up"],
)
def test_a_failing_akismet_holds_nothing_and_loses_nothing(answer, akismet, reader, caplog):
    with akismet(answer), caplog.at_level(logging.ERROR):
        assert post(reader, "Fine words.") == (State.APPROVED, [])
        assert post(reader, "https://a.example " * 3)[1] == ["It has 3 links."]
    assert "Akismet gave no answer" in caplog.text


def test_an_akismet_that_cannot_be_reached_loses_nothing(settings, monkeypatch, reader, caplog):
    settings.AKISMET_KEY = "secret-key"
    with akismet_server((200, b"true")) as (_, address):
        pass
    monkeypatch.setattr("akismet._common._API_URL", address)
    assert post(reader, "Fine words.") == (State.APPROVED, [])
    assert "Akismet gave no answer" in caplog.text


def test_a_silent_akismet_is_not_waited_for(settings, monkeypatch, reader, caplog):
    settings.AKISMET_KEY = "secret-key"
    monkeypatch.setattr("comments.akismet.PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(
            "akismet._common._API_URL", f"http://127.0.0.1:{silent.getsockname()[1]}"
        )
        assert post(reader, "Fine words.") == (State.APPROVED, [])
    assert "timed out" in caplog.text


def test_nobody_is_asked_where_no_key_is_set(akismet, reader, settings):
    settings.AKISMET_KEY = ""
    with akismet((200, b"true")) as asked:
        assert post(reader, "Words.") == (State.APPROVED, [])
    assert asked == []


def test_nobody_is_asked_about_the_author_and_moderators(akismet, client, version, alice, mod):
    with akismet((200, b"true")) as asked:
        for user in (alice, mod):
            client.force_login(user)
            assert post(client, "Words.") == (State.APPROVED, [])
    assert asked == []


def test_akismet_is_asked_about_changed_words_too(akismet, reader):
    post(reader, "Fine words.")
    comment = Comment.objects.latest("pk")
    with akismet((200, b"true")) as asked:
        reader.post(f"/comments/{comment.pk}/edit/", {"body": "Cheap words."})
    comment.refresh_from_db()
    assert comment.state == State.PENDING
    assert asked[0][1]["comment_content"] == "Cheap words."


def test_the_package_is_loaded_only_where_a_key_is_set():
    code = (
        "import django, sys; django.setup(); import comments.holding; print('httpx' in sys.modules)"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "mlmap_site.settings"}
    assert start("-c", code, **environment).stdout.strip() == "False"


def test_a_reply_is_called_one(akismet, reader, version):
    parent = make_comment(version, make_user("dora"))
    sent = {"body": "Words.", "version": "v0.1", "parent": parent.pk}
    with akismet((200, b"false")) as asked:
        reader.post(THREAD, sent)
    assert asked[0][1]["comment_type"] == "reply"
