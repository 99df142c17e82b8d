"""Check 27: what another site says of an address opens no account that is here already."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

# In a process of its own, since whom one may sign in with is read once. The library's own dummy
# provider stands for the other site: it says whatever is asked of it.
SIGN_IN = """
import django, json, sys
django.setup()
from django.core.management import call_command
from django.test import Client
from accounts.models import User
call_command("migrate", verbosity=0)
dora = User.objects.create_user("dora", email="dora@example.org", password="x")
dora.emailaddress_set.create(email=dora.email, verified=True, primary=True)
said = {"id": 7, "email": sys.argv[1], "email_verified": sys.argv[2], "username": "other"}
client = Client(headers={"host": "localhost"})
page = client.get("/accounts/login/").content.decode()
begun = client.get("/accounts/dummy/login/?process=login&next=//evil.example/")
client.post(begun.url, said)
key = client.session.get("_auth_user_id")
print(json.dumps([
    "/accounts/dummy/login/" in page,
    key and User.objects.get(pk=key).username,
    dora.socialaccount_set.count(),
]))
"""


def come_from_elsewhere(email, is_verified):
    values = {"SOCIAL_SIGN_IN": "dummy:id:secret", "DATABASE_URL": "sqlite://:memory:"}
    values |= {"DJANGO_SETTINGS_MODULE": "mlmap_site.settings", "DEBUG": "on"}
    done = subprocess.run(
        [sys.executable, "-c", SIGN_IN, email, is_verified],
        env=os.environ | values,
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=True,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("is_verified", ["", "on"])
def test_an_address_that_is_known_joins_no_account(is_verified):
    assert come_from_elsewhere("dora@example.org", is_verified) == [True, None, 0]


def test_whoever_is_new_comes_in_by_it():
    assert come_from_elsewhere("new@example.org", "on") == [True, "other", 0]


def test_unless_its_keys_are_given_there_is_no_other_site(client, db):
    assert client.get("/accounts/3rdparty/").status_code == 404
    assert "3rdparty" not in client.get("/accounts/login/").content.decode()
