"""Likes of articles and comments: one a reader, undoable, and counted right."""

import pytest

from articles.models import Article
from comments.counting import differences
from comments.models import Comment, Like
from tests.factories import make_comment, make_draft

pytestmark = pytest.mark.django_db

IN_PLACE = {"HX-Request": "true"}


@pytest.fixture(params=["article", "comment"])
def liked(request, version, alice):
    """Return what is liked in one test, and the address at which that is said."""
    if request.param == "article":
        return version.article, "/articles/ml-map/like/"
    comment = make_comment(version, alice)
    return comment, f"/comments/{comment.pk}/like/"


@pytest.fixture
def reader(client, bob):
    client.force_login(bob)
    return client


def count(thing):
    thing.refresh_from_db(fields=["like_count"])
    assert differences() == []
    return thing.like_count


def test_a_reader_likes_once_and_takes_it_back(liked, reader):
    thing, address = liked
    for wanted, stands in [("1", 1), ("1", 1), ("0", 0), ("0", 0), ("1", 1)]:
        assert reader.post(address, {"liked": wanted}).status_code == 302
        assert count(thing) == stands


def test_two_readers_like_the_same(liked, reader, charlie):
    thing, address = liked
    Like.objects.put(charlie, wanted=True, **{type(thing).__name__.lower(): thing})
    reader.post(address, {"liked": "1"})
    assert count(thing) == 2
    reader.post(address, {"liked": "0"})
    assert count(thing) == 1


def test_without_scripts_it_leads_back_to_what_is_liked(liked, reader):
    _, address = liked
    answer = reader.post(address, {"liked": "1"}, follow=True)
    assert answer.status_code == 200
    assert 'aria-pressed="true"' in answer.content.decode()


def test_in_place_the_button_comes_back_as_it_stands(liked, reader):
    _, address = liked
    html = reader.post(address, {"liked": "1"}, headers=IN_PLACE).content.decode()
    assert html.lstrip().startswith("<form")
    assert 'value="0" aria-pressed="true"' in html
    html = reader.post(address, {"liked": "0"}, headers=IN_PLACE).content.decode()
    assert 'value="1" aria-pressed="false"' in html


@pytest.mark.parametrize("wanted", [None, "", "2", "yes", "\0"])
def test_a_like_that_is_neither_is_refused(wanted, liked, reader):
    thing, address = liked
    sent = {} if wanted is None else {"liked": wanted}
    assert reader.post(address, sent).status_code == 400
    assert count(thing) == 0


def test_a_stranger_is_asked_to_sign_in(liked, client):
    thing, address = liked
    assert client.post(address, {"liked": "1"}).status_code == 403
    answer = client.post(address, {"liked": "1"}, headers=IN_PLACE)
    assert answer.status_code == 403
    assert answer.headers["HX-Redirect"].startswith("/accounts/login/?next=")
    assert count(thing) == 0


def test_whoever_is_blocked_likes_nothing(liked, reader, bob):
    thing, address = liked
    bob.is_blocked = True
    bob.save()
    assert reader.post(address, {"liked": "1"}).status_code == 403
    assert reader.post(address, {"liked": "1"}, headers=IN_PLACE).status_code == 403
    assert count(thing) == 0


def test_too_many_in_a_short_time_are_refused_in_words(liked, reader, settings):
    thing, address = liked
    settings.RATES = settings.RATES | {"like": "1/m/user"}
    reader.post(address, {"liked": "1"})
    answer = reader.post(address, {"liked": "0"}, headers=IN_PLACE)
    assert answer.status_code == 429
    assert "Please wait a little" in answer.content.decode()
    assert reader.post(address, {"liked": "0"}).status_code == 429
    assert count(thing) == 1


def test_liking_is_posted(liked, reader):
    assert reader.get(liked[1]).status_code == 405


def test_ones_own_comment_is_not_liked(version, bob, reader):
    comment = make_comment(version, bob)
    assert reader.post(f"/comments/{comment.pk}/like/", {"liked": "1"}).status_code == 403
    assert count(comment) == 0


def test_what_cannot_be_read_is_not_found(version, reader):
    make_draft(version.article)
    Article.objects.create(slug="to-come", title="To come", author=version.article.author)
    hidden = make_comment(version, version.article.author, state=Comment.State.PENDING)
    for address in ("/articles/to-come/like/", f"/comments/{hidden.pk}/like/"):
        assert reader.post(address, {"liked": "1"}).status_code == 404
    assert not Like.objects.exists()
