"""The environment that the tests run in, set before Django reads its settings (pyproject.toml).

DATABASE_URL is taken as it is given from outside, so that the same tests run on PostgreSQL.
"""

import atexit
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

_folder = tempfile.TemporaryDirectory(prefix="mlmap-tests-")
atexit.register(_folder.cleanup)
_static = Path(_folder.name, "static")
_static.mkdir()
# The folder of the process that starts the others is the one that they share.
os.environ.setdefault("TESTS_RUN", _folder.name)

os.environ.update(
    # No developer's own .env file.
    ENV_FILE=os.devnull,
    SECRET_KEY="only-for-the-tests-" + "0123456789abcdef" * 3,
    DEBUG="off",
    HTTPS="off",
    ALLOWED_HOSTS="127.0.0.1,localhost",
    EMAIL_URL="memorymail://",
    CACHE_URL="locmemcache://",
    MEDIA_ROOT=str(Path(_folder.name, "media")),
    STATIC_ROOT=str(_static),
    # No test waits before it sends a form; tests/test_spam.py sets its own.
    COMMENTS_MIN_SECONDS="0",
    # Playwright keeps a loop running in the thread that the tests of the database share.
    DJANGO_ALLOW_ASYNC_UNSAFE="on",
)
for name in (
    "PROXIES",
    "MEDIA_URL",
    "PAGE_CACHE_MB",
    "CDN_SECONDS",
    "BACKUPS",
    "BACKUP_HOURS",
    "TIME_ZONE",
    "MAIL_FROM",
    "MAIL_DAILY_CAP",
    "SITE_URL",
    "AUTHOR_PASSWORD",
    "AUTHOR_EMAIL",
    "COMMENTS_HOLD_FIRST",
    "COMMENTS_HOLD_LINKS",
    "COMMENTS_MAX_LINKS",
    "COMMENTS_HOLD_WORDS",
    "COMMENTS_HOLD_DAYS",
    "AKISMET_KEY",
    "WEBHOOKS",
    "SOCIAL_SIGN_IN",
):
    os.environ.pop(name, None)
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

# THOROUGH=1, as .ci/run has it: more examples of properties, and the longest race at full length.
THOROUGH = os.environ.get("THOROUGH") == "1"


def leaves_nothing_out():
    """Say whether thorough tests run too, as they do where tests are named."""
    return THOROUGH or os.environ["TESTS_ARE_NAMED"] == "1"


def rarely(*values):
    """Mark values of a parameter that only THOROUGH=1 goes through."""
    return [pytest.param(value, marks=pytest.mark.thorough) for value in values]


# A machine that is busy with something else is no fault of what is tested.
PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("quick", max_examples=25, **PATIENT)
settings.register_profile("thorough", max_examples=200, **PATIENT)
settings.load_profile("thorough" if THOROUGH else "quick")
