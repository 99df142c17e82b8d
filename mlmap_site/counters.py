"""Counters of limits in Redis, where CACHE_URL names it (requirements-redis.txt)."""

from functools import wraps

from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

# Seconds that nobody waits longer for a counter.
PATIENCE = 2


def as_a_disk_would(method):
    """Raise OSError where Redis fails: what cannot be counted is not let through, and says so."""

    @wraps(method)
    def asked(*args, **kwargs):
        try:
            return method(*args, **kwargs)
        except RedisError as error:
            raise OSError(f"The counters: {error}") from error

    return asked


class CountersInRedis(RedisCache):
    """A connection that Redis dropped is made once more; a Redis that is gone is said at once."""

    def __init__(self, server, params):
        super().__init__(server, params)
        patience = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE}
        self._options = patience | {"retry": Retry(NoBackoff(), 1)} | self._options

    add = as_a_disk_would(RedisCache.add)
    get = as_a_disk_would(RedisCache.get)
    set = as_a_disk_would(RedisCache.set)
    delete = as_a_disk_would(RedisCache.delete)
