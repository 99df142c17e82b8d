"""The whole life of versions: every verb in any order, the clock moving on (promises 1 to 7).

Hypothesis drives the verbs on several articles and keeps a plain account of what must be; after
each step the site is held against it.
"""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from articles import publishing
from articles.canonical import canonical_json, digest
from articles.history import gaps
from articles.models import Article, Descent, Placement, Version
from articles.publishing import Refused
from tests.environment import THOROUGH
from tests.factories import make_article, make_author, make_placements, make_role
from tests.stock import rows

SLUGS = ["one", "two"]
ROLES = ["walker", "rider", "sailor", "flyer"]
articles = st.sampled_from(SLUGS)
hours = st.integers(1, 72)


class Lives(RuleBasedStateMachine):
    """`account` has, by article, what is known of each version: number, dates, bytes, words."""

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.clock = time_machine.travel(timezone.now(), tick=False)
        self.now = self.clock.start()
        self.serial = 0

    def teardown(self):
        self.clock.stop()
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    @initialize()
    def begin(self):
        self.author = make_author()
        for slug in SLUGS:
            make_article(slug)
        self.account = {slug: {} for slug in SLUGS}

    # What is done

    @rule(hours=hours)
    def time_passes(self, hours):
        self.now.shift(timedelta(hours=hours))

    @rule(slug=articles)
    def start(self, slug):
        known = self.account[slug]
        if any(self.state(entry) in ("draft", "scheduled") for entry in known.values()):
            self.refused(lambda: publishing.start_draft(self.article(slug), self.author))
            return
        draft = publishing.start_draft(self.article(slug), self.author)
        self.serial += 1
        draft.title, draft.body = "A map", f"words-{self.serial}-of-{slug}"
        draft.line_start, draft.line_end = "here", "there"
        draft.save()
        assert all(draft.number > number for number in known)
        known[draft.number] = {"words": draft.body, "published": None, "withdrawn": False}

    @rule(slug=articles, roles=st.lists(st.sampled_from(ROLES), unique=True, max_size=4))
    def redraw(self, slug, roles):
        draft = self.draft(slug)
        if draft is None:
            return
        draft.placements.all().delete()
        make_placements(draft, {role: (i * 10, i * 10 + 20) for i, role in enumerate(roles)})
        draft.descents.all().delete()
        draft.changes.all().delete()
        draft.changes.create(text="It was drawn again.", position=1)

    @rule(slug=articles, pick=st.integers(0, 5))
    def say_where_a_role_went(self, slug, pick):
        draft = self.draft(slug)
        edges = [edge[:2] for gap in gaps(draft) for edge in gap.edges] if draft else []
        if edges:
            ends = [make_role(slug) if slug else None for slug in edges[pick % len(edges)]]
            Descent.objects.create(version=draft, ancestor=ends[0], descendant=ends[1])

    @rule(slug=articles)
    def publish(self, slug):
        self.release(slug, lambda draft: publishing.publish(draft, self.author))

    @rule(slug=articles, hours=hours)
    def schedule(self, slug, hours):
        at = timezone.now() + timedelta(hours=hours)
        self.release(slug, lambda draft: publishing.schedule(draft, self.author, at))

    @rule(slug=articles)
    def unschedule(self, slug):
        for version in self.versions(slug):
            entry = self.account[slug][version.number]
            if self.state(entry) == "scheduled":
                publishing.unschedule(version, self.author)
                entry["published"] = None
            else:
                self.refused(lambda version=version: publishing.unschedule(version, self.author))

    @rule(slug=articles, pick=st.integers(0, 5))
    def withdraw(self, slug, pick):
        version, entry = self.one(slug, pick)
        if version is None:
            return
        if self.state(entry) == "published":
            publishing.withdraw(version, self.author, "It was wrong.")
            entry["withdrawn"] = True
        else:
            self.refused(lambda: publishing.withdraw(version, self.author, "It was wrong."))

    @rule(slug=articles, pick=st.integers(0, 5))
    def correct(self, slug, pick):
        version, entry = self.one(slug, pick)
        if version is None:
            return
        # What says nothing new is refused, so that a form sent twice is one correction.
        self.serial += 1
        words = f"{entry['words']} corrected {self.serial}"
        if self.state(entry) == "published":
            publishing.correct(version, self.author, "A slip.", words)
        else:
            self.refused(lambda: publishing.correct(version, self.author, "A slip.", words))

    @precondition(lambda self: self.serial)
    @rule(slug=articles)
    def publish_twice(self, slug):
        for version in self.versions(slug):
            if version.published_at is not None:
                self.refused(lambda version=version: publishing.publish(version, self.author))

    # What must hold after each step

    @invariant()
    def what_is_public_is_what_must_be(self):
        expected = {
            (slug, number)
            for slug in SLUGS
            for number, entry in self.account[slug].items()
            if self.state(entry) == "published"
        }
        public = Version.objects.public().select_related("article")
        assert {(version.article.slug, version.number) for version in public} == expected
        assert all(version.is_public() for version in public)

    @invariant()
    def nothing_published_has_changed(self):
        for slug in SLUGS:
            for version in self.versions(slug):
                bytes_then = self.account[slug][version.number].get("bytes")
                if version.published_at is not None:
                    assert canonical_json(version) == bytes_then
                    assert digest(bytes_then) == version.digest

    @invariant()
    def each_article_has_one_draft_at_most(self):
        for slug in SLUGS:
            drafts = [v for v in self.versions(slug) if v.published_at is None]
            assert len(drafts) <= 1

    @invariant()
    def readers_see_what_is_public_and_no_word_more(self):
        client = Client()
        pages = {slug: client.get(f"/articles/{slug}/").text for slug in SLUGS}
        shown = "".join(pages.values()) + client.get("/").text + client.get("/roles/").text
        for slug in SLUGS:
            known = self.account[slug]
            public = [n for n, entry in known.items() if self.state(entry) == "published"]
            for number, entry in known.items():
                if number in public and number == max(public):
                    assert entry["words"] in pages[slug]
                else:
                    assert f"{entry['words']}<" not in shown

    # The plain account

    def state(self, entry):
        if entry["published"] is None:
            return "draft"
        if entry["withdrawn"]:
            return "withdrawn"
        return "published" if entry["published"] <= timezone.now() else "scheduled"

    def release(self, slug, verb):
        draft = self.draft(slug)
        if draft is None:
            return
        if publishing.problems(draft):
            self.refused(lambda: verb(draft))
            return
        version = verb(draft)
        entry = self.account[slug][version.number]
        entry |= {"published": version.published_at, "bytes": canonical_json(version)}
        assert gaps(version) == []

    def refused(self, verb):
        before = rows(Version, Placement, Descent)
        with pytest.raises(Refused):
            verb()
        assert rows(Version, Placement, Descent) == before

    def article(self, slug):
        return Article.objects.get(slug=slug)

    def versions(self, slug):
        return list(Version.objects.filter(article__slug=slug).select_related("article"))

    def draft(self, slug):
        drafts = Version.objects.filter(article__slug=slug, published_at=None)
        return drafts.select_related("article", "predecessor").first()

    def one(self, slug, pick):
        versions = self.versions(slug)
        if not versions:
            return None, None
        version = versions[pick % len(versions)]
        return version, self.account[slug][version.number]


@pytest.mark.django_db
def test_every_life_keeps_the_promises():
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=8 if THOROUGH else 3,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
