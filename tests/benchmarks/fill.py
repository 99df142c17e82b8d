"""Made data in an empty SQLite database: `python -m tests.benchmarks.fill small|large READERS`.

Each kind has an article `measured`, whose page shows twenty comments whatever stands behind them:
alone with them, or with 10,000 versions and 1,000,000 comments. Beside it stand the threads that
are measured. The file READERS gets a line for each reader who is signed in: cookies, the token of a
form, and an address that they come from, with tabs between.
"""

import sys
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import django
from django.db.models import QuerySet

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
VERSIONS = {"small": 1, "large": 10_000}
THREADS = {
    "small": {"measured": 20, "five-hundred": 500, "posted-to": 0},
    "large": {"measured": 1_000_000, "hundred-thousand": 100_000},
}
FOLLOWERS = 10_000
READERS = 3_000
BATCH = 2_000
WORDS = (
    "I see it otherwise: the border between the two is *softer* than the map says, since whoever "
    "puts a model in front of users learns to prepare its data, too."
)
COPIES = """
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})
INSERT INTO comments_comment ({columns}, author_id, created_at)
SELECT {columns}, {first_reader} + n % {readers},
       strftime('%Y-%m-%d %H:%M:%f', '{begin:%Y-%m-%d %H:%M:%S}', '+' || n || ' seconds')
FROM numbers JOIN comments_comment ON id = {pattern}
"""


def fill(kind, readers_file):
    from django.core.management import call_command
    from django.db import connection

    from articles.apps import TRIGGERS
    from articles.models import Version

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_content", verbosity=0)
    readers = make_readers()
    # Versions are stored in bulk, their maps behind them; `migrate` puts the guards up again.
    with connection.cursor() as cursor:
        for statement in [s for t in TRIGGERS for s in t.drop_sql(connection.vendor)]:
            cursor.execute(statement)
    shipped = Version.objects.get(article__slug="ml-map", major=0, minor=1)
    for slug, comments in THREADS[kind].items():
        article = copy_article(shipped, slug, VERSIONS[kind] if slug == "measured" else 1)
        if comments:
            add_comments(article, comments, readers)
    call_command("migrate", verbosity=0)
    if kind == "small":
        follow(article, readers)
        write_readers(readers[:READERS], Path(readers_file))


def make_readers():
    from accounts.models import User

    people = [
        User(username=f"reader-{n}", email=f"reader-{n}@readers.example", headline="Reads maps.")
        for n in range(FOLLOWERS)
    ]
    User.objects.bulk_create(people, BATCH)
    return list(User.objects.filter(username__startswith="reader-", is_staff=False).order_by("pk"))


def copy_article(shipped, slug, count):
    """Return an article with so many copies of a published version, an hour after each other."""
    from articles.models import Article, Placement, Version

    article = Article.objects.create(slug=slug, title="ML Map", author=shipped.article.author)
    article.tags.set(shipped.article.tags.names())
    versions = []
    for n in range(1, count + 1):
        version = copy_of(shipped, article=article, published_at=FIRST + timedelta(hours=n))
        version.major, version.minor, version.cover = n // 1000, n % 1000, ""
        versions.append(version)
    placements = list(shipped.placements.all())
    placed = [copy_of(place, version=version) for version in versions for place in placements]
    # The managers of what is frozen refuse rows in bulk, as they should.
    QuerySet(Version).bulk_create(versions, BATCH)
    QuerySet(Placement).bulk_create(placed, BATCH)
    return article


def copy_of(row, **values):
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    made = {field.attname: getattr(row, field.attname) for field in fields}
    for name, value in values.items():
        made.pop(f"{name}_id", None)
        made[name] = value
    return type(row)(**made)


def add_comments(article, count, readers):
    """Store so many comments that stand, a second after each other."""
    from django.db import connection

    from comments.models import Comment

    begin = FIRST + timedelta(days=500)
    pattern = Comment(article=article, version=article.current(), body=WORDS, author=readers[0])
    pattern.created_at = begin
    pattern.save()
    pattern.enter(Comment.State.APPROVED)
    own = {"id", "author_id", "created_at"}
    columns = [
        field.column
        for field in Comment._meta.concrete_fields
        if field.column not in own and not field.generated
    ]
    sql = COPIES.format(
        count=count - 1,
        columns=", ".join(columns),
        first_reader=readers[0].pk,
        readers=len(readers),
        begin=begin,
        pattern=pattern.pk,
    )
    with connection.cursor() as cursor:
        if count > 1:
            cursor.execute(sql)
    type(article).objects.filter(pk=article.pk).update(comment_count=count)


def follow(article, readers):
    from articles.models import Follow

    Follow.objects.bulk_create([Follow(article=article, reader=r) for r in readers], BATCH)


def write_readers(readers, path):
    """Sign these readers in and write what a request of theirs has to bring."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.middleware.csrf import _get_new_csrf_string
    from django.utils import timezone

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    sessions, lines = [], []
    for number, reader in enumerate(readers):
        data = {
            SESSION_KEY: str(reader.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: reader.get_session_auth_hash(),
        }
        key, token = f"reader{number:026d}", _get_new_csrf_string()
        expires = timezone.now() + timedelta(days=1)
        sessions.append(
            store.model(session_key=key, session_data=store.encode(data), expire_date=expires)
        )
        cookies = f"{settings.SESSION_COOKIE_NAME}={key}; {settings.CSRF_COOKIE_NAME}={token}"
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        lines.append(f"{cookies}\t{token}\t{address}\n")
    store.model.objects.bulk_create(sessions, BATCH)
    path.write_text("".join(lines))


if __name__ == "__main__":
    django.setup()
    fill(*sys.argv[1:])
