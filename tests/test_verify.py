"""`manage.py verify` names whatever is not as it was published, and whatever guard is gone."""

import re
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection

from articles.apps import TRIGGERS as ARTICLE_TRIGGERS
from comments.apps import TRIGGERS as COMMENT_TRIGGERS
from roles.apps import TRIGGERS as ROLE_TRIGGERS
from tests.factories import make_cover
from tests.stock import run

pytestmark = pytest.mark.django_db

TRIGGERS = {t.name: t for t in [*ARTICLE_TRIGGERS, *COMMENT_TRIGGERS, *ROLE_TRIGGERS]}


def verify():
    """Run the command; return what it found wrong."""
    faults = StringIO()
    try:
        call_command("verify", stdout=StringIO(), stderr=faults)
    except CommandError:
        assert faults.getvalue()
    return re.sub(r"\x1b\[[0-9;]*m", "", faults.getvalue())


def drop(name):
    for statement in TRIGGERS[name].drop_sql(connection.vendor):
        run(statement)


def change_behind(name, sql):
    """Run a statement that a trigger would refuse, and put the trigger up again."""
    drop(name)
    assert run(sql) == 1
    for statement in TRIGGERS[name].create_sql(connection.vendor):
        run(statement)


def test_it_finds_nothing_wrong_with_what_the_verbs_made(stock):
    assert verify() == ""


@pytest.mark.parametrize("name", TRIGGERS)
def test_it_names_a_trigger_that_is_gone(name):
    drop(name)
    assert f"lacks the trigger {name}:" in verify()


@pytest.mark.parametrize(
    ("trigger", "sql"),
    [
        ("version_frozen_source", "UPDATE articles_version SET body = 'x' WHERE id = {id}"),
        ("version_frozen_source", "UPDATE articles_version SET cover_alt = 'x' WHERE id = {id}"),
        ("version_frozen_date", "UPDATE articles_version SET digest = 'x' WHERE id = {id}"),
        (
            "articles_placement_frozen_update",
            "UPDATE articles_placement SET start = 1 WHERE start = 0 AND version_id = {id}",
        ),
        (
            "articles_descent_frozen_delete",
            "DELETE FROM articles_descent WHERE descendant_id IS NULL AND version_id = {id}",
        ),
        (
            "articles_change_frozen_update",
            "UPDATE articles_change SET text = 'x' WHERE version_id = {id}",
        ),
    ],
)
def test_it_names_a_version_that_was_changed(trigger, sql, published):
    change_behind(trigger, sql.format(id=published.pk))
    assert f"{published} differs from its digest" in verify()


def test_it_names_a_correction_that_was_changed(published):
    change_behind("correction_frozen_update", "UPDATE articles_correction SET body = 'x'")
    assert f"{published} r2 differs from its digest" in verify()


@pytest.mark.parametrize("content", [None, b"another picture"])
def test_it_names_a_version_whose_cover_is_gone_or_changed(content, published):
    storage, name = published.cover.storage, published.cover.name
    storage.delete(name)
    if content:
        storage.save(name, ContentFile(content))
    assert f"The cover of {published} is gone or changed." in verify()
    storage.delete(name)
    assert make_cover() == name


def test_verify_names_what_is_shown_otherwise_than_it_says(published):
    run(f"UPDATE articles_version SET body_html = 'Other words.' WHERE id = {published.pk}")
    with pytest.raises(CommandError):
        call_command("verify")
