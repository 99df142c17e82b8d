"""What is rendered once is never shown when it is no longer so: of comments, and of maps."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.template import Context, Template
from django.test import Client
from django.utils import timezone
from django.utils.timesince import timesince
from hypothesis import given
from hypothesis import strategies as st

from comments import moderation
from comments.models import Comment, Like
from comments.posting import delete, edit
from comments.showing import age
from roles.spectrum import Span
from tests.factories import make_comment, make_correction, make_published, make_user

pytestmark = pytest.mark.django_db


def thread(address="/articles/ml-map/comments/"):
    return Client().get(address).content.decode()


def call(comment):
    type(comment.author).objects.filter(pk=comment.author_id).update(name="Roberta")


def head(comment):
    type(comment.author).objects.filter(pk=comment.author_id).update(headline="Draws maps.")


def picture(comment):
    avatar = f"avatars/{'0' * 32}.webp"
    type(comment.author).objects.filter(pk=comment.author_id).update(avatar=avatar)


def like(comment):
    Like.objects.put(make_user("carol"), comment=comment, wanted=True)


def answer(comment):
    made = make_comment(comment.version, make_user("carol"), parent=comment)
    make_comment(comment.version, make_user("dave"), parent=made)


def say_otherwise(comment):
    edit(comment, "I saw it otherwise.")


def name_role(comment):
    role = comment.version.placements.first().role
    Comment.objects.filter(pk=comment.pk).update(role=role)


def credit(comment):
    published = make_published(comment.article, changes=["Softer borders."])
    comment.changes.set(published.changes.all())


def pin(comment):
    Comment.objects.filter(pk=comment.pk).update(is_pinned=True)


def remove(comment):
    moderation.moderate(comment, comment.article.author, moderation.Action.REMOVE, "Rude.")


def close(comment):
    type(comment.article).objects.filter(pk=comment.article_id).update(
        comments_closed_at=timezone.now()
    )


def grow_old(comment):
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(days=800))


CHANGES = {
    call: "Roberta",
    head: "Draws maps.",
    picture: f"/media/avatars/{'0' * 32}",
    like: "reader likes this",
    answer: "answers <bdi>carol</bdi>",
    say_otherwise: "I saw it otherwise.",
    name_role: '· <a href="/roles/',
    credit: "Led to a change in",
    pin: "Pinned by the author",
    grow_old: "2\xa0years ago",
}


@pytest.mark.parametrize(
    ("change", "words"), CHANGES.items(), ids=lambda c: getattr(c, "__name__", "")
)
def test_a_comment_shows_what_is_said_of_it_now(version, change, words):
    comment = make_comment(version, make_user("bob"))
    assert words not in thread()
    change(comment)
    assert words in thread()


@pytest.mark.parametrize(
    ("change", "words"), [(delete, "I see it otherwise"), (remove, "otherwise"), (close, "Reply")]
)
def test_a_comment_no_longer_shows_what_is_no_longer_so(version, change, words):
    comment = make_comment(version, make_user("bob"))
    assert words in thread()
    change(comment)
    assert words not in thread()


def test_a_comment_speaks_the_language_of_its_page(version):
    make_comment(version, make_user("bob"))
    for _ in range(2):
        assert "回复" not in thread()
        assert "回复" in thread("/zh-hans/articles/ml-map/comments/")


def test_what_a_reader_may_do_is_shown_to_nobody_else(version, bob, client):
    make_comment(version, bob)
    client.force_login(bob)
    own = client.get("/articles/ml-map/comments/").content.decode()
    assert "/edit/" in own
    assert "/edit/" not in thread()
    assert "csrfmiddlewaretoken" not in thread()


@given(st.integers(10**9, 2 * 10**9), st.integers(-120, 4 * 365 * 86_400))
def test_an_age_is_that_of_this_very_moment(second, seconds):
    moment = datetime.fromtimestamp(second, UTC)
    with time_machine.travel(moment + timedelta(seconds=seconds), tick=False):
        now = "just now" if seconds < 60 else f"{timesince(moment, depth=1)} ago"
        assert age(moment) == now


def test_a_corrected_text_says_its_language(version):
    make_correction(version, "这张地图画出了机器学习中的各种角色。")
    assert '<div class="prose" lang="zh">' in thread("/articles/ml-map/")


def test_a_title_that_looks_like_html_is_drawn_as_it_is_meant():
    written = "{% load map_tags %}{% map_figure spans '' '' 'A &amp; B' %}"
    given = "{% load map_tags %}{% map_figure spans '' '' title %}"
    context = Context({"spans": [Span("a", "A", 0, 50)], "title": "A &amp; B"})
    for _ in range(2):
        assert 'aria-label="A &amp; B"' in Template(written).render(context)
        assert 'aria-label="A &amp;amp; B"' in Template(given).render(context)


def test_each_reader_has_a_token_of_their_own_in_what_is_rendered_for_all(version, bob, charlie):
    make_comment(version, make_user("carol"))
    found = []
    for reader in (bob, charlie):
        client = Client(enforce_csrf_checks=True)
        client.force_login(reader)
        page = client.get("/articles/ml-map/comments/").content.decode()
        [token] = re.findall(r'class="like".*?csrfmiddlewaretoken" value="(\w+)"', page, re.DOTALL)
        address = re.search(r'action="(/comments/\d+/like/)"', page)[1]
        sent = {"liked": "1", "csrfmiddlewaretoken": token}
        assert client.post(address, sent).status_code == 302
        found.append(token)
    assert len(set(found)) == 2
