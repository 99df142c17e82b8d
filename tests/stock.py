"""Versions in every state, made once for a module of tests, and the check that they stay."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, connection, transaction

from articles.freezing import Frozen
from articles.models import Article, Change, Correction, Descent, Placement, Version
from articles.publishing import Refused
from comments.models import Comment
from roles.models import Role
from tests.factories import (
    make_article,
    make_correction,
    make_cover,
    make_draft,
    make_published,
    make_role,
    make_scheduled,
    make_withdrawn,
)

NEVER = "(?i)a published version never changes"
PARTS = [Placement, Descent, Change]
TABLES = [Article, Version, *PARTS, Correction, Comment, Role]
MAKERS = {
    "draft": make_draft,
    "scheduled": make_scheduled,
    "published": make_published,
    "withdrawn": make_withdrawn,
}


@pytest.fixture(scope="module")
def stock(django_db_setup, django_db_blocker):
    """An article for each state, named by it, with a v0.2 in it that has parts of every kind."""
    with django_db_blocker.unblock(), transaction.atomic():
        for state in MAKERS:
            make_second(state)
        make_correction(in_state("published"))
        make_role("analyst")
        make_published(make_article("empty"), placements={})
        yield
        transaction.set_rollback(True)


def make_second(state):
    article = make_published(make_article(state)).article
    return MAKERS[state](
        article,
        placements={"developer": (0, 45), "data-engineer": (40, 70)},
        descents=[("ml-engineer", "data-engineer"), ("mlops", None)],
        cover=make_cover(),
        cover_alt="A line.",
    )


def in_state(state):
    return Version.objects.select_related("article").get(article__slug=state, minor=2)


@pytest.fixture
def draft(stock, db):
    return in_state("draft")


@pytest.fixture
def published(stock, db):
    return in_state("published")


@pytest.fixture(params=["scheduled", "published", "withdrawn"])
def frozen(request, stock, db):
    return in_state(request.param)


def rows(*models):
    """Return all that the tables hold."""
    return [list(model._base_manager.order_by("pk").values()) for model in models]


def refuses(act, match=NEVER, errors=(Frozen, IntegrityError)):
    """Check that an act is refused and leaves every row as it was."""
    before = rows(*TABLES)
    with pytest.raises(errors, match=match), transaction.atomic():
        act()
    assert rows(*TABLES) == before


def is_refused(verb, *words):
    """Check that a verb is refused for exactly these reasons and changes nothing."""
    before = rows(*TABLES, LogEntry)
    with pytest.raises(Refused) as refusal:
        verb()
    assert refusal.value.reasons == words
    assert rows(*TABLES, LogEntry) == before


def logged(version):
    """Return what is recorded of a version, newest first."""
    entries = LogEntry.objects.filter(object_id=str(version.pk), content_type__model="version")
    return [entry.change_message for entry in entries.order_by("-pk")]


def run(sql):
    """Run a statement as it stands and return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


def with_values(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    return row


def save_with(row, update_fields=None, **values):
    with_values(row, **values).save(update_fields=update_fields)


def queryset(row):
    return type(row).objects.filter(pk=row.pk)
