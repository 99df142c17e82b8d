"""Comments as readers post and read them."""

import re

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from articles.publishing import withdraw
from comments.models import Comment, Moderation
from comments.moderation import moderate
from tests.addresses import everything_in
from tests.factories import (
    LONG_AGO,
    make_article,
    make_comment,
    make_draft,
    make_published,
    make_scheduled,
    make_user,
)

pytestmark = pytest.mark.django_db

THREAD = "/articles/ml-map/comments/"
WRITE = "/articles/ml-map/comments/new/"
SAID = {"body": "I see it *otherwise*.", "version": "v0.1"}
State = Comment.State


@pytest.fixture
def reader(client, version, bob):
    """A client of bob's, where there is an article to comment on."""
    client.force_login(bob)
    return client


def trust(user, version):
    make_comment(version, user)
    return user


def page(response, status=200):
    assert response.status_code == status
    return everything_in(response)


def words(response, status=200):
    """Return an answer as it is read: without tags, and with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page(response, status)))


# Posting


def test_a_first_comment_waits_and_its_writer_sees_it(reader, bob):
    answer = reader.post(THREAD, SAID)
    comment = Comment.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/comments/{comment.pk}/")
    assert (comment.author, comment.state) == (bob, State.PENDING)
    assert [str(m) for m in get_messages(answer.wsgi_request)] == [
        "It waits for the author’s approval."
    ]
    own = page(reader.get(answer.url))
    assert "<em>otherwise</em>" in own
    assert "It waits for approval" in own


def test_a_waiting_comment_is_seen_by_nobody_else(reader, charlie, mod, client):
    address = reader.post(THREAD, SAID).url
    stranger, moderator = Client(), Client()
    assert stranger.get(address).status_code == 404
    stranger.force_login(charlie)
    assert stranger.get(address).status_code == 404
    assert "otherwise" not in page(stranger.get(THREAD))
    moderator.force_login(mod)
    assert moderator.get(address).status_code == 200


def test_a_trusted_readers_comment_stands_at_once(reader, bob, version):
    trust(bob, version)
    answer = reader.post(THREAD, SAID)
    assert [str(m) for m in get_messages(answer.wsgi_request)] == ["It is posted."]
    assert "<em>otherwise</em>" in page(Client().get(THREAD))


def test_the_authors_comment_stands_at_once_and_is_marked(client, version, alice):
    client.force_login(alice)
    client.post(THREAD, SAID)
    assert '<span class="comment-author">Author</span>' in page(Client().get(THREAD))


def test_a_moderators_comment_stands_at_once(client, version, mod):
    client.force_login(mod)
    client.post(THREAD, SAID)
    assert Comment.objects.get().is_approved


def test_a_comment_is_on_the_version_that_was_read(reader, bob, version):
    trust(bob, version)
    make_published(version.article)
    reader.post(THREAD, SAID | {"body": "On the old one.", "version": "0.1"})
    reader.post(THREAD, SAID | {"body": "On the new one.", "version": "v0.2"})
    labels = [c.version.label for c in Comment.objects.order_by("pk")]
    assert labels == ["v0.1", "v0.1", "v0.2"]
    thread = page(Client().get(THREAD))
    assert thread.count("on v0.1") == 2
    assert thread.count("on v0.2") == 1


def test_a_comment_about_a_role_shows_the_name_it_has_there(reader, bob, version):
    trust(bob, version)
    reader.post(THREAD, SAID | {"role": "ml-engineer"})
    assert Comment.objects.latest("pk").role.slug == "ml-engineer"
    assert '<a href="/roles/ml-engineer/">Ml Engineer</a>' in page(Client().get(THREAD))


def test_a_reply_to_a_reply_stands_under_the_root(reader, bob, version):
    root = make_comment(version)
    reply = make_comment(version, parent=root)
    reader.post(THREAD, SAID | {"parent": reply.pk, "role": "developer"})
    comment = Comment.objects.latest("pk")
    assert (comment.root, comment.in_reply_to, comment.role) == (root, reply, None)
    root.refresh_from_db()
    assert root.reply_count == 2
    assert version.article.comments.filter(root=None).count() == 1


def test_a_reply_to_a_reply_says_whom_it_answers(client, version):
    root = make_comment(version)
    first = make_comment(version, make_user("erin"), parent=root, body="First answer.")
    make_comment(version, make_user("dora"), parent=first, body="Answer to that.")
    thread = page(client.get(THREAD))
    assert thread.count("answers <bdi>") == 1
    assert f'href="/comments/{first.pk}/">answers <bdi>erin</bdi></a>' in thread


@pytest.mark.parametrize("state", [s for s in State if s != State.APPROVED])
def test_a_reply_to_what_is_gone_says_so_and_names_nobody(state, client, version):
    erin = make_user("erin")
    first = make_comment(version, erin, parent=make_comment(version), state=state)
    make_comment(version, parent=first, body="Answer to that.")
    thread = page(client.get(THREAD))
    assert "answers a comment that is not here any more" in thread
    assert "erin" not in thread
    assert f"/comments/{first.pk}/" not in thread


def test_nothing_but_the_four_fields_is_taken(reader, alice, bob, version):
    root = make_comment(version, alice)
    forged = {"state": "approved", "author": alice.pk, "created_at": "2001-01-01", "pk": root.pk}
    forged |= {"root": root.pk, "article": 99, "reply_count": 9, "id": root.pk, "changes": 1}
    reader.post(THREAD, SAID | forged)
    comment = Comment.objects.latest("pk")
    assert comment.pk != root.pk
    assert (comment.state, comment.author, comment.root) == (State.PENDING, bob, None)
    assert (comment.article, comment.reply_count) == (version.article, 0)
    assert (timezone.now() - comment.created_at).total_seconds() < 60


# Refusals give the text back


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"body": ""}, "Write something first."),
        ({"body": "  \n\t "}, "Write something first."),
        ({"body": "\u200b \u2060\u00ad"}, "Write something first."),
        ({"body": "\u3164\u2800"}, "Write something first."),
        ({"body": "[a]: https://example.org"}, "Write something first."),
        ({"body": "[](https://example.org)"}, "Write something first."),
        ({"body": "é" * 5001}, "A comment has at most 5000 characters; this one has 5001."),
        ({"body": "Kept\0text"}, "Null characters are not allowed."),
        ({"body": "Kept\u202etext"}, "reverses its direction (U+202E)"),
        ({"body": "Kept\x1btext"}, "cannot be shown (U+001B)"),
        ({"version": ""}, "Say which version the comment is on."),
        ({"version": "v0.9"}, "There is no such version of this article."),
        ({"version": "v00.1"}, "There is no such version of this article."),
        ({"version": "v0.2"}, "There is no such version of this article."),
        ({"version": "v0.1\0"}, "Null characters are not allowed."),
        ({"version": "v" * 99}, "at most 12 characters"),
        ({"parent": "one"}, "Enter a whole number."),
        ({"parent": "-1"}, "greater than or equal to 1"),
        ({"parent": "9" * 18}, "The comment you answer is not there"),
        ({"parent": "9" * 40}, "The comment you answer is not there"),
        ({"role": "analyst"}, "This role is not on this version of the map."),
        ({"role": "1\0"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_stand_is_given_back_with_the_reason(values, words, reader, version):
    make_draft(version.article)
    answer = reader.post(THREAD, SAID | values)
    form = page(answer, 422)
    assert words in form
    body = (SAID | values)["body"]
    assert f'id="id_{next(iter(values))}_error"' in form or "errorlist nonfield" in form
    assert body.strip().replace("\0", "") in form.replace("\0", "").replace("\ufffd", "")
    assert not Comment.objects.exists()


def test_a_reply_to_another_articles_comment_is_given_back(reader):
    other = make_comment(make_published(make_article("another")))
    form = page(reader.post(THREAD, SAID | {"parent": other.pk}), 422)
    assert "not in this thread" in form
    assert SAID["body"] in form
    assert other.body not in form


@pytest.mark.parametrize("state", [State.PENDING, State.REJECTED, State.REMOVED])
def test_a_reply_to_what_is_not_approved_is_given_back(state, reader, version, charlie):
    hidden = make_comment(version, charlie, state=state, body="Not to be read.")
    form = page(reader.post(THREAD, SAID | {"parent": hidden.pk}), 422)
    assert SAID["body"] in form
    assert "Not to be read." not in form


@pytest.mark.parametrize("make", [make_draft, make_scheduled])
def test_a_comment_on_what_is_still_to_come_is_given_back(make, reader, version):
    make(version.article)
    assert SAID["body"] in page(reader.post(THREAD, SAID | {"version": "v0.2"}), 422)


def test_whoever_is_not_signed_in_gets_their_text_back(client, version):
    answer = page(client.post(THREAD, SAID | {"body": "Much <b>work</b>."}), 403)
    assert "Much <b>work</b>." in answer
    assert "Sign in to comment" in answer
    assert not Comment.objects.exists()


def test_a_form_without_its_token_gives_the_text_back(version, bob):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(bob)
    answer = page(strict.post(THREAD, SAID | {"body": "Much </textarea>work."}), 403)
    assert "Much </textarea>work." in answer
    assert "Please send it once more" in answer
    assert not Comment.objects.exists()


def test_a_form_with_its_token_is_taken(version, bob):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(bob)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page(strict.get(WRITE)))[1]
    answer = strict.post(THREAD, SAID | {"csrfmiddlewaretoken": token})
    assert answer.status_code == 302


@pytest.mark.parametrize("slug", ["nothing", "begun", "coming"])
def test_what_is_not_public_takes_no_comments(slug, reader):
    make_draft(make_article("begun"))
    make_scheduled(make_article("coming"))
    assert reader.post(f"/articles/{slug}/comments/", SAID).status_code == 404
    assert reader.get(f"/articles/{slug}/comments/new/").status_code == 404


def test_a_text_for_an_article_that_was_withdrawn_meanwhile_is_given_back(reader, version, alice):
    withdraw(version, alice, "It was wrong.")
    answer = reader.post(THREAD, SAID)
    assert answer.status_code in (404, 409, 410, 422)
    assert SAID["body"] in everything_in(answer)


def hidden_fields(form):
    return dict(re.findall(r'type="hidden" name="(version|parent)" value="([^"]*)"', form))


def test_a_form_given_back_as_its_version_was_withdrawn_can_be_sent_again(reader, version, alice):
    withdraw(make_published(version.article), alice, "It was wrong.")
    form = page(reader.post(THREAD, SAID | {"version": "v0.2"}), 422)
    assert reader.post(THREAD, SAID | hidden_fields(form)).status_code == 302


def test_a_form_given_back_as_its_parent_was_removed_can_be_sent_again(reader, version, alice):
    parent = make_comment(version)
    moderate(parent, alice, Moderation.Action.REMOVE, "Rude.")
    form = page(reader.post(THREAD, SAID | {"parent": parent.pk}), 422)
    assert reader.post(THREAD, SAID | hidden_fields(form)).status_code == 302


# The page to write on


def test_writing_needs_an_account_and_leads_back(client, version):
    answer = client.get(f"{WRITE}?version=v0.1")
    assert (answer.status_code, answer.url) == (
        302,
        "/accounts/login/?next=/articles/ml-map/comments/new/%3Fversion%3Dv0.1",
    )


def test_writing_is_not_posting(reader):
    assert reader.post(WRITE, SAID).status_code == 405


def test_the_form_is_for_the_version_that_was_read(reader, version):
    make_published(version.article)
    form = page(reader.get(f"{WRITE}?version=v0.1&role=developer"))
    assert 'name="version" value="v0.1"' in form
    assert '<option value="developer" selected>Developer</option>' in form
    assert "the version it is made on: v0.1" in form


@pytest.mark.parametrize("query", ["", "?version=v0.9", "?version=%00", "?version=v0.3", "?role=x"])
def test_the_form_is_for_the_current_version_otherwise(query, reader, version):
    make_published(version.article)
    make_draft(version.article)
    assert 'name="version" value="v0.2"' in page(reader.get(WRITE + query))


def test_a_reply_quotes_what_it_answers(reader, version):
    parent = make_comment(version, body="Why *three*?")
    form = page(reader.get(f"{WRITE}?parent={parent.pk}"))
    assert "<em>three</em>" in form
    assert "Write a reply" in form
    assert 'name="role"' not in form


@pytest.mark.parametrize("state", [State.PENDING, State.REJECTED, State.REMOVED])
def test_a_reply_quotes_nothing_that_is_not_approved(state, reader, version):
    parent = make_comment(version, state=state, body="Not to be read.")
    assert "Not to be read." not in page(reader.get(f"{WRITE}?parent={parent.pk}"))


@pytest.mark.parametrize("parent", ["abc", "%00", "9" * 40, "²"])
def test_a_parent_that_is_no_key_is_not_found(parent, reader):
    assert reader.get(f"{WRITE}?parent={parent}").status_code == 404


# How a thread reads


def test_a_comment_says_who_when_and_on_what(client, version):
    reader = make_user("dora", name="Dora D.", headline="Counts things")
    make_comment(version, reader, created_at=LONG_AGO)
    said = words(client.get(THREAD))
    for part in ("Dora D.", "Counts things", "on v0.1", "years ago", "1 comment"):
        assert part in said
    assert 'title="1 May 2024, 09:00 UTC"' in page(client.get(THREAD))


def test_a_comment_says_what_it_led_to_and_the_changelog_who_said_it(client, version, bob):
    comment = make_comment(version, bob)
    second = make_published(version.article, changes=["A role was added."])
    comment.changes.add(second.changes.get())
    thread = words(client.get(THREAD))
    assert "Led to a change in v0.2 · A role was added." in thread
    assert "A role was added. After a comment by bob" in words(
        client.get("/articles/ml-map/versions/")
    )


def test_a_removed_comment_with_replies_leaves_a_place_and_the_reason(client, version, alice):
    root = make_comment(version, body="Rude words.")
    make_comment(version, parent=root, body="An answer.")
    moderate(root, alice, Moderation.Action.REMOVE, "It was rude.")
    thread = page(client.get(THREAD))
    assert "A comment stood here and was removed. Reason: It was rude." in thread
    assert "An answer." in thread
    assert "Rude words." not in thread
    assert "1 comment<" in thread


@pytest.mark.parametrize("address", ["/articles/ml-map/", THREAD, "/articles/ml-map/versions/"])
def test_a_readers_words_are_escaped(address, client, version):
    hostile = "<script>alert(1)</script>"
    reader = make_user("eve", name=hostile, headline=hostile)
    comment = make_comment(version, reader, body=f"{hostile} [x](javascript:alert(1)) alert(1)")
    comment.changes.add(make_published(version.article).changes.get())
    content = client.get(address).content.decode()
    assert "alert(1)" in content
    assert "<script>" not in content
    assert 'href="javascript' not in content


def test_the_newest_name_is_shown_even_on_old_comments(client, version, bob):
    make_comment(version, bob)
    bob.name = "Robert"
    bob.save()
    assert "Robert" in page(client.get(THREAD))


def test_posting_does_not_tell_an_unpublished_article_from_none(reader, alice):
    make_draft(make_article("secret"))
    answers = [reader.post(f"/articles/{slug}/comments/", SAID) for slug in ("secret", "nothing")]
    assert [answer.status_code for answer in answers] == [404, 404]
    # The page says what was asked for, in the addresses of its other languages.
    assert answers[0].content.replace(b"secret", b"nothing") == answers[1].content
