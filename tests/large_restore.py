"""A site of a gigabyte is backed up and brought back, and each step's time is told.

`python -m tests.large_restore [COMMENTS PICTURES]` makes so many comments of 5 kB and pictures of
500 kB; without numbers it is half a gigabyte of each.
"""

import sys
import tempfile
import time
from pathlib import Path

from tests import environment  # noqa: F401 -- the site's settings, before all else
from tests.browser.site import Site
from tests.databases import drop_migrated, empty_database, is_postgres, migrated_database
from tests.test_backup import step

CHECKS = [["verify"], ["recount", "--check"], ["reindex", "--check"]]


def timed(site, *command):
    begun = time.monotonic()
    said = site.manage(*map(str, command)).strip().splitlines()
    print(f"{command[0]}: {time.monotonic() - begun:.0f} s: {said[-1]}", flush=True)


def size(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e9


def lost_links(site):
    """Return the rows that name one that is not there; PostgreSQL takes none in."""
    if is_postgres(site.env["DATABASE_URL"]):
        return []
    return site.run_sql("PRAGMA foreign_key_check")


def main(comments="100000", pictures="1000"):
    with tempfile.TemporaryDirectory() as name:
        there, here, taken = (Path(name, part) for part in ("there", "here", "taken"))
        there.mkdir()
        here.mkdir()
        with migrated_database(there, "large") as address:
            site = Site(there, address)
            step(site.env, "fill", comments, pictures)
            timed(site, "backup", taken)
        print(f"{size(taken):.2f} GB in the backup")
        with empty_database(here, "back") as address:
            site = Site(here, address)
            timed(site, "restore", taken)
            for check in CHECKS:
                timed(site, *check)
            print(f"rows that name one that is not there: {len(lost_links(site))}")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    finally:
        drop_migrated()
