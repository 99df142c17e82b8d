"""Settings come from the environment, and what is not understood stops the start."""

import ast
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db.backends.sqlite3.base import Database

from mlmap_site import checks
from mlmap_site.database import sqlite_options, wal_is_safe

SITE = Path(settings.BASE_DIR)
SECRET = "b7Qx-Zk2_" * 7
# As it is run for readers; nothing else of this machine's environment comes along.
PRODUCTION = {
    "ENV_FILE": os.devnull,
    "SECRET_KEY": SECRET,
    "ALLOWED_HOSTS": "mlmap.example",
    "SITE_URL": "https://mlmap.example/",
    "EMAIL_URL": "smtp+tls://user:password@mail.example:587",
    "CACHE_URL": "locmemcache://",
    "DATABASE_URL": "sqlite://:memory:",
    "PROXIES": "1",
}


def start(*arguments, without=(), **environment):
    """Run Python with the settings and return how it ended."""
    environment = {**PRODUCTION, "PATH": os.environ["PATH"], **environment}
    for name in without:
        environment.pop(name)
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=SITE,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def read_setting(*names, **environment):
    """Return what settings have under these names, as the environment has it."""
    code = f"from mlmap_site import settings as s; print([getattr(s, n) for n in {names!r}])"
    ended = start("-c", code, **environment)
    assert ended.returncode == 0, ended.stderr
    return ast.literal_eval(ended.stdout)


# What is refused


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "perhaps"),
        ("HTTPS", "maybe"),
        ("HTTPS", ""),
        ("COMMENTS_HOLD_FIRST", "2"),
        ("PROXIES", "two"),
        ("PROXIES", "-1"),
        ("PROXIES", "1.5"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "nonsense://host/name"),
        ("DATABASE_URL", "postgres://user@host:port/name"),
        ("CACHE_URL", "nonsense"),
        ("CACHE_URL", "nonsense://host"),
        ("EMAIL_URL", "nonsense"),
        ("EMAIL_URL", "nonsense://host"),
        ("EMAIL_URL", "smtp://host:port"),
        ("TIME_ZONE", "Mars/Olympus"),
        ("SITE_URL", ""),
        ("SITE_URL", "mlmap.example"),
        ("SITE_URL", "ftp://mlmap.example"),
        ("SITE_URL", "https://mlmap.example/map"),
        ("SITE_URL", "https://mlmap.example?x"),
        ("SITE_URL", "https://me@mlmap.example"),
        ("SITE_URL", "https://mlmap.example:port"),
        ("SITE_URL", "https://mlmap.example\nX: y"),
        ("MAIL_DAILY_CAP", "many"),
    ],
)
def test_a_value_that_is_not_understood_stops_the_start_with_its_name(name, value):
    ended = start("-c", "import mlmap_site.settings", **{name: value})
    assert ended.returncode != 0
    assert re.search(rf"ImproperlyConfigured: .*\b{name}\b", ended.stderr)


def test_no_start_without_a_secret():
    ended = start("-c", "import mlmap_site.settings", without=["SECRET_KEY"])
    assert ended.returncode != 0
    assert "SECRET_KEY" in ended.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "key", ["", "x", "short-but-random-8f7sd6", "a" * 60, f"django-insecure-{SECRET}"]
)
def test_no_start_with_a_secret_that_can_be_guessed(key):
    ended = start("-c", "import mlmap_site.settings", SECRET_KEY=key)
    assert ended.returncode != 0
    assert "SECRET_KEY must be at least 50 random characters" in ended.stderr.splitlines()[-1]


def test_the_key_that_everybody_knows_is_for_this_machine_alone():
    code = "import mlmap_site.settings"
    assert start("-c", code, without=["SECRET_KEY", "ALLOWED_HOSTS"], DEBUG="on").returncode == 0
    assert start("-c", code, without=["SECRET_KEY"], DEBUG="on").returncode != 0


@pytest.mark.parametrize("hosts", ["mlmap.example", "localhost,mlmap.example", "*", ".example"])
def test_plain_http_is_for_this_machine_alone(hosts):
    ended = start("-c", "import mlmap_site.settings", HTTPS="off", ALLOWED_HOSTS=hosts)
    assert ended.returncode != 0
    assert "HTTPS=off is for this machine alone" in ended.stderr


@pytest.mark.parametrize("hosts", ["localhost", "127.0.0.1,localhost,[::1]"])
def test_plain_http_is_fine_on_this_machine(hosts):
    assert read_setting("HTTPS", HTTPS="off", ALLOWED_HOSTS=hosts) == [False]


# What holds where nothing is said


def test_what_is_sent_over_https_stays_there():
    names = ["SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "DEBUG"]
    assert read_setting(*names) == [True, True, True, False]
    names = ["SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD", "SECURE_HSTS_SECONDS"]
    subdomains, preload, seconds = read_setting(*names)
    assert (subdomains, preload, seconds >= 31_536_000) == (True, True, True)
    cookies = read_setting("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME")
    assert all(name.startswith("__Host-") for name in cookies)


@pytest.mark.parametrize(
    ("proxies", "header"), [("0", None), ("1", ("HTTP_X_FORWARDED_PROTO", "https"))]
)
def test_only_a_proxy_of_ours_says_where_a_request_came_from(proxies, header):
    code = (
        "from mlmap_site import settings as s; print(getattr(s, 'SECURE_PROXY_SSL_HEADER', None))"
    )
    assert start("-c", code, PROXIES=proxies).stdout.strip() == str(header)


def test_staff_need_a_second_factor_where_others_can_reach_the_desk():
    assert read_setting("STAFF_NEED_SECOND_FACTOR") == [True]
    for hosts in ("*", ".example", "localhost,mlmap.example"):
        assert read_setting("STAFF_NEED_SECOND_FACTOR", ALLOWED_HOSTS=hosts) == [True]
    assert read_setting("STAFF_NEED_SECOND_FACTOR", ALLOWED_HOSTS="localhost") == [False]


@pytest.mark.parametrize(
    ("word", "flag"),
    [("on", True), ("true", True), ("1", True), ("off", False), ("FALSE", False), ("0", False)],
)
def test_a_flag_is_on_or_off(word, flag):
    assert read_setting("COMMENTS_HOLD_FIRST", COMMENTS_HOLD_FIRST=word) == [flag]


def test_a_new_readers_address_is_confirmed_where_mail_is_delivered():
    assert read_setting("ACCOUNT_EMAIL_VERIFICATION") == ["mandatory"]
    kept = read_setting("ACCOUNT_EMAIL_VERIFICATION", EMAIL_URL="consolemail://")
    assert kept == ["optional"]


def test_links_in_mail_begin_with_the_sites_address():
    assert read_setting("SITE_URL") == ["https://mlmap.example"]
    for address in ["http://127.0.0.1:9000", "http://[::1]:9000", "https://map.example:8443"]:
        assert read_setting("SITE_URL", SITE_URL=address) == [address]


@pytest.mark.parametrize(
    ("address", "hosts", "faults"),
    [
        ("https://mlmap.example", ["mlmap.example"], 0),
        ("https://mlmap.example:8443", [".example"], 0),
        ("http://127.0.0.1:8000", ["127.0.0.1"], 0),
        ("http://[::1]:8000", ["[::1]"], 0),
        ("http://127.0.0.1:8000", ["mlmap.example"], 1),
        ("http://mlmap.example", ["mlmap.example"], 1),
        ("http://other.example", ["mlmap.example"], 2),
    ],
)
def test_links_in_mail_that_lead_elsewhere_are_warned_of(address, hosts, faults, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS, settings.HTTPS = address, hosts, True
    assert [fault.id for fault in checks.address_in_mails(None)] == ["mlmap.W002"] * faults


# How SQLite is opened


@pytest.mark.parametrize(
    ("version", "journal"),
    [
        ((3, 31, 1), "DELETE"),
        ((3, 40, 1), "DELETE"),
        ((3, 44, 5), "DELETE"),
        ((3, 44, 6), "WAL"),
        ((3, 45, 9), "DELETE"),
        ((3, 50, 6), "DELETE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 2), "DELETE"),
        ((3, 51, 3), "WAL"),
        ((3, 52, 0), "WAL"),
        ((4, 0, 0), "WAL"),
    ],
)
def test_the_journal_is_the_one_that_is_safe(version, journal):
    assert wal_is_safe(version) == (journal == "WAL")
    assert f"journal_mode={journal};" in sqlite_options(version)["init_command"]


def test_one_library_opens_every_file_of_sqlite_the_newer_one_where_it_is_installed():
    assert (sqlite3.__name__ == "pysqlite3") == bool(find_spec("pysqlite3"))
    assert Database is sqlite3.dbapi2
    with closing(sqlite3.connect(":memory:")) as memory:
        [version] = memory.execute("SELECT sqlite_version()").fetchone()
    assert version == Database.sqlite_version


def test_a_file_is_written_with_the_journal_that_is_safe(tmp_path):
    code = """
import django
django.setup()
from django.db import connection
print(*connection.cursor().execute("PRAGMA journal_mode").fetchone())
"""
    ended = start(
        *("-c", code),
        DJANGO_SETTINGS_MODULE="mlmap_site.settings",
        DATABASE_URL=f"sqlite:///{tmp_path / 'site.sqlite3'}",
    )
    assert (ended.stdout, ended.stderr) == ("wal\n" if wal_is_safe() else "delete\n", "")


def test_writers_queue_up_and_a_commit_is_on_the_disk():
    options = sqlite_options()
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 5
    assert "synchronous=FULL" in options["init_command"]


def test_the_database_check_says_which_journal_and_why(monkeypatch):
    names = ["default"]
    for vendor, is_safe, warnings in [
        ("sqlite", False, ["mlmap.W001"]),
        ("sqlite", True, []),
        ("postgresql", False, []),
    ]:
        monkeypatch.setattr(checks.connections["default"], "vendor", vendor)
        monkeypatch.setattr(checks, "wal_is_safe", lambda is_safe=is_safe: is_safe)
        assert [warning.id for warning in checks.journal_mode(None, names)] == warnings
        assert checks.journal_mode(None, None) == []


# The whole


def test_the_deployment_check_is_clean():
    ended = start("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert ended.returncode == 0, ended.stderr


@pytest.mark.django_db
def test_the_migrations_are_those_of_the_models():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_readme_has_a_row_for_every_variable():
    sources = [SITE / "mlmap_site" / name for name in ("settings.py", "environment.py")]
    trees = [ast.parse(path.read_text()) for path in sources]
    called = [n for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Call)]
    readers = re.compile(r"env_\w+|env\.\w+|os\.environ\.get")
    variables = {
        node.args[0].value
        for node in called
        if readers.fullmatch(ast.unparse(node.func))
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert {"SECRET_KEY", "DATABASE_URL", "ENV_FILE", "PROXIES", "MEDIA_URL"} <= variables
    readme = SITE / "README.md"
    assert readme.exists(), "README.md is not written yet"
    rows = set(re.findall(r"^\| *`(\w+)`", readme.read_text(), re.MULTILINE))
    assert sorted(variables - rows) == []


def test_a_worker_takes_no_library_along_that_it_never_uses():
    code = "import mlmap_site.wsgi, sys; print('django_tasks' in sys.modules)"
    assert start("-c", code).stdout == "False\n"
