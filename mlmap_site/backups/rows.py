"""What a database holds, in words that are the same on SQLite and PostgreSQL."""

import hashlib
import json
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import AutoField, QuerySet

from mlmap_site.models import Counter

CHUNK = 2000
# What migrations themselves write.
MADE_BY_MIGRATIONS = {ContentType, Permission, Group, Group.permissions.through}

# The index of the search is made from what is stored, in tables that no two databases share.
DERIVED = "modelsearch"


def stored_models():
    """Return all models whose tables hold what is nowhere else, in the order of their names."""
    models = apps.get_models(include_auto_created=True)
    own = [
        model
        for model in models
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label != DERIVED
        and model is not Counter
    ]
    return sorted(own, key=lambda model: model._meta.db_table)


def columns(model):
    """Return the fields that are stored, but for those that the database computes."""
    return [field for field in model._meta.concrete_fields if not field.generated]


def rows_of(model, using):
    """Yield the rows of a table with their values by name, as many at a time as fit in memory."""
    names = [field.attname for field in columns(model)]
    rows = QuerySet(model, using=using).order_by().values_list(*names, named=True)
    yield from rows.iterator(chunk_size=CHUNK)


def fingerprint(using):
    """Return for each table how many rows it has, a hash of them, and its next key."""
    return {
        model._meta.db_table: {**_hashed(model, using), "next": next_key(model, using)}
        for model in stored_models()
    }


def _hashed(model, using):
    # The sum does not depend on the order, in which databases with other collations differ.
    count = total = 0
    for row in rows_of(model, using):
        text = json.dumps(list(row), ensure_ascii=False, sort_keys=True, default=str)
        total += int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
        count += 1
    return {"rows": count, "sha256": f"{total % 2**256:064x}"}


def next_key(model, using):
    """Return the key that the next row gets; None for a table whose keys are not counted.

    A key that was given up is not used again, so it is more than the highest key and one.
    """
    if not isinstance(model._meta.pk, AutoField):
        return None
    connection, table = connections[using], model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            return row[0] + 1 if row else 1
        cursor.execute(
            "SELECT last_value, increment_by FROM pg_sequences "
            "WHERE format('%%I.%%I', schemaname, sequencename) = pg_get_serial_sequence(%s, %s)",
            [connection.ops.quote_name(table), model._meta.pk.column],
        )
        last, step = cursor.fetchone()
    return 1 if last is None else last + step


def set_next_key(model, using, key):
    """Let the next row get this key."""
    connection, table = connections[using], model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            if key > 1:
                cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [table, key - 1])
        else:
            # What setval says is the last key that was given, unless none was.
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)",
                [
                    connection.ops.quote_name(table),
                    model._meta.pk.column,
                    max(key - 1, 1),
                    key > 1,
                ],
            )


def migrations(using):
    """Return the names of the migrations that made the database, in their order."""
    applied = MigrationRecorder(connections[using]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def is_empty(using):
    """Return whether a database has no tables, or none with more in it than migrations write."""
    tables = set(connections[using].introspection.table_names())
    return not any(
        QuerySet(model, using=using).exists()
        for model in stored_models()
        if model._meta.db_table in tables and model not in MADE_BY_MIGRATIONS
    )


def passing_tables():
    """Return the tables of what nobody misses: counters of limits, which name network addresses."""
    cached = [caches[alias] for alias in settings.CACHES]
    tables = [cache._table for cache in cached if isinstance(cache, DatabaseCache)]
    return [*tables, Counter._meta.db_table]


def pictures(folder):
    """Return the files of a folder of pictures, as paths within it."""
    return sorted(p.relative_to(folder) for p in Path(folder).rglob("*") if p.is_file())
