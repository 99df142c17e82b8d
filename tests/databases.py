"""Databases that keep what is committed: empty ones, and copies of one that is migrated once a run.

They are of the kind that the tests run on, SQLite or PostgreSQL, unless `like` is another address.
"""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit

from tests.once import RUN, once_a_run

LIKE = os.environ["DATABASE_URL"]
MIGRATE = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "mlmap_site.settings"
django.setup()
from django.core.management import call_command
from django.db import connections
call_command("migrate", verbosity=0)
call_command("createcachetable")
# What a file of SQLite has beside it goes into it.
connections.close_all()
"""


@contextmanager
def empty_database(folder, name, like=LIKE):
    """Yield the address of a new database, which is dropped after it."""
    if is_postgres(like):
        with created(like, f"mlmap_{name}_{os.getpid()}") as address:
            yield address
    else:
        yield f"sqlite:///{folder / name}.sqlite3"


@contextmanager
def migrated_database(folder, name, like=LIKE):
    """Yield the address of a new database with everything that the migrations make."""
    original = migrated_once(like)
    if is_postgres(like):
        with created(like, f"mlmap_{name}_{os.getpid()}", name_in(original)) as address:
            yield address
    else:
        copy = folder / f"{name}.sqlite3"
        shutil.copyfile(name_in(original), copy)
        yield f"sqlite:///{copy}"


def migrated_once(like):
    """Return the address of this run's migrated database, made by whoever needs it first."""
    address = address_of_migrated(like)
    once_a_run(f"migrated-{urlsplit(like).scheme}", lambda: migrate(like, address))
    return address


def migrate(like, address):
    if is_postgres(like):
        on_server(like, f"CREATE DATABASE {name_in(address)}")
    env = os.environ | {"DATABASE_URL": address, "CACHE_URL": "dbcache://mlmap_cache"}
    command = [sys.executable, "-c", MIGRATE]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def address_of_migrated(like):
    if is_postgres(like):
        return urlsplit(like)._replace(path=f"/{RUN.name.replace('-', '_')}").geturl()
    return f"sqlite:///{RUN / 'migrated.sqlite3'}"


def drop_migrated():
    """Leave nothing of this run on a server; a file goes with the folder of the run."""
    if is_postgres(LIKE):
        name = name_in(address_of_migrated(LIKE))
        on_server(LIKE, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def name_in(address):
    """Return what Django calls the name of a database: a path where it is a file."""
    return urlsplit(address).path[1:]


def is_postgres(address):
    return address.startswith(("postgres:", "postgresql:"))


@contextmanager
def created(like, name, template="template1"):
    """Yield the address of a new database on a server."""
    on_server(
        like,
        f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
        f"CREATE DATABASE {name} TEMPLATE {template}",
    )
    try:
        yield urlsplit(like)._replace(path=f"/{name}").geturl()
    finally:
        on_server(like, f"DROP DATABASE {name} WITH (FORCE)")


def on_server(like, *statements):
    import psycopg

    address = urlsplit(like)._replace(path="/postgres").geturl()
    with psycopg.connect(address, autocommit=True) as server:
        for statement in statements:
            server.execute(statement)
