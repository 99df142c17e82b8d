"""What stands in a thread, who may read it, and that a page of it costs the same at any length."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from articles.models import Change
from articles.publishing import withdraw
from comments.models import Comment, Moderation
from comments.moderation import moderate
from comments.threads import (
    REPLIES_A_PAGE,
    REPLIES_SHOWN,
    ROOTS_A_PAGE,
    branches,
    replies_page,
)
from tests.factories import (
    LONG_AGO,
    make_article,
    make_comment,
    make_draft,
    make_published,
    make_user,
)

pytestmark = pytest.mark.django_db

Action, State = Moderation.Action, Comment.State


# What readers see


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("replies", [0, 1])
def test_what_stands_in_a_thread(state, replies, version):
    root = make_comment(version)
    for _ in range(replies):
        make_comment(version, parent=root)
    root.enter(state)
    root.refresh_from_db()
    leaves_a_gap = state in (State.REMOVED, State.DELETED) and replies > 0
    stands = state == State.APPROVED or leaves_a_gap
    assert root.stands == stands
    assert Comment.objects.standing().filter(pk=root.pk).exists() == stands
    assert Comment.objects.approved().filter(pk=root.pk).exists() == (state == State.APPROVED)


@pytest.mark.parametrize("state", State)
def test_who_may_read_its_words(state, version, alice, bob, charlie, mod):
    comment = make_comment(version, bob, state=state)
    everyone = state == State.APPROVED
    readers = [alice, mod, bob, charlie, AnonymousUser()]
    assert [comment.can_be_read_by(user) for user in readers] == [
        *(True, True, True),
        *(everyone, everyone),
    ]


def test_nothing_is_read_where_the_article_has_nothing_to_read(version, charlie):
    comment = make_comment(version)
    withdraw(version, version.article.author, "Wrong.")
    assert not comment.can_be_read_by(charlie)


def test_credits_on_what_is_still_to_come_are_not_shown(version):
    comment = make_comment(version)
    published = make_published(version.article, changes=["Seen."])
    withdrawn = make_published(version.article, changes=["Withdrawn."])
    withdraw(withdrawn, version.article.author, "Wrong.")
    draft = make_draft(version.article, changes=["Drafted."])
    comment.changes.add(*Change.objects.filter(version__in=[published, withdrawn, draft]))
    assert comment.changes.count() == 3
    assert [change.text for change in Comment.objects.for_page().get().credits] == ["Seen."]


def test_who_wrote_the_article_is_marked(version, alice, bob):
    assert make_comment(version, alice).is_by_author
    assert not make_comment(version, bob).is_by_author


# A page of a thread


def at(minutes):
    return LONG_AGO + timedelta(minutes=minutes)


def make_thread(version, replies):
    root = make_comment(version, created_at=at(0))
    return root, [make_comment(version, parent=root, created_at=at(i + 1)) for i in range(replies)]


@pytest.mark.parametrize("replies", [0, 1, 3, 4, 7])
def test_the_first_replies_are_shown_and_the_others_counted(replies, version):
    root, answers = make_thread(version, replies)
    make_comment(version, parent=root, state=State.PENDING, created_at=at(0))
    _, [branch], _ = branches(version.article)
    assert branch.root == root
    assert branch.replies == answers[:REPLIES_SHOWN]
    assert branch.hidden_count == max(0, replies - REPLIES_SHOWN)


def test_roots_stand_oldest_first_each_with_its_own_replies(version):
    late = make_comment(version, created_at=at(9))
    early = make_comment(version, created_at=at(1))
    replies = [make_comment(version, parent=root) for root in (late, early, late)]
    _, rows, _ = branches(version.article)
    assert [(b.root, b.replies) for b in rows] == [
        (early, [replies[1]]),
        (late, [replies[0], replies[2]]),
    ]


def test_the_pinned_one_comes_with_its_own_first_replies_wherever_it_stands(version):
    root, answers = make_thread(version, 4)
    others = [make_comment(version, created_at=at(0)) for _ in range(ROOTS_A_PAGE)]
    assert branches(version.article)[2] is None
    Comment.objects.filter(pk=root.pk).update(is_pinned=True, created_at=at(9))
    _, rows, pinned = branches(version.article)
    assert [branch.root for branch in rows] == others
    assert (pinned.root, pinned.replies) == (root, answers[:REPLIES_SHOWN])


def test_a_removed_root_keeps_the_place_of_its_replies(version, mod):
    root, answers = make_thread(version, 2)
    alone = make_comment(version)
    for comment in (root, alone):
        moderate(comment, mod, Action.REMOVE, "Rude.")
    moderate(answers[0], mod, Action.REMOVE, "Rude.")
    _, [branch], _ = branches(version.article)
    assert (branch.root, branch.replies) == (root, answers[1:])
    assert (branch.root.is_approved, branch.hidden_count) == (False, 0)


def test_one_thread_runs_across_versions_and_no_further(version):
    second = make_published(version.article)
    here = [make_comment(version), make_comment(second)]
    make_comment(make_published(make_article("another")))
    _, rows, _ = branches(version.article)
    assert [branch.root for branch in rows] == here


def test_every_root_and_every_reply_stands_on_one_page(version):
    roots = [make_comment(version, created_at=at(i // 3)) for i in range(ROOTS_A_PAGE + 5)]
    first, rows, _ = branches(version.article)
    second, more, _ = branches(version.article, after=first.next)
    assert [branch.root for branch in rows + more] == roots
    assert (len(rows), second.next) == (ROOTS_A_PAGE, None)
    _, from_third, _ = branches(version.article, start=roots[2].pk)
    assert from_third[0].root == roots[2]

    replies = [make_comment(version, parent=roots[0]) for _ in range(REPLIES_A_PAGE + 2)]
    page = replies_page(roots[0])
    assert page.rows + replies_page(roots[0], after=page.next).rows == replies
    assert replies_page(roots[0], start=replies[3].pk).rows[0] == replies[3]


def test_a_thread_of_one_takes_as_many_queries_as_a_thread_of_many(
    version, django_assert_num_queries
):
    def read():
        _, rows, pinned = branches(version.article)
        assert pinned.root == kept
        for branch in rows:
            for comment in (branch.root, *branch.replies):
                assert comment.author.display_name
                assert comment.version.get_absolute_url()
                assert comment.is_by_author in (True, False)
                assert [c.version.article.slug for c in comment.credits] == []
                assert comment.removal_reason == ""

    kept, _ = make_thread(version, 1)
    Comment.objects.filter(pk=kept.pk).update(is_pinned=True)
    with django_assert_num_queries(2):
        read()
    for place in range(4):
        root = make_comment(version, make_user(f"reader-{place}"))
        for _ in range(3):
            make_comment(version, parent=root)
    with django_assert_num_queries(2):
        read()
