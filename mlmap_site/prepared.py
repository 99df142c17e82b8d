"""Queries that are written once: for the largest ones, writing the SQL takes Django several times
as long as answering it takes a database.
"""

from contextvars import ContextVar
from copy import copy
from datetime import datetime
from functools import lru_cache, wraps
from inspect import Parameter, signature
from itertools import compress

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression
from django.http import Http404
from django.utils import timezone

# Of one function; what differs more often is no shape but a value.
SHAPES_KEPT = 100

_is_writing = ContextVar("is_writing", default=False)


def prepared(write):
    """Return a function that lists the rows of the queryset that `write` returns.

    Arguments by position are its shape: for each the query is written once, and kept. Those by name
    are its values: `write` is called with a `Given` for each, to use in their place.
    """
    parameters = signature(write).parameters.values()
    names = [found.name for found in parameters if found.kind is Parameter.KEYWORD_ONLY]

    @lru_cache(SHAPES_KEPT)
    def written(*shape):
        token = _is_writing.set(True)
        try:
            return _Written(write(*shape, **{name: Given(name) for name in names}))
        finally:
            _is_writing.reset(token)

    @wraps(write)
    def rows(*shape, **values):
        return written(*shape).rows(values)

    return rows


def this_moment():
    """Return the moment at which a query runs: now, or what stands for it while one is written."""
    return Given("this_moment") if _is_writing.get() else timezone.now()


def first_or_404(rows):
    """Return the first of these rows; where there is none, the page is not found."""
    for row in rows:
        return row
    raise Http404


class Given(Expression):
    """What stands in a query that is written once for a value; with `at`, for one of a list."""

    def __init__(self, name, at=None):
        super().__init__()
        self.name, self.at = name, at

    def each(self, count):
        """Return what stands for the values of a list of this length, one for each."""
        return [Given(self.name, at) for at in range(count)]

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def of(self, values):
        return values[self.name] if self.at is None else values[self.name][self.at]


class _Written:
    """A queryset and the SQL of it."""

    def __init__(self, queryset):
        self._queryset = queryset
        self._compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self._sql, self._params = _with_constants(*self._compiler.as_sql())

    def rows(self, values):
        connection = connections[DEFAULT_DB_ALIAS]
        values = {"this_moment": timezone.now()} | values
        params = tuple(_adapted(param, values, connection) for param in self._params)
        compiler = copy(self._compiler)
        compiler.connection = connection
        compiler.as_sql = lambda: (self._sql, params)
        queryset = self._queryset.all()
        queryset.query.get_compiler = lambda using: compiler
        return list(queryset)


def _with_constants(sql, params):
    """Return SQL with the values written into it that stay the same, and what is `Given` each time.

    SQLite, which compares values with the conditions of its indexes, plans a statement anew
    whenever such a value is bound to it: that takes several times as long as to answer it.
    """
    quoted = connections[DEFAULT_DB_ALIAS].schema_editor().quote_value
    is_given = [isinstance(param, Given) for param in params]
    values = (
        "%s" if given else str(quoted(param)).replace("%", "%%")
        for param, given in zip(params, is_given, strict=True)
    )
    return sql % tuple(values), list(compress(params, is_given))


def _adapted(param, values, connection):
    value = param.of(values)
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
