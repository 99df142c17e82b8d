"""Two to eight authors start the next version of an article at the same moment, then each saves the
draft that all have opened, then each publishes it.
"""

import sys
import threading
from collections import Counter

from tests.races import stage

stage.set_up()

from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402

from articles.models import Version  # noqa: E402
from tests.desk import address, form_of  # noqa: E402
from tests.factories import make_article, make_published, make_user  # noqa: E402

MOST = 8
NOW = {"publish": "now"}
# What somebody is told who came too late.
TOO_LATE = (
    "is a draft already.",
    "This draft was saved in another window since you opened it.",
    "is published already.",
)


def together(authors, act):
    """Let all act at the same moment; return what they were answered."""
    barrier, answers = threading.Barrier(len(authors)), []

    def race(author, number):
        barrier.wait()
        answers.append(act(author, number))
        connections.close_all()

    racers = [threading.Thread(target=race, args=(a, n)) for n, a in enumerate(authors)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    return answers


def outcome(answer):
    """Return in which words somebody was refused, or with which status they were not."""
    page = answer.content.decode() if answer.status_code in (200, 422) else ""
    told = [words for words in TOO_LATE if words in page]
    return told[0] if told else f"answered {answer.status_code}"


def edit(authors, slug):
    """Return what was answered, how often, and whether a save was lost or two are public."""
    article = make_article(slug)
    make_published(article, placements={})
    starting = address("start", article)
    seen = together(authors, lambda author, _: outcome(author.post(starting, follow=True)))
    draft = article.versions.waiting().get()
    saving, opened = address("change", draft), form_of(draft, seen=str(draft.updated_at))

    def save(author, number):
        return number, outcome(author.post(saving, opened | {"body": f"As {number} has it."}))

    saved = together(authors, save)
    kept = [f"As {number} has it." for number, said in saved if said == "answered 302"]
    draft.refresh_from_db()
    draft.changes.create(position=1, text="It was written again.")
    publishing = address("publish", draft)
    seen += together(authors, lambda author, _: outcome(author.post(publishing, NOW)))
    public = Version.objects.public().filter(article=article, minor=2).count()
    seen += [said for _, said in saved]
    return Counter(seen), kept != [draft.body], public != 1


def main(rounds):
    clients = [Client() for _ in range(MOST)]
    for number, client in enumerate(clients):
        author = make_user(f"author-{number}", is_staff=True, is_superuser=True)
        client.force_login(author)
    seen, lost, doubled = Counter(), 0, 0
    for count in range(2, MOST + 1):
        for number in range(rounds):
            answers, is_lost, is_doubled = edit(clients[:count], f"edited-{count}-{number}")
            seen += answers
            lost, doubled = lost + is_lost, doubled + is_doubled
    stage.report(seen=seen, lost=lost, doubled=doubled)


if __name__ == "__main__":
    main(int(sys.argv[1]))
