"""A reader's form is sent by four threads at the same moment, one form after another."""

import sys
import threading
import uuid

from tests.races import stage

stage.set_up()

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402

from articles.models import Article  # noqa: E402
from comments.models import Comment  # noqa: E402
from tests.factories import make_published, make_user  # noqa: E402

THREADS = 4
ANSWERS = []


def send(client, barrier, forms):
    for form in forms:
        barrier.wait()
        ANSWERS.append(client.post("/articles/ml-map/comments/", form))
    connections.close_all()


def main(times):
    settings.RATES = {"comment": ""}
    make_published()
    reader = make_user("bob")
    forms = [
        {"body": f"Comment {number}.", "version": "v0.1", "key": uuid.uuid4()}
        for number in range(times)
    ]
    clients = [Client() for _ in range(THREADS)]
    for client in clients:
        client.force_login(reader)
    barrier = threading.Barrier(THREADS)
    racers = [threading.Thread(target=send, args=(client, barrier, forms)) for client in clients]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    stage.report(
        answers=len(ANSWERS),
        statuses=sorted({answer.status_code for answer in ANSWERS}),
        addresses=len({answer.url for answer in ANSWERS}),
        comments=Comment.objects.count(),
        counted=Article.objects.get().comment_count,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
