"""What a moderator may do to a comment, a reader and a thread: where it fits, once, on record."""

import pytest
from django.core.exceptions import ValidationError

from comments import moderation
from comments.counting import differences
from comments.models import Comment, Moderation, Report
from comments.moderation import Refused, moderate
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db

State, Action = Comment.State, Moderation.Action
REASON = "It names a person."
# Where each act leads from each state; what is not here is refused.
LEADS = {
    (Action.APPROVE, State.PENDING): State.APPROVED,
    (Action.APPROVE, State.REJECTED): State.APPROVED,
    (Action.APPROVE, State.REMOVED): State.APPROVED,
    (Action.REJECT, State.PENDING): State.REJECTED,
    (Action.REMOVE, State.APPROVED): State.REMOVED,
}


def stored(comment):
    return Comment.objects.get(pk=comment.pk)


def report(comment, name="charlie"):
    return Report.objects.create(comment=comment, reporter=make_user(name), reason="spam")


# Comments


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("action", [Action.APPROVE, Action.REJECT, Action.REMOVE])
def test_an_act_leads_where_it_fits_and_is_refused_elsewhere(action, before, version, mod):
    comment = make_comment(version, state=before)
    if (action, before) in LEADS:
        record = moderate(comment, mod, action, REASON)
        assert (record.actor, record.action, record.reason) == (mod, action, REASON)
        assert stored(comment).state == LEADS[action, before]
    else:
        with pytest.raises(Refused, match="cannot be changed that way"):
            moderate(comment, mod, action, REASON)
        assert stored(comment).state == before
        assert not comment.moderations.exists()
    assert differences() == []


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 301, "Rude\u202e"])
@pytest.mark.parametrize(
    ("action", "before"), [(Action.REJECT, State.PENDING), (Action.REMOVE, State.APPROVED)]
)
def test_what_is_turned_down_has_a_reason_that_can_be_read(action, before, reason, version, mod):
    comment = make_comment(version, state=before)
    with pytest.raises(ValidationError):
        moderate(comment, mod, action, reason)
    assert stored(comment).state == before
    assert not Moderation.objects.exists()


def test_one_comment_is_pinned_and_another_takes_its_place(version, mod):
    first, second = make_comment(version), make_comment(version)
    for comment in (first, second):
        moderate(comment, mod, Action.PIN)
    assert [stored(c).is_pinned for c in (first, second)] == [False, True]
    moderate(second, mod, Action.UNPIN)
    assert not Comment.objects.filter(is_pinned=True).exists()
    with pytest.raises(Refused, match="not pinned"):
        moderate(second, mod, Action.UNPIN)


def test_a_reply_and_what_nobody_sees_are_not_pinned(version, mod):
    root = make_comment(version)
    reply = make_comment(version, parent=root)
    waiting = make_comment(version, state=State.PENDING)
    for comment in (reply, waiting):
        with pytest.raises(Refused):
            moderate(comment, mod, Action.PIN)
    assert not Comment.objects.filter(is_pinned=True).exists()


def test_reports_are_settled_by_letting_the_comment_stand(version, mod):
    comment = make_comment(version)
    report(comment)
    moderate(comment, mod, Action.SETTLE)
    assert stored(comment).state == State.APPROVED
    assert not comment.reports.open().exists()
    with pytest.raises(Refused, match="Nobody reports"):
        moderate(comment, mod, Action.SETTLE)


def test_a_comment_that_is_taken_down_settles_its_reports(version, mod):
    comment = make_comment(version)
    report(comment)
    moderate(comment, mod, Action.REMOVE, REASON)
    assert not comment.reports.open().exists()


def test_a_comment_that_its_writer_takes_back_settles_its_reports(version, bob, client):
    comment = make_comment(version, bob)
    report(comment)
    client.force_login(bob)
    client.post(f"/comments/{comment.pk}/delete/")
    assert stored(comment).state == State.DELETED
    assert not comment.reports.open().exists()


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        (State.PENDING, ["approve", "reject"]),
        (State.APPROVED, ["remove", "pin", "settle"]),
        (State.REJECTED, ["approve"]),
        (State.REMOVED, ["approve"]),
        (State.DELETED, []),
    ],
)
def test_what_can_be_done_is_what_fits(state, acts, version):
    comment = make_comment(version, state=state)
    if state == State.APPROVED:
        report(comment)
    assert moderation.possible_acts(stored(comment)) == acts


def test_what_has_no_words_any_more_is_not_shown_again(version, mod):
    comment = make_comment(version, state=State.REMOVED)
    Comment.objects.filter(pk=comment.pk).update(body="", body_html="")
    assert moderation.possible_acts(stored(comment)) == []
    with pytest.raises(Refused, match="Its words are gone"):
        moderate(comment, mod, Action.APPROVE)


# Readers


def test_whoever_is_blocked_writes_no_more_and_is_let_in_again(version, mod, bob, client):
    client.force_login(bob)
    moderation.block(bob, mod, REASON)
    sent = {"body": "Words.", "version": "v0.1"}
    assert client.post("/articles/ml-map/comments/", sent).status_code == 403
    moderation.unblock(bob, mod)
    assert client.post("/articles/ml-map/comments/", sent).status_code == 302
    acts = bob.acts_on_them.order_by("pk").values_list("action", "reason", "actor")
    assert list(acts) == [("block", REASON, mod.pk), ("unblock", "", mod.pk)]


def test_blocking_needs_a_reason_and_a_reader_who_is_not_blocked(mod, bob):
    with pytest.raises(ValidationError):
        moderation.block(bob, mod, " ")
    bob.refresh_from_db()
    assert not bob.is_blocked
    with pytest.raises(Refused, match="not blocked"):
        moderation.unblock(bob, mod)
    moderation.block(bob, mod, REASON)
    with pytest.raises(Refused, match="blocked already"):
        moderation.block(bob, mod, REASON)


def test_nobody_blocks_themself_or_whoever_works_at_the_desk(mod, alice):
    for reader in (mod, alice):
        with pytest.raises(Refused, match="cannot be blocked"):
            moderation.block(reader, mod, REASON)


# Threads


def test_a_thread_is_closed_and_opened_again(version, mod, bob, client):
    client.force_login(bob)
    sent = {"body": "Words.", "version": "v0.1"}
    moderation.close(version.article, mod, "It is said.")
    assert client.post("/articles/ml-map/comments/", sent).status_code in (403, 422)
    assert not Comment.objects.exists()
    with pytest.raises(Refused, match="closed already"):
        moderation.close(version.article, mod, "Again.")
    moderation.reopen(version.article, mod)
    assert client.post("/articles/ml-map/comments/", sent).status_code == 302
    with pytest.raises(Refused, match="not closed by hand"):
        moderation.reopen(version.article, mod)
    acts = version.article.moderations.order_by("pk").values_list("action", "reason")
    assert list(acts) == [("close", "It is said."), ("reopen", "")]
