"""The production server while people use it: renewed, told to stop, kept waiting, killed, and what
it stands on taken from it.
"""

import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import statistics
import struct
import subprocess
import threading
import time
from contextlib import closing, contextmanager, suppress

import pytest

from tests.browser.site import Site, free_port
from tests.databases import is_postgres, migrated_database, name_in, on_server
from tests.environment import THOROUGH
from tests.serving import (
    BROKEN,
    OPEN_DOOR,
    Crowd,
    Readers,
    ask,
    delivering,
    kill,
    message,
    play,
    post,
    running,
    serving,
    workers_of,
)

# How often it is killed and loses its database; docs/reliability.md tells of KILLS=200, and of
# LOSSES=20 on PostgreSQL.
KILLS = int(os.environ.get("KILLS", "2" if THOROUGH else "1"))
LOSSES = int(os.environ.get("LOSSES", "2"))
# Whoever waits for SQLite waits for five seconds.
HELD = 10 if THOROUGH else 0.5
# A command that restarts a server of PostgreSQL, where one is to be restarted and not cut off.
RESTART = os.environ.get("RESTART")
CUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = '{}' AND pid <> pg_backend_pid()
"""
PAGES = ["/", "/roles/", "/articles/ml-map/", "/accounts/login/"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("serving")
    with migrated_database(folder, "serving") as address:
        site = Site(folder, address)
        # The author is written to after each loss.
        site.env |= OPEN_DOOR | {"MAIL_DAILY_CAP": str(LOSSES + 10)}
        site.set_up()
        yield site


@pytest.fixture(scope="module")
def people(site):
    return play(site, "prepare", str(KILLS), str(8 * LOSSES))


def test_what_a_killed_server_acknowledged_is_there_and_no_version_is_half_published(site, people):
    dice = random.Random(7)  # noqa: S311 -- the same moments each time
    stored, published, odd = [], [], []
    for number, (slug, draft) in enumerate(people["drafts"].items()):
        readers = people["readers"][4 * number : 4 * number + 4]
        with serving(site) as server, Crowd(site, readers, f"Round {number}") as crowd:
            while not crowd.stored:
                time.sleep(0.01)
            killer = threading.Timer(dice.uniform(0, 0.3), kill, args=(server,))
            killer.start()
            path = f"/admin/articles/version/{draft}/publish/"
            with suppress(*BROKEN):
                status, _ = ask(site, path, {"publish": "now"}, people["author"])
                (published if status == 302 else odd).append(slug)
            killer.join()
        stored += crowd.stored
        odd += crowd.refused
    left = play(site, "check")
    print(f"{KILLS} kills: {len(stored)} comments and {len(published)} versions acknowledged")  # noqa: T201
    assert odd == []
    assert set(stored) <= set(left["comments"])
    assert {left["states"][slug] for slug in published} <= {"new"}
    assert set(left["states"].values()) <= {"old", "new"}
    assert len(left["states"]) == KILLS
    assert left["miscounted"] == []
    with serving(site):
        for slug, state in left["states"].items():
            status, page = ask(site, f"/articles/{slug}/")
            assert status == 200
            assert f"The {state} text.".encode() in page
    site.manage("verify")


@pytest.mark.thorough
def test_a_renewed_server_breaks_no_request(site, people):
    answers, read = set(), 0
    with serving(site) as server:
        before = workers_of(server)
        assert [ask(site, "/roles/")[0] for _ in range(20)] == [200] * 20
        server.send_signal(signal.SIGHUP)
        end = time.monotonic() + 60
        while time.monotonic() < end and set(before) & set(workers_of(server)):
            answers.add(status_at_last(site, f"/roles/?n={read}"))
            read += 1
        assert not set(before) & set(workers_of(server))
        assert ask(site, "/roles/")[0] == 200
    assert answers == {200}
    assert read > 0


def status_at_last(site, path):
    """Ask once more where a worker that was just leaving closed a connection unanswered.

    Whoever reads may do so (RFC 9110, section 9.2.2).
    """
    with suppress(*BROKEN):
        return ask(site, path)[0]
    return ask(site, path)[0]


def test_a_server_that_is_told_to_stop_answers_whom_it_has_and_goes(site, people):
    with serving(site) as server, Crowd(site, people["readers"], "The end") as crowd:
        while not crowd.stored:
            time.sleep(0.01)
        server.terminate()
        assert server.wait(timeout=40) == 0
    assert crowd.refused == []
    assert set(crowd.stored) <= set(play(site, "check")["comments"])


def test_a_worker_that_is_killed_is_replaced(site):
    with serving(site) as server:
        victim = workers_of(server)[0]
        os.kill(victim, signal.SIGKILL)
        end = time.monotonic() + 60
        while time.monotonic() < end and (
            victim in workers_of(server) or len(workers_of(server)) < 2
        ):
            time.sleep(0.1)
        assert len(workers_of(server)) == 2
        assert server.poll() is None
        assert ask(site, "/")[0] == 200


def test_whoever_sends_a_line_at_a_time_keeps_nobody_waiting(site):
    with serving(site):
        slow = [socket.create_connection(("127.0.0.1", site.port)) for _ in range(300)]
        try:
            for connection in slow:
                connection.send(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
            assert ask(site, "/", timeout=10)[0] == 200
            # And whoever goes away in the middle of a form leaves nothing broken.
            for connection in slow[:50]:
                connection.send(b"Content-Length: 5000\r\n\r\nbody=half")
                connection.close()
            assert ask(site, "/", timeout=10)[0] == 200
        finally:
            for connection in slow:
                connection.close()


def test_whoever_goes_away_before_the_answer_is_no_fault(site):
    log = site.folder / "server.log"
    with serving(site):
        before = log.stat().st_size
        for _ in range(50):
            with socket.create_connection(("127.0.0.1", site.port)) as reader:
                # A reader that closes with something unread breaks the connection.
                reader.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                reader.send(b"GET /articles/ml-map/v0.1/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert ask(site, "/", timeout=10)[0] == 200
        said = log.read_bytes()[before:].decode()
    assert not re.search(r"Traceback|level=(error|critical)|status=5", said)


@pytest.mark.thorough
def test_a_database_that_is_lost_for_a_moment_costs_an_answer_and_no_word(site, people):
    last, _, _, *readers = people["others"]
    answers, recovered = [], []
    with serving(site), delivering(site) as deliverer:
        with Crowd(site, readers, "Lost") as crowd:
            while not crowd.stored:
                time.sleep(0.01)
            for _ in range(LOSSES):
                lose_database(site.env["DATABASE_URL"])
                recovered.append(seconds_to_recover(site))
                answers += [ask(site, page) for page in PAGES]
        # The site is well again, and the deliverer sends what was written since.
        assert [ask(site, page)[0] for page in PAGES] == [200] * len(PAGES)
        assert post(site, last, "Well again.")[0] == 302
        assert ask(site, "/contact/", message(site, "Well again."))[0] == 302
        if THOROUGH:
            # It looks every five seconds.
            wait_until(lambda: "Well again." in site.mail_to("author@localhost"))
        assert deliverer.poll() is None
    print(f"{LOSSES} losses: {len(crowd.stored)} stored, {len(crowd.refused)} refused")  # noqa: T201
    print(f"well again after {max(recovered):.1f} seconds at most")  # noqa: T201
    assert {status for status, _ in answers} <= {200, 503}
    assert not any(b"Traceback" in page for _, page in answers)
    assert crowd.broken == 0
    assert {status for status, *_ in crowd.refused} <= {503}
    assert [body for _, body, page in crowd.refused if body not in page] == []
    assert set(crowd.stored) <= set(play(site, "check")["comments"])


@pytest.mark.thorough
@pytest.mark.skipif(not shutil.which("redis-server"), reason="there is no redis-server")
def test_a_redis_that_is_lost_lets_nobody_past_a_limit_and_keeps_nobody_from_writing(site, people):
    reader, other = people["others"][1:3]
    port = free_port()
    counted = site.env | {"CACHE_URL": f"redis://127.0.0.1:{port}/0"}
    sign_in = {"login": "reader-0", "password": "wrong"}
    with serving(site, counted), Readers(site) as readers:
        with redis(site, port):
            assert [post(site, reader, f"Post {n}.")[0] for n in range(7)] == [302] * 6 + [429]
            before = readers.waits[:]
        assert [ask(site, page)[0] for page in PAGES] == [200] * len(PAGES)
        assert post(site, reader, "One more.")[0] == 429
        assert post(site, other, "In the database.")[0] == 302
        assert ask(site, "/accounts/login/", sign_in)[0] == 503
        without = readers.waits[len(before) :]
        with redis(site, port):
            assert ask(site, "/accounts/login/", sign_in)[0] == 200
    p95 = [f"{1000 * statistics.quantiles(waits, n=20)[18]:.0f} ms" for waits in (before, without)]
    print(f"{dict(readers.answers)}, p95 {p95[0]} with and {p95[1]} without Redis")  # noqa: T201
    assert set(readers.answers) <= {200, "closed"}


def lose_database(address):
    """Cut every connection to PostgreSQL; keep SQLite to oneself for a while."""
    if RESTART:
        subprocess.run(RESTART, shell=True, check=True)  # noqa: S602 -- whoever tests says it
    elif is_postgres(address):
        on_server(address, CUT.format(name_in(address)))
    else:
        with closing(sqlite3.connect(name_in(address), isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            time.sleep(HELD)


def seconds_to_recover(site):
    """Return how long it takes until a page is made and a message is stored."""
    begun = time.monotonic()
    wait_until(lambda: ask(site, f"/contact/?n={begun}")[0] == 200)
    form = message(site, "Is it well?")
    wait_until(lambda: ask(site, "/contact/", form)[0] == 302)
    return time.monotonic() - begun


@contextmanager
def redis(site, port):
    """Run a Redis that keeps nothing, and kill it."""
    command = ["redis-server", "--port", str(port), "--save", "", "--appendonly", "no"]
    with running(site, *command) as process:
        wait_until(lambda: socket.create_connection(("127.0.0.1", port), timeout=1).close() is None)
        yield process


def wait_until(is_so, seconds=90):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        # Nothing answers yet, or there is no such mail.
        with suppress(OSError, IndexError):
            if is_so():
                return
        time.sleep(0.1)
    raise AssertionError("It did not come to it.")
