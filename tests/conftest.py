"""What every test has: quick settings, and the cast.

alice is the author and owns the site, bob is a reader, charlie is a stranger to whatever the test
is about, mod may moderate comments and nothing else.
"""

import os

import pytest
from django.core.cache import cache
from xdist.scheduler import LoadFileScheduling

from tests.factories import make_person, make_published, make_user
from tests.stock import draft, frozen, published, stock

__all__ = ["draft", "frozen", "published", "stock"]


class BrowserTogether(LoadFileScheduling):
    """A file at a time; what drives a browser is as one file, so that one site is set up for it."""

    def _split_scope(self, nodeid):
        scope = super()._split_scope(nodeid)
        return "tests/browser" if scope.startswith("tests/browser/") else scope


def pytest_xdist_make_scheduler(config, log):
    return BrowserTogether(config, log)


def _refuse_skips(report):
    """Turn a skipped test into a failed one where NO_SKIPS=1 says that all must run."""
    if report.skipped and os.environ.get("NO_SKIPS") == "1":
        report.outcome = "failed"
        report.longrepr = f"NO_SKIPS=1, and this was skipped: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport():
    return _refuse_skips((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report():
    return _refuse_skips((yield))


@pytest.fixture(autouse=True)
def quick(settings):
    """Passwords hashed in no time, static files that need no collecting, and nobody counted yet."""
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


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


@pytest.fixture
def version(db):
    """The first version of an article, published."""
    return make_published()
