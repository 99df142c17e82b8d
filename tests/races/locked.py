"""Post a comment while another connection holds SQLite's lock, and while nothing may be written."""

import sqlite3

from tests.races import stage

stage.set_up()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from comments.models import Comment  # noqa: E402
from tests.factories import make_published, make_user  # noqa: E402

THREAD = "/articles/ml-map/comments/"


def said(client):
    """Return the status of a comment that is posted, and whether its words came back."""
    answer = client.post(THREAD, {"body": "Words worth keeping.", "version": "v0.1"})
    return [answer.status_code, "Words worth keeping." in answer.content.decode()]


make_published()
reader = Client()
reader.force_login(make_user("bob"))
connection.cursor().execute("PRAGMA busy_timeout = 50")
other = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
other.execute("BEGIN IMMEDIATE")
seen = {"locked": said(reader)}
other.execute("ROLLBACK")
connection.cursor().execute("PRAGMA query_only = ON")
seen["read_only"] = said(reader)
connection.cursor().execute("PRAGMA query_only = OFF")
seen["well_again"] = said(reader)
stage.report(**seen, stored=Comment.objects.count())
