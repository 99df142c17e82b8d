"""Changing, taking back and reporting what was posted."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from articles.models import Article
from articles.publishing import withdraw
from comments.models import Comment, Moderation, Report
from comments.moderation import moderate
from tests.addresses import everything_in
from tests.factories import make_comment, make_published, make_user

pytestmark = pytest.mark.django_db

HTMX = {"headers": {"hx-request": "true"}}
LINKS = "[a](https://a.example) [b](https://b.example) [c](https://c.example)"
State = Comment.State


@pytest.fixture
def comment(version, bob):
    return make_comment(version, bob, body="What I *said*.")


@pytest.fixture
def reader(client, comment, bob):
    """A client of bob's, who has a comment."""
    client.force_login(bob)
    return client


def page(response, status=200):
    assert response.status_code == status
    return everything_in(response)


def stored(comment):
    return Comment.objects.get(pk=comment.pk)


def at(comment, act):
    return f"/comments/{comment.pk}/{act}/"


def counts(article, root):
    return Article.objects.get(pk=article.pk).comment_count, stored(root).reply_count


# Changing


def test_a_reader_changes_their_words_and_it_says_so(reader, comment):
    form = page(reader.get(at(comment, "edit")))
    assert ">\nWhat I *said*.</textarea>" in form
    assert 'name="role"' not in form
    answer = reader.post(at(comment, "edit"), {"body": "What I **meant**."})
    assert (answer.status_code, answer.url) == (302, f"/comments/{comment.pk}/")
    now = stored(comment)
    assert (now.body, now.state) == ("What I **meant**.", State.APPROVED)
    assert "<strong>meant</strong>" in now.body_html
    assert timezone.now() - now.edited_at < timedelta(minutes=1)


def test_the_same_words_again_are_no_change(reader, comment):
    assert reader.post(at(comment, "edit"), {"body": " What I *said*.\r\n"}).status_code == 302
    assert stored(comment).edited_at is None


def test_a_change_keeps_everything_but_the_words(reader, comment, charlie):
    make_published(comment.article)
    forged = {"version": "v0.2", "role": "developer", "state": "removed", "author": charlie.pk}
    forged |= {"parent": comment.pk, "key": "x", "created_at": "2001-01-01"}
    reader.post(at(comment, "edit"), forged | {"body": "Other words."})
    kept = ["version_id", "role_id", "state", "author_id", "root_id", "key", "created_at"]
    now = stored(comment)
    assert now.body == "Other words."
    assert [getattr(now, name) for name in kept] == [getattr(comment, name) for name in kept]


@pytest.mark.parametrize("state", [State.PENDING, State.APPROVED])
def test_words_can_be_changed_for_a_quarter_of_an_hour(state, version, bob):
    """What waits can be changed too: its writer sees it."""
    comment = make_comment(version, bob, state=state)
    reader = Client()
    for minutes, status in [(14.9, 302), (15.1, 403)]:
        with time_machine.travel(comment.created_at + timedelta(minutes=minutes), tick=False):
            reader.force_login(bob)
            answer = reader.post(at(comment, "edit"), {"body": f"Words at {minutes}."})
            assert answer.status_code == status
    late = everything_in(answer)
    assert "Words at 15.1." in late
    assert "A comment can be changed for 15 minutes" in late
    assert stored(comment).body == "Words at 14.9."


@pytest.mark.parametrize("state", [State.REJECTED, State.REMOVED, State.DELETED])
@pytest.mark.parametrize("extra", [{}, HTMX], ids=["on a page", "in place"])
def test_what_was_taken_off_is_not_changed_and_the_words_come_back(state, extra, version, bob):
    comment = make_comment(version, bob, state=state)
    reader = Client()
    reader.force_login(bob)
    assert reader.get(at(comment, "edit"), **extra).status_code == 403
    assert "Once more." in page(
        reader.post(at(comment, "edit"), {"body": "Once more."}, **extra), 403
    )
    assert stored(comment).body == comment.body


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "Write something first."),
        ("x" * 5001, "A comment has at most 5000 characters; this one has 5001."),
        ("a\u202eb", "reverses its direction"),
        ("https://a.example " * 11, "At most 10 links can be sent; this text has 11."),
    ],
)
def test_what_no_new_comment_may_be_no_change_makes_of_it(body, words, reader, comment):
    form = page(reader.post(at(comment, "edit"), {"body": body}), 422)
    assert words in form
    assert body.strip() in form
    assert stored(comment).body == "What I *said*."


def test_a_change_that_adds_links_sends_it_back_to_the_queue(reader, comment):
    reader.post(at(comment, "edit"), {"body": f"Look: {LINKS}"})
    now = stored(comment)
    assert (now.state, now.edited_at is None) == (State.PENDING, False)
    assert counts(comment.article, comment) == (0, 0)
    held = now.moderations.get()
    assert (held.action, held.actor, held.reason) == ("hold", None, "It has 3 links.")


def test_links_that_a_moderator_let_through_are_no_reason_again(reader, version, bob, mod):
    comment = make_comment(version, bob, body=LINKS, state=State.PENDING)
    moderate(comment, mod, Moderation.Action.APPROVE)
    reader.post(at(comment, "edit"), {"body": f"With a slip mended: {LINKS}"})
    assert stored(comment).is_approved
    reader.post(at(comment, "edit"), {"body": LINKS.replace("c.example", "spam.example")})
    assert stored(comment).state == State.PENDING


def test_what_waits_goes_on_waiting_whatever_is_changed(version, charlie, client):
    client.force_login(charlie)
    client.post("/articles/ml-map/comments/", {"body": LINKS, "version": "v0.1"})
    comment = Comment.objects.get()
    reasons = [act.reason for act in comment.moderations.all()]
    assert reasons == ["It is its reader's first comment. It has 3 links."]
    client.post(at(comment, "edit"), {"body": f"Mended. {LINKS}"})
    assert comment.moderations.count() == 1
    client.post(at(comment, "edit"), {"body": "Without links."})
    assert stored(comment).state == State.PENDING
    assert comment.moderations.first().reason == "It is its reader's first comment."


def test_a_change_that_would_hide_others_replies_is_given_back(reader, comment, charlie):
    make_comment(comment.version, charlie, parent=comment)
    form = page(reader.post(at(comment, "edit"), {"body": LINKS}), 422)
    assert "others have answered it already" in form
    assert LINKS in form
    assert (stored(comment).body, stored(comment).state) == ("What I *said*.", State.APPROVED)
    assert reader.post(at(comment, "edit"), {"body": "A word."}).status_code == 302


def test_a_change_is_made_in_place(reader, comment):
    box = page(reader.get(at(comment, "edit"), **HTMX))
    assert "<html" not in box
    assert f'data-hx-post="/comments/{comment.pk}/edit/"' in box
    look = page(reader.post(at(comment, "edit"), {"body": "*So*.", "preview": "1"}, **HTMX))
    assert "<em>So</em>" in look
    assert stored(comment).body == "What I *said*."
    answer = reader.post(at(comment, "edit"), {"body": "*So*."}, **HTMX)
    assert "<em>So</em>" in page(answer)
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == (f"#comment-{comment.pk}", "outerHTML")
    draft = {"comment-stored": {"draft": f"edit-{comment.pk}"}}
    assert json.loads(answer["HX-Trigger"]) == draft


def test_a_change_by_whoever_was_signed_out_is_kept_until_they_have_signed_in(client, comment, bob):
    answer = page(client.post(at(comment, "edit"), {"body": "What I meant."}), 403)
    assert "What I meant." in answer
    assert f"/accounts/login/?next=%2Fcomments%2F{comment.pk}%2Fedit%2F" in answer
    client.force_login(bob)
    form = page(client.get(at(comment, "edit")))
    assert ">\nWhat I meant.</textarea>" in form
    assert "These are the words you sent before you signed in." in form


# Taking back


def test_asking_deletes_nothing(reader, comment):
    asked = page(reader.get(at(comment, "delete")))
    assert "Its words are erased, and nobody can bring them back." in asked
    assert "<em>said</em>" in asked
    assert stored(comment).is_approved


@pytest.mark.parametrize("state", [State.PENDING, State.APPROVED, State.REJECTED])
def test_a_reader_takes_a_comment_back_at_any_time(state, version, bob):
    comment = make_comment(version, bob, state=state, body="Erase this.")
    reader = Client()
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        reader.force_login(bob)
        assert reader.post(at(comment, "delete")).status_code == 302
        thread = page(reader.get("/articles/ml-map/comments/"))
    now = stored(comment)
    assert (now.state, now.body, now.body_html) == (State.DELETED, "", "")
    assert not now.stands
    assert counts(version.article, comment) == (0, 0)
    assert "Erase this." not in thread


def test_a_gap_stays_where_replies_hang_on_it(reader, comment, charlie):
    reply = make_comment(comment.version, charlie, parent=comment, body="An answer.")
    asked = page(reader.get(at(comment, "delete")))
    assert "A note stays in its place, since others answered it." in asked
    reader.post(at(comment, "delete"))
    thread = page(Client().get("/articles/ml-map/comments/"))
    assert f'id="comment-{comment.pk}"' in thread
    assert "An answer." in thread
    assert "What I" not in thread
    assert counts(comment.article, comment) == (1, 1)
    other = Client()
    other.force_login(charlie)
    other.post(at(reply, "delete"))
    assert f'id="comment-{comment.pk}"' not in page(Client().get("/articles/ml-map/comments/"))
    assert counts(comment.article, comment) == (0, 0)


def test_what_is_gone_is_not_deleted_again(reader, comment):
    reader.post(at(comment, "delete"))
    assert page(reader.post(at(comment, "delete")), 403)
    assert counts(comment.article, comment) == (0, 0)


def test_a_comment_is_taken_back_in_place(reader, comment, charlie, version, bob):
    make_comment(version, charlie, parent=comment)
    alone = make_comment(version, bob)
    assert "<html" not in page(reader.get(at(comment, "delete"), **HTMX))
    gap = reader.post(at(comment, "delete"), **HTMX)
    assert gap["HX-Retarget"] == f"#comment-{comment.pk}"
    assert f'id="comment-{comment.pk}"' in page(gap)
    gone = page(reader.post(at(alone, "delete"), **HTMX))
    assert "Your comment is deleted." in gone
    assert "<article" not in gone


def test_a_comment_on_a_withdrawn_article_can_be_taken_back(reader, comment):
    withdraw(comment.version, comment.article.author, "It was wrong.")
    answer = reader.post(at(comment, "delete"))
    assert (answer.status_code, answer.url) == (302, "/")
    assert stored(comment).body == ""


# Reporting


@pytest.fixture
def stranger(client, comment, charlie):
    client.force_login(charlie)
    return client


def test_a_reader_reports_a_comment(stranger, comment, charlie):
    form = page(stranger.get(at(comment, "report")))
    assert re.findall(r'name="reason" value="(\w*)"', form) == Report.Reason.values
    sent = {"reason": "unkind", "words": "It names my boss."}
    answer = stranger.post(at(comment, "report"), sent)
    assert (answer.status_code, answer.url) == (302, f"/comments/{comment.pk}/")
    report = Report.objects.get()
    assert (report.comment, report.reporter) == (comment, charlie)
    assert (report.reason, report.words, report.settled_at) == (*sent.values(), None)
    assert stored(comment).is_approved


def test_reporting_twice_is_once(stranger, comment):
    for reason in ("spam", "other"):
        assert stranger.post(at(comment, "report"), {"reason": reason}).status_code == 302
    assert Report.objects.get().reason == "spam"
    assert "You have reported it already." in page(stranger.get(at(comment, "report")))
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(comment=comment, reporter=Report.objects.get().reporter)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose a reason."),
        ({"reason": "boring"}, "Select a valid choice."),
        ({"reason": "spam", "words": "x" * 501}, "at most 500 characters"),
        ({"reason": "spam", "words": "a\u202eb"}, "reverses its direction"),
    ],
)
@pytest.mark.parametrize("extra", [{}, HTMX], ids=["on a page", "in place"])
def test_a_report_that_says_too_little_or_too_much_is_given_back(
    sent, words, extra, stranger, comment
):
    form = page(stranger.post(at(comment, "report"), sent, **extra), 422)
    assert words in form
    assert sent.get("words", "") in form
    assert not Report.objects.exists()


def test_a_report_is_made_in_place(stranger, comment):
    assert "<html" not in page(stranger.get(at(comment, "report"), **HTMX))
    answer = page(stranger.post(at(comment, "report"), {"reason": "spam"}, **HTMX))
    assert "Thank you. The moderators will look at it." in answer
    assert "<html" not in answer


def test_a_report_of_whoever_was_signed_out_is_kept(client, comment, charlie):
    sent = {"reason": "private", "words": "It names my boss."}
    assert "It names my boss." in page(client.post(at(comment, "report"), sent), 403)
    client.force_login(charlie)
    form = page(client.get(at(comment, "report")))
    assert ">\nIt names my boss.</textarea>" in form
    assert re.search(r'value="private"[^>]* checked', form)


def test_what_waits_is_not_told_apart_from_what_is_not_there(version, charlie):
    hidden = make_comment(version, make_user("dora"), state=State.PENDING)
    stranger = Client()
    stranger.force_login(charlie)
    for act in ("edit", "delete", "report"):
        for method in (stranger.get, stranger.post):
            assert method(at(hidden, act)).status_code == 404
            assert method(f"/comments/{hidden.pk + 1}/{act}/").status_code == 404
