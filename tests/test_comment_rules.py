"""What a comment's states mean: counts, approval, moderation, replies, the version it is on."""

from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article
from articles.publishing import withdraw
from comments.forms import CommentForm
from comments.models import Comment, Moderation, can_moderate
from comments.moderation import Refused, moderate
from tests.factories import (
    make_article,
    make_comment,
    make_published,
    make_scheduled,
    make_user,
)

pytestmark = pytest.mark.django_db

Action, State = Moderation.Action, Comment.State


def counts(article, *roots):
    """Return the stored counts: comments of the article, replies of each root."""
    stored = Article.objects.get(pk=article.pk).comment_count
    return [stored, *(Comment.objects.get(pk=root.pk).reply_count for root in roots)]


def post(version, author, number=None, **data):
    """Post a comment as the form does, while reading a version, and return it."""
    data = {"body": "I see it otherwise.", "version": number or version.label} | data
    form = CommentForm(data, article=version.article, author=author, version=version)
    assert form.is_valid(), form.errors
    return form.save()


# Counts


@pytest.mark.parametrize("state", State)
def test_only_approved_comments_are_counted(state, version):
    make_comment(version, state=state)
    assert counts(version.article) == [int(state == State.APPROVED)]


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_counts_follow_every_change_of_state(before, after, version):
    root = make_comment(version)
    reply = make_comment(version, parent=root, state=before)
    reply.enter(after)
    approved = int(after == State.APPROVED)
    assert reply.state == Comment.objects.get(pk=reply.pk).state == after
    assert counts(version.article, root) == [1 + approved, approved]


@pytest.mark.parametrize("state", State)
def test_entering_a_state_twice_is_entering_it_once(state, version):
    root = make_comment(version)
    reply = make_comment(version, parent=root, state=state)
    before = counts(version.article, root)
    stale = Comment(**{f.attname: getattr(reply, f.attname) for f in Comment._meta.fields})
    stale.state = State.PENDING
    for comment in (reply, reply, stale):
        comment.enter(state)
    assert counts(version.article, root) == before


def test_a_reply_to_a_reply_counts_for_the_root_alone(version):
    root = make_comment(version)
    reply = make_comment(version, parent=root)
    answer = make_comment(version, parent=reply)
    assert counts(version.article, root, reply, answer) == [3, 2, 0, 0]


def test_state_and_counts_change_together_or_not_at_all(version):
    comment = make_comment(version, state=State.PENDING)
    broken = mock.patch.object(Comment, "count", side_effect=RuntimeError)
    with broken, pytest.raises(RuntimeError):
        comment.enter(State.APPROVED)
    assert Comment.objects.get().state == State.PENDING
    assert counts(version.article) == [0]


def test_a_state_that_does_not_exist_is_refused_by_the_database(version):
    comment = make_comment(version)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(state="shadow")


# Who waits for approval


def test_a_readers_first_comment_waits_and_those_after_an_approved_one_do_not(version, bob, alice):
    first = post(version, bob)
    second = post(version, bob)
    assert [first.state, second.state] == [State.PENDING] * 2
    moderate(first, alice, Action.APPROVE)
    assert post(version, bob).state == State.APPROVED
    assert counts(version.article) == [2]


def test_trust_holds_across_articles(version, bob):
    make_comment(version, bob)
    assert post(make_published(make_article("another")), bob).is_approved


@pytest.mark.parametrize("state", [State.REJECTED, State.REMOVED])
def test_who_was_turned_down_waits_again(state, version, bob):
    make_comment(version, bob, state=state)
    assert post(version, bob).state == State.PENDING


def test_the_author_and_moderators_do_not_wait(version, alice, mod):
    assert post(version, alice).is_approved
    assert post(version, mod).is_approved


def test_nobody_waits_where_the_setting_says_so(version, bob, settings):
    settings.COMMENTS_HOLD_FIRST = False
    assert post(version, bob).is_approved


def test_who_may_moderate(alice, bob, mod):
    assert [can_moderate(user) for user in (alice, mod, bob)] == [True, True, False]
    assert not can_moderate(make_user("clerk", is_staff=True))
    mod.is_active = False
    assert not can_moderate(mod)


# Moderation

POSSIBLE = {
    (State.PENDING, Action.APPROVE): State.APPROVED,
    (State.REJECTED, Action.APPROVE): State.APPROVED,
    (State.REMOVED, Action.APPROVE): State.APPROVED,
    (State.PENDING, Action.REJECT): State.REJECTED,
    (State.APPROVED, Action.REMOVE): State.REMOVED,
}


@pytest.mark.parametrize("action", [Action.APPROVE, Action.REJECT, Action.REMOVE])
@pytest.mark.parametrize("state", State)
def test_an_act_leads_where_it_may_and_nowhere_else(state, action, version, mod):
    comment = make_comment(version, state=state)
    expected = POSSIBLE.get((state, action))
    if expected:
        record = moderate(comment, mod, action, " Because. ")
        assert (record.actor, record.action, record.reason) == (mod, action, "Because.")
        assert record.created_at <= timezone.now()
    else:
        with pytest.raises(Refused, match=f"is {state.label}: it cannot be changed that way"):
            moderate(comment, mod, action, "Because.")
        assert not Moderation.objects.exists()
    assert Comment.objects.get().state == (expected or state)
    assert counts(version.article) == [int((expected or state) == State.APPROVED)]


@pytest.mark.parametrize(
    ("state", "action"), [(State.PENDING, Action.REJECT), (State.APPROVED, Action.REMOVE)]
)
@pytest.mark.parametrize("reason", ["", "  ", "x" * 301, "hid\u202eden"])
def test_turning_down_needs_a_reason_that_can_be_read(reason, state, action, version, mod):
    comment = make_comment(version, state=state)
    with pytest.raises(ValidationError):
        moderate(comment, mod, action, reason)
    assert not Moderation.objects.exists()
    assert Comment.objects.get().state == state


def test_the_database_has_no_removal_without_a_reason(version, mod):
    comment = make_comment(version)
    with pytest.raises(IntegrityError), transaction.atomic():
        Moderation.objects.create(comment=comment, actor=mod, action=Action.REMOVE)


def test_approval_needs_no_reason(version, mod):
    comment = make_comment(version, state=State.PENDING)
    assert moderate(comment, mod, Action.APPROVE).reason == ""


def test_the_reason_shown_is_that_of_the_last_removal(version, mod):
    comment = make_comment(version)
    moderate(comment, mod, Action.REMOVE, "First.")
    moderate(comment, mod, Action.APPROVE, "A mistake.")
    moderate(comment, mod, Action.REMOVE, "Second.")
    assert Comment.objects.for_page().get().removal_reason == "Second."
    assert make_comment(version).removal_reason == ""


# A comment and its version


def test_a_comment_keeps_the_version_it_was_made_on(bob):
    first = make_published()
    comment = make_comment(first, bob)
    make_published(first.article)
    assert Comment.objects.get().version == first
    with pytest.raises(IntegrityError, match="keeps the version"), transaction.atomic():
        Comment.objects.update(version=first.article.current())
    assert Comment.objects.get(pk=comment.pk).version == first


@pytest.mark.parametrize("number", ["v0.1", "0.1"])
def test_a_comment_is_posted_on_an_older_version_too(number, bob):
    first = make_published()
    second = make_published(first.article)
    assert post(second, bob, number=number).version == first


@pytest.mark.parametrize("number", ["", "v0.2", "v0.3", "v9.9", "v00.1", "latest", "v0.1'--"])
def test_a_comment_is_posted_on_no_version_that_is_not_public(number, bob):
    first = make_published()
    second = make_published(first.article)
    make_scheduled(first.article)
    withdraw(second, first.article.author, "Wrong.")
    data = {"body": "Words", "version": number}
    form = CommentForm(data, article=first.article, author=bob, version=first)
    assert not form.is_valid()
    assert set(form.errors) == {"version"}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "Write something first."),
        (" \n ", "Write something first."),
        ("x" * 5001, "A comment has at most 5000 characters; this one has 5001."),
        ("a\u202eb", "This text has a hidden character that reverses its direction (U+202E)."),
        ("a\x00b", "Null characters are not allowed."),
    ],
)
def test_a_body_that_cannot_stand_is_refused_in_words(body, words, version, bob):
    data = {"body": body, "version": "v0.1"}
    form = CommentForm(data, article=version.article, author=bob, version=version)
    assert words in form.errors["body"]


def test_the_cap_is_on_the_text_as_it_is_stored(version, bob):
    """A browser sends two characters for the end of a line."""
    assert len(post(version, bob, body="line\r\n" * 999 + "x" * 5).body) == 5000


def test_a_comment_is_about_a_role_of_the_version_that_is_read(version, bob):
    assert post(version, bob, role="developer").role.slug == "developer"
    data = {"body": "Words", "version": "v0.1", "role": "astronaut"}
    form = CommentForm(data, article=version.article, author=bob, version=version)
    assert form.errors["role"] == ["This role is not on this version of the map."]


# Replies


def test_replies_are_flat_under_their_root(version, bob):
    root = make_comment(version)
    reply = post(version, bob, parent=root.pk)
    answer = post(version, bob, parent=reply.pk)
    assert [c.root for c in (root, reply, answer)] == [None, root, root]
    assert answer.in_reply_to == reply


def test_a_reply_is_to_an_approved_comment_of_the_same_article(version, bob):
    elsewhere = make_comment(make_published(make_article("another")))
    hidden = [make_comment(version, state=s) for s in State if s != State.APPROVED]
    for parent in [elsewhere.pk, *(comment.pk for comment in hidden), 10**9, 10**30, 0, "x"]:
        data = {"body": "Words", "version": "v0.1", "parent": parent}
        form = CommentForm(data, article=version.article, author=bob, version=version)
        assert set(form.errors) == {"parent"}
