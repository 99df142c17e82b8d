"""What a reader sees where the machine fails, with the fault itself."""

import json
import subprocess
import sys

from tests.browser.site import ROOT, Site
from tests.databases import migrated_database
from tests.environment import leaves_nothing_out


def test_a_database_that_cannot_be_written_gives_the_words_back(tmp_path):
    with migrated_database(tmp_path, "locked", like="sqlite:") as address:
        site = Site(tmp_path, address)
        command = [sys.executable, "-m", "tests.races.locked"]
        command += ["all"] if leaves_nothing_out() else []
        done = subprocess.run(command, cwd=ROOT, env=site.env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["page"] == [200, 200]
    for fault in ("locked", "read_only", "full"):
        for form, (status, words_are_back, has_trace) in seen[fault].items():
            assert (fault, form, status) == (fault, form, 503)
            assert words_are_back is not False
            assert not has_trace
    assert {status for status, *_ in seen["well_again"].values()} == {302}
    assert seen["stored"] == 1
    status, is_told, files_before = seen["no_room"]
    assert (status, is_told) == (503, True)
    status, is_told, files = seen["room"]
    assert (status, is_told, files - files_before) == (200, False, 2)
