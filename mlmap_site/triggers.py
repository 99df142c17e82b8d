"""Database triggers that hold a rule where no code of ours runs: raw SQL, bulk statements.

An app names its triggers in `apps.py` and calls `keep`. They are taken down before migrations,
since SQLite rebuilds a table to alter it, and put up again after them.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

# What each app keeps, by its label.
_kept = {}


@dataclass(frozen=True)
class RowTrigger:
    """What runs in the database for each row of a table that an event changes.

    A kind of trigger writes its statements for each database in `_sqlite` and `_postgresql`.
    """

    name: str
    table: str
    event: str

    def create_sql(self, vendor):
        return {"sqlite": self._sqlite, "postgresql": self._postgresql}[vendor]()

    def drop_sql(self, vendor):
        if vendor == "sqlite":
            return [f"DROP TRIGGER IF EXISTS {self.name}"]
        return [f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}"]

    def _on_sqlite(self, moment, condition, statement):
        condition = condition.replace("IS DISTINCT FROM", "IS NOT")
        return [
            f"CREATE TRIGGER {self.name} {moment} {self.event} ON {self.table} WHEN {condition} "
            f"BEGIN {statement}; END"
        ]

    def _on_postgresql(self, moment, body):
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN {body} END $$",
            f"CREATE TRIGGER {self.name} {moment} {self.event} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]


@dataclass(frozen=True)
class Trigger(RowTrigger):
    """Refuse a row when `refuse_when` is true.

    `refuse_when` is SQL over OLD and NEW in PostgreSQL's words, with `{now}` for the database's
    clock and `{share}` behind a sub-select whose row must not change until this one is stored.
    The refusal reaches Python as django.db.IntegrityError with `message`.
    """

    refuse_when: str
    message: str

    def _sqlite(self):
        clock = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
        condition = self.refuse_when.format(now=clock, share="")
        return self._on_sqlite("BEFORE", condition, f"SELECT RAISE(ABORT, '{self.message}')")

    def _postgresql(self):
        condition = self.refuse_when.format(now="clock_timestamp()", share="FOR SHARE")
        return self._on_postgresql(
            "BEFORE",
            f"IF {condition} THEN RAISE EXCEPTION '{self.message}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
        )


def changed(*columns):
    """Return SQL that is true when any of these columns gets another value."""
    return "(" + " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in columns) + ")"


def never_replaced(table, message):
    """Return a trigger that keeps a row from being replaced by an INSERT with its key."""
    return Trigger(
        name=f"{table}_never_replaced",
        table=table,
        event="INSERT",
        refuse_when=f"EXISTS (SELECT 1 FROM {table} r WHERE r.id = NEW.id)",  # noqa: S608
        message=message,
    )


def keep(app_config, triggers):
    """Hold these triggers on the app's tables from now on."""
    _kept[app_config.label] = triggers
    for signal, renew in ((pre_migrate, _drop), (post_migrate, _create)):
        signal.connect(
            partial(renew, triggers=triggers),
            sender=app_config,
            weak=False,
            dispatch_uid=f"{app_config.label}.{renew.__name__}",
        )


def kept():
    """Return all triggers that the apps hold."""
    return [trigger for triggers in _kept.values() for trigger in triggers]


@contextmanager
def put_aside(connection):
    """Take all triggers down for rows that are copied as they are, and put them up again."""
    _drop(connection.alias, kept())
    yield
    # PostgreSQL alters no table while it still has foreign keys to look at.
    connection.check_constraints()
    _create(connection.alias, kept())


def missing(connection):
    """Return the names of the triggers that the database does not have."""
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        present = {name for (name,) in cursor.fetchall()}
    return sorted({trigger.name for trigger in kept()} - present)


def _drop(using, triggers, **_signal):
    connection = connections[using]
    tables = connection.introspection.table_names()
    statements = [
        sql for t in triggers if t.table in tables for sql in t.drop_sql(connection.vendor)
    ]
    _execute(connection, statements)


def _create(using, triggers, **_signal):
    connection = connections[using]
    tables = connection.introspection.table_names()
    here = [t for t in triggers if t.table in tables]
    vendor = connection.vendor
    _execute(connection, [s for t in here for s in t.drop_sql(vendor) + t.create_sql(vendor)])


def _execute(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements:
            # No parameters: the percent signs in strftime are not placeholders.
            cursor.execute(statement)
