"""Check 18: whoever has a mail sent to somebody else says nothing of where it leads."""

import re

import pytest
from django.core import mail
from django.test import Client

from comments.delivery import deliver
from tests.factories import make_comment
from tests.mailing import make_reader

pytestmark = pytest.mark.django_db

PASSWORD = "three-quick-brown-foxes"
HOSTS = [
    {"host": "mlmap.example:6666"},
    {"host": "evil.mlmap.example"},
    {"host": "mlmap.example", "x-forwarded-host": "evil.example", "x-forwarded-port": "6666"},
    {"host": "mlmap.example", "forwarded": "host=evil.example", "origin": "https://evil.example"},
]


@pytest.mark.parametrize("headers", HOSTS, ids=str)
def test_every_link_in_every_mail_leads_to_the_site_itself(headers, version, settings):
    settings.SITE_URL = "https://mlmap.example"
    settings.ALLOWED_HOSTS = [".mlmap.example", "testserver"]
    settings.PROXIES = settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    dora = make_reader("dora", password=PASSWORD)
    client = Client(headers=headers | {"x-forwarded-for": "203.0.113.7"})
    for email in (dora.email, "nobody@example.org"):
        client.post("/accounts/password/reset/", {"email": email})
        client.post("/accounts/login/code/", {"email": email})
        new = {"username": f"new-{email[:4]}", "email": email, "password1": PASSWORD}
        client.post("/accounts/signup/", new)
    reader = Client(headers=headers)
    reader.force_login(dora)
    changed = {"oldpassword": PASSWORD, "password1": PASSWORD[::-1], "password2": PASSWORD[::-1]}
    reader.post("/accounts/password/change/", changed)
    sent = {"name": "x", "email": "x@example.org", "body": "Hello."}
    client.post("/contact/", sent)
    make_comment(version, parent=make_comment(version, dora))
    deliver()
    told = "\n".join(f"{message.subject}\n{message.body}" for message in mail.outbox)
    assert len(mail.outbox) >= 6
    links = set(re.findall(r"https?://[^/\s]+", told))
    assert links == {"https://mlmap.example"}
    assert "6666" not in told
    assert "evil" not in told
