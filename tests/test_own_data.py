"""What is a reader's own: to read, to take along and to delete."""

import json

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client

from articles.models import Change, Follow, Place
from articles.publishing import publish
from comments import leaving
from comments.counting import differences
from comments.leaving import Words, delete_account
from comments.models import Comment, Like, Message, Moderation, Notice, Report
from comments.moderation import moderate
from comments.own_data import own_json
from tests.factories import make_comment, make_draft, make_published, make_user

pytestmark = pytest.mark.django_db

MINE, DATA = "/accounts/comments/", "/accounts/data/"
DOWNLOAD, DELETE = "/accounts/data/download/", "/accounts/delete/"
State, Action = Comment.State, Moderation.Action


@pytest.fixture
def reader(client, bob):
    bob.set_password("a-long-enough-password")
    bob.save()
    client.force_login(bob)
    return client


@pytest.fixture
def life(bob, charlie, version, mod):
    """Give bob one of everything that is stored about a reader; return what he said."""
    EmailAddress.objects.create(user=bob, email=bob.email, verified=True, primary=True)
    said = make_comment(version, bob, body="What bob said.")
    make_comment(version, charlie, parent=said, body="What charlie answered.")
    alone = make_comment(version, bob, body="What nobody answered.")
    theirs = make_comment(version, charlie, body="What charlie said.")
    Like.objects.put(bob, wanted=True, comment=theirs)
    Like.objects.put(bob, wanted=True, article=version.article)
    Like.objects.put(charlie, wanted=True, comment=said)
    Follow.objects.create(reader=bob, article=version.article)
    Place.objects.keep(bob, version, 42)
    Report.objects.create(comment=theirs, reporter=bob, reason="spam", words="It sells.")
    Message.objects.create(reader=bob, name="Bob", email=bob.email, body="A word to you.")
    moderate(make_comment(version, bob, body="Taken off."), mod, Action.REMOVE, "It was rude.")
    return said, alone


def page(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def stored(comment):
    return Comment.objects.get(pk=comment.pk)


# Reading


def test_a_reader_sees_all_they_wrote_whatever_became_of_it(reader, bob, charlie, version):
    for state in State:
        words = "" if state == State.DELETED else f"Words, {state}."
        make_comment(version, bob, state=state, body=words)
    make_comment(version, charlie, body="Somebody else's.")
    said = page(reader.get(MINE))
    for state in set(State) - {State.DELETED}:
        assert f"Words, {state}." in said
    assert "Somebody else" not in said


def test_ones_comments_are_walked_page_by_page(reader, bob, version, django_assert_max_num_queries):
    for n in range(23):
        make_comment(version, bob, body=f"Number {n}.")
    with django_assert_max_num_queries(10):
        first = page(reader.get(MINE))
    after = first.split("?after=")[1].split('"')[0]
    rest = page(reader.get(f"{MINE}?after={after}"))
    assert (first.count("Number "), rest.count("Number ")) == (20, 3)


def test_an_empty_shelf_says_so(reader):
    assert "You have written nothing yet." in page(reader.get(MINE))


@pytest.mark.parametrize("address", [MINE, DATA, DOWNLOAD])
def test_what_is_ones_own_is_for_nobody_else_and_kept_by_nobody(address, client, bob):
    assert client.get(address).url.startswith("/accounts/login/")
    client.force_login(bob)
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert client.post(address).status_code == 405


# Taking along


def test_the_file_has_all_that_is_stored_about_a_reader(reader, bob, life):
    answer = reader.get(DOWNLOAD)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ml-map-bob.json"'
    data = json.loads(b"".join(answer.streaming_content))
    assert data["profile"]["email"] == "bob@example.org"
    assert [row["body"] for row in data["comments"]] == [
        *("What bob said.", "What nobody answered.", "Taken off."),
    ]
    assert data["comments"][2]["moderation"][0]["reason"] == "It was rude."
    assert data["likes"][0]["comment"].endswith("/")
    assert [row["at"] for row in data["places"]] == [42]
    assert data["reports"][0]["words"] == "It sells."
    assert [row["email"] for row in data["addresses"]] == ["bob@example.org"]
    assert [row["article"] for row in data["follows"]] == ["ml-map"]
    assert [row["body"] for row in data["messages"]] == ["A word to you."]


def test_the_file_has_nothing_of_anybody_else(bob, life, version, mod):
    make_comment(version, make_user("dora"), parent=life[0], body="Dora's words.")
    report = Report.objects.create(comment=life[0], reporter=make_user("eve"), reason="spam")
    text = "".join(own_json(bob))
    for secret in ("dora", "Dora's", "eve", report.comment.author.password, "mod@", "charlie"):
        assert secret not in text


def test_every_table_that_names_a_reader_is_thought_of():
    """A new one has to come into the file (comments/own_data.py), or here with a reason."""
    told = {"comments", "likes", "follows", "places", "reports", "notices", "acts_on_them"}
    told |= {"emailaddress_set", "authenticator_set", "usersession_set", "messages"}
    # What an author or a moderator did stays on record; such an account is not deleted.
    kept = {"articles", "moderations", "logentry_set", "previews"}
    # Rights, and what a library keeps for itself.
    others = {"groups", "user_permissions"}
    names = {
        relation.get_accessor_name()
        for relation in get_user_model()._meta.related_objects
        if not relation.hidden
    }
    assert names <= told | kept | others, names - told - kept - others


# Leaving


@pytest.mark.parametrize("words", Words)
def test_an_account_goes_with_all_that_is_about_it(words, reader, bob, life, version):
    said, _ = life
    answer = reader.post(DELETE, {"words": words, "password": "a-long-enough-password"})
    assert "_auth_user_id" not in reader.session
    page(answer)
    assert not get_user_model().objects.filter(username="bob").exists()
    for model in (EmailAddress, Follow, Place, Report):
        assert not model.objects.exists()
    assert not Notice.objects.filter(comment__body__contains="charlie").exists()
    assert Like.objects.count() == 1
    assert differences() == []
    kept = words == Words.KEEP
    assert stored(said).body == ("What bob said." if kept else "")
    assert stored(said).author is None
    thread = page(reader.get("/articles/ml-map/comments/"))
    assert "What charlie answered." in thread
    assert ("What nobody answered." in thread) == kept
    assert ("A former reader" in thread) == kept
    assert "bob" not in thread.replace("What bob said.", "")


def test_what_was_removed_stays_removed_with_its_reason(bob, version, mod):
    comment = make_comment(version, bob, body="Rude words.")
    make_comment(version, parent=comment, author=make_user("dora"))
    moderate(comment, mod, Action.REMOVE, "It was rude.")
    delete_account(bob, Words.REMOVE)
    assert (stored(comment).state, stored(comment).body) == (State.REMOVED, "")
    assert comment.moderations.get().reason == "It was rude."


def test_a_credit_stays_without_a_name(bob, version, alice, client):
    comment = make_comment(version, bob)
    make_draft(version.article, changes=["As bob said."])
    comment.changes.add(Change.objects.get(text="As bob said."))
    publish(version.article.versions.get(published_at=None), alice)
    assert "bob" in page(client.get("/articles/ml-map/versions/")).replace("As bob said.", "")
    delete_account(bob, Words.KEEP)
    assert "bob" not in page(client.get("/articles/ml-map/versions/")).replace("As bob said.", "")


def test_sessions_end_everywhere(bob, charlie, client):
    other = Client()
    for browser, user in ((client, bob), (other, bob), (Client(), charlie)):
        browser.force_login(user)
    assert Session.objects.count() == 3
    delete_account(bob, Words.KEEP)
    assert Session.objects.count() == 1
    assert other.get(DATA).status_code == 302


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"password": "wrong"}, "This is not your password."),
        ({"password": ""}, "required"),
        ({"words": ""}, "Choose what becomes"),
        ({"words": "burn"}, "not one of the available choices"),
    ],
)
def test_leaving_is_proved_and_chosen(values, words, reader, life):
    sent = {"words": "keep", "password": "a-long-enough-password"} | values
    assert words in page(reader.post(DELETE, sent), 422)
    assert get_user_model().objects.filter(username="bob").exists()


def test_who_has_no_password_types_their_username(client, bob):
    bob.set_unusable_password()
    bob.save()
    client.force_login(bob)
    assert "Your username is bob." in page(
        client.post(DELETE, {"words": "keep", "username": "Bob"}), 422
    )
    page(client.post(DELETE, {"words": "keep", "username": "bob"}))
    assert not get_user_model().objects.filter(username="bob").exists()


def test_guessing_is_stopped(reader):
    sent = {"words": "keep", "password": "wrong"}
    answers = [reader.post(DELETE, sent).status_code for _ in range(12)]
    assert answers[0] == 422
    assert answers[-1] == 429


def test_who_stands_on_record_is_told_why_they_stay(client, alice, mod, version):
    make_published(version.article)
    moderate(make_comment(version), mod, Action.REMOVE, "Rude.")
    for user, words in ((alice, "author of 1 article"), (mod, "You have moderated")):
        client.force_login(user)
        assert words in page(client.get(DELETE))
        assert words in page(client.post(DELETE, {"words": "keep", "password": "x"}), 403)
        with pytest.raises(leaving.Refused):
            delete_account(user, Words.KEEP)
    assert get_user_model().objects.filter(username__in=["alice", "mod"]).count() == 2


def test_strangers_delete_nothing(client, bob):
    assert client.post(DELETE, {"words": "keep"}).status_code == 403
    assert client.get(DELETE).url.startswith("/accounts/login/")


def test_nothing_is_half_deleted(bob, life, monkeypatch):
    def break_off(*arguments):
        raise RuntimeError

    monkeypatch.setattr("comments.leaving.avatars.show_by", break_off)
    before = Comment.objects.filter(author=bob).count()
    with pytest.raises(RuntimeError):
        delete_account(bob, Words.REMOVE)
    assert Comment.objects.filter(author=bob).exclude(body="").count() == before
    assert Like.objects.filter(reader=bob).count() == 2
    assert differences() == []
