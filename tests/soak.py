"""A site that is used for a long time, and what grows in it: `python -m tests.soak MINUTES`.

Readers look at pages, search, post, answer, like and write to the author, a few times a second in
all, and what that causes is mailed. Each minute has a line: the memory and the open files of all
processes of the server and of the deliverer, the database's journal, and the mail that is due.
"""

import random
import re
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from itertools import cycle
from pathlib import Path

from tests import environment  # noqa: F401 -- the site's settings, before all else
from tests.browser.site import Site
from tests.databases import drop_migrated, is_postgres, migrated_database, name_in
from tests.serving import (
    BROKEN,
    OPEN_DOOR,
    THREAD,
    Threads,
    ask,
    delivering,
    message,
    play,
    post,
    serving,
    workers_of,
)

PAGES = ["/", "/articles/", "/articles/ml-map/", THREAD, "/roles/", "/search/?q=model"]
# Each may post sixty comments a day.
READERS = 200
THREADS = 2
# In seconds, before each act of a thread.
PAUSE = 0.5
DUE = """
SELECT count(*) FROM comments_notice
WHERE sent_at IS NULL AND dropped_at IS NULL AND due_at < CURRENT_TIMESTAMP
"""
JOURNAL = "SELECT sum(size) FROM pg_ls_waldir()"


class Readers(Threads):
    """Threads that act until the end of `with`; `answers` counts what they were answered."""

    def __init__(self, site, sessions):
        self.site, self.sessions, self.answers = site, cycle(sessions), Counter()
        super().__init__(*[self._act] * THREADS)

    def _act(self):
        acts = [self.look] * 8 + [self.say, self.answer, self.like, self.write]
        while not self.over.wait(PAUSE):
            act = random.choice(acts)  # noqa: S311
            try:
                status, _ = act()
            except BROKEN:
                status = "broken"
            self.answers[f"{act.__name__} {status}"] += 1

    def look(self):
        return ask(self.site, random.choice(PAGES))  # noqa: S311

    def say(self):
        return post(self.site, next(self.sessions), f"I see it otherwise at {time.time()}.")

    def answer(self):
        form = {"body": f"So do I at {time.time()}.", "version": "v0.1", "parent": self.some()}
        return ask(self.site, THREAD, form, next(self.sessions))

    def like(self):
        return ask(self.site, f"/comments/{self.some()}/like/", {"liked": "1"}, next(self.sessions))

    def write(self):
        return ask(self.site, "/contact/", message(self.site, f"Good day at {time.time()}."))

    def some(self):
        """Return the key of a comment that is shown."""
        _, page = ask(self.site, THREAD)
        return random.choice(re.findall(r'id="comment-(\d+)"', page.decode()))  # noqa: S311


def processes(server, deliverer):
    return [server.pid, *workers_of(server), deliverer.pid]


def memory(key):
    """Return what a process holds of the machine's memory, in MB."""
    status = Path(f"/proc/{key}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024


def open_files(key):
    return len(list(Path(f"/proc/{key}/fd").iterdir()))


def journal(site):
    """Return the size of the write-ahead log, which PostgreSQL has for all of its databases."""
    address = site.env["DATABASE_URL"]
    if is_postgres(address):
        return site.run_sql(JOURNAL)[0][0]
    with suppress(FileNotFoundError):
        return Path(f"{name_in(address)}-wal").stat().st_size
    return 0


def tell(site, minute, keys):
    [[due]] = site.run_sql(DUE)
    memories = " + ".join(f"{memory(key):.0f}" for key in keys)
    files = " + ".join(str(open_files(key)) for key in keys)
    log = journal(site) / 1024**2
    print(f"minute {minute}: {memories} MB, {files} files, journal {log:.1f} MB, {due} due")


def main(minutes):
    with tempfile.TemporaryDirectory() as name, migrated_database(Path(name), "soak") as address:
        site = Site(Path(name), address)
        site.env |= OPEN_DOOR | {"MAIL_DAILY_CAP": "1000000"}
        site.set_up()
        sessions = play(site, "prepare", "0", str(READERS))["others"]
        with serving(site) as server, delivering(site) as deliverer:
            with Readers(site, sessions) as readers:
                begun = time.monotonic()
                for minute in range(minutes + 1):
                    time.sleep(max(0, begun + 60 * minute - time.monotonic()))
                    tell(site, minute, processes(server, deliverer))
            print(dict(sorted(readers.answers.items())))
            print(site.manage("verify"), site.manage("recount", "--check"), sep="")


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]))
    finally:
        drop_migrated()
