"""A database as a file: taken at one moment while the site goes on, read back all or nothing."""

import os
import sqlite3
import subprocess
from contextlib import closing, contextmanager

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.backends.postgresql.client import DatabaseClient

from mlmap_site.backups import Refused
from mlmap_site.backups.rows import fingerprint, migrations, passing_tables

FILES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
COPY = "copy"


def dump(folder):
    """Write the site's database into a folder and return what it holds, for the manifest."""
    vendor = connections[DEFAULT_DB_ALIAS].vendor
    return {"database": vendor, **_DUMPS[vendor](folder / FILES[vendor])}


def look_into(path, vendor):
    """Return what a file holds, without touching the site; raise Refused for a broken one.

    None for PostgreSQL, whose files only PostgreSQL can read.
    """
    if vendor != "sqlite":
        return None
    with _open_sqlite(path) as connection:
        _check_sqlite(connection, path)
        return fingerprint(COPY)


def load(path):
    """Put what a file holds in the place of the site's empty tables, in one transaction."""
    _LOADS[connections[DEFAULT_DB_ALIAS].vendor](path)


def look_over(connection):
    """Let PostgreSQL see what its tables hold now: until it knows, it may ask them the slow way."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@contextmanager
def opened_database(config):
    """Yield a connection to a database beside the site's own, under the name in COPY."""
    connections.databases[COPY] = connections.configure_settings({DEFAULT_DB_ALIAS: config})[
        DEFAULT_DB_ALIAS
    ]
    try:
        yield connections[COPY]
    finally:
        connections[COPY].close()
        del connections[COPY]
        del connections.databases[COPY]


# SQLite


def _dump_sqlite(path):
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        # A copy of what was committed when it began; writers wait, readers do not.
        cursor.execute("VACUUM INTO %s", [str(path)])
    with closing(sqlite3.connect(path)) as copy:
        for table in passing_tables():
            if copy.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [table]).fetchone():
                copy.execute(f'DELETE FROM "{table}"')  # noqa: S608
        copy.commit()
        # Not even in the room that the deleted rows left.
        copy.execute("VACUUM")
    with _open_sqlite(path):
        return {
            "database_version": sqlite3.sqlite_version,
            "migrations": migrations(COPY),
            "tables": fingerprint(COPY),
        }


def _check_sqlite(connection, path):
    try:
        with connection.cursor() as cursor:
            problems = cursor.execute("PRAGMA integrity_check").fetchall()
            lost = cursor.execute("PRAGMA foreign_key_check").fetchall()
    except DatabaseError as error:
        raise Refused(f"{path} is no database: {error}.") from error
    if problems != [("ok",)] or lost:
        raise Refused(f"{path} is a broken database.")


def _load_sqlite(path):
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source:
        source.backup(connection.connection)


@contextmanager
def _open_sqlite(path):
    config = {"ENGINE": "django.db.backends.sqlite3", "NAME": f"file:{path}?mode=ro"}
    with opened_database(config | {"OPTIONS": {"uri": True}}) as connection:
        yield connection


# PostgreSQL


def _dump_postgresql(path):
    connection = connections[DEFAULT_DB_ALIAS]
    with transaction.atomic(), connection.cursor() as cursor:
        # What is counted here and what pg_dump writes are the same moment's.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version')")
        snapshot, version = cursor.fetchone()
        _run_for(
            connection,
            *("pg_dump", "--format=custom", "--no-owner", "--no-privileges"),
            *(f"--exclude-table-data={table}" for table in passing_tables()),
            *(f"--snapshot={snapshot}", f"--file={path}"),
        )
        return {
            "database_version": version,
            "migrations": migrations(DEFAULT_DB_ALIAS),
            "tables": fingerprint(DEFAULT_DB_ALIAS),
        }


def _load_postgresql(path):
    connection = connections[DEFAULT_DB_ALIAS]
    script = _run(
        [*("pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges"), "-f-", path]
    )
    tables = map(connection.ops.quote_name, connection.introspection.table_names())
    emptied = "".join(f"DROP TABLE {table} CASCADE;\n" for table in tables)
    connection.close()
    _run_for(
        connection,
        *("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"),
        *("--output=/dev/null", "--file=-"),
        # Its own way to make one transaction would commit what it has where this process is killed.
        given=b"BEGIN;\n" + emptied.encode() + script + b"\nCOMMIT;\n",
    )


def _run_for(connection, program, *parameters, given=None):
    """Run a program of PostgreSQL's on the connection's database."""
    arguments, env = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, parameters)
    return _run([program, *arguments[1:]], env=env, given=given)


def _run(command, env=None, given=None):
    try:
        done = subprocess.run(  # noqa: S603
            command,
            env={**os.environ, **(env or {})},
            input=given,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise Refused(f"{command[0]} is not installed on this machine.") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["nothing"]
        raise Refused(f"{command[0]} failed, and said: {said[0]}")
    return done.stdout


_DUMPS = {"sqlite": _dump_sqlite, "postgresql": _dump_postgresql}
_LOADS = {"sqlite": _load_sqlite, "postgresql": _load_postgresql}
