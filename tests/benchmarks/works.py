"""The works that are measured: each returns rows of what was found and what was hoped for."""

import threading
import time
import urllib.request
from dataclasses import dataclass

from tests.benchmarks import load
from tests.benchmarks.load import GZIP, Load, ask, in_turn
from tests.benchmarks.machine import LOAD_CORE, SERVER_CORE
from tests.benchmarks.peers import Isso, Nginx, Wagtail

PAGE = "/articles/{}/"
THREAD = "/articles/{}/comments/"
COMPRESSED = tuple(GZIP.items())
POST_SECONDS = 8
ARRIVING = 10


@dataclass(frozen=True)
class Row:
    """A work, whether it is from the page cache, what was measured, and whether that is enough."""

    work: str
    kind: str
    measured: str
    against: str
    figure: str
    goal: str
    reached: bool


def ratio_row(work, kind, ours, peer, goal, *, name):
    ratio = ours.rate / peer.rate
    return Row(
        work,
        kind,
        told(ours),
        f"{name}: {told(peer)}",
        f"{ratio:.2f}",
        f"at least {goal:g}",
        ratio >= goal and ours.failed == 0,
    )


def told(turn):
    return (
        f"{turn.rate:,.0f}/s, p50 {turn.p50:.1f} ms, p99 {turn.p99:.1f} ms, {turn.size:,.0f} bytes"
        + (f", {turn.failed} failed" if turn.failed else "")
    )


def warm_page(place):
    """The article page with a thread of 500, from the page cache, against nginx and Wagtail."""
    path = PAGE.format("five-hundred")
    with place.small.served() as site:
        page = site.get(path)[2]
        with (
            Nginx(place.folder / "nginx", page) as nginx,
            Wagtail(place.bin, place.folder / "wagtail", place.text) as wagtail,
        ):
            ours, still = (
                Load(site.url + path, headers=COMPRESSED),
                Load(nginx.url + "/", headers=COMPRESSED),
            )
            mine, theirs, wagtails = in_turn(ours, still, Load(wagtail.url + "/"))
            busy = Load(site.url + path, 64, COMPRESSED)
            tail = load.middle([ask(busy) for _ in range(load.ROUNDS)])
    yield ratio_row("article, 500 in its thread", "cached", mine, theirs, 0.4, name="nginx")
    yield ratio_row("the same", "cached", mine, wagtails, 100, name="Wagtail, uncached")
    yield Row(
        "the same, 64 connections",
        "cached",
        told(tail),
        "",
        f"p99 {tail.p99:.1f} ms",
        "under 3 ms",
        tail.p99 < 3,
    )
    with (
        place.small.served(workers=1, core=SERVER_CORE) as site,
        Nginx(place.folder / "nginx", page, workers=1, core=SERVER_CORE) as nginx,
    ):
        pinned = {"headers": COMPRESSED, "threads": 1, "core": LOAD_CORE}
        mine, theirs = in_turn(Load(site.url + path, **pinned), Load(nginx.url + "/", **pinned))
    yield ratio_row("the same, a core each", "cached", mine, theirs, 0.25, name="nginx")


def servers(place):
    """The same page, from the page cache, behind the one server and behind the other."""
    path = PAGE.format("five-hundred")
    with place.small.served() as granian, place.small.served_by_gunicorn(place.bin) as gunicorn:
        mine, theirs = in_turn(
            Load(granian.url + path, headers=COMPRESSED),
            Load(gunicorn.url + path, headers=COMPRESSED),
        )
    yield ratio_row("the same, granian", "cached", mine, theirs, 1, name="gunicorn, gthread")


def uncached_page(place):
    """The article page with twenty comments, made anew each time, and signed in."""
    path, cookies = PAGE.format("measured"), place.small.session()
    with (
        place.small.served(cached=False) as site,
        Wagtail(place.bin, place.folder / "wagtail", place.text) as wagtail,
    ):
        signed_in = Load(site.url + path, headers=(("Cookie", cookies),))
        mine, own, theirs = in_turn(Load(site.url + path), signed_in, Load(wagtail.url + "/"))
    yield ratio_row("article, 20 comments", "uncached", mine, theirs, 2, name="Wagtail, uncached")
    count, with_session = place.small.queries(path), place.small.queries(path, cookies)
    yield Row("the same", "uncached", f"{count} queries", "", str(count), "at most 5", count <= 5)
    yield Row(
        "the same, signed in",
        "uncached",
        told(own),
        f"anonymous: {told(mine)}",
        f"{with_session} queries",
        f"at most {count + 4}",
        with_session <= count + 4,
    )


def long_thread(place):
    """The first page of a thread of 100,000, against twenty of 500 from Isso."""
    with (
        place.large.served(cached=False) as site,
        Isso(place.bin, place.folder / "isso", 500) as isso,
    ):
        theirs = f"{isso.url}/{isso.thread}&limit=20"
        mine, isso_turn = in_turn(
            Load(site.url + THREAD.format("hundred-thousand")), Load(theirs), rounds=2
        )
    yield ratio_row(
        "first page of a thread of 100,000", "uncached", mine, isso_turn, 10, name="Isso, 20 of 500"
    )


def size_of_the_site(place):
    """The same page on a small site and on a large one."""
    path = PAGE.format("measured")
    with place.small.served(cached=False) as small, place.large.served(cached=False) as large:
        few, many = in_turn(Load(small.url + path), Load(large.url + path))
    ratio = few.rate / many.rate
    yield Row(
        "article of 10,000 versions and 1,000,000 comments",
        "uncached",
        told(many),
        f"1 version, 20 comments: {told(few)}",
        f"{ratio:.2f} times as long",
        "under 1.2",
        ratio < 1.2,
    )


def posting(place):
    """Eight clients post as fast as they can, with everything that a post goes through."""
    path = THREAD.format("posted-to")
    before = place.small.number_of_comments()
    with place.small.served() as site, Isso(place.bin, place.folder / "isso-posts", 1) as isso:
        ours = Load(
            site.url + path,
            8,
            script="post.lua",
            arguments=(place.small.readers, path, 8),
            threads=8,
        )
        theirs = Load(
            isso.url + "/new", 8, script="post_isso.lua", arguments=(f"/new{isso.thread}",)
        )
        mine, peer = ask(ours, POST_SECONDS), ask(theirs, POST_SECONDS)
        time.sleep(1)
    stored = place.small.number_of_comments() - before
    yield ratio_row("posting, 8 clients, SQLite", "", mine, peer, 3, name="Isso")
    yield Row(
        "the same", "", told(mine), "", f"p99 {mine.p99:.1f} ms", "under 30 ms", mine.p99 < 30
    )
    answered = mine.requests - mine.failed
    yield Row(
        "the same",
        "",
        f"{answered} answered, {mine.failed} failed, {stored} stored",
        "",
        f"{max(0, answered - stored)} lost",
        "0",
        stored >= answered and mine.failed == 0,
    )


def reading_while_writing(place):
    """Readers of a page from the cache while ten comments a second arrive on it."""
    path = PAGE.format("five-hundred")
    with place.small.served() as site:
        quiet = in_turn(Load(site.url + path, headers=COMPRESSED), rounds=2)[0]
        with arriving(place.small, site, "five-hundred"):
            busy = ask(Load(site.url + path, headers=COMPRESSED), 6)
        memory = site.memory()
    ratio = busy.rate / quiet.rate
    yield Row(
        f"the same while {ARRIVING} comments a second arrive",
        "cached",
        told(busy),
        f"quiet: {told(quiet)}",
        f"{ratio:.2f}",
        "at least 0.5",
        ratio >= 0.5 and busy.failed == 0,
    )
    yield Row(
        "memory of two workers after that",
        "",
        f"{memory:.0f} MB",
        "",
        f"{memory:.0f} MB",
        "at most 150 MB",
        memory <= 150,
    )


class arriving:
    """Comments that arrive at an even pace, from a reader each, until the end of `with`."""

    def __init__(self, made, site, slug):
        lines = made.readers.read_text().splitlines()
        # Those at the end: the others have posted as often as they may.
        self.readers = [line.split("\t") for line in reversed(lines)]
        self.url = site.url + THREAD.format(slug)
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._post)

    def __enter__(self):
        self.thread.start()

    def __exit__(self, *_error):
        self.stopped.set()
        self.thread.join()

    def _post(self):
        for number, (cookies, token, address) in enumerate(self.readers):
            if self.stopped.wait(1 / ARRIVING):
                return
            body = f"csrfmiddlewaretoken={token}&version=v0.1&body=It+is+number+{number}."
            request = urllib.request.Request(
                self.url, body.encode(), {"Cookie": cookies, "X-Forwarded-For": address}
            )
            with urllib.request.build_opener(Stay).open(request) as answer:
                if answer.status != 302:
                    raise RuntimeError(f"a comment was answered with {answer.status}")


class Stay(urllib.request.HTTPErrorProcessor):
    """Takes an answer as it is, also one that leads elsewhere."""

    def http_response(self, request, response):
        return response


def publishing(place):
    """Publishing what ten thousand readers follow."""
    taken = float(place.small.run("-m", "tests.benchmarks.publish", "posted-to"))
    yield Row(
        "publishing, 10,000 followers",
        "",
        f"{taken:.0f} ms, median of 5",
        "",
        f"{taken:.0f} ms",
        "under 300 ms",
        taken < 300,
    )


def profiles(place):
    """Return what is asked for without the page cache, each with where the time of it goes."""
    posted = place.small.profile(THREAD.format("posted-to"), str(place.small.readers))
    return {
        "article, 20 comments": place.small.profile(PAGE.format("measured")),
        "thread of 100,000": place.large.profile(THREAD.format("hundred-thousand")),
        "posting": posted,
    }


ALL = [
    warm_page,
    servers,
    uncached_page,
    long_thread,
    size_of_the_site,
    reading_while_writing,
    posting,
    publishing,
]
