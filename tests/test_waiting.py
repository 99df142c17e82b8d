"""How a writer of SQLite waits for another."""

import sqlite3
from contextlib import closing
from importlib.util import find_spec

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from mlmap_site import database
from mlmap_site.database import sqlite_options

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not find_spec("pysqlite3"), reason="Python's own SQLite cannot be told how to wait."
    ),
]


@pytest.fixture
def writer(tmp_path):
    """Yield a connection of the site to a file of its own."""
    engine = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "site.sqlite3"}
    options = sqlite_options() | {"timeout": 0.1}
    writer = ConnectionHandler({"default": engine | {"OPTIONS": options}})["default"]
    writer.ensure_connection()
    yield writer
    writer.close()


@pytest.fixture
def other(writer):
    """Yield another connection to that file, which writes."""
    name = writer.settings_dict["NAME"]
    with closing(sqlite3.connect(name, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def begin(writer):
    with writer.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")


def test_who_waited_long_looks_again_as_soon_as_who_came_just_now(writer, other, monkeypatch):
    waits = []

    def wait(seconds):
        waits.append(seconds)
        if len(waits) == 50:
            other.execute("ROLLBACK")

    monkeypatch.setattr(database, "sleep", wait)
    begin(writer)
    assert waits == waits[:1] * 50


def test_each_wait_has_its_end(writer, other):
    for _ in range(2):
        with pytest.raises(OperationalError, match="database is locked"):
            begin(writer)
    other.execute("ROLLBACK")
    begin(writer)
