"""Four threads do at the same moment what has a rate, one key after another, each of them new."""

import sys
import threading

from tests.races import stage

stage.set_up()

from django.db import connections  # noqa: E402

from mlmap_site.models import Counter  # noqa: E402
from mlmap_site.rates import Rate  # noqa: E402

THREADS = 4
RATES = {"mine": "3/m/user", "ours": "9/m/ip"}
ALLOWED = []


def take(barrier, times):
    for number in range(times):
        rates = {f"{name} {number}": Rate.parse(rate) for name, rate in RATES.items()}
        barrier.wait()
        ALLOWED.append(Counter.objects.take(rates))
    connections.close_all()


def main(times):
    barrier = threading.Barrier(THREADS)
    racers = [threading.Thread(target=take, args=(barrier, times)) for _ in range(THREADS)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    counted = sorted({len(counter.moments) for counter in Counter.objects.all()})
    stage.report(asked=len(ALLOWED), allowed=sum(ALLOWED), counted=counted)


if __name__ == "__main__":
    main(int(sys.argv[1]))
