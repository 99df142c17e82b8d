"""Where a core's time goes that a request takes, without the page cache, printed as JSON.

`python -m tests.benchmarks.profile PATH` asks for a page; with a file of readers behind it
(fill.py), each of them posts a comment there.
"""

import json
import signal
import sys
import time
from collections import Counter
from itertools import cycle
from pathlib import Path

import django

ROUNDS = 200
EVERY = 0.001
KINDS = ("templates", "building queries", "writing SQL", "SQLite", "all else")


def profile(requests):
    """Return the milliseconds of a core that one of these takes, and the share of each kind."""
    for _ in range(10):
        next(requests)
    begun = time.process_time()
    for _ in range(ROUNDS):
        next(requests)
    taken = (time.process_time() - begun) / ROUNDS * 1000
    seen = Counter()
    signal.signal(signal.SIGPROF, lambda _number, frame: seen.update([kind_of(frame)]))
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    for _ in range(ROUNDS):
        next(requests)
    signal.setitimer(signal.ITIMER_PROF, 0)
    return {"ms": taken, "shares": {kind: seen[kind] / seen.total() for kind in KINDS}}


def kind_of(frame):
    """Return what is going on where a frame is the innermost."""
    kind = "all else"
    while frame:
        path, name = frame.f_code.co_filename, frame.f_code.co_name
        if "/django/db/backends/" in path and "execute" in name:
            return "SQLite"
        if path.endswith("/db/models/sql/compiler.py") and name in {"as_sql", "pre_sql_setup"}:
            return "writing SQL"
        if "/django/db/models/" in path:
            kind = "building queries"
        elif "/django/template/" in path:
            return "templates" if kind == "all else" else kind
        frame = frame.f_back
    return kind


def pages(path):
    """Ask for a page, again and again."""
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    while True:
        answer = client.get(path)
        assert answer.status_code == 200, path
        yield answer


def posts(path, readers):
    """Post a comment, each from another reader, those of the file's end first."""
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    for number, line in enumerate(cycle(reversed(Path(readers).read_text().splitlines()))):
        cookies, token, address = line.split("\t")
        headers = {"Cookie": cookies, "X-Forwarded-For": address}
        data = {
            "csrfmiddlewaretoken": token,
            "version": "v0.1",
            "body": f"It is *number* {number}.",
        }
        answer = client.post(path, data, headers=headers)
        assert answer.status_code == 302, answer.content.decode()
        yield answer


if __name__ == "__main__":
    django.setup()
    made = pages(*sys.argv[1:]) if len(sys.argv) == 2 else posts(*sys.argv[1:])
    sys.stdout.write(json.dumps(profile(made)))
