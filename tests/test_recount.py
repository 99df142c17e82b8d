"""Stored counts are what there is; what somebody changed past the site is found and set right."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments.counting import differences, recount
from comments.models import Comment, Like
from tests.factories import make_article, make_comment, make_published, make_user

pytestmark = pytest.mark.django_db
State = Comment.State


@pytest.fixture
def thread(version):
    """A root with replies in every state, another article, and likes of both kinds."""
    root = make_comment(version)
    for state in State:
        make_comment(version, parent=root, state=state)
    make_comment(version, parent=root)
    other = make_published(make_article("other"), placements={})
    make_comment(other, state=State.PENDING)
    for name in ("bob", "charlie"):
        Like.objects.put(make_user(name), wanted=True, article=other.article)
    Like.objects.put(make_user("charlie"), wanted=True, comment=root)
    return root


def counts():
    return [
        list(Article.objects.order_by("slug").values_list("slug", "comment_count", "like_count")),
        list(Comment.objects.order_by("pk").values_list("reply_count", "like_count")),
    ]


def spoil(root):
    Article.objects.update(comment_count=F("comment_count") + 3, like_count=7)
    Comment.objects.filter(pk=root.pk).update(reply_count=0, like_count=9)
    # A gap that would stand though nothing hangs on it, and a reply that counts replies.
    Comment.objects.exclude(root=None).exclude(state=State.APPROVED).update(reply_count=1)


def run(capsys, *arguments):
    call_command("recount", *arguments)
    return capsys.readouterr().out


def test_right_counts_are_left_as_they_are(thread, capsys):
    before = counts()
    assert before == [
        [("ml-map", 3, 0), ("other", 0, 2)],
        [(2, 1), *[(0, 0)] * 7],
    ]
    assert run(capsys, "--check") == run(capsys) == "All counts are right.\n"
    assert counts() == before


def test_wrong_counts_are_named_and_set_right(thread, capsys):
    right = counts()
    spoil(thread)
    wrong = counts()
    with pytest.raises(CommandError, match=r"^10 stored counts are wrong\.$"):
        run(capsys, "--check")
    named = capsys.readouterr().out.splitlines()
    assert f"comment {thread.pk}: reply_count is 0, and should be 2" in named
    assert f"comment {thread.pk}: like_count is 9, and should be 1" in named
    assert f"article {thread.article_id}: comment_count is 6, and should be 3" in named
    assert counts() == wrong
    assert run(capsys).splitlines() == [*named, "10 stored counts were set right."]
    assert counts() == right
    assert run(capsys, "--check") == "All counts are right.\n"


def test_what_stands_follows_the_counts(thread):
    spoil(thread)
    gone = Comment.objects.exclude(root=None).filter(state=State.REMOVED)
    assert gone.get().stands
    recount()
    assert not gone.get().stands


def test_only_what_is_asked_for_is_looked_at(thread):
    spoil(thread)
    other = Article.objects.get(slug="other")
    assert {(d.model, d.pk) for d in recount([other])} == {(Article, other.pk)}
    assert {d.article for d in differences()} == {thread.article_id}


def test_it_asks_as_often_for_one_thread_as_for_many(thread, django_assert_num_queries):
    with CaptureQueriesContext(connection) as asked:
        differences()
    for _ in range(5):
        make_comment(thread.version, parent=make_comment(thread.version))
    with django_assert_num_queries(len(asked)):
        assert differences() == []
