"""What every test has: quick settings, and the cast.

alice is the author and owns the site, bob is a reader, charlie is a stranger to whatever the test
is about, mod may moderate comments and nothing else.
"""

import gc
import os
import sqlite3
from contextlib import closing

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from xdist.scheduler import LoadFileScheduling

from articles.models import Version
from tests.databases import drop_migrated, is_postgres, migrated_database, name_in
from tests.environment import leaves_nothing_out
from tests.factories import make_person, make_published, make_user
from tests.stock import draft, frozen, published, stock

__all__ = ["draft", "frozen", "published", "stock"]


# What takes longest is begun first, so that no worker has it left when the other is done.
LONGEST = (
    # The journeys find the site as it is shipped, and publish; what furnishes it comes after them.
    *("browser/test_journeys.py", "browser/test_keyboard.py", "browser/"),
    *("test_races.py", "test_visibility.py", "test_delivery.py", "test_content.py"),
    *("test_comment_matrix.py", "test_backup.py", "test_restore.py", "test_admin_drafts.py"),
    *("test_covers.py", "test_files.py", "test_uploads.py", "test_queries.py"),
)


def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        # Whoever names tests wants all of them; workers are told only by what they inherit.
        is_named = config.args_source is config.ArgsSource.ARGS
        os.environ["TESTS_ARE_NAMED"] = str(int(is_named))


def pytest_collection_modifyitems(config, items):
    if not leaves_nothing_out():
        left_out = [item for item in items if item.get_closest_marker("thorough")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("thorough")]

    modules = {item.path: n for n, item in reversed([*enumerate(items)])}

    def place(item):
        fits = (item.nodeid.startswith(f"tests/{name}") for name in LONGEST)
        longest = next((n for n, fit in enumerate(fits) if fit), len(LONGEST))
        # Whoever makes a first version of their own does so before the module's is there.
        return longest, modules[item.path], "version_of_module" in item.fixturenames

    items.sort(key=place)


class BrowserTogether(LoadFileScheduling):
    """A file at a time; what drives a browser is as one file, so that one site is set up for it."""

    def _split_scope(self, nodeid):
        scope = super()._split_scope(nodeid)
        return "tests/browser" if scope.startswith("tests/browser/") else scope


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return BrowserTogether(config, log)


def _refuse_skips(report):
    """Turn a skipped test into a failed one where NO_SKIPS=1 says that all must run."""
    if report.skipped and os.environ.get("NO_SKIPS") == "1":
        report.outcome = "failed"
        report.longrepr = f"NO_SKIPS=1, and this was skipped: {report.longrepr}"
    return report


def pytest_collection_finish():
    """Look for garbage rarely, and never in what the whole run needs."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        drop_migrated()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport():
    return _refuse_skips((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report():
    return _refuse_skips((yield))


@pytest.fixture(scope="session")
def django_db_setup(tmp_path_factory, django_test_environment, django_db_blocker):
    """A copy of the run's migrated database for this process; one of SQLite is held in memory."""
    folder = tmp_path_factory.mktemp("database")
    with migrated_database(folder, "tests") as address, django_db_blocker.unblock():
        if is_postgres(address):
            connection.settings_dict["NAME"] = name_in(address)
        else:
            connection.settings_dict["NAME"] = "file:tests?mode=memory&cache=shared"
            connection.ensure_connection()
            with closing(sqlite3.connect(name_in(address))) as copy:
                copy.backup(connection.connection)
        # Known from the start, so that no test counts the query for one of them.
        ContentType.objects.get_for_models(*apps.get_models())
        yield
        connection.close()


@pytest.fixture(autouse=True)
def quick(settings):
    """Passwords hashed in no time, static files that need no collecting, and nobody counted yet."""
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture
def one_connection():
    """Keep the transaction of the test open between requests, as Django's own client does."""
    signals = request_started, request_finished
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def alice(db):
    return make_user("alice", is_staff=True, is_superuser=True)


@pytest.fixture
def bob(db):
    return make_user("bob")


@pytest.fixture
def charlie(db):
    return make_user("charlie")


@pytest.fixture
def mod(db):
    return make_person("mod", "Moderators")


@pytest.fixture(scope="module")
def version_of_module(django_db_setup, django_db_blocker):
    """The key of a version that is published once for all tests of a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_published().pk
        transaction.set_rollback(True)


@pytest.fixture
def version(version_of_module, db):
    """The first version of an article, published."""
    return Version.objects.get(pk=version_of_module)
