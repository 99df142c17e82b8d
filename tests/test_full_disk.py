"""SQLite on a disk that is full while people write: a small one of its own, filled to its end."""

import errno
import subprocess

import pytest

from tests.browser.site import Site
from tests.databases import migrated_database
from tests.serving import OPEN_DOOR, THREAD, ask, play, serving

# A comment as long as any, so that soon no page of the database has room for another.
LONG = "Words worth keeping. " * 200


@pytest.fixture
def disk(tmp_path):
    """Yield the folder of a disk of 16 MB, where this process may make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=16m", "none", folder]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("A disk can be made by root alone.")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def fill(path):
    """Write until there is no room, to the last byte."""
    with path.open("wb", buffering=0) as file:
        for size in (1024 * 1024, 4096, 1):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError as error:
                assert error.errno == errno.ENOSPC  # noqa: PT017


@pytest.mark.thorough
def test_a_full_disk_costs_no_word_and_nothing_that_was_stored(disk, tmp_path):
    with migrated_database(disk, "full", like="sqlite:") as address:
        site = Site(tmp_path, address)
        site.env |= OPEN_DOOR | {"MEDIA_ROOT": str(disk / "media")}
        site.set_up()
        sessions = iter(play(site, "prepare", "0", "60")["others"])
        stored, refused = [], []

        def post(words):
            status, page = ask(site, THREAD, {"body": words, "version": "v0.1"}, next(sessions))
            (stored if status == 302 else refused).append(words)
            return status, page.decode()

        with serving(site):
            assert post("Before.")[0] == 302
            fill(disk / "filler")
            # The journal has room of its own from before; then there is none.
            answers = [post(f"{number}. {LONG}".strip()) for number in range(40)]
            pages = [ask(site, page)[0] for page in ("/", "/articles/ml-map/", THREAD, "/healthz")]
            with pytest.raises(AssertionError, match=r"No space left|disk is full"):
                site.manage("backup", str(disk / "backup"))
            (disk / "filler").unlink()
            assert post("After.")[0] == 302
        left = play(site, "check")
        site.manage("verify")

    assert {status for status, _ in answers} <= {302, 503}
    assert len(refused) > 5
    assert all("Traceback" not in page for _, page in answers)
    told = [page for status, page in answers if status == 503]
    assert all(words in page for words, page in zip(refused, told, strict=True))
    assert pages == [200] * 4
    assert set(stored) <= set(left["comments"])
    assert not set(refused) & set(left["comments"])
    assert left["miscounted"] == []
    assert not (disk / "backup").exists()
