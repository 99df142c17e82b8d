"""Check 47: the log tells what happened, and nothing of whom it happened to or what they sent."""

import logging
import re

import pytest
from django.core import mail
from django.test import Client

from comments.models import Comment
from mlmap_site.logs import KeyValues
from tests.factories import make_comment, make_draft
from tests.mailing import make_reader

pytestmark = pytest.mark.django_db

PASSWORD = "three-quick-brown-foxes"
ADDRESS = "203.0.113.77"
# All that a reader gives or is given in the walk below, and what is for them alone.
PRIVATE = [
    ADDRESS,
    PASSWORD,
    "wrong-one",
    "dora",
    "newcomer",
    "Private words",
    "Lynx",
    "Whereabouts",
]


def walk(version):
    """Do all that a reader may do with their own data, and return the codes that were mailed."""
    here = {
        "REMOTE_ADDR": ADDRESS,
        "headers": {"user-agent": "Lynx 2.9", "referer": "/Whereabouts"},
    }
    dora, client = make_reader("dora", password=PASSWORD), Client(**here)
    client.get("/search/?q=Private+words")
    client.post("/articles/ml-map/comments/", {"body": "Private words"})
    client.post("/accounts/login/", {"login": "dora", "password": "wrong-one"})
    client.post("/accounts/login/code/", {"email": dora.email})
    client.post("/accounts/login/code/confirm/", {"code": "XXXXXX"})
    client.post("/accounts/password/reset/", {"email": dora.email})
    signing_up = {"username": "newcomer", "email": "newcomer@example.org", "password1": PASSWORD}
    Client(**here).post("/accounts/signup/", signing_up)
    client.post("/contact/", {"name": "dora", "email": dora.email, "body": "Private words"})
    client = Client(**here)
    client.post("/accounts/login/", {"login": "dora", "password": PASSWORD})
    client.post("/articles/ml-map/comments/", {"body": "Private words", "version": "v0.1"})
    client.post("/accounts/profile/", {"name": "dora", "headline": "Private words"})
    client.post("/accounts/email/", {"email": "dora@other.example", "action_add": ""})
    client.get("/accounts/data/download/")
    client.get(f"/comments/{Comment.objects.first().pk}/edit/")
    client.post("/accounts/logout/")
    links = re.findall(r"(?:reset/key|accounts/mail|preview)/([\w-]{8,})/", told_by_mail())
    for link in links:
        client.get(f"/accounts/password/reset/key/{link}/")
    return {*links, *re.findall(r"^([A-Z0-9-]{6,12})$", told_by_mail(), re.MULTILINE)}


def told_by_mail():
    return "\n".join(message.body for message in mail.outbox)


def test_the_log_of_a_whole_visit_names_nobody_and_quotes_nothing(version, alice, caplog):
    make_comment(version)
    make_draft(version.article)
    caplog.set_level(logging.INFO)
    given = walk(version)
    assert len(given) >= 2
    records = [record for record in caplog.records if logging.getLogger(record.name).propagate]
    log = "\n".join(map(KeyValues().format, records))
    assert log.count("event=request") > 15
    assert "event=sign-in result=failed" in log
    assert "event=sign-in result=ok" in log
    assert [word for word in [*PRIVATE, *given] if word.lower() in log.lower()] == []
