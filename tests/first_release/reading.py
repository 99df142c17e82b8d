"""What the first release's pages ask for, asked in another process while the site is migrated."""

import multiprocessing
import time
from contextlib import contextmanager

from django.db import Error, connection, connections

READS = [
    "SELECT id, slug, title, comment_count, author_id FROM articles_article WHERE slug = 'ml-map'",
    """
    SELECT id, title, teaser, body_html, cover, line_start, line_end, published_at, digest
    FROM articles_version WHERE article_id = 1 AND minor = 1
    """,
    """
    SELECT name, start, "end", summary, slug, kind
    FROM articles_placement JOIN roles_role ON role_id = roles_role.id WHERE version_id = 1
    """,
    """
    SELECT comments_comment.id, body_html, state, created_at, reply_count, username, name, headline
    FROM comments_comment JOIN accounts_user ON author_id = accounts_user.id
    WHERE article_id = 1 AND root_id IS NULL AND state = 'approved' ORDER BY created_at LIMIT 20
    """,
]
# In seconds, before the page is asked for again.
PAUSE = 0.01


@contextmanager
def reading():
    """Read until the end of `with`.

    What is yielded then says how many reads there were, how many seconds the slowest took, and what
    failed.
    """
    connections.close_all()
    seen, is_over, told = {}, multiprocessing.Event(), multiprocessing.Queue()
    reader = multiprocessing.Process(target=_read, args=(is_over, told))
    reader.start()
    try:
        yield seen
    finally:
        is_over.set()
        seen |= told.get(timeout=120)
        reader.join()


def _read(is_over, told):
    waits, failed = [], []
    while not is_over.wait(PAUSE):
        for sql in READS:
            begun = time.monotonic()
            try:
                with connection.cursor() as cursor:
                    cursor.execute(sql)
                    cursor.fetchall()
            except Error as error:
                failed.append(str(error))
            waits.append(time.monotonic() - begun)
    told.put({"reads": len(waits), "longest": max(waits), "failed": failed})
