"""The page of a thread: in which order, narrowed to what, with what on top, and piece by piece."""

import re
from datetime import timedelta

import pytest

from comments.models import Comment, Like, Moderation
from comments.moderation import close, moderate
from comments.threads import REPLIES_SHOWN, ROOTS_A_PAGE
from tests.factories import (
    LONG_AGO,
    make_article,
    make_comment,
    make_draft,
    make_published,
    make_role,
    make_user,
)

pytestmark = pytest.mark.django_db

THREAD = "/articles/ml-map/comments/"
IN_PLACE = {"HX-Request": "true"}


def page(client, address=THREAD, **headers):
    answer = client.get(address, headers=headers.get("headers"))
    assert answer.status_code == 200
    return answer.content.decode()


def shown(html):
    """Return the keys of the comments on a page, in its order."""
    return [int(key) for key in re.findall(r'id="comment-(\d+)"', html)]


def more(html):
    link = re.search(r'<a[^>]* rel="next"[^>]*>', html)[0]
    return re.search(r' href="([^"]*)"', link)[1].replace("&amp;", "&")


@pytest.fixture
def talk(version, charlie):
    """Return three comments, of which the second is liked most and the last has one like."""
    comments = [
        make_comment(version, created_at=LONG_AGO + timedelta(days=n), body=f"Number {n}.")
        for n in range(3)
    ]
    for reader, place in [(charlie, 1), (make_user("dora"), 1), (charlie, 2)]:
        Like.objects.put(reader, wanted=True, comment=comments[place])
    return comments


# Orders


@pytest.mark.parametrize(
    ("order", "places"), [("", [0, 1, 2]), ("newest", [2, 1, 0]), ("liked", [1, 2, 0])]
)
def test_a_thread_is_read_in_three_orders(order, places, talk, client):
    html = page(client, f"{THREAD}?order={order}")
    assert shown(html) == [talk[place].pk for place in places]


@pytest.mark.parametrize("order", ["oldest", "newest", "liked"])
def test_every_order_is_walked_page_by_page_without_a_gap(order, version, client):
    comments = [
        make_comment(version, created_at=LONG_AGO + timedelta(days=n % 9), body=f"{n}")
        for n in range(2 * ROOTS_A_PAGE + 3)
    ]
    for n, comment in enumerate(comments):
        Comment.objects.filter(pk=comment.pk).update(like_count=n % 4)
    html = page(client, f"{THREAD}?order={order}")
    found = [shown(html)]
    while 'rel="next"' in html:
        html = page(client, more(html))
        found.append(shown(html))
    keys = [key for keys in found for key in keys]
    assert [len(keys) for keys in found] == [ROOTS_A_PAGE, ROOTS_A_PAGE, 3]
    assert sorted(keys) == sorted(comment.pk for comment in comments)


@pytest.mark.parametrize(
    "query",
    [
        *("order=best", "order=-pk", "version=v9.9", "version=abc", "role=nobody", "role=%00"),
        *("after=x", "from=-1", "thread=0x1", "above=x&after=1"),
    ],
)
def test_what_cannot_be_asked_for_is_not_found(query, talk, client):
    assert client.get(f"{THREAD}?{query}", headers=IN_PLACE).status_code == 404


# Narrowed


@pytest.fixture
def two_versions(version):
    return version, make_published(version.article)


def test_one_thread_runs_across_versions_and_each_comment_says_which(two_versions, client):
    first, second = (make_comment(version) for version in two_versions)
    html = page(client)
    assert shown(html) == [first.pk, second.pk]
    assert html.index("on v0.1") < html.index("on v0.2")


def test_a_thread_is_narrowed_to_a_version_and_to_a_role(two_versions, client):
    old, new = two_versions
    about = make_comment(new, role=make_role("developer"))
    plain, before = make_comment(new), make_comment(old, role=make_role("developer"))
    assert shown(page(client, f"{THREAD}?version=v0.2")) == [about.pk, plain.pk]
    assert shown(page(client, f"{THREAD}?role=developer")) == [about.pk, before.pk]
    assert shown(page(client, f"{THREAD}?version=v0.2&role=developer")) == [about.pk]


def test_versions_that_nobody_spoke_of_are_not_offered(two_versions, client):
    make_comment(two_versions[0])
    make_comment(two_versions[0])
    make_published(two_versions[0].article)
    chosen = client.get("/articles/ml-map/comments/?version=v0.2").text
    assert re.findall(r"<option(?: selected)?>(v[\d.]+)", chosen) == ["v0.1", "v0.2"]
    offered = client.get("/articles/ml-map/comments/").text
    assert "<option>v0.2" not in offered


def test_what_is_chosen_stays_chosen_on_the_next_page(two_versions, client):
    for _ in range(ROOTS_A_PAGE + 1):
        make_comment(two_versions[0])
    make_comment(two_versions[1])
    address = more(page(client, f"{THREAD}?version=v0.1&order=newest"))
    assert "version=v0.1" in address
    assert "order=newest" in address
    assert len(shown(page(client, address))) == 1


def test_nothing_said_about_that_leads_back_to_all(two_versions, client):
    make_comment(two_versions[0])
    html = page(client, f"{THREAD}?version=v0.2")
    assert "Nobody has said anything about that yet." in html
    assert f'href="{THREAD}"' in html


def test_a_version_that_is_to_come_is_not_found_and_not_offered(version, client):
    make_draft(version.article)
    for comment in range(2):
        make_comment(version, body=f"{comment}")
    assert client.get(f"{THREAD}?version=v0.2").status_code == 404
    assert "v0.2" not in page(client)


def test_an_empty_thread_asks_for_the_first_word(version, client):
    html = page(client)
    assert "Nobody has commented yet." in html
    assert "0 comments" in html


# On top


def test_a_pinned_comment_stands_on_top_of_the_first_page_and_once(talk, version, alice, client):
    moderate(talk[2], alice, Moderation.Action.PIN)
    assert shown(page(client)) == [talk[2].pk, talk[0].pk, talk[1].pk]
    assert shown(page(client, "/articles/ml-map/")) == [talk[2].pk, talk[0].pk, talk[1].pk]
    assert shown(page(client, f"{THREAD}?after={talk[0].pk}")) == [talk[1].pk, talk[2].pk]
    assert "Pinned by the author" in page(client)


def test_a_removed_comment_is_not_pinned_any_more(talk, alice, client):
    moderate(talk[2], alice, Moderation.Action.PIN)
    moderate(talk[2], alice, Moderation.Action.REMOVE, "Rude.")
    assert shown(page(client)) == [talk[0].pk, talk[1].pk]


# Closed


def test_a_closed_thread_is_read_and_not_added_to(talk, version, alice, client):
    close(version.article, alice, "It is said.")
    html = page(client)
    assert "Comments are closed since" in html
    assert shown(html) == [comment.pk for comment in talk]
    assert "Reply" not in html
    assert "Write a comment" not in html


@pytest.mark.parametrize(("days", "is_closed"), [(10, True), (10**4, False), (0, False)])
def test_a_thread_closes_by_age(days, is_closed, settings, client):
    settings.COMMENTS_CLOSE_AFTER = days
    make_published(at=LONG_AGO)
    assert ("Comments are closed since" in page(client)) == is_closed


# Replies


def test_the_first_replies_stand_inline_and_the_others_on_request(version, client):
    root = make_comment(version)
    replies = [make_comment(version, parent=root).pk for _ in range(REPLIES_SHOWN + 2)]
    html = page(client)
    assert shown(html) == [root.pk, *replies[:REPLIES_SHOWN]]
    assert "2 more replies" in html
    rest = page(client, f"{THREAD}?thread={root.pk}&after={replies[2]}", headers=IN_PLACE)
    assert shown(rest) == replies[3:]
    assert "<html" not in rest
    assert shown(page(client, f"{THREAD}?thread={root.pk}")) == [root.pk, *replies]


def test_a_deleted_comment_leaves_its_place_where_replies_hang_on_it(version, bob, client):
    root = make_comment(version, bob)
    reply = make_comment(version, parent=root)
    client.force_login(bob)
    client.post(f"/comments/{root.pk}/delete/")
    client.logout()
    html = page(client)
    assert "its writer deleted it" in html
    assert "I see it otherwise." in html
    assert shown(html) == [root.pk, reply.pk]


# In place


def test_the_next_comments_are_put_into_the_page_and_kept_apart_from_it(version, client):
    for n in range(ROOTS_A_PAGE + 1):
        make_comment(version, body=f"Number {n}.")
    whole = client.get(THREAD)
    piece = client.get(more(whole.content.decode()), headers=IN_PLACE)
    assert "HX-Request" in piece.headers["Vary"]
    assert b"<html" not in piece.content
    assert len(shown(piece.content.decode())) == 1


def test_what_is_pinned_above_is_not_put_below_again(version, alice, client):
    comments = [make_comment(version, body=f"Number {n}.") for n in range(ROOTS_A_PAGE + 2)]
    moderate(comments[-1], alice, Moderation.Action.PIN)
    address = re.search(r'rel="next"[^>]*hx-get="([^"]*)"', page(client))[1]
    html = page(client, address.replace("&amp;", "&"), headers=IN_PLACE)
    assert shown(html) == [comments[-2].pk]


def test_an_anonymous_page_is_the_same_bytes_for_everyone(talk, client):
    first, second = (client.get(THREAD) for _ in range(2))
    assert first.content == second.content
    assert not first.cookies
    assert b"csrfmiddlewaretoken" not in first.content


def test_what_is_ones_own_is_private(talk, client, bob):
    client.force_login(bob)
    answer = client.get(THREAD)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert b"/edit/" not in answer.content
    assert answer.content.count(b"/delete/") == 2 * len(talk)


# About a role


def test_a_roles_page_shows_what_was_said_about_it_anywhere(version, client):
    role = make_role("developer")
    other = make_published(make_article("other", title="Another map"))
    there, here = make_comment(other, role=role), make_comment(version, role=role)
    make_comment(version)
    assert shown(page(client, "/roles/developer/")) == [here.pk, there.pk]
    assert "All comments about this role" not in page(client, "/roles/developer/")


def test_all_that_was_said_about_a_role_is_walked_page_by_page(version, client):
    role = make_role("developer")
    keys = [make_comment(version, role=role).pk for _ in range(23)]
    assert "All comments about this role" in page(client, "/roles/developer/")
    html = page(client, "/roles/developer/comments/")
    rest = page(client, "/roles/developer/comments/" + more(html))
    assert shown(html) + shown(rest) == keys[::-1]


def test_what_is_hidden_is_not_said_about_a_role(version, client):
    role = make_role("developer")
    for state in set(Comment.State) - {Comment.State.APPROVED}:
        make_comment(version, role=role, state=state, body="Hidden words.")
    assert "Hidden words." not in page(client, "/roles/developer/")
    assert "Hidden words." not in page(client, "/roles/developer/comments/")
    assert "Nobody has said anything about this role yet." in page(
        client, "/roles/developer/comments/"
    )


@pytest.mark.parametrize("slug", ["nobody", "ghost"])
def test_a_role_that_is_on_no_public_map_has_no_comments_page(slug, version, client):
    make_role("ghost")
    assert client.get(f"/roles/{slug}/comments/").status_code == 404
