"""Moderation at the desk: each act with its reason, recorded, one by one or many at once."""

import pytest
from django.urls import reverse

from articles.models import Change
from comments.models import Comment, Moderation
from comments.moderation import moderate
from tests.desk import address
from tests.factories import (
    make_article,
    make_comment,
    make_draft,
    make_published,
    make_user,
)

pytestmark = pytest.mark.django_db

State, Action = Comment.State, Moderation.Action
NO_ROWS = {
    f"{rows}-{count}_FORMS": 0
    for rows in ("moderations", "reports")
    for count in ("TOTAL", "INITIAL")
}
LIST = "/admin/comments/comment/"
MODERATE = "/admin/comments/comment/moderate/"


@pytest.fixture(params=["author", "moderator"])
def desk(request, client, alice, mod):
    client.force_login(alice if request.param == "author" else mod)
    return client


def act(client, action, *comments, **values):
    keys = [comment.pk for comment in comments]
    return client.post(MODERATE, {"action": action, "comment": keys} | values)


def state(comment):
    return Comment.objects.get(pk=comment.pk).state


def page(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


# One by one


def test_a_comment_is_approved(desk, version):
    comment = make_comment(version, state=State.PENDING)
    answer = act(desk, "approve", comment)
    assert (answer.status_code, answer.url) == (302, LIST)
    assert "1 comment done." in page(desk.get(LIST))
    assert state(comment) == State.APPROVED
    record = comment.moderations.get()
    assert record.actor.username in ("alice", "mod")
    assert (record.action, record.reason) == ("approve", "")


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [("reject", State.PENDING, State.REJECTED), ("remove", State.APPROVED, State.REMOVED)],
)
def test_a_comment_is_turned_down_with_a_reason(action, before, after, desk, version):
    comment = make_comment(version, state=before)
    asked = page(act(desk, action, comment))
    assert "Reason" in asked
    assert f'name="comment" value="{comment.pk}"' in asked
    assert state(comment) == before
    act(desk, action, comment, asked="1", reason="It names a person.")
    assert state(comment) == after
    record = comment.moderations.get()
    assert (record.action, record.reason) == (action, "It names a person.")


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("", "Say why"),
        ("   ", "Say why"),
        ("x" * 301, "at most 300 characters"),
        ("Rude\u202e", "U+202E"),
        ("Rude\x07", "U+0007"),
    ],
)
@pytest.mark.parametrize("action", ["reject", "remove"])
def test_an_act_without_a_reason_that_can_be_read_is_given_back(
    action, reason, words, desk, version
):
    comment = make_comment(version, state=State.PENDING if action == "reject" else State.APPROVED)
    before = comment.state
    said = page(act(desk, action, comment, asked="1", reason=reason), 422)
    assert words in said
    assert f'value="{reason.strip()}"' in said
    assert state(comment) == before
    assert not Moderation.objects.exists()


def test_a_reason_with_a_nul_is_given_back(desk, version):
    comment = make_comment(version)
    assert act(desk, "remove", comment, asked="1", reason="Rude\0").status_code == 422
    assert state(comment) == State.APPROVED


@pytest.mark.parametrize("action", ["", "delete", "approve; drop", "\0"])
def test_an_act_that_is_none_is_refused(action, desk, version):
    comment = make_comment(version)
    assert "There is no such act." in page(act(desk, action, comment), 422)
    assert state(comment) == State.APPROVED


@pytest.mark.parametrize("key", ["abc", "9" * 18, "9" * 40, "²", "\0", "-1"])
def test_a_comment_that_is_not_there_is_passed_over(key, desk, version):
    answer = desk.post(MODERATE, {"action": "approve", "comment": [key]})
    assert answer.status_code in (302, 404)
    assert not Moderation.objects.exists()


def test_an_act_that_does_not_fit_is_told(desk, version):
    comment = make_comment(version, state=State.REJECTED)
    act(desk, "remove", comment, asked="1", reason="Rude.")
    assert "it cannot be changed that way" in page(desk.get(LIST))
    assert state(comment) == State.REJECTED


def test_moderating_is_posted(desk):
    assert desk.get(MODERATE).status_code == 405


def test_a_staff_member_without_the_right_moderates_nothing(client, version):
    client.force_login(make_user("clerk", is_staff=True))
    comment = make_comment(version, state=State.PENDING)
    assert act(client, "approve", comment).status_code == 403
    assert client.get(LIST).status_code == 403
    assert state(comment) == State.PENDING


# Many at once


def chosen(client, action, *comments):
    keys = [comment.pk for comment in comments]
    return client.post(LIST, {"action": f"{action}_selected", "_selected_action": keys})


def test_many_are_approved_at_once(desk, version):
    comments = [make_comment(version, state=State.PENDING) for _ in range(3)]
    chosen(desk, "approve", *comments)
    assert {state(comment) for comment in comments} == {State.APPROVED}
    assert Moderation.objects.count() == 3
    version.article.refresh_from_db()
    assert version.article.comment_count == 3


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [("reject", State.PENDING, State.REJECTED), ("remove", State.APPROVED, State.REMOVED)],
)
def test_many_are_turned_down_for_one_reason(action, before, after, desk, version):
    comments = [make_comment(version, state=before) for _ in range(3)]
    asked = page(chosen(desk, action, *comments))
    assert asked.count('name="comment"') == 3
    assert {state(comment) for comment in comments} == {before}
    act(desk, action, *comments, asked="1", reason="Advertising.")
    assert {state(comment) for comment in comments} == {after}
    reasons = [record.reason for record in Moderation.objects.all()]
    assert reasons == ["Advertising."] * 3


def test_what_does_not_fit_stops_no_other(desk, version):
    waiting, rejected = make_comment(version, state=State.PENDING), make_comment(version)
    chosen(desk, "approve", waiting, rejected)
    said = page(desk.get(LIST))
    assert "1 comment done." in said
    assert "it cannot be changed that way" in said
    assert state(waiting) == State.APPROVED


# What a comment led to


def credit(client, comment, *changes):
    keys = [change.pk for change in changes]
    sent = {"changes": keys, "triage": comment.triage, "triage_note": "", **NO_ROWS}
    return client.post(address("change", comment), sent)


@pytest.fixture
def author(client, alice):
    client.force_login(alice)
    return client


def test_a_comment_is_credited_on_a_change(author, version):
    desk, comment = author, make_comment(version)
    change = make_published(version.article).changes.get()
    assert f"v0.2: {change.text}" in page(desk.get(address("change", comment)))
    assert credit(desk, comment, change).status_code == 302
    assert "Led to a change in v0.2" in page(desk.get("/articles/ml-map/comments/"))
    credit(desk, comment)
    assert not comment.changes.exists()


def test_a_moderator_credits_nothing(client, mod, version):
    client.force_login(mod)
    comment = make_comment(version)
    change = make_published(version.article).changes.get()
    assert change.text not in page(client.get(address("change", comment)))
    credit(client, comment, change)
    assert not comment.changes.exists()


def test_a_comment_is_not_credited_on_another_articles_change(author, version):
    desk, comment = author, make_comment(version)
    foreign = make_published(make_article("other"), changes=["Theirs."]).changes.get()
    assert "Theirs." not in page(desk.get(address("change", comment)))
    assert credit(desk, comment, foreign).status_code == 422
    assert not comment.changes.exists()


def test_nothing_of_a_comment_is_rewritten(desk, version):
    comment = make_comment(version)
    before = Comment.objects.filter(pk=comment.pk).values().get()
    forged = {"body": "Forged.", "author": 1, "state": "removed", "created_at": "2001-01-01"}
    forged |= NO_ROWS
    desk.post(address("change", comment), forged)
    assert Comment.objects.filter(pk=comment.pk).values().get() == before


def test_a_record_of_moderation_is_not_rewritten(desk, version, alice):
    comment = make_comment(version)
    record = moderate(comment, alice, Action.REMOVE, "Rude.")
    forged = {"moderations-TOTAL_FORMS": 1, "moderations-INITIAL_FORMS": 1}
    forged |= {"moderations-0-id": record.pk, "moderations-0-reason": "Forged."}
    forged |= {"moderations-0-DELETE": "on", "moderations-0-comment": comment.pk}
    desk.post(address("change", comment), forged)
    record.refresh_from_db()
    assert record.reason == "Rude."


def test_a_comments_words_are_escaped_at_the_desk(desk, version):
    hostile = "<script>alert(1)</script>"
    author = make_user("eve", name=hostile)
    comment = make_comment(version, author, body=hostile, state=State.PENDING)
    for answer in (
        desk.get(LIST),
        desk.get(address("change", comment)),
        act(desk, "reject", comment),
    ):
        said = page(answer)
        assert "alert(1)" in said
        assert "<script>alert" not in said


def test_changes_of_a_draft_may_be_credited_ahead(author, version):
    desk, comment = author, make_comment(version)
    make_draft(version.article, changes=["To come."])
    assert credit(desk, comment, Change.objects.get(text="To come.")).status_code == 302
    assert "To come." not in page(desk.get("/articles/ml-map/comments/"))


def test_every_comment_is_listed_with_its_state(desk, version):
    for value in State:
        make_comment(version, state=value)
    said = page(desk.get(LIST))
    for value in State:
        assert str(value.label) in said
    assert desk.get(LIST, {"state__exact": "pending"}).status_code == 200
    assert reverse("admin:comments_comment_changelist") == LIST
