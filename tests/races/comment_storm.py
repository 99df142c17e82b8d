"""Readers post as fast as they can while others like, edit and delete what they find.

Each of so many processes posts so many comments through the site's own address, roots and replies,
and says how long it waited for each answer; others go on until all are posted.
"""

import multiprocessing
import random
import statistics
import sys
import time
import uuid
from collections import Counter

from tests.races import stage

stage.set_up()

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402

from articles.models import Article  # noqa: E402
from comments.counting import differences  # noqa: E402
from comments.models import Comment, Like  # noqa: E402
from tests.factories import make_article, make_published, make_user  # noqa: E402

THREAD = "/articles/stormy/comments/"
# In seconds, between two acts of those who do not post.
PAUSE = 0.01
# Where all is posted before one of these has come to its turn.
LATE_TRIES = 200


class Crowd:
    """The clients of one process, signed in when they are first needed."""

    def __init__(self):
        self.clients = {}

    def __getitem__(self, reader):
        if reader not in self.clients:
            self.clients[reader] = Client()
            self.clients[reader].force_login(make_user(reader))
        return self.clients[reader]


def post(reader, times, results):
    """Post comments, every third of them as a reply to some other that stands."""
    client, answers, waits = Crowd()[reader], Counter(), []
    # A process that serves has read what it needs for a page before.
    client.get(THREAD)
    for number in range(times):
        sent = {"body": f"{reader} says {number}.", "version": "v0.1", "key": uuid.uuid4()}
        if number % 3 == 2 and (found := some(Comment.objects.approved())):
            sent["parent"] = found.pk
        begun = time.monotonic()
        status = client.post(THREAD, sent).status_code
        waits.append(1000 * (time.monotonic() - begun))
        if status == 422 and "parent" in sent:
            # What was to be answered went in the same moment: the words stand by themselves.
            answers["post again"] += 1
            del sent["parent"]
            status = client.post(THREAD, sent).status_code
        answers[f"post {status}"] += 1
    results.put((answers, waits))


def like(crowd):
    comment = some(Comment.objects.approved())
    if comment is None:
        return None
    others = [name for name in ("fan-0", "fan-1", "fan-2") if name != comment.author.username]
    sent = {"liked": random.choice(["1", "1", "0"])}  # noqa: S311
    return crowd[random.choice(others)].post(f"/comments/{comment.pk}/like/", sent)  # noqa: S311


def edit(crowd):
    comment = some(Comment.objects.approved())
    if comment is None:
        return None
    sent = {"body": f"{comment.body} And again."}
    return crowd[comment.author.username].post(f"/comments/{comment.pk}/edit/", sent)


def delete(crowd):
    time.sleep(10 * PAUSE)
    comment = some(Comment.objects.approved())
    if comment is None:
        return None
    return crowd[comment.author.username].post(f"/comments/{comment.pk}/delete/")


def some(comments):
    """Return one of the newest comments, None where there is none."""
    newest = comments.select_related("author").order_by("-pk")[:40]
    return random.choice(newest) if newest else None  # noqa: S311


def until_all_is_posted(act, posted, results):
    """Act until all is posted and the act was done at least once."""
    crowd, answers, late = Crowd(), Counter(), 0
    done = f"{act.__name__} 302"
    while not posted.is_set() or (not answers[done] and late < LATE_TRIES):
        late += posted.is_set()
        if answer := act(crowd):
            answers[f"{act.__name__} {answer.status_code}"] += 1
        time.sleep(PAUSE)
    results.put((answers, []))


def main(processes, times):
    settings.RATES = {}
    make_published(make_article("stormy"))
    readers = [make_user(f"reader-{number}").username for number in range(processes)]
    for fan in ("fan-0", "fan-1", "fan-2"):
        make_user(fan)
    connections.close_all()
    results, posted = multiprocessing.Queue(), multiprocessing.Event()
    posters = [
        multiprocessing.Process(target=post, args=(reader, times, results)) for reader in readers
    ]
    others = [
        multiprocessing.Process(target=until_all_is_posted, args=(act, posted, results))
        for act in (like, like, edit, edit, delete)
    ]
    begun = time.monotonic()
    for process in posters + others:
        process.start()
    for process in posters:
        process.join()
    seconds = time.monotonic() - begun
    posted.set()
    for process in others:
        process.join()
    told = [results.get() for process in posters + others if process.exitcode == 0]
    answers = sum((counted for counted, _ in told), Counter())
    waits = [wait for _, waited in told for wait in waited]
    stage.report(
        failed=sum(process.exitcode != 0 for process in posters + others),
        answers=answers,
        seconds=round(seconds, 1),
        median=statistics.median(waits),
        p99=statistics.quantiles(waits, n=100)[98],
        slowest=max(waits),
        stored=Comment.objects.count(),
        standing_or_deleted=Comment.objects.filter(state__in=["approved", "deleted"]).count(),
        deleted=Comment.objects.filter(state="deleted").count(),
        liked=Like.objects.count(),
        differences=[str(difference) for difference in differences()],
        counted=Article.objects.get(slug="stormy").comment_count,
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
