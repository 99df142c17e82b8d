"""Three processes read through page caches of their own what a fourth one changes.

Each read says which of the changes it showed; beside them stands when each was committed, or due.
"""

import multiprocessing
import re
import sys
import time
from datetime import timedelta

from tests.races import stage

stage.set_up()

from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles import publishing  # noqa: E402
from comments.models import Comment  # noqa: E402
from tests.factories import (  # noqa: E402
    make_comment,
    make_draft,
    make_published,
    make_user,
)
from tests.page_reader import PAGE, Reader  # noqa: E402

READERS = 3
PAGES = {PAGE: "", f"{PAGE}comments/": "order=newest"}
ARTICLE, THREAD = PAGES
MARKS = {ARTICLE: re.compile(rb"version-(\d+)"), THREAD: re.compile(rb"word-(\d+)")}
HER_NAME = b"Sam Who Is Signed In"


def read(stopped, results, cookie):
    """Read both pages until the end; now and then signed in."""
    reader, seen, leaks, signed_in = Reader(), [], 0, 0
    while not stopped.is_set():
        for page, query in PAGES.items():
            began = time.time()
            body = reader.get(page, query)
            leaks += HER_NAME in body or reader.headers["Cache-Control"].startswith("private")
            mark = max(map(int, MARKS[page].findall(body)), default=0)
            seen.append((page, began, time.time(), mark))
            time.sleep(0.005)
        if len(seen) % 20 == 0:
            signed_in += 1
            leaks += HER_NAME not in reader.get(HTTP_COOKIE=cookie)
            leaks += reader.headers["Cache-Control"] != "private, no-store"
    # What was made for her alone was never to be kept.
    results.put((seen, leaks, reader.rendered - signed_in))


class Writer:
    """Changes two pages, and notes for each from when, and at the latest when, it showed what."""

    def __init__(self):
        self.versions = [make_published(title="version-1", placements={})]
        self.article = self.versions[0].article
        self.comments = []
        self.shown = {ARTICLE: [(0, 0, 1)], THREAD: [(0, 0, 1)]}
        self.post(1)

    def publish(self, number):
        self.versions.append(make_published(self.article, title=f"version-{number}"))

    def schedule(self, number):
        draft = make_draft(self.article, title=f"version-{number}")
        due = timezone.now() + timedelta(seconds=0.2)
        self.versions.append(publishing.schedule(draft, self.article.author, due))
        time.sleep(0.2)
        return due.timestamp()

    def withdraw(self, number):
        publishing.withdraw(self.versions.pop(), self.article.author, "It was wrong.")

    def post(self, number):
        self.comments.append(make_comment(self.versions[-1], body=f"word-{number}"))

    def remove(self, number):
        self.comments.pop().enter(Comment.State.REMOVED)

    def change(self, number):
        acts = [self.publish, self.post, self.schedule, self.post, self.withdraw, self.remove]
        act = acts[number % len(acts)]
        began = time.time()
        due = act(number)
        page = THREAD if act in (self.post, self.remove) else ARTICLE
        newest = self.comments[-1].body if page == THREAD else self.versions[-1].title
        mark = int(newest.partition("-")[2])
        self.shown[page].append((due or began, due or time.time(), mark))


def lateness(shown, read):
    """Return how long before a read what it did not show was there; None for what never was."""
    _, began, ended, mark = read
    places = [n for n, (first, _, m) in enumerate(shown) if m == mark and first <= ended]
    if not places:
        return None
    following = shown[places[-1] + 1 : places[-1] + 2]
    return max([0, *(began - last for _, last, _ in following)])


def main(times):
    writer = Writer()
    sam = Client()
    sam.force_login(make_user("sam", name=HER_NAME.decode()))
    cookie = f"sessionid={sam.cookies['sessionid'].value}"
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    stopped, results = fork.Event(), fork.Queue()
    readers = [fork.Process(target=read, args=(stopped, results, cookie)) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    for number in range(2, times + 2):
        writer.change(number)
    # The last change too has to be seen.
    time.sleep(1)
    stopped.set()
    answers = [results.get(timeout=60) for _ in readers]
    for reader in readers:
        reader.join()
    reads = [read for seen, _, _ in answers for read in seen]
    late = [lateness(writer.shown[read[0]], read) for read in reads]
    stage.report(
        changes=times,
        reads=len(reads),
        rendered=sum(rendered for _, _, rendered in answers),
        never_true=late.count(None),
        latest=max(seconds for seconds in late if seconds is not None),
        leaks=sum(leaks for _, leaks, _ in answers),
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
