"""How SQLite is opened, and how a writer waits for another."""

import sqlite3
from time import monotonic, sleep

# A write-ahead log can be corrupted when it is reset, in SQLite 3.7.0 to 3.51.2; the fix was
# carried back to these two branches. (https://sqlite.org/wal.html)
WAL_FIXED = (3, 51, 3)
WAL_FIXED_BACKPORTS = {(3, 44): 6, (3, 50): 7}
# Seconds that a writer waits for others, and between two looks whether it is its turn.
PATIENCE = 5
LOOK_EVERY = 0.002


def wal_is_safe(version=sqlite3.sqlite_version_info):
    """Return whether this SQLite has the fix for the write-ahead log's reset."""
    backport = WAL_FIXED_BACKPORTS.get(version[:2])
    return version >= WAL_FIXED or (backport is not None and version[2] >= backport)


def sqlite_options(version=sqlite3.sqlite_version_info):
    """Return Django's connection options: writers queue up, and wait five seconds at most."""
    journal = "WAL" if wal_is_safe(version) else "DELETE"
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": PATIENCE,
        "init_command": f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL; "
        # So that a REPLACE, which deletes the row it collides with, calls the triggers for it.
        "PRAGMA recursive_triggers=ON;",
    }


def look_again_soon(connection, **kwargs):
    """Let whoever waits for SQLite look again as soon after a long wait as at first.

    By itself it sleeps longer and longer, and those who came later go first again and again.
    """
    # Of pysqlite3 alone.
    if hasattr(connection.connection, "set_busy_handler"):
        patience = connection.settings_dict["OPTIONS"].get("timeout", PATIENCE)
        connection.connection.set_busy_handler(_waiting(patience))


def _waiting(patience):
    """Return what SQLite calls while it is locked: true is to look again, false to give up."""
    until = 0.0

    def wait(looks):
        nonlocal until
        if looks == 0:
            until = monotonic() + patience
        sleep(LOOK_EVERY)
        return monotonic() < until

    return wait
