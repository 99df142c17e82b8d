"""Two authors press Publish on the same draft at the same moment, a hundred times."""

import multiprocessing
import sys

from tests.races import stage

stage.set_up()

from django.contrib.admin.models import LogEntry  # noqa: E402
from django.db import connections  # noqa: E402

from articles.models import Version  # noqa: E402
from articles.publishing import Refused, publish  # noqa: E402
from tests.factories import make_article, make_draft, make_user  # noqa: E402


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


def main(times):
    keys = [make_draft(make_article(f"raced-{i}"), placements={}).pk for i in range(times)]
    names = ["one", "two"]
    for name in names:
        make_user(name, is_staff=True, is_superuser=True)
    connections.close_all()
    barrier, results = multiprocessing.Barrier(2), multiprocessing.Queue()
    racers = [
        multiprocessing.Process(target=race, args=(keys, barrier, results, name)) for name in names
    ]
    for racer in racers:
        racer.start()
    answers = [results.get(timeout=60) for _ in range(2 * times)]
    for racer in racers:
        racer.join()
    stage.report(
        published=sum(answer == "published" for _, answer in answers),
        refusals=sorted({answer for _, answer in answers} - {"published"}),
        public=Version.objects.public().count(),
        records=LogEntry.objects.filter(change_message__startswith="Published.").count(),
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
