"""Export, delete the database and the pictures, import: the same digests, the same pages."""

import json
import shutil
import subprocess
import sys

import pytest

from tests.browser.site import ROOT, Site
from tests.databases import migrated_database

STATUSES = {"/articles/ml-map/v0.2/": 410, "/articles/ml-map/v0.4/": 404}
PAGES, PICTURES = 24, 10


@pytest.mark.thorough
def test_a_site_comes_back_from_its_files(tmp_path):
    site, files = tmp_path / "site", tmp_path / "files"
    files.mkdir()
    before = run("build", site, files)
    assert len(before["answers"]) == PAGES + PICTURES
    assert before["answers"] == dict.fromkeys(before["answers"], 200) | STATUSES

    # The database was deleted when it was left, and now all that was stored beside it.
    assert not site.exists()
    after = run("bring", site, files)

    assert after == before
    for number, page in enumerate(before["answers"]):
        contents = [(files / moment / str(number)).read_bytes() for moment in ("before", "after")]
        assert contents[0] == contents[1], page


def run(act, folder, files):
    """Let a process act on a new database in a new folder, and delete both after it."""
    folder.mkdir()
    with migrated_database(folder, "restored") as address:
        site = Site(folder, address)
        # Pages name the site's address, which is the same before and after.
        site.env["SITE_URL"] = "https://map.example"
        command = [sys.executable, "-m", "tests.restore", act, str(files)]
        done = subprocess.run(command, cwd=ROOT, env=site.env, capture_output=True, text=True)
    shutil.rmtree(folder)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
