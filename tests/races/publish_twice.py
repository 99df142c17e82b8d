"""Two authors press Publish on the same draft at the same moment, again and again.

Each time both then deliver what is to be told, as two machines would; the mail is counted.
"""

import multiprocessing
import sys
from collections import Counter

from tests.races import stage

stage.set_up()

from django.conf import settings  # noqa: E402
from django.contrib.admin.models import LogEntry  # noqa: E402
from django.db import connections  # noqa: E402

from articles.models import Follow, Version  # noqa: E402
from articles.publishing import Refused, publish  # noqa: E402
from comments.delivery import deliver  # noqa: E402
from tests.factories import make_article, make_draft, make_user  # noqa: E402
from tests.mailing import by_smtp, mail_server, make_reader  # noqa: E402

FOLLOWERS = 2


def race(keys, barrier, results, name):
    author = make_user(name, is_staff=True, is_superuser=True)
    for key in keys:
        version = Version.objects.select_related("article").get(pk=key)
        barrier.wait()
        try:
            publish(version, author)
            results.put((key, "published"))
        except Refused as refusal:
            results.put((key, str(refusal)))
        deliver()


def make_followed_draft(slug, followers):
    article = make_article(slug, title=slug)
    for follower in followers:
        Follow.objects.put(follower, article, wanted=True)
    return make_draft(article, title=slug, placements={})


def main(times):
    followers = [make_reader(f"follower-{n}") for n in range(FOLLOWERS)]
    keys = [make_followed_draft(f"raced-{n}", followers).pk for n in range(times)]
    names = ["one", "two"]
    for name in names:
        make_user(name, is_staff=True, is_superuser=True)
    with mail_server() as (server, port):
        by_smtp(settings, port)
        settings.MAIL_DAILY_CAP = times
        connections.close_all()
        fork = multiprocessing.get_context("fork")
        barrier, results = fork.Barrier(2), fork.Queue()
        racers = [fork.Process(target=race, args=(keys, barrier, results, name)) for name in names]
        for racer in racers:
            racer.start()
        answers = [results.get(timeout=60) for _ in range(2 * times)]
        for racer in racers:
            racer.join()
    told = Counter((mail["To"], mail["Subject"]) for mail in server.mails)
    stage.report(
        published=sum(answer == "published" for _, answer in answers),
        refusals=sorted({answer for _, answer in answers} - {"published"}),
        public=Version.objects.public().count(),
        records=LogEntry.objects.filter(change_message__startswith="Published.").count(),
        told=len(told),
        most_told=max(told.values()),
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
