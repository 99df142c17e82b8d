"""Pages by key: a page costs the same however far down the list it is."""

from dataclasses import dataclass

from django.db.models import BooleanField, F, Func, Value
from django.db.models.lookups import (
    GreaterThan,
    GreaterThanOrEqual,
    LessThan,
    LessThanOrEqual,
)
from django.http import Http404


@dataclass(frozen=True)
class Page:
    """Rows of a list; `next` is the key to ask for more with, or None at the end."""

    rows: list
    next: int | None
    is_first: bool

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)


def page_after(queryset, order, key, size, anchors=None):
    """Return up to `size` rows after the row whose primary key is `key` (None: from the top).

    `order` names the columns, all of them with "-" for descending or none of them; the primary key
    breaks ties and must be the last. The key is looked up among `anchors`, which may hold more than
    the list shows: a row that was taken off while its reader was paging still marks the place.
    Raises Http404 when it is not there.
    """
    ordered = queryset.order_by(*order)
    if key:
        row = _row(queryset if anchors is None else anchors, order, key)
        ordered = ordered.filter(_beyond(order, row))
    return page_of(ordered[: size + 1], size, is_first=not key)


def page_from(queryset, order, key, size, anchors=None):
    """Return up to `size` rows starting with the row whose primary key is `key`."""
    row = _row(queryset if anchors is None else anchors, order, key)
    ordered = queryset.order_by(*order).filter(_beyond(order, row, or_at=True))
    return page_of(ordered[: size + 1], size, is_first=False)


def page_of(rows, size, *, is_first):
    """Return the page of up to `size` of these rows; one more is looked for, if there is one."""
    rows = list(rows)
    following = rows[size - 1].pk if len(rows) > size else None
    return Page(rows[:size], following, is_first)


def parse_key(text):
    """Return the key that a text is, None when it can be none: a database's keys have 18 digits."""
    return int(text) if text.isdecimal() and len(text) <= 18 else None


def key_or_404(text):
    """Return the key in a query string as a number, None when there is none."""
    if not text:
        return None
    key = parse_key(text)
    if key is None:
        raise Http404("no such key")
    return key


def _row(anchors, order, key):
    columns = [name.removeprefix("-") for name in order]
    row = anchors.filter(pk=key).values_list(*columns).first()
    if row is None:
        raise Http404("no such key")
    return row


def _beyond(order, row, *, or_at=False):
    """Return the condition of being behind a row: (a, b) > (x, y), which one index answers.

    With `or_at` the row itself is among them: (a, b) >= (x, y).
    """
    directions = {name.startswith("-") for name in order}
    (is_descending,) = directions
    columns = [F(name.removeprefix("-")) for name in order]
    if or_at:
        compare = LessThanOrEqual if is_descending else GreaterThanOrEqual
    else:
        compare = LessThan if is_descending else GreaterThan
    return compare(_Row(*columns), _Row(*map(Value, row)))


class _Row(Func):
    """A row value, as PostgreSQL and SQLite both compare them."""

    template = "(%(expressions)s)"
    output_field = BooleanField()
