"""What follows on publishing: a schedule, corrections, a withdrawal (promises 1 and 3)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import publishing
from articles.canonical import canonical_json, digest
from articles.models import Article, Correction, Placement, Version
from articles.publishing import Refused
from tests.factories import (
    LONG_AGO,
    make_article,
    make_correction,
    make_cover,
    make_draft,
    make_published,
    make_scheduled,
    make_withdrawn,
)
from tests.stock import is_refused, logged

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


# Scheduling


def test_a_scheduled_version_appears_at_its_time_with_no_job(alice):
    at = timezone.now() + DAY
    version = publishing.schedule(make_draft(), alice, at)
    article = version.article
    assert (version.state, article.current()) == ("scheduled", None)
    assert logged(version)[0] == f"Scheduled for {at.isoformat()}. Digest {version.digest}."
    with time_machine.travel(at - timedelta(seconds=1), tick=False):
        assert not version.is_public()
        assert not Version.objects.public().exists()
        assert not Article.objects.public().exists()
    with time_machine.travel(at, tick=False):
        assert version.is_public()
        assert version.state == "published"
        assert article.current() == version
        assert Article.objects.public().get().current_id == version.pk


def test_the_version_before_stays_current_until_then():
    first = make_published()
    second = make_scheduled(first.article)
    assert first.article.current() == first
    with time_machine.travel(second.published_at + DAY):
        assert first.article.current() == second


def test_a_time_that_has_passed_is_refused(alice):
    draft = make_draft()
    words = "This time has passed. Choose one to come, or publish now."
    is_refused(lambda: publishing.schedule(draft, alice, timezone.now()), words)


def test_what_cannot_be_published_cannot_be_scheduled(alice):
    draft = make_draft(body=" ")
    is_refused(lambda: publishing.schedule(draft, alice, timezone.now() + DAY), "It has no text.")


def test_taken_off_the_schedule_it_is_a_draft_again(alice):
    version = publishing.unschedule(make_scheduled(), alice)
    assert (version.state, version.published_at, version.digest) == ("draft", None, "")
    assert logged(version)[0] == "Taken off the schedule."
    assert publishing.publish(version, alice).state == "published"


@pytest.mark.parametrize(
    ("make", "state"),
    [(make_draft, "draft"), (make_published, "published"), (make_withdrawn, "withdrawn")],
)
def test_only_what_is_scheduled_is_taken_off_the_schedule(make, state, alice):
    version = make()
    words = f"v0.1 is not scheduled: it is {state}."
    is_refused(lambda: publishing.unschedule(version, alice), words)


def test_what_has_appeared_is_not_taken_off_the_schedule(alice):
    version = make_scheduled()
    with time_machine.travel(version.published_at):
        is_refused(
            lambda: publishing.unschedule(version, alice),
            "v0.1 is not scheduled: it is published.",
        )


# Correcting


def test_a_correction_is_appended_and_every_earlier_text_stays(alice):
    version = make_published(body="Frist.")
    second = publishing.correct(version, alice, "Spelling", "First.")
    third = publishing.correct(version, alice, "Link", "First, with a link.")
    assert [second.revision, third.revision] == [2, 3]
    assert version.text() == third
    assert [c.body for c in version.corrections.all()] == ["First.", "First, with a link."]
    assert Version.objects.get().body == "Frist."
    assert Version.objects.get().digest == version.digest
    assert logged(version)[0] == f"Corrected (r3): Link Digest {third.digest}."


def test_a_correction_keeps_the_alternative_text_where_it_names_none(alice):
    version = make_published(cover=make_cover(), cover_alt="A line.")
    assert make_correction(version).cover_alt == "A line."
    assert publishing.correct(version, alice, "Clearer", "x", "A red line.").cover_alt == (
        "A red line."
    )
    assert make_correction(version).cover_alt == "A red line."


@pytest.mark.parametrize("make", [make_draft, make_scheduled, make_withdrawn])
def test_only_what_is_published_is_corrected(make, alice):
    version = make()
    words = "Only what is published can be corrected."
    is_refused(lambda: publishing.correct(version, alice, "Spelling", "Text."), words)


@pytest.mark.parametrize(
    ("reason", "body"),
    [("", "Text."), ("x" * 301, "Text."), ("Spelling", "Te\u202ext."), ("Spel\u0007ling", "Text.")],
)
def test_a_correction_that_cannot_be_read_is_refused(reason, body, alice):
    version = make_published()
    with pytest.raises(ValidationError):
        publishing.correct(version, alice, reason, body)
    assert not Correction.objects.exists()


def test_a_correction_does_not_take_the_text_away(alice):
    version = make_published()
    with pytest.raises((ValidationError, Refused)):
        publishing.correct(version, alice, "Spelling", " \n")


def test_the_digest_of_a_correction_is_of_what_is_stored(alice):
    """A browser sends the line ends of a text area as CR LF."""
    version = make_published()
    publishing.correct(version, alice, "Two lines", "First line\r\nsecond line")
    stored = Correction.objects.get()
    assert stored.digest == digest(canonical_json(version, stored))


# Withdrawing


def test_a_withdrawn_version_says_why_and_the_one_before_is_current(alice):
    first = make_published()
    second = make_published(first.article)
    withdrawn = publishing.withdraw(second, alice, "  It was wrong. ")
    assert (withdrawn.state, withdrawn.withdrawal_reason) == ("withdrawn", "It was wrong.")
    assert not withdrawn.is_public()
    assert withdrawn.is_past
    assert first.article.current() == first
    assert logged(second)[0].startswith("Withdrawn:")
    assert set(Version.objects.past()) == {first, second}


def test_an_article_whose_only_version_is_withdrawn_is_not_listed():
    version = make_withdrawn()
    assert version.article.current() is None
    assert not Article.objects.public().exists()


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_withdrawal_needs_a_reason(reason, alice):
    version = make_published()
    words = "Say why it is withdrawn: readers are told."
    is_refused(lambda: publishing.withdraw(version, alice, reason), words)


@pytest.mark.parametrize(
    ("make", "state"),
    [
        (make_draft, "draft"),
        (make_scheduled, "scheduled version"),
        (make_withdrawn, "withdrawn"),
    ],
)
def test_only_what_is_published_is_withdrawn(make, state, alice):
    version = make()
    words = f"v0.1 cannot be withdrawn: it is {state}."
    is_refused(lambda: publishing.withdraw(version, alice, "Wrong."), words)


# What readers see


def test_the_rule_of_visibility_is_one():
    draft = make_draft(make_article("a"))
    scheduled = make_scheduled(make_article("b"))
    published = make_published(make_article("c"))
    withdrawn = make_withdrawn(make_article("d"))
    sets = {
        "public": {published},
        "frozen": {scheduled, published, withdrawn},
        "past": {published, withdrawn},
        "waiting": {draft, scheduled},
    }
    for name, expected in sets.items():
        assert set(getattr(Version.objects, name)()) == expected
    for version in (draft, scheduled, published, withdrawn):
        assert version.is_public() == (version == published)
        shown = Placement.objects.public().filter(version=version).exists()
        assert shown == (version == published)


def test_the_current_version_is_the_highest_and_not_the_last_published():
    article = make_published(at=timezone.now()).article
    second = make_published(article, at=LONG_AGO)
    assert article.current() == second
    assert Article.objects.public().get().current_id == second.pk
