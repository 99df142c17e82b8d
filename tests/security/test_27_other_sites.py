"""Checks 26 and 27: what another site says of an address opens no account that is here already."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.databases import migrated_database

# In a process of its own, since whom one may sign in with is read once. The library's own dummy
# provider stands for the other site: it says whatever is asked of it.
SIGN_IN = """
import django, json, sys
django.setup()
from django.test.utils import setup_test_environment
setup_test_environment()
from django.core.management import call_command
from django.core import mail
from django.db import transaction
from django.test import Client
from accounts.models import User

# The package that is switched on has tables of its own.
call_command("migrate", verbosity=0)

def come_from_elsewhere(email, is_verified):
    dora = User.objects.create_user("dora", email="dora@example.org", password="x")
    dora.emailaddress_set.create(email=dora.email, verified=True, primary=True)
    said = {"id": 7, "email": email, "email_verified": is_verified, "username": "other"}
    client = Client(headers={"host": "localhost"})
    page = client.get("/accounts/login/").content.decode()
    begun = client.get("/accounts/dummy/login/?process=login&next=//evil.example/")
    client.post(begun.url, said)
    key = client.session.get("_auth_user_id")
    return [
        "/accounts/dummy/login/" in page,
        key and User.objects.get(pk=key).username,
        dora.socialaccount_set.count(),
    ]

def connected(is_sure):
    # Whether somebody signed in is asked who they are, how many other sites they then have, and
    # who was told.
    dora = User.objects.create_user("dora", email="dora@example.org", password="x")
    dora.emailaddress_set.create(email=dora.email, verified=True, primary=True)
    client = Client(headers={"host": "localhost"})
    client.force_login(dora)
    if is_sure:
        client.post("/accounts/reauthenticate/", {"password": "x"})
    mail.outbox = []
    begun = client.get("/accounts/dummy/login/?process=connect")
    answer = client.post(begun.url, {"id": 7, "email": "other@example.org", "username": "other"})
    is_asked = "/reauthenticate/" in begun.url + answer.get("Location", "")
    return [is_asked, dora.socialaccount_set.count(), [m.to[0] for m in mail.outbox]]

said = []
for arguments in json.loads(sys.argv[1]):
    with transaction.atomic():
        said.append(come_from_elsewhere(*arguments))
        transaction.set_rollback(True)
for is_sure in (False, True):
    with transaction.atomic():
        said.append(connected(is_sure))
        transaction.set_rollback(True)
print(json.dumps(said))
"""
KNOWN, UNPROVEN, NEW = WHO = [
    ("dora@example.org", "on"),
    ("dora@example.org", ""),
    ("new@example.org", "on"),
]

UNSURE, SURE = "unsure", "sure"


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What became of each of WHO: whether they were offered to come, as whom they did, to whom."""
    with migrated_database(tmp_path_factory.mktemp("social"), "social") as address:
        values = {"SOCIAL_SIGN_IN": "dummy:id:secret", "DATABASE_URL": address}
        values |= {"DJANGO_SETTINGS_MODULE": "mlmap_site.settings", "DEBUG": "on"}
        done = subprocess.run(
            [sys.executable, "-c", SIGN_IN, json.dumps(WHO)],
            env=os.environ | values,
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stderr
    return dict(zip([*WHO, UNSURE, SURE], json.loads(done.stdout.splitlines()[-1]), strict=True))


@pytest.mark.thorough
@pytest.mark.parametrize("who", [KNOWN, UNPROVEN])
def test_an_address_that_is_known_joins_no_account(who, seen):
    assert seen[who] == [True, None, 0]


def test_whoever_is_new_comes_in_by_it(seen):
    assert seen[NEW] == [True, "other", 0]


def test_26_another_site_is_added_by_whoever_says_once_more_who_they_are(seen):
    assert seen[UNSURE] == [True, 0, []]
    assert seen[SURE] == [False, 1, ["dora@example.org"]]


def test_unless_its_keys_are_given_there_is_no_other_site(client, db):
    assert client.get("/accounts/3rdparty/").status_code == 404
    assert "3rdparty" not in client.get("/accounts/login/").content.decode()
