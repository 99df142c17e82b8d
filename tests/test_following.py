"""Following an article, and which mail a reader wants."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Follow
from articles.publishing import withdraw
from tests.addresses import everything_in
from tests.factories import make_article, make_draft, make_published, make_scheduled, make_withdrawn
from tests.mailing import make_reader

pytestmark = pytest.mark.django_db

FOLLOW = "/articles/ml-map/follow/"
MAIL = "/accounts/mail/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def bob(db):
    return make_reader("bob")


@pytest.fixture
def as_bob(client, bob):
    client.force_login(bob)
    return client


def test_a_reader_follows_and_no_more_and_twice_is_once(as_bob, bob, version):
    assert "You do not follow “ML Map”" in everything_in(as_bob.get(FOLLOW))
    for following, words in [("1", "You follow “ML Map”."), ("0", "You do not follow")]:
        for _ in range(2):
            answer = as_bob.post(FOLLOW, {"following": following}, follow=True)
            assert answer.redirect_chain == [(FOLLOW, 302)]
            assert words in everything_in(answer)
            assert bob.follows.count() == int(following)


def test_with_htmx_the_answer_is_the_part_that_changes(as_bob, bob, version):
    answer = as_bob.post(FOLLOW, {"following": "1"}, headers=HTMX)
    assert answer.status_code == 200
    assert answer.content.decode().strip().startswith('<div id="follow"')
    assert "You follow “ML Map”." in everything_in(answer)
    assert bob.follows.exists()


def test_a_look_changes_nothing(as_bob, bob, version):
    as_bob.get(FOLLOW + "?following=1")
    as_bob.head(FOLLOW)
    assert not bob.follows.exists()
    assert as_bob.put(FOLLOW).status_code == 405


def test_whoever_is_not_signed_in_is_asked_to(client, version):
    answer = client.get(FOLLOW)
    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={FOLLOW}")
    assert client.post(FOLLOW, {"following": "1"}).status_code == 403
    assert not Follow.objects.exists()


@pytest.mark.parametrize("values", [{}, {"following": ""}, {"following": "2"}, {"following": "on"}])
def test_what_is_neither_yes_nor_no_is_refused(values, as_bob, version):
    assert as_bob.post(FOLLOW, values).status_code == 422
    assert not Follow.objects.exists()


def test_a_blocked_reader_may_only_stop(as_bob, bob, version):
    Follow.objects.put(bob, version.article, wanted=True)
    bob.is_blocked = True
    bob.save()
    assert "Your account is blocked" in everything_in(as_bob.get(FOLLOW))
    as_bob.post(FOLLOW, {"following": "0"})
    assert not bob.follows.exists()
    assert as_bob.post(FOLLOW, {"following": "1"}).status_code == 403
    assert not bob.follows.exists()


def test_only_what_can_be_read_can_be_followed(as_bob, version):
    make_draft(make_article("draft"))
    make_scheduled(make_article("scheduled"))
    make_withdrawn(make_article("withdrawn"))
    for slug in ["draft", "scheduled", "withdrawn", "nothing"]:
        path = f"/articles/{slug}/follow/"
        assert (
            as_bob.get(path).status_code == as_bob.post(path, {"following": "1"}).status_code == 404
        )
    assert not Follow.objects.exists()


# Which mail one gets


def test_a_reader_says_which_mail_they_want(as_bob, bob, version):
    page = everything_in(as_bob.get(MAIL))
    assert "Mail goes to bob@example.org." in page
    assert page.count(" checked") == 2
    answer = as_bob.post(MAIL, {"mail_credits": "on", "email": "eve@example.org", "is_staff": "on"})
    assert (answer.status_code, answer.url) == (302, MAIL)
    bob.refresh_from_db()
    assert (bob.mail_replies, bob.mail_credits) == (False, True)
    assert (bob.email, bob.is_staff) == ("bob@example.org", False)
    assert "What mail you get is saved." in everything_in(as_bob.get(MAIL))


def test_a_reader_stops_an_article_where_all_of_them_stand(as_bob, bob, version, charlie):
    other = make_published(make_article("other", title="Other")).article
    for reader, article in [(bob, version.article), (bob, other), (charlie, other)]:
        Follow.objects.put(reader, article, wanted=True)
    # Also one that cannot be read any more.
    withdraw(other.current(), other.author, "It was wrong.")
    assert everything_in(as_bob.get(MAIL)).count('name="stop"') == 2
    answer = as_bob.post(MAIL, {"stop": "other"})
    assert answer.url == MAIL
    assert [follow.article for follow in bob.follows.all()] == [version.article]
    assert charlie.follows.count() == 1
    bob.refresh_from_db()
    assert bob.mail_replies
    assert bob.mail_credits


def test_whose_address_is_not_confirmed_is_told_that_no_mail_comes(as_bob, bob, version):
    bob.emailaddress_set.update(verified=False)
    for path in [MAIL, FOLLOW]:
        assert "You have confirmed no mail address" in everything_in(as_bob.get(path))


@pytest.mark.parametrize("method", ["get", "post"])
def test_preferences_are_for_whoever_is_signed_in(method, client, db):
    answer = getattr(client, method)(MAIL)
    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={MAIL}")


def test_preferences_take_as_many_queries_however_much_is_followed(as_bob, bob, version):
    def count():
        with CaptureQueriesContext(connection) as queries:
            as_bob.get(MAIL)
        return len(queries)

    Follow.objects.put(bob, version.article, wanted=True)
    before = count()
    for n in range(3):
        Follow.objects.put(bob, make_article(f"work-{n}"), wanted=True)
    assert count() == before
