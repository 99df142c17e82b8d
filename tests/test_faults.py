"""What a reader sees where the machine fails, with the fault itself."""

import json
import subprocess
import sys

from tests.browser.site import ROOT, Site
from tests.databases import migrated_database


def test_a_database_that_cannot_be_written_gives_the_words_back(tmp_path):
    with migrated_database(tmp_path, "locked", like="sqlite:") as address:
        site = Site(tmp_path, address)
        command = [sys.executable, "-m", "tests.races.locked"]
        done = subprocess.run(command, cwd=ROOT, env=site.env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "locked": [503, True],
        "read_only": [503, True],
        "well_again": [302, False],
        "stored": 1,
    }
