"""A database of the first release, with people in it, is brought to today by `migrate` alone."""

import json
import subprocess
import sys

from tests.browser.site import ROOT, Site
from tests.databases import empty_database
from tests.environment import THOROUGH

COMMENTS = 10_000 if THOROUGH else 0
STATUSES = {"/articles/withdrawn/v0.1/": 410, "/articles/scheduled/": 404}


def test_a_site_of_the_first_release_is_the_same_today(tmp_path):
    with empty_database(tmp_path, "first") as address:
        command = [sys.executable, "-m", "tests.first_release", str(COMMENTS)]
        env = Site(tmp_path, address).env
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    took = f"migrated in {seen['seconds']:.0f} s, indexed in {seen['indexed']:.0f} s"
    meanwhile = seen["meanwhile"]
    waited = f"the longest of {meanwhile['reads']} reads took {meanwhile['longest']:.1f} s"
    print(f"{seen['comments']} comments, {took}; {waited}")  # noqa: T201
    assert seen["is_same"]
    assert meanwhile["failed"] == []
    assert seen["checked"] == {
        "verify": ["4 versions are as they were published."],
        "recount --check": ["All counts are right."],
        "reindex --check": ["The index is right."],
    }
    assert seen["answers"] == dict.fromkeys(seen["answers"], 200) | STATUSES
