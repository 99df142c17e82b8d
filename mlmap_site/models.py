import time
from datetime import timedelta

from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone

# Longer than any page is kept (page_cache.py): who has not looked since then has nothing to drop.
KEPT_FOR = timedelta(days=1)


class StampQuerySet(models.QuerySet):
    def prune(self):
        """Delete what everybody has read, and return how many stamps that were."""
        until = timezone.now() - KEPT_FOR
        is_over = Q(due_at=None) | Q(due_at__lt=until)
        return self.filter(is_over, made_at__lt=until).delete()[0]

    prune.alters_data = True


class Stamp(models.Model):
    """That something public changed, and where it shows. The database's triggers write it
    (stamps.py), in the transaction of the change, so that nothing can be forgotten.
    """

    # "site" for what may show anywhere, else the one thing whose pages show it: "article:7".
    topic = models.CharField(max_length=80)
    # When it changes once more by itself: a scheduled version comes out.
    due_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(db_index=True)
    # PostgreSQL's, where stamps become visible in another order than that of their keys.
    xact = models.BigIntegerField(null=True, db_index=True)

    objects = StampQuerySet.as_manager()

    def __str__(self):
        return self.topic


class CounterQuerySet(models.QuerySet):
    @transaction.atomic(savepoint=False)
    def take(self, rates):
        """Count an act where all of these rates allow it, each under its key; return whether so.

        However many processes count at once, none is counted twice and none is missed.
        """
        counters = self._locked(rates)
        now = time.time()
        for counter in counters:
            rate = rates[counter.key]
            counter.moments = [now, *rate.still_counted(counter.moments, now)]
            if len(counter.moments) > rate.amount:
                return False
        self._store(counters, rates)
        return True

    def _locked(self, rates):
        """Return the counters that nobody else can change now, in the order that locks have."""
        new = {key: self.model(key=key, over_at=timezone.now()) for key in sorted(rates)}
        # A row has to be there to be locked. SQLite, which has one writer at a time, locks none.
        if connection.features.has_select_for_update:
            self.bulk_create(new.values(), ignore_conflicts=True)
        stored = self.select_for_update().filter(key__in=rates).order_by("key")
        return list((new | {counter.key: counter for counter in stored}).values())

    def _store(self, counters, rates):
        for counter in counters:
            counter.over_at = timezone.now() + timedelta(seconds=rates[counter.key].seconds)
        fields = ["moments", "over_at"]
        self.bulk_create(
            counters, update_conflicts=True, unique_fields=["key"], update_fields=fields
        )

    def over(self):
        """Return those that count nothing any more."""
        return self.filter(over_at__lte=timezone.now())


class Counter(models.Model):
    """When somebody did something lately that has a rate, the latest moment first (spam.py)."""

    key = models.CharField(max_length=200, primary_key=True)
    moments = models.JSONField(default=list)
    over_at = models.DateTimeField(db_index=True)

    objects = CounterQuerySet.as_manager()

    def __str__(self):
        return self.key
