"""The deliverer is killed at each of its statements in turn, and while the server takes a mail; a
program is told of the same things.
"""

import os
import signal
import sys
from collections import Counter
from functools import partial
from queue import Queue
from typing import NamedTuple

from tests.races import stage

stage.set_up()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.models import Announcement, Follow  # noqa: E402
from comments.delivery import deliver  # noqa: E402
from comments.models import Notice  # noqa: E402
from tests.factories import make_published  # noqa: E402
from tests.mailing import by_smtp, deliver_all, mail_server, make_reader, make_reply  # noqa: E402
from tests.receiving import receiving  # noqa: E402

# One is told of an answer and one of a version, and a program of both.
MAILS, TOLD = 2, 2
# Keys of the processes that deliver, for the server that is to kill one.
deliverers = Queue()


class Seen(NamedTuple):
    """Of one killing: whether it came to it, and how much was lost or came twice."""

    was_killed: bool
    lost: int
    twice: int
    is_over: bool


def deliver_and_die(point):
    """Deliver, and be killed before the statement with this number."""
    count = 0

    def kill(execute, sql, *rest):
        nonlocal count
        count += 1
        if count == point:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *rest)

    with connection.execute_wrapper(kill):
        deliver()


def run(reply, server, program, point):
    """Kill one deliverer at a point and let the next finish; return what was seen."""
    Notice.objects.all().delete()
    Notice.objects.queue_reply(reply)
    Notice.objects.queue_webhooks(Notice.Kind.COMMENT_PUBLISHED, [reply])
    Announcement.objects.update(told_at=None, due_at=timezone.now())
    server.mails.clear()
    program.got.clear()
    child = stage.in_child(deliver_and_die, point)
    deliverers.put(child)
    _, status = os.waitpid(child, 0)
    deliver_all()
    copies = Counter(mail["Message-ID"] for mail in server.mails)
    copies.update(headers["webhook-id"] for _, headers, _ in program.got)
    is_over = not Notice.objects.filter(sent_at=None).exists()
    lost = MAILS + TOLD - len(copies)
    twice = sum(copies.values()) - len(copies)
    return Seen(os.WIFSIGNALED(status), lost, twice, is_over)


def main(times):
    """Kill it so often as the server takes a mail, and as often, or oftener, at its statements."""
    version, bob, charlie = make_published(), make_reader("bob"), make_reader("charlie")
    Follow.objects.put(charlie, version.article, wanted=True)
    reply = make_reply(version, to=bob, by=charlie)
    with mail_server() as (server, port), receiving() as program:
        by_smtp(settings, port)
        settings.WEBHOOKS = {program.url: b"secret"}
        runs, point = [], 1
        while len(runs) < times or runs[-1].was_killed:
            runs.append(run(reply, server, program, point))
            point = point + 1 if runs[-1].was_killed else 1
        # The server has the mail, and its sender does not live to hear of it.
        in_transit = []
        for _ in range(times):
            deliverers.queue.clear()
            server.before_answer = partial(kill_sender, server)
            in_transit.append(run(reply, server, program, 0))
    stage.report(
        killed=sum(seen.was_killed for seen in runs),
        lost=sum(seen.lost for seen in runs),
        most_twice=max(seen.twice for seen in runs),
        twice=sum(seen.twice for seen in runs),
        over=all(seen.is_over for seen in runs),
        in_transit=in_transit,
    )


def kill_sender(server, mail):
    """Kill the process that a mail comes from, when the server has taken it."""
    server.before_answer = lambda mail: None
    os.kill(deliverers.get(timeout=10), signal.SIGKILL)


if __name__ == "__main__":
    main(int(sys.argv[1]))
