import sqlite3
import sys
import time
from contextlib import closing
from io import StringIO
from pathlib import Path

from tests.races import stage

stage.set_up()

from django.core.management import CommandError, call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from tests.first_release.reading import reading  # noqa: E402

PAGES = [
    *("/", "/articles/", "/tags/mapping/", "/roles/", "/roles/data-engineer/"),
    *("/articles/ml-map/", "/articles/ml-map/v0.1/", "/articles/ml-map/v0.1/r1/"),
    *("/articles/ml-map/versions/", "/articles/ml-map/compare/v0.1...v0.2/"),
    *("/articles/ml-map/comments/", "/articles/ml-map/v0.1/map.json", "/search/?q=border"),
    *("/articles/withdrawn/v0.1/", "/articles/scheduled/", "/authors/alice/"),
]
STORED = {
    "digests": "SELECT article_id, major, minor, digest FROM articles_version ORDER BY id",
    "corrections": "SELECT version_id, revision, digest FROM articles_correction ORDER BY id",
    "comments": "SELECT id, author_id, version_id, body, state FROM comments_comment ORDER BY id",
}
MORE = """
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {})
INSERT INTO comments_comment
    (article_id, version_id, author_id, body, body_html, state, created_at, reply_count)
SELECT article_id, version_id, author_id, 'Number ' || n, '<p>Number</p>', state, created_at, 0
FROM comments_comment, numbers WHERE comments_comment.id = 1
"""


def load():
    script = Path(__file__).with_name(f"{connection.vendor}.sql").read_text(encoding="utf-8")
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as database:
            database.executescript(script)
    else:
        connection.connection.execute(script)


def stored():
    with connection.cursor() as cursor:
        return {name: list(map(list, _all(cursor, sql))) for name, sql in STORED.items()}


def _all(cursor, sql):
    cursor.execute(sql)
    return cursor.fetchall()


def add(count):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A trigger that was planned while the table was empty reads all of it for each row.
            cursor.execute("ALTER TABLE comments_comment DISABLE TRIGGER USER")
        cursor.execute(MORE.format(count))
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE comments_comment ENABLE TRIGGER USER")
            # As a site has it whose server has looked at its tables since they were filled.
            cursor.execute("ANALYZE")
        sql = "UPDATE articles_article SET comment_count = comment_count + %s WHERE slug = 'ml-map'"
        cursor.execute(sql, [count])


def said(*command):
    out = StringIO()
    try:
        call_command(*command, stdout=out, stderr=out)
    except CommandError as error:
        out.write(str(error))
    return out.getvalue().splitlines()


load()
if count := int(sys.argv[1]):
    add(count)
before = stored()
connection.close()
began = time.monotonic()
with reading() as meanwhile:
    said("migrate")
    seconds = time.monotonic() - began
said("createcachetable")
began = time.monotonic()
said("reindex")
indexed = time.monotonic() - began
checked = {name: said(*name.split()) for name in ("verify", "recount --check", "reindex --check")}
answers = {page: Client().get(page).status_code for page in PAGES}
is_same = before == stored()
stage.report(
    seconds=seconds,
    indexed=indexed,
    meanwhile=meanwhile,
    checked=checked,
    answers=answers,
    is_same=is_same,
    comments=len(before["comments"]),
)
