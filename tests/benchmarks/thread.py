"""How long a page of a thread takes, for threads of 10, 10,000 and 100,000 comments.

`make bench-thread` runs it on a new SQLite file, or with DATABASE_URL=postgres://… on a new
database there. Each thread has one root with very many replies, and the pages compared show as many
comments, so that nothing differs but the thread's length. It fails where a page of a longer thread
takes other queries, or LIMIT times as long as the same page of the shortest.
"""

import os
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

import tests.environment  # noqa: F401
from tests.databases import empty_database

SIZES = [10, 10_000, 100_000]
# The shortest thread is seven roots and three replies: that is a page here, for every thread.
ROOTS_SHOWN, REPLIES_SHOWN = 7, 3
LIMIT = 1.5
ROUNDS = 25
BATCH = 5_000


def fill(article, version, readers, size):
    """Store a thread of `size` comments that stand, and one of twenty besides that does not.

    Every seventh root has three replies, one in the middle has all that are left.
    """
    from comments.models import Comment

    values = {"article": article, "version": version, "body": "I see it otherwise."}
    values |= {"body_html": "<p>I see it otherwise.</p>"}

    def row(n, **more):
        at = version.published_at + timedelta(seconds=n)
        author = readers[n % len(readers)]
        return Comment(**{"state": "approved", **values, **more}, author=author, created_at=at)

    # In every order a page has one root with replies, wherever it begins.
    pages = max(size // 2 // ROOTS_SHOWN, 1)
    likes = [page * 7919 % 50 for page in range(pages) for _ in range(ROOTS_SHOWN)]
    roots = [row(n, like_count=count) for n, count in enumerate(likes)]
    Comment.objects.bulk_create(roots, BATCH)
    answered = roots[ROOTS_SHOWN // 2 :: ROOTS_SHOWN]
    long = answered[len(answered) // 2]
    to = [root for root in answered for _ in range(REPLIES_SHOWN)]
    to += [long] * (size - len(roots) - len(to))
    replies = [row(len(roots) + n, root=root, in_reply_to=root) for n, root in enumerate(to)]
    rejected = [row(n, state="rejected") for n in range(size // 20)]
    Comment.objects.bulk_create([*replies, *rejected], BATCH)
    Comment.objects.filter(pk__in=[root.pk for root in answered]).update(reply_count=REPLIES_SHOWN)
    Comment.objects.filter(pk=long.pk).update(reply_count=to.count(long))
    type(article).objects.filter(pk=article.pk).update(comment_count=size)


def pages_of(article):
    """Return the addresses of the pages to compare, by what they are.

    A deep page begins in the middle: with the root that has the many replies, or among these. Where
    the thread is one page long it is asked for in the same way, by its first comment.
    """
    from comments.models import Comment
    from comments.threads import Order

    thread = f"/articles/{article.slug}/comments/"
    roots = Comment.objects.filter(article=article, root=None, state="approved")
    long = roots.order_by("-reply_count").first()
    is_short = roots.count() == ROOTS_SHOWN
    replies = long.replies.order_by("created_at")
    reply = replies[0 if is_short else long.reply_count // 2]
    pages = {}
    for order in Order:
        deep = roots.order_by(*order.columns).first() if is_short else long
        pages[order.value, "first"] = f"{thread}?order={order}"
        pages[order.value, "deep"] = f"{thread}?order={order}&from={deep.pk}"
    pages["replies", "first"] = f"{thread}?thread={long.pk}"
    pages["replies", "deep"] = f"{thread}?thread={long.pk}&from={reply.pk}"
    return pages


def measure(pages, sizes):
    """Return of each page what it shows, its queries and its milliseconds, by size and kind.

    The rounds go through all pages in turn: what else the machine does slows all of them.
    """
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1")
    found = {}
    for size in sizes:
        for kind, address in pages[size].items():
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(address)
            assert answer.status_code == 200, address
            found[size, kind] = (answer.content.count(b'<article class="comment"'), len(captured))
    times = {case: [] for case in found}
    for _ in range(ROUNDS):
        for size, kind in found:
            begun = time.perf_counter()
            client.get(pages[size][kind])
            times[size, kind].append((time.perf_counter() - begun) * 1000)
    return {case: (*found[case], median(times[case])) for case in found}


def report(title, results, sizes):
    """Print the figures and their ratios to the smallest thread's; return what is too much."""
    from django.db import connection

    say(f"\n{title} ({connection.vendor}, median of {ROUNDS})")
    say(f"{'page':18}{'comments':>10}{'shown':>7}{'queries':>9}{'ms':>8}{'ratio':>7}")
    failed = []
    for kind in dict.fromkeys(kind for _, kind in results):
        shown_then, queries_then, ms_then = results[sizes[0], kind]
        for size in sizes:
            shown, queries, ms = results[size, kind]
            assert shown == shown_then, f"{kind} of {size} shows {shown}, not {shown_then}"
            ratio = ms / ms_then
            say(f"{' '.join(kind):18}{size:10,}{shown:7}{queries:9}{ms:8.1f}{ratio:7.2f}")
            if queries != queries_then or ratio >= LIMIT:
                failed.append((*kind, size))
    return failed


def run():
    """Make the threads, measure them twice and return the pages that took too much."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from comments import threads
    from tests.factories import make_article, make_published, make_user

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    readers = [make_user(f"reader-{n}") for n in range(50)]
    pages = {}
    for size in SIZES:
        article = make_article(f"thread-{size}", title=f"A thread of {size:,}")
        fill(article, make_published(article), readers, size)
        pages[size] = pages_of(article)
    if connection.vendor == "postgresql":
        # What a server does by itself after a minute.
        connection.cursor().execute("ANALYZE")
    shipped = threads.ROOTS_A_PAGE, threads.REPLIES_A_PAGE
    threads.ROOTS_A_PAGE, threads.REPLIES_A_PAGE = ROOTS_SHOWN, REPLIES_SHOWN
    failed = report("Pages of ten comments", measure(pages, SIZES), SIZES)
    threads.ROOTS_A_PAGE, threads.REPLIES_A_PAGE = shipped
    long = SIZES[1:]
    failed += report("Pages as long as on the site", measure(pages, long), long)
    connection.close()
    return failed


def say(line):
    sys.stdout.write(f"{line}\n")


def main():
    begun = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="mlmap-bench-") as name,
        empty_database(Path(name), "bench") as address,
    ):
        os.environ["DATABASE_URL"] = address
        os.environ["DJANGO_SETTINGS_MODULE"] = "mlmap_site.settings"
        failed = run()
    say(f"\n{time.monotonic() - begun:.0f} s in all.")
    if failed:
        words = [f"{order} {place} of {size:,}" for order, place, size in failed]
        sys.exit(f"Other queries, or {LIMIT} times as long and more: {', '.join(words)}")


if __name__ == "__main__":
    main()
