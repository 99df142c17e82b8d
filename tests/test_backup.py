"""Backup, restore, and the move to another database: each in a process of its own."""

import json
import shutil
import signal
import subprocess
import sys

import pytest

from mlmap_site.backups.folder import seal
from tests.browser.site import ROOT, Site
from tests.databases import empty_database, is_postgres, migrated_database


def step(env, *arguments):
    command = [sys.executable, "-m", "tests.backup_steps", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A backup that was written while a reader posted, and the environment of its site."""
    folder = tmp_path_factory.mktemp("backup")
    with migrated_database(folder, "backup") as address:
        env = Site(folder, address).env
        yield folder, env, step(env, "make", folder / "taken")


def spoilt(taken, name, path, content):
    """Return a copy of a backup in which one file has other content, or none."""
    copy = taken.with_name(name)
    shutil.copytree(taken, copy)
    (copy / path).unlink(missing_ok=True)
    if content is not None:
        (copy / path).write_bytes(content)
    return copy


def resealed(taken, name, **said):
    """Return a copy of a backup that says something else of itself, with the right checksums."""
    copy = taken.with_name(name)
    shutil.copytree(taken, copy)
    seal(copy, **json.loads((taken / "manifest.json").read_text()) | said)
    return copy


def test_a_backup_is_one_moment_of_a_site_that_goes_on(made):
    folder, _, seen = made
    assert f"pictures are in {folder / 'taken'}." in seen["said"]
    manifest = json.loads((folder / "taken" / "manifest.json").read_text())
    before, after = seen["between"]
    assert before <= manifest["tables"]["comments_comment"]["rows"] <= after
    assert manifest["pictures"] > 0
    checked = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(checked, cwd=folder / "taken").returncode == 0
    assert (folder / "taken").stat().st_mode & 0o077 == 0


def test_no_backup_takes_the_place_of_another(made):
    folder, _, seen = made
    assert seen["again"].startswith("No backup was made.")
    assert "is there already" in seen["again"]
    assert not list(folder.glob(".*unfinished"))


def test_a_site_is_restored_and_what_is_no_backup_of_it_is_refused(made, tmp_path):
    folder, _, _ = made
    taken = folder / "taken"
    manifest = json.loads((taken / "manifest.json").read_text())
    dumped = next(path.name for path in taken.glob("database.*"))
    picture = next(path for path in (taken / "media").rglob("*.webp")).relative_to(taken)
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[manifest["database"]]
    newer = [*manifest["migrations"], "articles.9999_of_tomorrow"]
    refused = {
        tmp_path / "nothing": "is no backup",
        spoilt(taken, "short", dumped, (taken / dumped).read_bytes()[:-1]): f"{dumped} is damaged",
        spoilt(taken, "spoilt", picture, b"x"): f"{picture} is damaged",
        spoilt(taken, "lost", picture, None): f"{picture} is missing",
        spoilt(taken, "more", "media/more.html", b"x"): "media/more.html is not of it",
        spoilt(taken, "sums", "SHA256SUMS", b"x"): "cannot be read",
        resealed(taken, "strange", format="other/1"): "not a backup of this kind",
        resealed(taken, "elsewhere", database=other): "then use move_database",
        resealed(taken, "newer", migrations=newer): "articles.9999_of_tomorrow",
    }

    with empty_database(tmp_path, "restored") as address:
        seen = step(Site(tmp_path, address).env, "bring", *refused, taken, taken)

    *tried, restored, again = seen["tried"]
    for (said, tables, pictures), reason in zip(tried, refused.values(), strict=True):
        assert said.startswith("Nothing was restored."), said
        assert reason in said
        assert tables == pictures == 0
    assert f"The site is as it was at {manifest['made_at']}." in restored[0]
    assert "versions are as they were published" in restored[0]
    assert "database is not empty" in again[0]
    assert again[1:] == restored[1:]
    for table, held in manifest["tables"].items():
        found = seen["fingerprint"][table]
        assert (found["rows"], found["sha256"]) == (held["rows"], held["sha256"]), table
        # PostgreSQL counts keys outside of transactions, and may have given up some meanwhile.
        assert found["next"] is None or 0 < found["next"] <= held["next"], table
    assert len(seen["pictures"]) == manifest["pictures"]
    assert seen["differing"] == []
    assert not seen["unknown"]
    # Counters of limits stay behind: they are of network addresses.
    assert seen["cached"] is None


def test_a_restore_that_is_killed_is_typed_again(made, tmp_path):
    taken = made[0] / "taken"
    with empty_database(tmp_path, "killed") as address:
        env = Site(tmp_path, address).env
        for point in ("picture", "database"):
            kill_restore(env, taken, point)
        restored = step(env, "bring", taken)["tried"][0][0]
    assert "The site is as it was at" in restored


@pytest.mark.thorough
def test_a_restore_that_is_killed_once_all_rows_are_there_says_what_is_left(made, tmp_path):
    taken = made[0] / "taken"
    with empty_database(tmp_path, "killed") as address:
        site = Site(tmp_path, address)
        kill_restore(site.env, taken, "rows")
        [again, *_] = step(site.env, "bring", taken)["tried"][0]
        assert "finish with migrate, createcachetable and verify" in again
        for command in ("migrate", "createcachetable", "verify"):
            site.manage(command)


def kill_restore(env, taken, point):
    command = [sys.executable, "-m", "tests.backup_steps", "cut_off", str(taken), point]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.thorough
def test_a_site_moves_to_another_database_and_is_the_same(made, tmp_path):
    """On PostgreSQL it moves to SQLite and back; elsewhere to another file of SQLite."""
    _, env, _ = made
    there = f"sqlite:///{tmp_path / 'there.sqlite3'}"
    moves = [step(env, "move", there)]
    if is_postgres(env["DATABASE_URL"]):
        with empty_database(tmp_path, "moved") as back:
            moves.append(step(env | {"DATABASE_URL": there}, "move", back))
    for seen in moves:
        said, again = seen["said"]
        assert "are the same there" in said
        assert "not empty, and nothing was copied" in again
        assert seen["there"] == seen["here"] == moves[0]["here"]
        assert seen["missing"] == []
        assert not seen["unknown"]
        assert "changed" not in seen
    # A comment was deleted for good: its key is not given again.
    comments = seen["there"]["comments_comment"]
    assert comments["next"] > comments["rows"] + 1
