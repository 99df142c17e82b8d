"""A reader's answer is sent by twenty threads at the same moment, one form after another, and what
is to be told of it is mailed.
"""

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
from tests.factories import make_comment, make_published, make_user  # noqa: E402
from tests.mailing import by_smtp, deliver_all, mail_server, make_reader  # noqa: E402

THREADS = 20
ANSWERS = []


def send(client, barrier, forms):
    for form in forms:
        barrier.wait()
        ANSWERS.append(client.post("/articles/ml-map/comments/", form))
    connections.close_all()


def main(times):
    settings.RATES = {"comment": ""}
    settings.MAIL_DAILY_CAP = THREADS * times
    asked = make_comment(make_published(), make_reader("dora"))
    reader = make_user("bob")
    forms = [
        {"body": f"Answer {n}.", "version": "v0.1", "parent": asked.pk, "key": uuid.uuid4()}
        for n in range(times)
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
    with mail_server() as (server, port):
        by_smtp(settings, port)
        deliver_all()
    stage.report(
        answers=len(ANSWERS),
        statuses=sorted({answer.status_code for answer in ANSWERS}),
        addresses=len({answer.url for answer in ANSWERS}),
        comments=Comment.objects.filter(in_reply_to=asked).count(),
        counted=Article.objects.get().comment_count - 1,
        mails=len(server.mails),
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
