"""How SQLite is opened: which journal is safe depends on the library's version."""

import sqlite3

# A write-ahead log can be corrupted when it is reset, in SQLite 3.7.0 to 3.51.2; the fix was
# carried back to these two branches. (https://sqlite.org/wal.html)
WAL_FIXED = (3, 51, 3)
WAL_FIXED_BACKPORTS = {(3, 44): 6, (3, 50): 7}


def wal_is_safe(version=sqlite3.sqlite_version_info):
    """Return whether this SQLite has the fix for the write-ahead log's reset."""
    backport = WAL_FIXED_BACKPORTS.get(version[:2])
    return version >= WAL_FIXED or (backport is not None and version[2] >= backport)


def sqlite_options(version=sqlite3.sqlite_version_info):
    """Return Django's connection options: writers queue up, and wait five seconds at most."""
    journal = "WAL" if wal_is_safe(version) else "DELETE"
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        "init_command": f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL; "
        # So that a REPLACE, which deletes the row it collides with, calls the triggers for it.
        "PRAGMA recursive_triggers=ON;",
    }
