"""Promise 3 and 4 where no code of ours runs: the triggers refuse raw SQL on what is frozen."""

import pytest
from django.core.management import call_command
from django.core.management.sql import emit_pre_migrate_signal
from django.db import IntegrityError, connection

from articles.apps import TRIGGERS as ARTICLE_TRIGGERS
from articles.models import Article, Change, Correction, Descent, Placement, Version
from comments.apps import TRIGGERS as COMMENT_TRIGGERS
from comments.models import Comment
from mlmap_site.triggers import kept, missing
from roles.apps import TRIGGERS as ROLE_TRIGGERS
from roles.models import Role
from tests.factories import make_comment
from tests.stock import in_state, refuses, run

pytestmark = pytest.mark.django_db

TRIGGERS = [*ARTICLE_TRIGGERS, *COMMENT_TRIGGERS, *ROLE_TRIGGERS]
# Everything but what is derived from it, and what the verbs may still set.
NOT_SOURCE = {"id", "body_html", "cover_width", "cover_height", "reading_minutes", "updated_at"}
VERBS_SET = {"published_at", "digest", "withdrawn_at", "withdrawal_reason"}
VERSION_SOURCE = sorted(
    {field.column for field in Version._meta.concrete_fields} - NOT_SOURCE - VERBS_SET
)
BACK_TO_DRAFT = "UPDATE articles_version SET published_at = NULL, digest = '' WHERE id = {id}"


def refused(sql, match="never changes"):
    refuses(lambda: run(sql), match=match, errors=IntegrityError)


def version_sql(column):
    """Return a statement that gives one column of a version another value."""
    value = {
        "article_id": "(SELECT id FROM articles_article WHERE slug = 'empty')",
        "predecessor_id": "predecessor_id + 1",
        "major": "major + 1",
        "minor": "minor + 3",
        "cover_focus_x": "cover_focus_x + 1",
        "cover_focus_y": "cover_focus_y + 1",
        "published_at": "'2020-01-01'",
        "digest": "'x'",
    }.get(column, column + " || '!'")
    return f"UPDATE articles_version SET {column} = {value} WHERE id = {{id}}"


PARTS_SQL = {
    "insert placement": (
        'INSERT INTO articles_placement (version_id, role_id, name, start, "end", summary) '
        "SELECT {id}, id, 'Analyst', 1, 2, '' FROM roles_role WHERE slug = 'analyst'"
    ),
    "insert descent": (
        "INSERT INTO articles_descent (version_id, descendant_id) "
        "SELECT {id}, id FROM roles_role WHERE slug = 'analyst'"
    ),
    "insert change": (
        "INSERT INTO articles_change (version_id, position, text) VALUES ({id}, 9, 'More.')"
    ),
    **{
        f"{verb} {model.__name__.lower()}": f"{start} {model._meta.db_table} {middle} {{id}}"
        for model, column in ((Placement, "name"), (Descent, "version_id"), (Change, "text"))
        for verb, start, middle in (
            ("update", "UPDATE", f"SET {column} = {column} WHERE version_id ="),
            ("delete", "DELETE FROM", "WHERE version_id ="),
        )
    },
}


@pytest.mark.parametrize("column", [*VERSION_SOURCE, "published_at", "digest"])
def test_a_column_of_a_frozen_version_is_not_set(column, frozen):
    refused(version_sql(column).format(id=frozen.pk))


@pytest.mark.parametrize("sql", ["DELETE FROM articles_version WHERE id = {id}"])
def test_a_frozen_version_is_not_deleted(sql, frozen):
    refused(sql.format(id=frozen.pk))


@pytest.mark.parametrize("column", VERSION_SOURCE)
def test_a_column_of_a_draft_is_set(column, draft):
    if column == "predecessor_id":
        sql = f"UPDATE articles_version SET predecessor_id = NULL WHERE id = {draft.pk}"
    else:
        sql = version_sql(column).format(id=draft.pk)
    assert run(sql) == 1


@pytest.mark.parametrize("sql", PARTS_SQL.values(), ids=PARTS_SQL)
def test_the_parts_of_a_frozen_version_stay(sql, frozen):
    refused(sql.format(id=frozen.pk))


@pytest.mark.parametrize("sql", PARTS_SQL.values(), ids=PARTS_SQL)
def test_the_parts_of_a_draft_change(sql, draft):
    assert run(sql.format(id=draft.pk)) >= 1


@pytest.mark.parametrize("state", ["published", "withdrawn"])
def test_what_was_published_is_not_put_back_to_a_draft(state, stock):
    refused(BACK_TO_DRAFT.format(id=in_state(state).pk))


def test_a_scheduled_version_is_put_back_to_a_draft(stock):
    assert run(BACK_TO_DRAFT.format(id=in_state("scheduled").pk)) == 1


@pytest.mark.parametrize(
    "change",
    [
        "withdrawn_at = NULL, withdrawal_reason = ''",
        "withdrawn_at = '2020-01-01'",
        "withdrawal_reason = 'x'",
    ],
)
def test_a_withdrawal_is_not_taken_back(change, stock):
    version = in_state("withdrawn")
    refused(
        f"UPDATE articles_version SET {change} WHERE id = {version.pk}", match="a withdrawal stands"
    )


@pytest.mark.parametrize(
    "change",
    [
        "version_id = (SELECT min(id) FROM articles_version)",
        "revision = revision + 1",
        "created_at = '2020-01-01'",
        *[f"{column} = 'x'" for column in ("body", "cover_alt", "reason", "digest")],
    ],
)
def test_a_correction_is_not_changed(change, stock):
    refused(f"UPDATE articles_correction SET {change}", match="a correction stands")


def test_a_correction_is_not_deleted(stock):
    refused("DELETE FROM articles_correction", match="a correction stands")


REPLACED = {
    Version: ("title", "title || '!'"),
    Placement: ("version_id", "{draft}"),
    Descent: ("version_id", "{draft}"),
    Change: ("version_id", "{draft}"),
    Correction: ("body", "body || '!'"),
    Role: ("slug", "slug || '-other'"),
    Article: ("slug", "slug || '-other'"),
    Comment: ("version_id", "{before}"),
}


@pytest.mark.parametrize("model", REPLACED, ids=lambda model: model.__name__)
def test_nothing_is_replaced_by_an_insert_with_its_key(model, published, draft):
    """SQLite deletes the row that an INSERT OR REPLACE collides with, and calls no trigger for it
    unless told to. PostgreSQL writes over it where the statement says so."""
    make_comment(published)
    whose = {Version: {"pk": published.pk}, Article: {"pk": published.article_id}, Role: {}}
    row = model.objects.filter(**whose.get(model, {"version": published}))[0]
    changed, value = REPLACED[model]
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    columns = [f'"{field.column}"' for field in fields]
    values = [
        value.format(draft=draft.pk, before=published.predecessor_id) if c == f'"{changed}"' else c
        for c in columns
    ]
    verb, then = {
        "sqlite": ("INSERT OR REPLACE", ""),
        "postgresql": ("INSERT", f"ON CONFLICT (id) DO UPDATE SET {changed} = EXCLUDED.{changed}"),
    }[connection.vendor]
    refused(
        f"{verb} INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {', '.join(values)} "
        f"FROM {model._meta.db_table} WHERE id = {row.pk} {then}",
        match="never changes|stands|keeps|numbers only rise",
    )


def insert_version(article, number, published_at, copied=2):
    """Return a statement that copies a version under another number."""
    columns = {field.column: field.column for field in Version._meta.concrete_fields}
    del columns["id"]
    columns |= {"major": str(number[0]), "minor": str(number[1]), "published_at": published_at}
    if published_at == "NULL":
        columns["digest"] = "''"
    return (
        f"INSERT INTO articles_version ({', '.join(columns)}) SELECT {', '.join(columns.values())} "
        f"FROM articles_version WHERE article_id = {article.pk} AND minor = {copied}"
    )


@pytest.mark.parametrize("number", [(0, 1), (0, 2), (0, 0)])
def test_no_version_is_inserted_as_published_under_a_number_that_does_not_rise(number, published):
    sql = insert_version(published.article, number, "'2026-01-01'")
    refused(sql, match="numbers only rise within an article")


def test_a_version_is_inserted_as_published_under_a_number_that_rises(published):
    assert run(insert_version(published.article, (0, 3), "'2026-01-01'")) == 1


def test_no_draft_is_published_under_a_number_that_does_not_rise(published):
    run(insert_version(published.article, (0, 3), "'2026-01-01'"))
    run(insert_version(published.article, (0, 4), "NULL"))
    set_number = "UPDATE articles_version SET major = 0, minor = 2, published_at = '2026-01-01', "
    draft = Version.objects.get(article=published.article, minor=4)
    for number in ("minor = 2", "minor = 3", "minor = 1"):
        refused(
            set_number.replace("minor = 2", number) + f"digest = 'x' WHERE id = {draft.pk}",
            match="numbers only rise within an article",
        )


def test_no_draft_takes_the_place_of_what_has_its_number(stock):
    version = Version.objects.get(article__slug="empty")
    sql = insert_version(version.article, (0, 1), "NULL", copied=1)
    if connection.vendor == "sqlite":
        sql = sql.replace("INSERT", "INSERT OR REPLACE")
    refused(sql, match="(?i)never changes|unique")


def test_there_is_one_draft_an_article(draft):
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        run(insert_version(draft.article, (0, 9), "NULL"))


def test_migrations_take_the_triggers_down_and_put_them_up_again(db):
    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default")
    assert missing(connection) == sorted(trigger.name for trigger in kept())
    call_command("migrate", verbosity=0)
    assert missing(connection) == []


def test_no_two_triggers_have_one_name():
    names = [trigger.name for trigger in kept()]
    assert len(names) == len(set(names))
