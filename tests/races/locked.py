"""Send every form while SQLite is locked by another, is read-only, and has no room left; then a
picture for which its disk has none.

The sign-in library waits a second for a counter that it cannot write: one of its forms stands for
the others, unless `all` are asked for.
"""

import re
import resource
import sqlite3
import sys
from pathlib import Path

from tests.races import stage

stage.set_up()

from django.conf import settings  # noqa: E402
from django.db import OperationalError, connection  # noqa: E402
from django.test import Client  # noqa: E402

from comments.models import Comment  # noqa: E402
from tests.factories import (  # noqa: E402  # noqa: E402
    make_author,
    make_comment,
    make_draft,
    make_picture,
    make_published,
    make_user,
)

WORDS = "Words worth keeping."
# More than what is left of a page of a full database.
LONG = f"{WORDS} " * 200
version = make_published()
bob = make_user("bob", password="a-long-enough-password")
comment, other_comment = make_comment(version, bob), make_comment(version, make_user("eve"))
draft = make_draft(version.article)
reader, author, nobody = (Client(raise_request_exception=False) for _ in range(3))
reader.force_login(bob)
author.force_login(make_author())
contact = nobody.get("/contact/").content.decode()

FORMS = {
    "comment": (reader, "/articles/ml-map/comments/", {"body": LONG, "version": "v0.1"}),
    "edit": (reader, f"/comments/{comment.pk}/edit/", {"body": WORDS}),
    "delete": (reader, f"/comments/{comment.pk}/delete/", {}),
    "like": (reader, f"/comments/{other_comment.pk}/like/", {"liked": "1"}),
    "like the article": (reader, "/articles/ml-map/like/", {"liked": "1"}),
    "report": (reader, f"/comments/{other_comment.pk}/report/", {"reason": "spam", "words": WORDS}),
    "follow": (reader, "/articles/ml-map/follow/", {"following": "1"}),
    "place": (reader, "/articles/ml-map/v0.1/place/", {"at": "42"}),
    "contact": (
        nobody,
        "/contact/",
        {
            **dict(re.findall(r'name="(stamp|key)" value="([^"]*)"', contact)),
            **{"name": "Kim", "email": "kim@example.org", "body": WORDS},
        },
    ),
    "sign in": (
        nobody,
        "/accounts/login/",
        {"login": "bob", "password": "a-long-enough-password"},
    ),
    "sign up": (
        nobody,
        "/accounts/signup/",
        {"username": "kim", "email": "kim@example.org", "password1": "a-long-enough-password"},
    ),
    "new password": (nobody, "/accounts/password/reset/", {"email": "bob@example.org"}),
    "code by mail": (nobody, "/accounts/login/code/", {"email": "bob@example.org"}),
    "moderate": (
        author,
        "/admin/comments/comment/moderate/",
        {"comment": other_comment.pk, "action": "remove", "reason": "It is rude."},
    ),
    "publish": (author, f"/admin/articles/version/{draft.pk}/publish/", {"now": "1"}),
}
if sys.argv[1:] != ["all"]:
    for name in ("sign up", "new password", "code by mail"):
        del FORMS[name]


def said(*names):
    """Return for each form the status it got, and whether words that it had came back."""
    answers = {}
    for name in names or FORMS:
        client, address, data = FORMS[name]
        answer = client.post(address, data)
        page = answer.content.decode()
        back = WORDS in page if {WORDS, LONG}.intersection(data.values()) else None
        answers[name] = [answer.status_code, back, "Traceback" in page]
    return answers


def uploaded():
    """Return the status of a picture that is sent, and how many files there are then."""
    answer = author.post(
        "/markdownx/upload/",
        {"image": make_picture(200, 200)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    return [answer.status_code, "error" in answer.json(), len(files)]


def pragma(words):
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {words}").fetchone()


def fill_up():
    """Let the database grow no more, and use up what room it still has inside."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE filler (words)")
        pragma(f"max_page_count = {pragma('page_count')[0]}")
        while True:
            try:
                cursor.execute("INSERT INTO filler VALUES (zeroblob(2000))")
            except OperationalError:
                return


pragma("busy_timeout = 50")
other = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
other.execute("BEGIN IMMEDIATE")
seen = {"locked": said()}
# What a connection learns of SQLite while it is locked, it holds to.
connection.close()
seen["page"] = [reader.get("/articles/ml-map/").status_code]
other.execute("ROLLBACK")
seen["page"].append(reader.get("/articles/ml-map/").status_code)
pragma("busy_timeout = 50")
pragma("query_only = ON")
seen["read_only"] = said()
pragma("query_only = OFF")
fill_up()
# What is short may still find room.
seen["full"] = said("comment")
pragma("max_page_count = 1000000")
before = Comment.objects.count()
seen["well_again"] = said()
stored = Comment.objects.count() - before
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
seen["no_room"] = uploaded()
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
seen["room"] = uploaded()
stage.report(**seen, stored=stored)
