"""The production server while people use it: renewed, told to stop, kept waiting, killed."""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.browser.site import ROOT, Site
from tests.databases import migrated_database

# How often it is killed; KILLS=200 is the size that docs/reliability.md tells of.
KILLS = int(os.environ.get("KILLS", "3"))
TOKEN = "t" * 32
THREAD = "/articles/ml-map/comments/"
BROKEN = (http.client.HTTPException, OSError)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("serving")
    with migrated_database(folder, "serving") as address:
        site = Site(folder, address)
        # Each comment comes from an address of its own, which a proxy would say.
        site.env |= {"COMMENTS_HOLD_FIRST": "off", "COMMENTS_MIN_SECONDS": "0", "PROXIES": "1"}
        site.set_up()
        yield site


@pytest.fixture(scope="module")
def people(site):
    return play(site, "prepare", str(KILLS))


def play(site, *arguments):
    command = [sys.executable, "-m", "tests.races.served", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=site.env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@contextmanager
def serving(site):
    """Run the server in a group of processes of its own; yield its first."""
    command = [sys.executable, "manage.py", "serve", "--port", str(site.port), "--workers", "2"]
    with (site.folder / "server.log").open("a") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=site.env, stdout=log, stderr=log, start_new_session=True
        )
    try:
        site.wait(site.port)
        yield process
    finally:
        kill(process)


def kill(process):
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def ask(site, path, form=None, session="", timeout=30):
    """Return the status and the body of an answer."""
    browser = http.client.HTTPConnection("127.0.0.1", site.port, timeout=timeout)
    headers = {"X-Forwarded-For": f"10.{random.randrange(256)}.{random.randrange(256)}.7"}  # noqa: S311
    if form is not None:
        headers |= {"Cookie": f"sessionid={session}; csrftoken={TOKEN}"}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        form = urlencode(form | {"csrfmiddlewaretoken": TOKEN})
    try:
        browser.request("GET" if form is None else "POST", path, form, headers)
        answer = browser.getresponse()
        return answer.status, answer.read()
    finally:
        browser.close()


class Crowd:
    """Readers who post, one after another in each of two threads, until the end of `with`."""

    def __init__(self, site, sessions, name):
        self.site, self.name = site, name
        self.stored, self.odd, self.broken = [], [], 0
        self.over = threading.Event()
        halves = sessions[::2], sessions[1::2]
        self.threads = [threading.Thread(target=self._post, args=(half,)) for half in halves]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def _post(self, sessions):
        # A reader may post six comments a minute.
        for number, session in enumerate(session for session in sessions for _ in range(3)):
            if self.over.is_set():
                return
            body = f"{self.name}: {session[:6]} says {number}."
            try:
                status, _ = ask(self.site, THREAD, {"body": body, "version": "v0.1"}, session)
            except BROKEN:
                self.broken += 1
                continue
            (self.stored if status == 302 else self.odd).append(
                body if status == 302 else (status, body)
            )


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
        odd += crowd.odd
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


def test_a_renewed_server_breaks_no_request(site, people):
    broken, read = [], 0
    with serving(site) as server:
        before = workers_of(server)
        assert [ask(site, "/roles/")[0] for _ in range(20)] == [200] * 20
        server.send_signal(signal.SIGHUP)
        end = time.monotonic() + 60
        while time.monotonic() < end and set(before) & set(workers_of(server)):
            try:
                status, _ = ask(site, f"/roles/?n={read}")
                read += 1
                broken += [status] if status != 200 else []
            except BROKEN as error:
                broken.append(repr(error))
        assert not set(before) & set(workers_of(server))
        assert ask(site, "/roles/")[0] == 200
    assert broken == []
    assert read > 0


def test_a_server_that_is_told_to_stop_answers_whom_it_has_and_goes(site, people):
    with serving(site) as server, Crowd(site, people["readers"], "The end") as crowd:
        while not crowd.stored:
            time.sleep(0.01)
        server.terminate()
        assert server.wait(timeout=40) == 0
    assert crowd.odd == []
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


def workers_of(server):
    return [
        int(n) for n in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    ]
