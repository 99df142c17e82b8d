"""Words that come too late, or are too many, are given back, or said to be with their writer."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from articles.models import Article
from articles.publishing import withdraw
from comments.models import Comment, Moderation
from comments.moderation import moderate
from tests.factories import make_comment
from tests.test_writing import HTMX, SAID, THREAD, WRITE, last, page, reader

pytestmark = pytest.mark.django_db

__all__ = ["reader"]


def change_late(comment):
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(hours=1))


def close(comment):
    Article.objects.update(comments_closed_at=timezone.now())


def block(comment):
    get_user_model().objects.filter(pk=comment.author_id).update(is_blocked=True)


def remove(comment):
    moderate(comment, comment.article.author, Moderation.Action.REMOVE, "Rude.")


def take_back(comment):
    withdraw(comment.version, comment.article.author, "It was wrong.")


@pytest.mark.parametrize(
    ("place", "meanwhile", "status"),
    [
        ("edit", change_late, 403),
        ("edit", block, 403),
        ("edit", remove, 403),
        ("new", close, 403),
        ("new", block, 403),
        ("new", take_back, 404),
    ],
)
def test_words_that_were_kept_are_given_back_where_they_come_too_late(
    place, meanwhile, status, client, version, bob
):
    comment = make_comment(version, bob)
    form = WRITE if place == "new" else f"/comments/{comment.pk}/edit/"
    client.post(THREAD if place == "new" else form, SAID)
    meanwhile(comment)
    client.force_login(bob)
    assert SAID["body"] in page(client.get(form), status)


@pytest.mark.parametrize("extra", [{}, HTMX], ids=["on a page", "in place"])
def test_the_words_of_a_report_are_given_back_where_its_comment_is_gone(extra, reader, charlie):
    comment = make_comment(last().version, charlie)
    remove(comment)
    sent = {"reason": "other", "words": "It names my boss."}
    answer = page(reader.post(f"/comments/{comment.pk}/report/", sent, **extra), 404)
    assert "It names my boss." in answer
    assert ("<html" in answer) == (not extra)


def test_what_is_too_much_to_be_read_is_said_to_be_with_whoever_wrote_it(reader):
    answer = page(reader.post(THREAD, SAID | {"body": "x" * 2_200_000}), 413)
    assert "your browser still has what you wrote" in answer
