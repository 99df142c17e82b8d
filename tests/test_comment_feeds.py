"""Atom feeds of comments: what was said, where, and nothing that readers do not see."""

import pytest
from defusedxml import ElementTree

from articles.publishing import withdraw
from comments.feeds import ENTRIES
from comments.models import Comment
from tests.factories import make_article, make_comment, make_published, make_user

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
ALL, ONE = "/comments/feed/", "/articles/ml-map/comments/feed/"


def entries(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")


def text(entry, name):
    return entry.find(f"{ATOM}{name}").text


def test_the_feed_of_a_thread_has_its_comments_newest_first(version, client):
    other = make_published(make_article("other", title="Another map"))
    make_comment(other, body="Elsewhere.")
    make_comment(version, body="The *first*.")
    reply = make_comment(version, make_user("kim", name="Kim <b>"), body="The second.")
    newest, oldest = entries(client, ONE)
    assert text(newest, "title") == "Kim <b> on ML Map v0.1"
    assert newest.find(f"{ATOM}link").get("href") == f"http://127.0.0.1:8000/comments/{reply.pk}/"
    assert text(newest, f"author/{ATOM}name") == "Kim <b>"
    assert text(oldest, "content") == "<p>The <em>first</em>.</p>\n"
    assert len(entries(client, ALL)) == 3


@pytest.mark.parametrize("state", sorted(set(Comment.State) - {Comment.State.APPROVED}))
@pytest.mark.parametrize("address", [ALL, ONE])
def test_what_readers_do_not_see_is_in_no_feed(address, state, version, client):
    hidden = make_comment(version, state=state, body="Hidden words.")
    make_comment(version, parent=hidden)
    assert len(entries(client, address)) == 1
    assert b"Hidden words." not in client.get(address).content


def test_the_comments_of_what_was_withdrawn_are_in_no_feed(version, client):
    make_comment(version)
    withdraw(version, version.article.author, "Wrong.")
    assert entries(client, ALL) == []
    assert client.get(ONE).status_code == 404


def test_a_feed_has_so_many_entries_and_takes_as_many_queries(
    version, client, django_assert_max_num_queries
):
    for n in range(ENTRIES + 2):
        make_comment(version, make_user(f"reader-{n % 4}"))
    for address in (ALL, ONE):
        with django_assert_max_num_queries(3):
            assert len(entries(client, address)) == ENTRIES


def test_an_edit_counts_as_an_update_and_not_as_news(version, client):
    make_comment(version, body="Older.")
    edited = make_comment(version, body="Newer.")
    Comment.objects.filter(pk=edited.pk).update(edited_at="2030-01-01T00:00:00Z")
    entry = entries(client, ALL)[0]
    assert text(entry, "updated") == "2030-01-01T00:00:00+00:00"
    assert not text(entry, "published").startswith("2030")


@pytest.mark.parametrize("address", [ALL, ONE])
def test_a_feed_is_the_same_for_everyone(address, version, client, bob):
    make_comment(version)
    anonymous = client.get(address)
    assert not anonymous.cookies
    client.force_login(bob)
    assert client.get(address).content == anonymous.content
    assert client.post(address).status_code == 405
