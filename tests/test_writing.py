"""Posting: how it will look, what is sent twice, and words that are never lost."""

import json
import re
import subprocess
import sys
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from articles.publishing import withdraw
from comments.models import Comment, Moderation
from comments.moderation import moderate
from tests.addresses import everything_in
from tests.browser.site import ROOT, Site
from tests.databases import migrated_database
from tests.environment import THOROUGH
from tests.factories import make_comment, make_published, make_user

pytestmark = pytest.mark.django_db

THREAD = "/articles/ml-map/comments/"
WRITE = "/articles/ml-map/comments/new/"
PASSWORD = "a-long-and-odd-one-42"
SAID = {"body": "I see it *otherwise*.", "version": "v0.1"}
HTMX = {"headers": {"hx-request": "true"}}
State = Comment.State
# So many, one after another, are sent by many at once.
FORMS = 10 if THOROUGH else 2


@pytest.fixture
def reader(client, version, bob):
    """A client of bob's, whom the moderators know already."""
    make_comment(version, bob, body="Said before.")
    client.force_login(bob)
    return client


def page(response, status=200):
    assert response.status_code == status
    return everything_in(response)


def fields(form):
    """Return what a form has in it, by name."""
    found = dict(re.findall(r'<input type="(?:hidden|text)" name="(\w+)" value="([^"]*)"', form))
    text = re.search(r'<textarea name="body"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL)
    return found | {"body": text[1] if text else ""}


def last():
    return Comment.objects.latest("pk")


# Sent twice


def test_a_form_that_is_sent_twice_posts_one_comment(reader):
    sent = fields(page(reader.get(WRITE))) | SAID
    answers = [reader.post(THREAD, sent) for _ in range(3)]
    assert {answer.url for answer in answers} == {f"/comments/{last().pk}/"}
    assert Comment.objects.filter(body=SAID["body"]).count() == 1
    assert last().key == uuid.UUID(sent["key"])


def test_every_form_posts_a_comment_of_its_own(reader):
    keys = {fields(page(reader.get(WRITE)))["key"] for _ in range(3)}
    assert len(keys) == 3
    for key in keys:
        reader.post(THREAD, SAID | {"key": key})
    assert Comment.objects.filter(body=SAID["body"]).count() == 3


def test_a_key_is_one_readers_own(reader, version, charlie):
    key = uuid.uuid4()
    other = make_comment(version, charlie, key=key, body=SAID["body"])
    assert reader.post(THREAD, SAID | {"key": key}).url != f"/comments/{other.pk}/"
    assert last().author.username == "bob"


def test_other_words_under_a_used_key_are_given_back_to_be_sent_once_more(reader):
    """A browser's back button shows the form again: what is written into it then is not lost."""
    sent = fields(page(reader.get(WRITE))) | SAID
    reader.post(THREAD, sent)
    answer = page(reader.post(THREAD, sent | {"body": "And one thing more."}), 422)
    assert "This form was posted before, with other words." in answer
    again = fields(answer)
    assert again["body"] == "And one thing more."
    assert reader.post(THREAD, again).status_code == 302
    assert last().body == "And one thing more."


def test_what_was_posted_is_found_again_even_if_it_could_not_be_posted_any_more(reader, version):
    parent = make_comment(version, make_user("dora"))
    sent = SAID | {"key": uuid.uuid4(), "parent": parent.pk}
    first = reader.post(THREAD, sent)
    moderate(parent, version.article.author, Moderation.Action.REMOVE, "Rude.")
    assert reader.post(THREAD, sent).url == first.url


def test_a_key_that_is_none_is_given_back_with_a_new_one(reader):
    answer = page(reader.post(THREAD, SAID | {"key": "1"}), 422)
    assert reader.post(THREAD, fields(answer)).status_code == 302


@pytest.fixture(scope="module")
def raced(tmp_path_factory):
    """What requests see that are sent at the same moment, on a database that keeps commits."""
    folder = tmp_path_factory.mktemp("posted-twice")
    with migrated_database(folder, "posted_twice") as address:
        site = Site(folder, address)
        static = folder / "static"
        static.mkdir()
        site.env |= {"STATIC_ROOT": str(static), "COMMENTS_HOLD_FIRST": "off"}
        command = [sys.executable, "-m", "tests.races.post_twice", str(FORMS)]
        done = subprocess.run(command, cwd=ROOT, env=site.env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def test_a_form_that_is_sent_by_twenty_threads_at_once_posts_one_comment_and_mails_once(raced):
    assert raced["answers"] == 20 * FORMS
    assert raced["statuses"] == [302]
    assert raced["comments"] == raced["addresses"] == raced["counted"] == FORMS
    assert raced["mails"] == FORMS


# How it will look


def test_a_preview_shows_the_text_as_it_would_stand_and_stores_nothing(reader):
    before = Comment.objects.count()
    sent = fields(page(reader.get(WRITE))) | SAID | {"role": "developer", "preview": "1"}
    answer = page(reader.post(THREAD, sent))
    assert "How it will look. It is not posted yet." in answer
    assert "I see it <em>otherwise</em>." in answer
    assert fields(answer)["body"] == SAID["body"]
    assert '<option value="developer" selected>' in answer
    assert Comment.objects.count() == before
    assert reader.post(THREAD, fields(answer)).status_code == 302


def test_a_preview_in_place_is_the_text_alone(reader):
    answer = page(reader.post(THREAD, SAID | {"preview": "1"}, **HTMX))
    assert "<em>otherwise</em>" in answer
    assert "<form" not in answer
    assert "<html" not in answer


@pytest.mark.parametrize("extra", [{}, HTMX])
def test_a_preview_of_what_cannot_be_posted_says_why(extra, reader):
    answer = page(reader.post(THREAD, SAID | {"body": "x" * 5001, "preview": "1"}, **extra), 422)
    assert "A comment has at most 5000 characters; this one has 5001." in answer


def test_a_preview_is_as_safe_as_the_comment(reader):
    sent = SAID | {"body": "<script>alert(1)</script> [x](javascript:alert(1))", "preview": "1"}
    answer = reader.post(THREAD, sent, **HTMX).content.decode()
    assert "<script" not in answer
    assert 'href="javascript' not in answer


# In place, with htmx


def test_a_form_in_place_is_a_box_and_no_page(reader, version):
    parent = make_comment(version, make_user("dora"))
    box = page(reader.get(f"{WRITE}?parent={parent.pk}", **HTMX))
    assert "<html" not in box
    assert f'id="reply-{parent.pk}"' in box
    assert 'data-hx-target="closest .form-box"' in box
    assert 'name="csrfmiddlewaretoken"' in box


def test_boxes_that_are_open_beside_each_other_share_no_ids(reader, version):
    parents = [make_comment(version, make_user("dora")) for _ in range(2)]
    boxes = [page(reader.get(f"{WRITE}?parent={parent.pk}", **HTMX)) for parent in parents]
    boxes.append(page(reader.get(WRITE, **HTMX)))
    ids = [name for box in boxes for name in re.findall(r'\bid="([^"]+)"', box)]
    assert len(ids) == len(set(ids))
    for box in boxes:
        assert set(re.findall(r'\bfor="([^"]+)"', box)) <= set(re.findall(r'\bid="([^"]+)"', box))


def test_what_is_posted_in_place_comes_back_as_the_comment(reader):
    sent = SAID | {"key": uuid.uuid4()}
    answer = reader.post(THREAD, sent, **HTMX)
    comment = page(answer)
    assert f'id="comment-{last().pk}"' in comment
    assert "<em>otherwise</em>" in comment
    assert "<html" not in comment
    assert json.loads(answer["HX-Trigger"]) == {"comment-stored": {"draft": str(sent["key"])}}


def test_what_waits_says_so_in_place(client, version, charlie):
    client.force_login(charlie)
    answer = page(client.post(THREAD, SAID, **HTMX))
    assert "It waits for approval. Until then only you and the moderators see it." in answer
    assert "<em>otherwise</em>" in answer


def test_what_is_refused_in_place_comes_back_as_the_box(reader):
    answer = page(reader.post(THREAD, SAID | {"body": " "}, **HTMX), 422)
    assert "Write something first." in answer
    assert 'class="form-box"' in answer
    assert "<html" not in answer


def test_a_lost_session_in_place_leads_to_the_sign_in(client, version):
    opened = client.get(f"{WRITE}?parent=1", **HTMX)
    assert opened["HX-Redirect"].startswith("/accounts/login/?next=/articles/ml-map/comments/new/")
    answer = page(client.post(THREAD, SAID, **HTMX), 403)
    assert SAID["body"] in answer
    assert "<html" not in answer


def test_the_page_that_comes_next_names_what_the_browser_may_let_go_of(reader):
    sent = SAID | {"key": str(uuid.uuid4())}
    answer = reader.post(THREAD, sent)
    assert [m.extra_tags for m in get_messages(answer.wsgi_request)] == [sent["key"]]
    assert f'data-stored="{sent["key"]}"' in page(reader.get(THREAD))


# A lost session


def sign_in(client, address, username):
    return client.post(address, {"login": username, "password": PASSWORD})


@pytest.mark.parametrize("is_reply", [False, True])
def test_whoever_was_signed_out_finds_their_words_in_the_form_after_signing_in(
    is_reply, client, version, bob
):
    bob.set_password(PASSWORD)
    bob.save()
    bob.emailaddress_set.create(email=bob.email, verified=True, primary=True)
    parent = make_comment(version, make_user("dora"), body="Why *three*?")
    sent = SAID | ({"parent": parent.pk} if is_reply else {"role": "developer"})
    refused = page(client.post(THREAD, sent), 403)
    assert SAID["body"] in refused
    way = re.search(r'href="(/accounts/login/\?next=[^"]+)"', refused)[1]
    back = sign_in(client, way, "bob")
    form = page(client.get(back.url))
    assert "These are the words you sent before you signed in." in form
    found = fields(form)
    assert found["body"] == SAID["body"]
    assert ("<em>three</em>" in form) == is_reply
    assert ('<option value="developer" selected>' in form) != is_reply
    assert client.post(THREAD, found).status_code == 302
    assert last().in_reply_to == (parent if is_reply else None)
    assert fields(page(client.get(back.url)))["body"] == ""


def test_words_are_kept_for_the_place_they_were_meant_for(client, version, bob):
    parent = make_comment(version, make_user("dora"))
    client.post(THREAD, SAID | {"body": "To all."})
    client.post(THREAD, SAID | {"body": "To dora.", "parent": parent.pk})
    client.force_login(bob)
    assert fields(page(client.get(WRITE)))["body"] == "To all."
    assert fields(page(client.get(f"{WRITE}?parent={parent.pk}")))["body"] == "To dora."


def test_no_stranger_finds_the_words_and_a_sign_out_takes_them_away(client, version, bob):
    client.post(THREAD, SAID)
    other = Client()
    other.force_login(make_user("dora"))
    assert fields(page(other.get(WRITE)))["body"] == ""
    client.force_login(bob)
    client.post("/accounts/logout/")
    client.force_login(bob)
    assert fields(page(client.get(WRITE)))["body"] == ""


def test_no_more_is_kept_than_a_few_comments(client, version, settings):
    for number in range(7):
        client.post(THREAD, SAID | {"parent": number + 1, "body": f"Word {number}."})
    kept = client.session["comments_kept"]
    assert [words["body"] for words in kept.values()] == [f"Word {n}." for n in range(2, 7)]
    long = page(client.post(THREAD, SAID | {"body": "x" * 20_001}), 403)
    assert "x" * 20_001 in long
    assert "you find your words in the form again" not in long
    assert len(client.session["comments_kept"]) == 5
    settings.RATES = {"keep_words": "0/m/ip"}
    assert SAID["body"] in page(client.post(THREAD, SAID), 403)
    assert "article-1" not in client.session["comments_kept"]


@pytest.mark.parametrize(
    ("extra", "is_page"), [({}, True), (HTMX, False)], ids=["on a page", "in place"]
)
def test_a_form_whose_token_is_old_gives_the_words_back(extra, is_page, version, bob):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(bob)
    answer = page(strict.post(THREAD, SAID | {"csrfmiddlewaretoken": "x" * 64}, **extra), 403)
    assert SAID["body"] in answer
    assert "Please send it once more" in answer
    assert ("<html" in answer) == is_page
    report = strict.post("/comments/1/report/", {"words": "It names my boss."})
    assert "It names my boss." in page(report, 403)


# Who cannot post


@pytest.mark.parametrize("extra", [{}, HTMX], ids=["on a page", "in place"])
def test_a_blocked_reader_is_told_and_given_their_words(extra, reader, bob):
    bob.is_blocked = True
    bob.save()
    answer = page(reader.post(THREAD, SAID, **extra), 403)
    assert "You cannot write here any more" in answer
    assert SAID["body"] in answer
    assert "<form" not in page(reader.get(WRITE, **extra), 403).partition("<main")[2]
    assert Comment.objects.count() == 1


def test_a_closed_thread_takes_nothing_and_gives_the_words_back(reader, version):
    version.article.comments_closed_at = timezone.now()
    version.article.save()
    answer = page(reader.post(THREAD, SAID), 403)
    assert "This thread is closed" in answer
    assert SAID["body"] in answer
    assert "This thread is closed" in page(reader.get(WRITE), 403)
    assert Comment.objects.count() == 1


def test_a_thread_that_is_closed_by_age_opens_with_the_next_version(reader, settings):
    settings.COMMENTS_CLOSE_AFTER = 30
    version = Comment.objects.get().version
    later = timezone.now() + timedelta(days=31)
    with time_machine.travel(later):
        reader.force_login(make_user("bob"))
        assert reader.post(THREAD, SAID).status_code == 403
        make_published(version.article)
        assert reader.post(THREAD, SAID).status_code == 302


def test_words_for_an_article_that_was_withdrawn_are_given_back_in_place_too(reader, version):
    withdraw(version, version.article.author, "It was wrong.")
    answer = page(reader.post(THREAD, SAID, **HTMX), 404)
    assert SAID["body"] in answer
    assert "<html" not in answer
