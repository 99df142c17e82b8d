"""The verbs of a version's life: what each does, refuses and records (promises 2 and 4)."""

from datetime import timedelta
from unittest import mock

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import publishing
from articles.canonical import canonical_json, digest
from articles.models import Version
from articles.publishing import Refused
from mlmap_site.markup import ARTICLE_LIMIT
from tests.factories import (
    LONG_AGO,
    make_article,
    make_cover,
    make_draft,
    make_published,
    make_scheduled,
    make_withdrawn,
)
from tests.stock import TABLES, is_refused, logged, rows, save_with

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def map_of(version):
    return {p.role.slug: (p.name, p.start, p.end, p.summary) for p in version.placements.all()}


# Starting a draft


def test_the_first_draft_is_an_empty_v0_1(alice):
    draft = publishing.start_draft(make_article(title="The map"), alice)
    assert (draft.label, draft.title, draft.state) == ("v0.1", "The map", "draft")
    assert (draft.predecessor, map_of(draft), draft.body) == (None, {}, "")
    assert logged(draft) == ["Started from nothing."]


def test_the_next_draft_is_a_copy_of_the_current_version(alice):
    words = {"teaser": "In short.", "cover": make_cover(), "cover_alt": "A line."}
    words |= {"cover_caption": "By hand.", "line_start": "here", "line_end": "there"}
    version = make_published(body="The text.", **words)
    draft = publishing.start_draft(version.article, alice)
    assert (draft.label, draft.predecessor, draft.state) == ("v0.2", version, "draft")
    assert (draft.body, draft.title) == ("The text.", version.title)
    assert {name: getattr(draft, name) for name in words} == words
    assert (draft.cover_width, draft.cover_height) == (40, 30)
    assert map_of(draft) == map_of(version)
    assert not draft.changes.exists()
    assert not draft.descents.exists()
    assert logged(draft) == ["Started from v0.1."]


def test_a_draft_starts_from_the_corrected_text(alice):
    version = make_published(cover=make_cover(), cover_alt="A lime.")
    publishing.correct(version, alice, "Spelling", "Better text.", "A line.")
    draft = publishing.start_draft(version.article, alice)
    assert (draft.body, draft.cover_alt) == ("Better text.", "A line.")


def test_a_draft_after_a_withdrawal_starts_from_what_is_current(alice):
    first = make_published()
    make_withdrawn(first.article)
    draft = publishing.start_draft(first.article, alice)
    assert (draft.label, draft.predecessor) == ("v0.3", first)


@pytest.mark.parametrize(
    ("make", "state"), [(make_draft, "draft"), (make_scheduled, "scheduled version")]
)
def test_there_is_one_version_to_come(make, state, alice):
    article = make().article
    is_refused(lambda: publishing.start_draft(article, alice), f"v0.1 is a {state} already.")


def test_the_database_holds_one_draft_an_article():
    draft = make_draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.create(article=draft.article, minor=9, title="Second")


# Publishing


def test_publishing_freezes_dates_digests_and_records(alice):
    before = timezone.now()
    version = publishing.publish(make_draft(), alice)
    assert before <= version.published_at <= timezone.now()
    assert version.digest == digest(canonical_json(version))
    assert version.is_public()
    assert version.article.current() == version
    assert logged(version)[0] == f"Published. Digest {version.digest}."
    assert LogEntry.objects.order_by("-pk").first().user == alice
    stored = Version.objects.get()
    assert (stored.published_at, stored.digest) == (version.published_at, version.digest)


def test_what_first_appeared_elsewhere_keeps_its_date(alice):
    assert publishing.publish(make_draft(), alice, at=LONG_AGO).published_at == LONG_AGO


def test_publishing_at_a_moment_to_come_schedules(alice):
    version = publishing.publish(make_draft(), alice, at=timezone.now() + DAY)
    assert version.state == "scheduled"
    assert logged(version)[0].startswith("Scheduled for ")


def test_what_is_published_is_what_the_database_has(alice):
    draft = make_draft()
    save_with(Version.objects.get(), title="Saved by somebody else")
    draft.title = "Not saved"
    assert publishing.publish(draft, alice).title == "Saved by somebody else"


def test_an_article_needs_no_map(alice):
    draft = make_draft(placements={}, line_start="", line_end="")
    assert publishing.publish(draft, alice).state == "published"


def test_twice_is_once(alice):
    draft = make_draft()
    publishing.publish(draft, alice)
    is_refused(lambda: publishing.publish(draft, alice), "v0.1 is published already.")
    is_refused(
        lambda: publishing.schedule(draft, alice, timezone.now() + DAY),
        "v0.1 is published already.",
    )


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (make_scheduled, "v0.1 is scheduled version already."),
        (make_withdrawn, "v0.1 is withdrawn already."),
    ],
)
def test_only_a_draft_is_published(make, words, alice):
    version = make()
    is_refused(lambda: publishing.publish(version, alice), words)


PROBLEMS = {
    "title": ({"title": "  "}, "It has no title."),
    "text": ({"body": " \n"}, "It has no text."),
    "practices": (
        {"placements": {"mlops": (0, 50)}},
        "The map has practices, but no role.",
    ),
    "one end": ({"line_end": ""}, "The ends of the line have no names."),
    "both ends": ({"line_start": "", "line_end": ""}, "The ends of the line have no names."),
}


@pytest.mark.parametrize(("values", "words"), PROBLEMS.values(), ids=PROBLEMS)
def test_publishing_is_refused(values, words, alice):
    draft = make_draft(**values)
    is_refused(lambda: publishing.publish(draft, alice), words)
    assert publishing.problems(draft) == [words]


def test_a_cover_has_an_alternative_text(alice):
    draft = make_draft(cover=make_cover(), cover_alt=" ")
    words = "The cover has no alternative text: say what it shows."
    is_refused(lambda: publishing.publish(draft, alice), words)


def test_publishing_is_refused_where_the_text_is_longer_than_is_rendered(alice):
    draft = make_draft(body="word " * (ARTICLE_LIMIT // 5 + 1))
    with pytest.raises(Refused, match="200"):
        publishing.publish(draft, alice)


def test_every_problem_is_named_at_once(alice):
    draft = make_draft(title=" ", body=" ", line_start="")
    words = ("It has no title.", "It has no text.", "The ends of the line have no names.")
    is_refused(lambda: publishing.publish(draft, alice), *words)


def test_the_changelog_of_a_later_version_says_something(alice):
    draft = make_draft(make_published().article, changes=[])
    words = "The changelog is empty: say what changed."
    is_refused(lambda: publishing.publish(draft, alice), words)


def test_the_digest_is_of_what_is_stored_however_it_got_there(alice):
    draft = make_draft()
    Version.objects.filter(pk=draft.pk).update(body="First line\r\nsecond line")
    publishing.publish(draft, alice)
    stored = Version.objects.get()
    assert stored.digest == digest(canonical_json(stored))


# Numbers


@pytest.mark.parametrize("number", [(0, 4), (0, 5), (0, 1)])
def test_a_number_rises(number, alice):
    first = make_published(minor=5)
    if number == (0, 5):
        draft = make_draft(first.article)
        with pytest.raises(IntegrityError), transaction.atomic():
            save_with(draft, minor=5)
        return
    draft = make_draft(first.article, minor=number[1])
    is_refused(
        lambda: publishing.publish(draft, alice),
        f"{draft.label} does not rise: this article has v0.5 already. "
        "Numbers only go up and are never used again.",
    )


def test_a_withdrawn_number_is_not_used_again(alice):
    withdrawn = make_withdrawn(minor=5)
    draft = make_draft(withdrawn.article, minor=4)
    with pytest.raises(Refused, match=r"v0.4 does not rise: this article has v0.5 already"):
        publishing.publish(draft, alice)


def test_numbers_may_leave_gaps_and_each_article_has_its_own(alice):
    article = make_published(minor=5).article
    assert make_published(article, major=1, minor=0).label == "v1.0"
    assert publishing.next_number(article) == (1, 1)
    assert make_published(make_article("another")).label == "v0.1"


def test_minor_numbers_are_numbers_and_not_decimals():
    article = make_published(minor=9).article
    assert make_published(article).label == "v0.10"
    assert article.current().label == "v0.10"


@pytest.mark.parametrize("number", [(0, 0), (10_000, 0), (0, 10_000)])
def test_numbers_out_of_range_are_refused_by_the_database(number):
    draft = make_draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        save_with(draft, major=number[0], minor=number[1])


def test_a_draft_from_a_version_before_the_current_one_is_refused(alice):
    first = make_published()
    make_published(first.article)
    draft = make_draft(first.article)
    Version.objects.filter(pk=draft.pk).update(predecessor=first)
    words = "It was started from v0.1, but the current version is v0.2."
    is_refused(lambda: publishing.publish(draft, alice), words)


def test_a_draft_outlives_the_withdrawal_of_the_version_it_was_started_from(alice):
    first = make_published()
    second = make_published(first.article)
    draft = make_draft(first.article)
    publishing.withdraw(second, alice, "Wrong.")
    assert publishing.publish(draft, alice).predecessor == second
    assert first.article.current() == draft


# All of them


VERBS = {
    "start": (make_published, lambda v, by: publishing.start_draft(v.article, by)),
    "publish": (make_draft, publishing.publish),
    "schedule": (make_draft, lambda v, by: publishing.schedule(v, by, timezone.now() + DAY)),
    "unschedule": (make_scheduled, publishing.unschedule),
    "correct": (make_published, lambda v, by: publishing.correct(v, by, "Spelling", "Text.")),
    "withdraw": (make_published, lambda v, by: publishing.withdraw(v, by, "Wrong.")),
}


@pytest.mark.parametrize(("make", "verb"), VERBS.values(), ids=VERBS)
def test_a_verb_that_fails_in_its_last_step_leaves_nothing(make, verb, alice):
    version = make()
    before = rows(*TABLES, LogEntry)
    broken = mock.patch.object(publishing, "_record", side_effect=RuntimeError)
    with broken, pytest.raises(RuntimeError):
        verb(version, alice)
    assert rows(*TABLES, LogEntry) == before


@pytest.mark.parametrize(("make", "verb"), VERBS.values(), ids=VERBS)
def test_a_verb_is_recorded_once_under_its_actors_name(make, verb, bob):
    version = make()
    before = LogEntry.objects.count()
    verb(version, bob)
    assert LogEntry.objects.count() == before + 1
    assert LogEntry.objects.order_by("-pk").first().user == bob
