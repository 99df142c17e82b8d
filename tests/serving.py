"""The production server in a process that a test may stop, and people who use it meanwhile."""

import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from tests.browser.site import ROOT

TOKEN = "t" * 32
THREAD = "/articles/ml-map/comments/"
BROKEN = (http.client.HTTPException, OSError)
# In seconds, after something was given back.
PAUSE = 0.2
# So many requests in a second are asked by those who only read, in so many threads.
RATE, THREADS = 50, 10
# Each comment comes from an address of its own, which a proxy would say.
OPEN_DOOR = {"COMMENTS_HOLD_FIRST": "off", "COMMENTS_MIN_SECONDS": "0", "PROXIES": "1"}


def play(site, *arguments):
    command = [sys.executable, "-m", "tests.races.served", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=site.env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@contextmanager
def serving(site, env=None, root=ROOT):
    """Run the server in a group of processes of its own; yield its first."""
    command = [sys.executable, "manage.py", "serve", "--port", str(site.port), "--workers", "2"]
    with (site.folder / "server.log").open("a") as log:
        process = subprocess.Popen(
            command, cwd=root, env=env or site.env, stdout=log, stderr=log, start_new_session=True
        )
    try:
        site.wait(site.port)
        yield process
    finally:
        kill(process)


@contextmanager
def delivering(site):
    command = [sys.executable, "manage.py", "deliver", "--watch"]
    with running(site, *command) as process:
        yield process


@contextmanager
def running(site, *command):
    with (site.folder / "beside.log").open("a") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=site.env, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def workers_of(server):
    return [
        int(n) for n in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    ]


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


def post(site, session, body):
    return ask(site, THREAD, {"body": body, "version": "v0.1"}, session)


def message(site, body):
    """Return what somebody writes to the author, in a form that was opened."""
    _, page = ask(site, "/contact/")
    stamp = re.search(r'name="stamp" value="([^"]*)"', page.decode())[1]
    return {"name": "Kim", "email": "kim@example.org", "body": body, "stamp": stamp}


class Threads:
    """What runs in threads until the end of `with`, or until `over` is set."""

    def __init__(self, *targets):
        self.over = threading.Event()
        self.threads = [threading.Thread(target=target) for target in targets]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        self.over.set()
        for thread in self.threads:
            thread.join()


class Crowd(Threads):
    """Readers who post, one after another in each of two threads, until the end of `with`."""

    def __init__(self, site, sessions, name):
        self.site, self.name = site, name
        self.stored, self.refused, self.broken = [], [], 0
        super().__init__(*(partial(self._post, half) for half in (sessions[::2], sessions[1::2])))

    def _post(self, sessions):
        # A reader may post six comments a minute.
        for number, session in enumerate(session for session in sessions for _ in range(3)):
            if self.over.is_set():
                return
            body = f"{self.name}: {session[:6]} says {number}."
            try:
                status, page = ask(self.site, THREAD, {"body": body, "version": "v0.1"}, session)
            except BROKEN:
                self.broken += 1
                continue
            if status == 302:
                self.stored.append(body)
            else:
                self.refused.append((status, body, page.decode()))
                self.over.wait(PAUSE)


class Readers(Threads):
    """Threads that look at a page and its styles and scripts, until the end of `with`."""

    def __init__(self, site):
        self.site, self.answers, self.files, self.missed = site, Counter(), {}, []
        self.waits = []
        super().__init__(*[self._read] * THREADS)

    def __enter__(self):
        self.begun = time.monotonic()
        return super().__enter__()

    def __exit__(self, *error):
        super().__exit__(*error)
        self.seconds = time.monotonic() - self.begun

    def _read(self):
        while not self.over.is_set():
            for name in files_in(self._ask(f"/roles/?n={time.monotonic_ns()}")):
                self._look_at(name)
            for name in list(self.files):
                self._look_at(name)

    def _look_at(self, name):
        content = self._ask(name)
        if content and self.files.setdefault(name, content) != content:
            self.answers[f"{name} differs"] += 1

    def _ask(self, path):
        """Return what is sent at an address, and nothing where it is no page."""
        if self.over.wait(THREADS / RATE):
            return b""
        # Asked once more where a worker that was just leaving closed a connection unanswered.
        with suppress(*BROKEN):
            return self._answer(path)
        self.answers["closed"] += 1
        return self._answer(path)

    def _answer(self, path):
        begun = time.monotonic()
        status, content = ask(self.site, path)
        self.waits.append(time.monotonic() - begun)
        self.answers[status] += 1
        if status != 200:
            self.missed.append(path)
        return content if status == 200 else b""


def files_in(page):
    return sorted(set(re.findall(r"/static/[^\"]+\.(?:css|js)", page.decode())))
