"""What is stored for a time only goes once that is over."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router
from django.utils import timezone

from articles.models import PreviewLink
from mlmap_site.models import Counter

# So long it stays known from which network, by its pseudonym, somebody signed in.
NETWORKS_KEPT = timedelta(days=30)
NOWHERE = "::"


def clear_due():
    """Delete what is past its time, and return how many rows of each kind went, by name."""
    now = timezone.now()
    ended, _ = Session.objects.filter(expire_date__lte=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    known = UserSession.objects.filter(last_seen_at__lte=now - NETWORKS_KEPT).exclude(ip=NOWHERE)
    links, _ = PreviewLink.objects.filter(expires_at__lte=now).delete()
    return {
        "sessions": ended,
        "networks": known.update(ip=NOWHERE),
        "preview links": links,
        "counters": Counter.objects.over().delete()[0] + _clear_counters(now),
    }


def _clear_counters(now):
    """Delete the counters that are over; the cache itself does so only once it is full."""
    cache = caches["default"]
    if not isinstance(cache, DatabaseCache):
        return 0
    connection = connections[router.db_for_write(cache.cache_model_class)]
    table, expires = map(connection.ops.quote_name, [cache._table, "expires"])
    with connection.cursor() as cursor:
        # Nobody was counted before `createcachetable`.
        if cache._table not in connection.introspection.table_names(cursor):
            return 0
        cursor.execute(
            f"DELETE FROM {table} WHERE {expires} < %s",  # noqa: S608 -- names of our own
            [connection.ops.adapt_datetimefield_value(now)],
        )
        return cursor.rowcount
