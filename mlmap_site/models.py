from datetime import timedelta

from django.db import models
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
