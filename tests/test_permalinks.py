"""A comment's address leads to a page that holds the comment, however long the thread is."""

import re

import pytest
from django.test import Client

from articles.publishing import withdraw
from comments.models import Comment, Moderation
from comments.moderation import moderate
from tests.factories import LONG_AGO, make_article, make_comment, make_published, make_user

pytestmark = pytest.mark.django_db

THREAD = "/articles/ml-map/comments/"
ROOTS, REPLIES = 60, 120
State = Comment.State


def pile_up(version, count, **values):
    """Store approved comments at once, all of the same moment, and return them in order."""
    html = "<p>I see it otherwise.</p>"
    rows = [
        Comment(
            article=version.article,
            version=version,
            author=make_user("bob"),
            body="I see it otherwise.",
            body_html=html,
            state=State.APPROVED,
            created_at=LONG_AGO,
            **values,
        )
        for _ in range(count)
    ]
    Comment.objects.bulk_create(rows)
    return rows


@pytest.fixture
def thread(version):
    """Sixty roots, and a hundred and twenty replies to one in the middle."""
    roots = pile_up(version, ROOTS)
    replies = pile_up(version, REPLIES, root=roots[30], in_reply_to=roots[30])
    Comment.objects.filter(pk=roots[30].pk).update(reply_count=REPLIES)
    return roots, replies


def shown(client, address):
    """Return the comments that a page shows, by their anchors."""
    answer = client.get(address)
    assert answer.status_code == 200
    return [int(key) for key in re.findall(r'id="comment-(\d+)"', answer.content.decode())]


def holds(client, comment):
    """Return whether the page that a comment's address leads to holds it, at the anchor."""
    answer = client.get(f"/comments/{comment.pk}/")
    assert answer.status_code == 302
    address, _, anchor = answer.url.partition("#")
    return anchor == f"comment-{comment.pk}" and comment.pk in shown(client, address)


@pytest.mark.parametrize("place", [0, 19, 20, 21, 40, ROOTS - 1])
def test_a_root_is_on_the_page_it_leads_to(place, thread, client):
    assert holds(client, thread[0][place])


@pytest.mark.parametrize("place", [0, 2, 3, 49, 50, 51, REPLIES - 1])
def test_a_reply_is_on_the_page_it_leads_to(place, thread, client):
    assert holds(client, thread[1][place])


def walk(client, address, link):
    """Return every comment on a page and those that its "more" links lead to."""
    found = []
    while address:
        found += shown(client, address)
        more = re.search(link, client.get(address).content.decode())
        address = more and THREAD + more[1].replace("&amp;", "&")
    return found


def test_every_root_is_reached_from_the_first_page(thread, client):
    replies = {reply.pk for reply in thread[1]}
    found = walk(client, THREAD, r'rel="next" href="[^"?]*(\?after=\d+)"')
    assert [key for key in found if key not in replies] == [root.pk for root in thread[0]]


def test_every_reply_is_reached_from_the_first_page_of_them(thread, client):
    roots, replies = thread
    found = walk(
        client, f"{THREAD}?thread={roots[30].pk}", r'rel="next" href="[^"?]*(\?thread=[^"]*)"'
    )
    assert [key for key in found if key != roots[30].pk] == [reply.pk for reply in replies]


def test_the_first_page_of_an_article_leads_on(thread, client):
    page = client.get("/articles/ml-map/").content.decode()
    assert f"{THREAD}?after={thread[0][19].pk}" in page
    assert "117 more replies" in client.get(f"{THREAD}?from={thread[0][30].pk}").content.decode()


@pytest.mark.parametrize("method", ["get", "head"])
def test_the_address_is_asked_by_get_and_head(method, version, client):
    comment = make_comment(version)
    assert getattr(client, method)(f"/comments/{comment.pk}/").status_code == 302


def test_an_anonymous_permalink_is_kept_by_nobody(version, client):
    answer = client.get(f"/comments/{make_comment(version).pk}/")
    assert answer["Cache-Control"] == "private, no-store"


def test_a_removed_root_with_replies_keeps_its_place(version, alice, client):
    root = make_comment(version)
    reply = make_comment(version, parent=root)
    moderate(root, alice, Moderation.Action.REMOVE, "Rude.")
    assert holds(client, root)
    assert holds(client, reply)


@pytest.mark.parametrize("state", [State.PENDING, State.REJECTED, State.REMOVED])
def test_what_does_not_stand_is_there_for_its_writer_and_moderators(state, version, bob, mod):
    comment = make_comment(version, bob, state=state)
    seen = {}
    for user in (bob, mod, make_user("charlie"), None):
        client = Client()
        if user:
            client.force_login(user)
        seen[user and user.username] = client.get(f"/comments/{comment.pk}/").status_code
    assert seen == {"bob": 200, "mod": 200, "charlie": 404, None: 404}


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (Moderation.Action.REJECT, "It was not published."),
        (Moderation.Action.REMOVE, "It was removed."),
    ],
)
def test_a_writer_is_told_why(act, words, version, bob, alice, client):
    before = State.PENDING if act == Moderation.Action.REJECT else State.APPROVED
    comment = make_comment(version, bob, state=before)
    moderate(comment, alice, act, "It names a person.")
    client.force_login(bob)
    page = client.get(f"/comments/{comment.pk}/").content.decode()
    assert words in page
    assert "It names a person." in page


def test_a_comment_of_an_article_that_is_gone_is_there_for_its_writer_alone(version, bob, charlie):
    comment = make_comment(version, bob)
    withdraw(version, version.article.author, "Wrong.")
    mine, other = Client(), Client()
    mine.force_login(bob)
    other.force_login(charlie)
    assert other.get(f"/comments/{comment.pk}/").status_code == 404
    assert Client().get(f"/comments/{comment.pk}/").status_code == 404
    own = mine.get(f"/comments/{comment.pk}/")
    assert own.status_code == 200
    assert "It was removed" not in own.content.decode()


def test_a_root_of_another_article_starts_no_page_here(version, client):
    other = make_comment(make_published(make_article("another"), title="Other"), body="Elsewhere.")
    answer = client.get(f"{THREAD}?thread={other.pk}")
    assert answer.status_code == 404
    for key in ("from", "after"):
        assert "Elsewhere." not in client.get(f"{THREAD}?{key}={other.pk}").content.decode()
