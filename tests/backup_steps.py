"""What `tests/test_backup.py` does to sites of their own, each in a process with its own settings.

`python -m tests.backup_steps STEP ARGUMENTS` prints what it saw as JSON.
"""

import multiprocessing
import os
import re
import shutil
import signal
import sys
from contextlib import suppress
from io import StringIO
from pathlib import Path

from tests.races import stage

stage.set_up()

from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import CommandError, call_command  # noqa: E402
from django.db import IntegrityError, connection, connections, transaction  # noqa: E402

from articles.models import Version  # noqa: E402
from comments.counting import differences  # noqa: E402
from comments.models import Comment  # noqa: E402
from mlmap_site.backups import databases  # noqa: E402
from mlmap_site.backups.databases import COPY, opened_database  # noqa: E402
from mlmap_site.backups.rows import fingerprint, pictures  # noqa: E402
from mlmap_site.management.commands import restore  # noqa: E402
from mlmap_site.management.commands.move_database import read  # noqa: E402
from mlmap_site.triggers import missing  # noqa: E402
from tests.factories import (  # noqa: E402
    make_article,
    make_comment,
    make_draft,
    make_scheduled,
    make_site,
    make_withdrawn,
)

SECRET = "counted-for-198.51.100.7"


def make(folder):
    """Fill the site, and write a backup while a reader goes on posting."""
    article = make_site()
    make_scheduled(article)
    make_draft(make_article("draft"))
    make_withdrawn(make_article("withdrawn"))
    first = Version.objects.get(article=article, minor=1)
    make_comment(first, body="三 “quotes” \\ ' and a line\r\nmore, 🗺")
    # Its key is not to be given again.
    make_comment(first, state=Comment.State.PENDING).delete()
    cache.set(SECRET, SECRET)
    is_done = multiprocessing.Event()
    posted = multiprocessing.Value("i", Comment.objects.count())
    connections.close_all()
    reader = multiprocessing.Process(target=go_on_posting, args=(first.pk, posted, is_done))
    reader.start()
    while posted.value < 3:
        is_done.wait(0.01)
    before = posted.value
    said = command("backup", folder)
    # One more may have been stored than was counted.
    after = posted.value + 1
    is_done.set()
    reader.join()
    again = command("backup", folder)
    return {"said": said, "again": again, "between": [before, after]}


def fill(comments="8000", pictures="0"):
    """Fill the site with comments of 5 kB, of which one in a hundred stands, and large pictures."""
    version = make_site().versions.get(minor=1)
    where = {"article": version.article, "version": version, "author": version.article.author}
    states = Comment.State.APPROVED, Comment.State.PENDING
    Comment.objects.bulk_create(
        [
            Comment(**where, body=os.urandom(2_200).hex(" ", 4), state=states[n % 100 > 0])
            for n in range(int(comments))
        ],
        batch_size=2_000,
    )
    folder = Path(settings.MEDIA_ROOT, "pictures")
    folder.mkdir(exist_ok=True)
    for n in range(int(pictures)):
        (folder / f"{n:032x}.webp").write_bytes(os.urandom(500_000))
    return {"said": [command("recount"), command("reindex")]}


def tables():
    return {"tables": connection.introspection.table_names()}


def go_on_posting(version, posted, is_done):
    version = Version.objects.get(pk=version)
    while not is_done.is_set():
        with transaction.atomic():
            make_comment(version)
        posted.value += 1


def bring(*folders):
    """Try to restore each of these folders in turn; tell what was said, and what there is then."""
    tried = []
    for folder in folders:
        said = command("restore", folder)
        tables = len(connection.introspection.table_names())
        tried.append([said, tables, len(pictures(settings.MEDIA_ROOT))])
    differing = list(map(str, differences()))
    seen = {"tried": tried, "cached": cache.get(SECRET), "differing": differing}
    return seen | {"unknown": unknown(connection)} | state()


def cut_off(taken, point):
    """Be killed at a point of a restore."""
    module, name = POINTS[point]
    setattr(module, name, die)
    raise AssertionError(command("restore", taken))


def die(*arguments):
    """Be killed; a copy has written half of its file by then."""
    if len(arguments) == 2 and isinstance(arguments[1], Path):
        arguments[1].write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)


POINTS = {
    "picture": (shutil, "copyfile"),
    "database": (databases, "load"),
    "rows": (restore.Command, "compare"),
}


def move(there):
    """Move the site to a database, try it once more, and tell what is here and there."""
    seen = {"said": [command("move_database", there), command("move_database", there)]}
    seen["here"] = fingerprint("default")
    with opened_database(read(there)) as copy:
        seen |= {"there": fingerprint(COPY), "missing": missing(copy), "unknown": unknown(copy)}
        with copy.cursor() as cursor, suppress(IntegrityError):
            cursor.execute("UPDATE articles_version SET body = 'x' WHERE digest <> ''")
            seen["changed"] = cursor.rowcount
    return seen


def unknown(connection):
    """Return whether PostgreSQL does not know yet how many of what its comments are."""
    if connection.vendor == "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stats WHERE tablename = 'comments_comment'")
        return cursor.fetchone() == (0,)


def state():
    """Return what this site holds, and whether its next comment gets a key of its own."""
    held = fingerprint("default")
    return {"fingerprint": held, "pictures": list(map(str, pictures(settings.MEDIA_ROOT)))}


def command(name, *arguments):
    """Run a command and return what it said, of whatever kind."""
    out = StringIO()
    try:
        call_command(name, *arguments, stdout=out, stderr=out)
    except CommandError as error:
        out.write(str(error))
    return re.sub(r"\x1b\[[0-9;]*m", "", out.getvalue())


if __name__ == "__main__":
    step, *arguments = sys.argv[1:]
    stage.report(**globals()[step](*arguments))
