"""Pages by key: a page costs the same however far down the list it is."""

from dataclasses import dataclass

from django.db.models import Q
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


def page_after(queryset, order, key, size):
    """Return up to `size` rows after the row whose primary key is `key` (None: from the top).

    `order` names the columns, each with "-" for descending; the primary key breaks ties and must be
    the last. Raises Http404 when the key is no row of the list's model.
    """
    queryset = queryset.order_by(*order)
    if key:
        queryset = queryset.filter(_beyond(order, _row(queryset, order, key)))
    rows = list(queryset[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, rows[-1].pk if more else None, is_first=not key)


def page_from(queryset, order, key, size):
    """Return up to `size` rows starting with the row whose primary key is `key`."""
    here = _row(queryset, order, key)
    queryset = queryset.order_by(*order)
    queryset = queryset.filter(_beyond(order, here) | Q(pk=key))
    rows = list(queryset[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, rows[-1].pk if more else None, is_first=False)


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


def _row(queryset, order, key):
    columns = [name.removeprefix("-") for name in order]
    # Looked up without the list's own conditions where they can be left out: a comment that was
    # removed while its reader was paging still marks the place.
    is_computed = not queryset.query.annotations.keys().isdisjoint(columns)
    rows = queryset if is_computed else queryset.model._base_manager
    row = rows.filter(pk=key).values_list(*columns).first()
    if row is None:
        raise Http404("no such key")
    return row


def _beyond(order, row):
    beyond, equal = Q(), Q()
    for name, value in zip(order, row, strict=True):
        column = name.removeprefix("-")
        lookup = "lt" if name.startswith("-") else "gt"
        beyond |= equal & Q(**{f"{column}__{lookup}": value})
        equal &= Q(**{column: value})
    return beyond
