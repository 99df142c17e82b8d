"""Comments in the SQLite database of Isso. Their words are Markdown already."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from comments.exchange.incoming import BadSource, Incoming, Thread, clean_name

ROWS = """
SELECT c.id, c.parent, c.created, c.modified, c.mode, c.text, c.author, t.uri, t.id
FROM comments c LEFT JOIN threads t ON t.id = c.tid ORDER BY c.created, c.id
"""
ACCEPTED, PENDING, DELETED = 1, 2, 4


def read(path):
    """Yield the comments of a database, which is opened to be read alone; raises BadSource."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            for row in database.execute(ROWS):
                yield _comment(*row)
    except sqlite3.Error as error:
        raise BadSource(_("It is no database of Isso's: %(error)s.") % {"error": error}) from error


def _comment(key, parent, created, modified, mode, text, author, uri, thread):
    return Incoming(
        origin=f"isso:{key}",
        thread=Thread(tuple(str(name) for name in (uri, thread) if name is not None)),
        name=clean_name(_text(author)),
        created_at=_moment(created),
        edited_at=_moment(modified),
        body=_text(text),
        parent=f"isso:{parent}" if parent else None,
        left_out=_why_not(mode),
        is_deleted=mode == DELETED,
    )


def _why_not(mode):
    if mode == ACCEPTED:
        return ""
    return _("it is not approved") if mode == PENDING else _("it is deleted")


def _text(value):
    return value if isinstance(value, str) else ""


def _moment(seconds):
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
    except (TypeError, ValueError, OverflowError, OSError):
        return None
