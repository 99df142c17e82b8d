"""A backup and a restore, typed as by their users and killed half-way by SIGKILL."""

import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import closing
from functools import partial
from itertools import count

import pytest

from tests.browser.site import ROOT, Site
from tests.databases import empty_database, is_postgres, migrated_database, name_in
from tests.test_backup import step

MUCH = 1_000_000


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site with so much in it that whoever looks on has the time to kill what copies it."""
    folder = tmp_path_factory.mktemp("large")
    with migrated_database(folder, "large") as address:
        site = Site(folder, address)
        step(site.env, "fill")
        yield site


def kill(site, *command, once):
    """Type a command and kill it once something is so; return whether it was still at work."""
    typed = [sys.executable, "manage.py", *map(str, command)]
    process = subprocess.Popen(typed, cwd=ROOT, env=site.env, stdout=subprocess.DEVNULL)
    while process.poll() is None and not once():
        pass
    process.kill()
    return process.wait() == -signal.SIGKILL


def refused(site, *command):
    """Return in which words a command is refused."""
    typed = [sys.executable, "manage.py", *map(str, command)]
    done = subprocess.run(typed, cwd=ROOT, env=site.env, capture_output=True, text=True)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.thorough
def test_a_backup_that_is_killed_leaves_none_and_is_made_again(site):
    taken = site.folder / "taken"
    unfinished = site.folder / ".taken.unfinished"

    def is_written():
        return any(path.stat().st_size for path in unfinished.glob("database.*"))

    assert kill(site, "backup", taken, once=is_written)

    assert not taken.exists()
    for folder in (taken, unfinished):
        assert "is no backup" in refused(site, "restore", folder, "--check")
    site.manage("backup", taken)
    assert "is whole" in site.manage("restore", taken, "--check")
    assert not unfinished.exists()
    shutil.rmtree(taken)


@pytest.mark.thorough
def test_a_restore_that_is_killed_among_its_rows_is_no_site_until_it_is_typed_again(site, tmp_path):
    taken = tmp_path / "taken"
    site.manage("backup", taken)
    for attempt in count():
        folder = tmp_path / str(attempt)
        folder.mkdir()
        with empty_database(folder, "half") as address:
            half = Site(folder, address)
            assert kill(half, "restore", taken, once=partial(is_full, half))
            if not step(half.env, "tables")["tables"]:
                is_no_site(half)
                assert "The site is as it was" in half.manage("restore", taken)
                assert ready(half) == (200, "ok")
                return
            # The last row was quicker.
            assert "database is whole" in refused(half, "restore", taken)


def is_full(site):
    """Return whether many rows are on their way into a site's database."""
    address = site.env["DATABASE_URL"]
    if not is_postgres(address):
        return sum(path.stat().st_size for path in site.folder.glob("half.sqlite3*")) > MUCH
    import psycopg

    sql = "SELECT 1 FROM pg_stat_progress_copy WHERE datname = %s AND bytes_processed > %s"
    with closing(psycopg.connect(address)) as connection:
        return connection.execute(sql, [name_in(address), MUCH]).fetchone() is not None


def is_no_site(site):
    """Assert that nothing takes what is there for a site."""
    assert "run migrate" in refused(site, "verify")
    assert ready(site) == (503, "migrations")


def ready(site):
    with site.running():
        try:
            with urllib.request.urlopen(f"{site.url}/healthz?ready") as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode()
