"""The desk of comments: what waits, what it is narrowed to, what the next version should answer."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments import triage
from comments.models import Comment, Moderation, Report
from comments.moderation import moderate
from tests.factories import (
    make_article,
    make_comment,
    make_draft,
    make_published,
    make_user,
)

pytestmark = pytest.mark.django_db

State, Action, Triage = Comment.State, Moderation.Action, Comment.Triage
LIST = "/admin/comments/comment/"
IN_PLACE = {"HX-Request": "true"}


@pytest.fixture
def author(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def moderator(client):
    """Somebody in the group that the site ships, and in no other."""
    user = make_user("guard", is_staff=True)
    user.groups.set([Group.objects.get(name="Moderators")])
    client.force_login(user)
    return client


@pytest.fixture
def draft(version):
    return make_draft(version.article, changes=["One line."])


def page(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def report(comment):
    return Report.objects.create(comment=comment, reporter=make_user("charlie"), reason="spam")


# The dashboard


def test_the_desk_shows_what_waits_what_is_reported_and_what_is_planned(author, version, draft):
    make_comment(version, body="It waits.", state=State.PENDING)
    report(make_comment(version, body="It is reported."))
    planned = make_comment(version, body="It is planned.")
    triage.set_triage(planned, Triage.PLANNED, version.article.author)
    said = page(author.get("/admin/"))
    for words in ("It waits.", "It is reported.", "It is planned.", "What readers planned for"):
        assert words in said


def test_the_desk_of_a_moderator_has_nothing_of_an_authors(moderator, version, draft):
    make_comment(version, body="It waits.", state=State.PENDING)
    planned = make_comment(version, body="It is planned.")
    triage.set_triage(planned, Triage.PLANNED, version.article.author, "Not for others.")
    said = page(moderator.get("/admin/"))
    assert "It waits." in said
    assert "What readers planned for" not in said
    assert "v0.2" not in said


def test_the_desk_takes_as_many_queries_for_many_as_for_few(author, version):
    counts = []
    for _ in range(2):
        for state in (State.PENDING, State.APPROVED):
            for n in range(6):
                report(make_comment(version, make_user(f"r{n}"), state=state))
        with CaptureQueriesContext(connection) as captured:
            page(author.get("/admin/"))
        counts.append(len(captured))
    assert counts[0] == counts[1]


# The queue


@pytest.fixture
def mixed(version):
    """Return comments by what there is to do about them."""
    author = version.article.author
    made = {name: make_comment(version, body=f"It is {name}.") for name in ("reported", "next")}
    made["answered"] = make_comment(version, body="It is answered.")
    made["waiting"] = make_comment(version, body="It is waiting.", state=State.PENDING)
    report(made["reported"])
    triage.set_triage(made["next"], Triage.PLANNED, author)
    triage.set_triage(made["reported"], Triage.DECLINED, author)
    triage.set_triage(made["answered"], Triage.ANSWERED, author)
    return made


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"reported", "next", "answered", "waiting"}),
        ("todo=next", {"next"}),
        ("todo=reported", {"reported"}),
        ("triage__exact=answered", {"answered"}),
        ("state__exact=pending", {"waiting"}),
        ("q=answered", {"answered"}),
        ("todo=nonsense", {"reported", "next", "answered", "waiting"}),
    ],
)
def test_the_queue_is_narrowed(query, names, author, mixed):
    said = page(author.get(f"{LIST}?{query}"))
    assert {name for name in mixed if f"It is {name}." in said} == names


def test_the_queue_is_narrowed_to_an_article_and_a_version(author, version, mixed):
    other = make_published(make_article("other", title="Another"))
    make_comment(other, body="It is elsewhere.")
    for query in (f"article={other.article_id}", f"version={other.pk}"):
        said = page(author.get(f"{LIST}?{query}"))
        assert "It is elsewhere." in said
        assert "It is answered." not in said


def test_the_newest_versions_with_comments_are_offered_and_the_one_that_is_chosen(
    author, version, monkeypatch
):
    monkeypatch.setattr("comments.admin.filters.MOST_VERSIONS", 1)
    newest, silent = (make_published(version.article) for _ in range(2))
    for on in (version, newest):
        make_comment(on)
    said = page(author.get(LIST))
    assert f"?version={newest.pk}" in said
    assert f"?version={version.pk}" not in said
    assert f"?version={silent.pk}" not in said
    said = page(author.get(f"{LIST}?version={version.pk}"))
    assert f"?version={version.pk}" in said
    assert author.get(f"{LIST}?version={'9' * 30}").status_code == 200


def test_the_queue_is_walked_by_key_in_as_many_queries(author, version):
    for n in range(120):
        make_comment(version, body=f"Number {n};")
    found, counts, address = [], [], LIST
    while address:
        with CaptureQueriesContext(connection) as captured:
            said = page(author.get(address))
        counts.append(len(captured))
        found += [n for n in range(120) if f"Number {n};" in said]
        older = said.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
        address = LIST + older.replace("&amp;", "&") if 'rel="next"' in said else None
    assert sorted(found) == list(range(120))
    assert len(counts) == 3
    assert max(counts) <= min(counts) + 1


@pytest.mark.parametrize("key", ["x", "-1", "9" * 30])
def test_a_key_that_is_none_is_not_found(key, author, version):
    assert author.get(f"{LIST}?after={key}").status_code == 404


def test_what_waits_is_gone_through_one_after_the_other(author, version):
    first, second = (make_comment(version, state=State.PENDING) for _ in range(2))
    last = make_comment(version)
    report(last)
    sent = {"action": "approve", "from": "page"}
    for comment, following in ((first, second), (second, last)):
        answer = author.post(f"{LIST}moderate/", sent | {"comment": comment.pk}, follow=True)
        assert answer.request["PATH_INFO"] == f"{LIST}{following.pk}/change/"
    answer = author.post(
        f"{LIST}moderate/", {"action": "settle", "from": "page", "comment": last.pk}, follow=True
    )
    assert "Nothing else waits." in page(answer)


# One comment


def test_the_page_of_a_comment_says_why_it_waits_and_what_was_done(author, version, mod):
    comment = make_comment(version, body="Here.")
    moderate(comment, mod, Action.REMOVE, "It was rude.")
    said = page(author.get(f"{LIST}{comment.pk}/change/"))
    for words in ("Here.", "It was rude.", "mod", "removed"):
        assert words in said


def test_a_triage_is_set_by_its_author_alone(client, version, moderator):
    comment = make_comment(version)
    sent = {"triage": "planned", "triage_note": "Soon.", "comment": comment.pk, "note": "Soon."}
    moderator.post(f"{LIST}{comment.pk}/change/", sent)
    moderator.post(f"{LIST}triage/", sent)
    assert Comment.objects.get(pk=comment.pk).triage == Triage.OPEN
    client.force_login(version.article.author)
    assert client.post(f"{LIST}triage/", sent).status_code == 302
    assert Comment.objects.get(pk=comment.pk).triage == Triage.PLANNED


def test_a_triage_that_is_none_is_given_back(author, version):
    comment = make_comment(version)
    sent = {"triage": "maybe", "note": "Kept words.", "comment": comment.pk}
    assert "Kept words." in page(author.post(f"{LIST}triage/", sent), 422)


# What the next version should answer


def test_a_planned_comment_is_credited_beside_the_changelog(author, version, draft):
    comment = make_comment(version, body="Draw it wider.")
    triage.set_triage(comment, Triage.PLANNED, version.article.author)
    form = page(author.get(f"/admin/articles/version/{draft.pk}/change/"))
    assert "Draw it wider." in form
    address = f"{LIST}planned/{draft.pk}/"
    sent = {"comment": comment.pk, "change": draft.changes.get().pk}
    assert author.post(address, sent).url == address
    assert comment.changes.get() == draft.changes.get()
    piece = page(author.post(address, sent | {"back": "1"}, headers=IN_PLACE))
    assert "<html" not in piece
    assert not comment.changes.exists()


@pytest.mark.parametrize("sent", [{}, {"comment": "x"}, {"change": "9" * 17}, {"comment": "\0"}])
def test_what_cannot_be_credited_is_said(sent, author, version, draft):
    comment = make_comment(version)
    sent = {"comment": comment.pk, "change": draft.changes.get().pk} | sent if sent else {}
    said = page(author.post(f"{LIST}planned/{draft.pk}/", sent), 422)
    assert "Choose a line of the changelog" in said


# Threads and readers


def test_a_thread_is_closed_with_a_reason_and_opened_again(author, version):
    address = f"{LIST}threads/{version.article_id}/"
    assert "Reason" in page(author.get(address))
    assert "Say why" in page(author.post(address, {"action": "close", "reason": ""}), 422)
    author.post(address, {"action": "close", "reason": "It is said."})
    version.article.refresh_from_db()
    assert version.article.comments_closed_at
    assert "done already" in page(author.post(address, {"action": "close", "reason": "x"}), 422)
    author.post(address, {"action": "reopen"})
    version.article.refresh_from_db()
    assert version.article.comments_closed_at is None


def test_a_reader_is_blocked_with_a_reason_and_let_in_again(moderator, version, bob):
    make_comment(version, bob)
    address = f"{LIST}readers/{bob.pk}/"
    assert "bob" in page(moderator.get(address))
    assert "Say why" in page(moderator.post(address, {"action": "block", "reason": " "}), 422)
    moderator.post(address, {"action": "block", "reason": "Advertising."})
    bob.refresh_from_db()
    assert bob.is_blocked
    moderator.post(address, {"action": "unblock"})
    bob.refresh_from_db()
    assert not bob.is_blocked


def test_whoever_wrote_nothing_is_not_shown_to_a_moderator(moderator, charlie):
    assert moderator.get(f"{LIST}readers/{charlie.pk}/").status_code == 404


# Who may


ADDRESSES = ["", "moderate/", "triage/", "next/", "threads/{a}/", "readers/{b}/", "planned/{d}/"]


@pytest.mark.parametrize("who", ["anonymous", "reader", "clerk"])
@pytest.mark.parametrize("rest", ADDRESSES)
def test_nobody_else_works_at_the_desk(rest, who, client, version, draft, bob):
    comment = make_comment(version, bob, state=State.PENDING)
    address = LIST + rest.format(a=version.article_id, b=bob.pk, d=draft.pk)
    if who != "anonymous":
        client.force_login(make_user(who, is_staff=who == "clerk"))
    for send in (client.get, client.post):
        answer = send(address, {"comment": comment.pk, "action": "approve", "triage": "done"})
        is_sent_away = answer.status_code == 302 and "/login/" in answer.url
        unchanged = answer.status_code == 302 and rest == "triage/" and who == "clerk"
        assert is_sent_away or unchanged or answer.status_code in (403, 404, 405)
    comment = Comment.objects.get(pk=comment.pk)
    assert (comment.state, comment.triage) == (State.PENDING, Triage.OPEN)
    assert not Moderation.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "/admin/articles/version/{draft}/change/",
        "/admin/articles/version/{draft}/publish/",
        "/admin/comments/comment/planned/{draft}/",
        "/admin/articles/article/",
        "/admin/accounts/user/",
        "/admin/accounts/user/add/",
        "/admin/auth/group/",
    ],
)
def test_a_moderator_has_no_rights_of_an_author(address, moderator, version, draft):
    assert moderator.get(address.format(draft=draft.pk)).status_code in (403, 404)


def test_an_author_of_one_article_has_no_say_over_anothers(client, version, draft):
    other = make_user("dora", is_staff=True)
    make_published(make_article("other", author=other))
    client.force_login(other)
    comment = make_comment(version)
    client.post(f"{LIST}triage/", {"comment": comment.pk, "triage": "planned"})
    assert Comment.objects.get(pk=comment.pk).triage == Triage.OPEN
    assert client.get(f"{LIST}planned/{draft.pk}/").status_code == 403
