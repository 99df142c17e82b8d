"""A clock that is set back by an hour, and the nights on which local clocks are."""

import html
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles.models import Version
from comments.delivery import deliver
from comments.models import Comment
from comments.threads import ROOTS_A_PAGE
from tests.desk import address
from tests.factories import LONG_AGO, make_comment, make_draft, make_published, make_scheduled
from tests.mailing import make_reader, make_reply
from tests.test_spam import SAID, THREAD, opened
from tests.test_thread_page import more, shown

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def reader(client, bob):
    make_comment(make_published(at=LONG_AGO), bob, body="Said before.")
    client.force_login(bob)
    return client


def test_a_form_from_before_the_clock_was_set_back_is_taken(reader, settings):
    settings.COMMENTS_MIN_SECONDS = 2
    form = opened(reader, hours=-1)
    assert reader.post(THREAD, SAID | {"stamp": form["stamp"]}).status_code == 302


def test_nobody_who_wrote_before_it_was_set_back_waits_the_hour_once_more(reader):
    with time_machine.travel(timezone.now() + HOUR):
        assert [write(reader, n) for n in range(7)] == [302] * 6 + [429]
    assert write(reader, 8) == 302


def write(reader, number):
    return reader.post(THREAD, SAID | {"body": f"Number {number}."}).status_code


def test_every_comment_is_still_shown_once(version, client):
    """Half of them were written by the later clock, and half after it was set back."""
    with time_machine.travel(timezone.now() + HOUR):
        keys = [make_comment(version).pk for _ in range(ROOTS_A_PAGE)]
    keys += [make_comment(version).pk for _ in range(ROOTS_A_PAGE)]
    first = client.get("/articles/ml-map/comments/").content.decode()
    second = client.get(more(first)).content.decode()
    assert sorted(shown(first) + shown(second)) == sorted(keys)


def test_what_was_written_by_the_later_clock_may_still_be_changed(reader):
    with time_machine.travel(timezone.now() + HOUR):
        assert write(reader, 1) == 302
    own = Comment.objects.latest("pk")
    changed = SAID | {"body": "Number one."}
    assert reader.post(f"/comments/{own.pk}/edit/", changed).status_code == 302
    own.refresh_from_db()
    assert own.body == "Number one."


def test_mail_of_what_was_written_by_the_later_clock_comes_once_when_that_is_due(version, charlie):
    """It is no more than the hour late."""
    later = timezone.now() + HOUR
    with time_machine.travel(later):
        make_reply(version, make_reader("dora"), charlie)
    assert not deliver()
    with time_machine.travel(later + HOUR / 2):
        assert deliver() == {"sent": 1}
        assert not deliver()


def test_a_version_that_was_out_for_a_moment_waits_for_its_time_again(db):
    scheduled = make_scheduled(at=timezone.now() + HOUR / 2)
    path = scheduled.get_absolute_url()
    with time_machine.travel(timezone.now() + HOUR):
        assert Client().get(path).status_code == 200
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize(
    ("day", "time", "stored"),
    [
        # In the night to summer there is no half past two; in the one to winter there are two.
        ("2999-03-31", "02:30", None),
        ("2999-10-27", "02:30", None),
        ("2999-03-31", "01:59", "2999-03-31T00:59:00+00:00"),
        ("2999-03-31", "03:00", "2999-03-31T01:00:00+00:00"),
        ("2999-10-27", "03:00", "2999-10-27T02:00:00+00:00"),
    ],
)
def test_a_local_time_that_is_none_or_two_is_refused_in_words(
    day, time, stored, client, alice, version, settings
):
    settings.TIME_ZONE = "Europe/Berlin"
    draft = make_draft(version.article)
    client.force_login(alice)
    answer = client.post(address("publish", draft), {"schedule": "at", "at_0": day, "at_1": time})
    at = Version.objects.get(pk=draft.pk).published_at
    assert (at and at.isoformat()) == stored
    if stored is None:
        said = html.unescape(answer.content.decode())
        assert answer.status_code == 422
        assert "couldn’t be interpreted in time zone Europe/Berlin" in said
        assert f'value="{time}"' in said
