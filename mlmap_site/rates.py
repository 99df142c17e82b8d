"""How often something may be done: `6/m/user,20/m/ip` is six times a minute by a reader, and twenty
from a network. Counter (models.py) holds who did what lately.
"""

from dataclasses import dataclass

from django.conf import settings

from mlmap_site.models import Counter

SECONDS = {"m": 60, "h": 3600, "d": 24 * 3600}
# By how many seconds, at most, the clocks of the machines that serve one site.
CLOCKS_DIFFER = 60


@dataclass(frozen=True)
class Rate:
    amount: int
    seconds: int
    per: str

    @classmethod
    def parse(cls, words):
        amount, unit, per = words.split("/")
        return cls(int(amount), SECONDS[unit], per)

    def __str__(self):
        return f"{self.amount}/{self.seconds}/{self.per}"

    def still_counted(self, moments, now):
        """Return what counts of these moments: none to come, from before the clock was set back."""
        return [at for at in moments if now - self.seconds < at <= now + CLOCKS_DIFFER]


def is_within_rate(action, **whose):
    """Count an act, and return whether it may still be done, by all rates that RATES has for it.

    `whose` says who does it, by what a rate is per: `user=7`, `ip="…"`.
    """
    rates = parse_rates(settings.RATES.get(action, ""))
    return Counter.objects.take({f"{action}:{rate}:{whose[rate.per]}": rate for rate in rates})


def parse_rates(words):
    return [Rate.parse(rate) for rate in words.split(",")] if words else []
