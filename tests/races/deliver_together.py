"""Two authors publish one version at the same moment, and two deliverers tell of it.

Two deliverers then claim two mails to one reader, who is to get one of them today.
"""

import multiprocessing
import time
from collections import Counter

from tests.races import stage

stage.set_up()

from django.conf import settings  # noqa: E402
from django.db import connections, transaction  # noqa: E402

from articles.models import Follow, Version  # noqa: E402
from articles.publishing import Refused, publish  # noqa: E402
from comments.delivery import claim, deliver  # noqa: E402
from comments.models import Notice  # noqa: E402
from tests.factories import make_article, make_draft, make_published, make_user  # noqa: E402
from tests.mailing import by_smtp, mail_server, make_reader, make_reply  # noqa: E402

FOLLOWERS = 20
ANSWERED = 20


def race(key, barrier, tallies, name):
    version = Version.objects.select_related("article").get(pk=key)
    author = make_user(name, is_staff=True, is_superuser=True)
    barrier.wait()
    try:
        publish(version, author)
    except Refused:
        tallies.put("refused")
    barrier.wait()
    tallies.put(dict(deliver()))


def claim_slowly(key, claimed, outcomes):
    """Claim a mail, and take a while to commit that."""
    with transaction.atomic():
        outcomes.put(claim(key)[1])
        claimed.set()
        time.sleep(0.3)


def claim_meanwhile(key, claimed, outcomes):
    claimed.wait(10)
    outcomes.put(claim(key)[1])


def claim_two(fork, keys):
    """Return what two deliverers say who claim these mails at once."""
    claimed, outcomes = fork.Event(), fork.Queue()
    connections.close_all()
    claimers = [
        fork.Process(target=act, args=(key, claimed, outcomes))
        for act, key in zip([claim_slowly, claim_meanwhile], keys, strict=True)
    ]
    for claimer in claimers:
        claimer.start()
    said = [outcomes.get(timeout=20) for _ in claimers]
    for claimer in claimers:
        claimer.join()
    return said


def main():
    draft = make_draft(make_article("raced"), placements={})
    for n in range(FOLLOWERS):
        Follow.objects.put(make_reader(f"follower-{n}"), draft.article, wanted=True)
    # Each is answered more often than there is mail in a day.
    other, earlier = make_reader("other"), make_published(make_article("earlier"), placements={})
    for n in range(2 * ANSWERED):
        make_reply(earlier, make_reader(f"answered-{n // 2}"), other)
    names = ["one", "two"]
    for name in names:
        make_user(name, is_staff=True, is_superuser=True)
    with mail_server() as (server, port):
        by_smtp(settings, port)
        settings.MAIL_DAILY_CAP = 1
        connections.close_all()
        fork = multiprocessing.get_context("fork")
        barrier, tallies = fork.Barrier(2), fork.Queue()
        racers = [
            fork.Process(target=race, args=(draft.pk, barrier, tallies, name)) for name in names
        ]
        for racer in racers:
            racer.start()
        said = [tallies.get(timeout=60) for _ in range(3)]
        for racer in racers:
            racer.join()
    addressed = Counter(mail["To"] for mail in server.mails)
    put_off = Notice.objects.waiting().count()
    make_reply(earlier, late := make_reader("late"), other)
    make_reply(earlier, late, other)
    claims = claim_two(fork, list(late.notices.values_list("pk", flat=True)))
    told = {who: n for who, n in addressed.items() if who.startswith("follower-")}
    answered = {who: n for who, n in addressed.items() if who.startswith("answered-")}
    stage.report(
        refused=said.count("refused"),
        both_sent=all(tally.get("sent") for tally in said if tally != "refused"),
        told=[len(told), max(told.values())],
        answered=[len(answered), max(answered.values())],
        put_off=put_off,
        claims=claims,
    )


if __name__ == "__main__":
    main()
