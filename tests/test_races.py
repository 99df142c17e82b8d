"""What happens at the same moment, and what happens when the power goes: on real commits."""

import json
import os
import subprocess
import sys

import pytest

from tests.browser.site import ROOT, Site
from tests.databases import migrated_database
from tests.environment import THOROUGH


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """Run a script of tests/races on a database of its own; return what it saw."""
    folder = tmp_path_factory.mktemp("races")
    with migrated_database(folder, "races") as address:
        site = Site(folder, address)
        # Not the folder of the database, whose files come and go while clients are made.
        static = folder / "static"
        static.mkdir()
        site.env |= {"STATIC_ROOT": str(static), "COMMENTS_HOLD_FIRST": "off"}

        def run(script, *arguments):
            command = [sys.executable, "-m", f"tests.races.{script}", *arguments]
            done = subprocess.run(command, cwd=ROOT, env=site.env, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            return json.loads(done.stdout) | {"complaints": done.stderr}

        yield run
        site.manage("verify")


def test_two_authors_publish_the_same_draft_again_and_again(stage):
    """THOROUGH=1 lets them do it a hundred times."""
    times = 100 if THOROUGH else 5
    seen = stage("publish_twice", str(times))
    assert seen["published"] == seen["public"] == seen["records"] == times
    assert seen["refusals"] == ["v0.1 is published already."]
    # One mail to each of two followers.
    assert (seen["told"], seen["most_told"]) == (2 * times, 1)


@pytest.mark.thorough
def test_of_two_to_eight_authors_at_one_draft_each_is_the_first_or_is_told(stage):
    """EDITS=20 lets each number of them do it twenty times."""
    rounds = int(os.environ.get("EDITS", "1"))
    seen = stage("edit_together", str(rounds))
    assert (seen["lost"], seen["doubled"]) == (0, 0)
    # Of seven numbers of authors, 35 in all; a draft that is started is shown.
    first, others = 7 * rounds, (35 - 7) * rounds
    assert seen["seen"] == {
        "answered 200": first,
        "is a draft already.": others,
        "answered 302": 2 * first,
        "This draft was saved in another window since you opened it.": others,
        "is published already.": others,
    }


@pytest.mark.thorough
def test_a_server_killed_while_it_publishes_leaves_the_old_page_or_the_new_one(stage):
    """At every third statement; at each one in turn with THOROUGH=1, or in as many runs as TORN."""
    runs = int(os.environ.get("TORN", "50" if THOROUGH else "0"))
    seen = stage("kill_publisher", "1" if runs else "3", str(runs))
    print(f"{seen['killed']} killed while they published")  # noqa: T201
    assert seen["killed"] > max(7, 0.8 * runs)
    assert seen["states"] == ["new", "old"]
    assert seen["index"] == "The index is right."


def test_no_comment_is_lost_and_no_count_is_wrong_in_a_storm(stage):
    """STORM=200 is the size that the README tells of."""
    each = int(os.environ.get("STORM", "8" if THOROUGH else "5"))
    seen = stage("comment_storm", "8", str(each))
    answers = seen["answers"]
    waits = ", ".join(f"{name} {seen[name]:.0f} ms" for name in ("median", "p99", "slowest"))
    print(f"{answers['post 302']} comments in {seen['seconds']} s: {waits}")  # noqa: T201
    assert seen["failed"] == 0, seen["complaints"]
    assert answers["post 302"] == seen["stored"] == seen["standing_or_deleted"] == 8 * each, seen
    assert min(answers["like 302"], answers["edit 302"], answers["delete 302"]) > 0
    assert seen["differences"] == []
    assert seen["counted"] == 8 * each - seen["deleted"]


@pytest.mark.thorough
def test_no_process_shows_what_is_over_for_a_second(stage):
    """FRESH=1000 is the size that the README tells of."""
    seen = stage("fresh_readers", os.environ.get("FRESH", "24"))
    assert (seen["never_true"], seen["leaks"]) == (0, 0)
    assert seen["latest"] < 1
    # Some were of pages that were kept.
    assert seen["rendered"] < seen["reads"]


@pytest.mark.thorough
def test_no_rate_is_passed_by_whoever_does_it_many_times_at_once(stage):
    """THOROUGH=1 lets them try a hundred times."""
    times = 100 if THOROUGH else 10
    seen = stage("count_together", str(times))
    assert (seen["asked"], seen["allowed"]) == (4 * times, 3 * times)
    assert seen["counted"] == [3]
