"""All rows of the site's database, copied into an empty one of another kind and proved equal."""

import os
import subprocess
import sys
from itertools import islice

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models.sql import InsertQuery

from mlmap_site.backups import Refused
from mlmap_site.backups.databases import COPY, look_over, opened_database
from mlmap_site.backups.rows import (
    CHUNK,
    columns,
    fingerprint,
    is_empty,
    migrations,
    next_key,
    rows_of,
    set_next_key,
    stored_models,
)
from mlmap_site.triggers import put_aside


def move_to(url, config):
    """Copy everything to the database of an address; return the fingerprint of both.

    `config` is the address as settings.py reads it.
    Nobody can write to the site meanwhile. Where anything differs, nothing is left of the copy.
    """
    with opened_database(config) as target:
        if not is_empty(COPY):
            raise Refused("The other database is not empty, and nothing was copied to it.")
        manage_there(url, "migrate", "--verbosity", "0")
        if migrations(COPY) != migrations(DEFAULT_DB_ALIAS):
            raise Refused("This site's own database lacks migrations: run migrate first.")
        with transaction.atomic(), transaction.atomic(using=COPY):
            _hold_still(connections[DEFAULT_DB_ALIAS])
            with put_aside(target):
                _copy()
            there, here = fingerprint(COPY), fingerprint(DEFAULT_DB_ALIAS)
            if there != here:
                differ = ", ".join(table for table in here if here[table] != there[table])
                raise Refused(f"The copy differs in {differ}, and was undone.")
        look_over(target)
        return here


def manage_there(url, *command):
    """Run a command on the other database, in a process that knows no other.

    What the tables of the search are depends on the kind of database that a process starts with.
    """
    done = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["nothing"]
        raise Refused(f"{command[0]} failed there, and said: {said[-1]}")


def _hold_still(connection):
    # SQLite's transactions keep writers out from their beginning (database.py).
    if connection.vendor == "postgresql":
        tables = ", ".join(connection.ops.quote_name(m._meta.db_table) for m in stored_models())
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {tables} IN SHARE MODE")


def _copy():
    target = connections[COPY]
    with target.cursor() as cursor:
        for model in stored_models():
            # What migrations wrote has keys of its own there.
            cursor.execute(f"DELETE FROM {target.ops.quote_name(model._meta.db_table)}")  # noqa: S608
    for model in stored_models():
        _insert(model, rows_of(model, DEFAULT_DB_ALIAS))
        if key := next_key(model, DEFAULT_DB_ALIAS):
            set_next_key(model, COPY, key)


def _insert(model, rows):
    fields = columns(model)
    while chunk := list(islice(rows, CHUNK)):
        size = connections[COPY].ops.bulk_batch_size(fields, chunk)
        for start in range(0, len(chunk), size):
            # As they are stored: no date is set anew, nothing is checked again.
            query = InsertQuery(model)
            query.insert_values(fields, chunk[start : start + size], raw=True)
            query.get_compiler(using=COPY).execute_sql()
