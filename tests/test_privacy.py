"""No network address is kept, what is past its time goes, and the page about it is true."""

import base64
import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.networks import pseudonym
from articles.models import PreviewLink
from comments.clearing import clear_due
from mlmap_site.models import Counter
from mlmap_site.rates import Rate
from tests.factories import make_draft
from tests.mailing import make_reader
from tests.test_pages import words

pytestmark = pytest.mark.django_db

ADDRESSES = ["203.0.113.77", "2001:db8:77::77"]
PASSWORD = "three quick brown foxes"


@pytest.fixture(autouse=True)
def counters(db, settings):
    """Count where a site does unless it is told otherwise: in a table of the database."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "mlmap_cache",
        }
    }
    call_command("createcachetable")


def everything_stored():
    """Return every row of every table as text, with what is packed in it unpacked."""
    pieces = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            pieces += [str(row) for row in cursor.fetchall()]
            if table == "mlmap_cache":
                cursor.execute('SELECT value FROM "mlmap_cache"')
                pieces += [str(base64.b64decode(value)) for (value,) in cursor.fetchall()]
    pieces += [str(session.get_decoded()) for session in Session.objects.all()]
    return "\n".join(pieces)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_table_has_the_address_of_anybody(address, version):
    dora = make_reader("dora", password=PASSWORD)
    client, other = (Client(REMOTE_ADDR=address, headers={"user-agent": "Lynx 2.9"}) for _ in "12")
    sent = {"login": "dora", "password": "wrong"}
    assert client.post("/accounts/login/", sent).status_code == 200
    other.post("/articles/ml-map/comments/", {"body": "Before I signed in."})
    client.post("/contact/", {"name": "D", "email": "d@example.org", "body": "Hello."})
    client.post("/accounts/password/reset/", {"email": dora.email})
    assert client.post("/accounts/login/", sent | {"password": PASSWORD}).status_code == 302
    client.post("/articles/ml-map/comments/", {"body": "After I signed in.", "version": "v0.1"})
    stored = everything_stored()
    assert "allauth.account:login_failed" in stored
    assert "Before I signed in." in stored
    assert "Lynx 2.9" in stored
    assert address not in stored
    # Neither cut to its network nor in another spelling.
    assert not re.search(r"203\.0\.113|2001:0?db8|3405803853", stored)
    assert UserSession.objects.get().ip == pseudonym(address)


def test_a_pseudonym_is_the_same_for_a_day_and_a_network(time_machine, settings):
    time_machine.move_to("2026-03-01T00:00:01Z")
    first = pseudonym(ADDRESSES[1])
    assert first == pseudonym("2001:db8:77::1") != pseudonym("2001:db8:77:1::1")
    assert pseudonym("203.0.113.77") == pseudonym("::ffff:203.0.113.77") != pseudonym("203.0.113.8")
    time_machine.move_to("2026-03-01T23:59:59Z")
    assert pseudonym(ADDRESSES[1]) == first
    time_machine.move_to("2026-03-02T00:00:01Z")
    assert pseudonym(ADDRESSES[1]) != first
    time_machine.move_to("2026-03-01T12:00:00Z")
    settings.SECRET_KEY = "another"
    assert pseudonym(ADDRESSES[1]) != first


def test_the_owner_of_an_account_is_told_the_address(version):
    make_reader("dora", password=PASSWORD)
    client = Client(REMOTE_ADDR=ADDRESSES[0])
    client.post("/accounts/login/", {"login": "dora", "password": PASSWORD})
    new = {"oldpassword": PASSWORD, "password1": PASSWORD[::-1], "password2": PASSWORD[::-1]}
    client.post("/accounts/password/change/", new)
    assert ADDRESSES[0] in mail.outbox[-1].body
    assert ADDRESSES[0] not in everything_stored()


def test_what_is_past_its_time_goes_and_nothing_else(alice, bob, version):
    clients = [Client(), Client()]
    for client, user in zip(clients, (alice, bob), strict=True):
        client.force_login(user)
    old, kept = (Session.objects.get(pk=c.session.session_key) for c in clients)
    for session in (old, kept):
        user = int(session.get_decoded()["_auth_user_id"])
        UserSession.objects.create(user_id=user, session_key=session.pk, ip="fd00::", user_agent="")
    Session.objects.filter(pk=old.pk).update(expire_date=timezone.now() - timedelta(seconds=1))
    draft = make_draft(version.article)
    for days in (1, 2):
        PreviewLink.share(draft, alice, days)
    PreviewLink.objects.filter(pk=PreviewLink.objects.first().pk).update(expires_at=timezone.now())
    cache.set("over", 1, timeout=-1)
    cache.set("counted", 1, timeout=60)
    assert clear_due()["preview links"] == 1
    assert [session.pk for session in Session.objects.all()] == [kept.pk]
    assert [place.session_key for place in UserSession.objects.all()] == [kept.pk]
    assert PreviewLink.objects.count() == 1
    assert cache.get("counted") == 1
    assert clear_due() == dict.fromkeys(["sessions", "networks", "preview links", "counters"], 0)


def test_counters_and_networks_go_when_their_time_is_over(client, bob, time_machine):
    time_machine.move_to("2026-03-01T00:00:00Z")
    client.force_login(bob)
    key = client.session.session_key
    Session.objects.update(expire_date="2026-06-01T00:00:00Z")
    UserSession.objects.create(user=bob, session_key=key, ip="fd00::", user_agent="")
    cache.set("counted", 1, timeout=60)
    Counter.objects.take({"counted": Rate.parse("1/m/user")})
    time_machine.move_to("2026-04-01T00:00:00Z")
    call_command("clear_due")
    assert UserSession.objects.get().ip == "::"
    with connection.cursor() as cursor:
        cursor.execute('SELECT COUNT(*) FROM "mlmap_cache"')
        assert cursor.fetchone() == (0,)
    assert not Counter.objects.exists()


MOZILLA = "Mozilla/5.0 "
BROWSERS = {
    "(X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36": "Chrome 156, Linux",
    "(Linux; Android 16; SM-S931B) AppleWebKit/537.36 Chrome/156.0 Mobile": "Chrome 156, Android",
    "(Windows NT 10.0; Win64) Gecko/20100101 Firefox/140.2": "Firefox 140, Windows",
    "(Windows NT 10.0) AppleWebKit/5 Chrome/156.0 Safari/5 Edg/156.0.1": "Edge 156, Windows",
    "(iPhone; CPU iPhone OS 19_1 like Mac OS X) Version/19.1 Safari/604": "Safari 19, iPhone",
    "(Unknown; secret build 4711)": "Mozilla/5.0",
}


@pytest.mark.parametrize(("said", "kept"), BROWSERS.items(), ids=BROWSERS.values())
def test_of_a_browser_its_name_is_kept_and_nothing_of_the_device(said, kept, version):
    make_reader("dora", password=PASSWORD)
    client = Client(headers={"user-agent": MOZILLA + said})
    client.post("/accounts/login/", {"login": "dora", "password": PASSWORD})
    place = UserSession.objects.get()
    assert place.user_agent == kept
    place.save()
    assert UserSession.objects.get().user_agent == kept
    assert said not in everything_stored()


def test_the_page_names_what_the_settings_switch_on(client, settings):
    page = words(client.get("/privacy/").content.decode())
    assert "Nothing about you is given to anybody else." in page
    assert "14 days after it was last renewed" in page
    settings.AKISMET_KEY = "secret-key"
    settings.WEBHOOKS = {"https://hooks.example/": b"secret-key"}
    settings.SOCIALACCOUNT_PROVIDERS = {"github": {}}
    page = words(client.get("/privacy/").content.decode())
    assert "Nothing about you is given to anybody else." not in page
    assert "your network address" in page
    assert "are told of each comment" in page
    assert "another site (Github)" in page
    assert "secret-key" not in page


def test_the_page_about_privacy_sets_no_cookie_and_every_page_leads_to_it(client):
    answer = client.get("/privacy/")
    assert (answer.status_code, answer.cookies) == (200, {})
    assert client.post("/privacy/").status_code == 405
    assert 'href="/privacy/"' in client.get("/").content.decode()


def test_the_file_of_ones_own_data_has_second_factors_and_sessions(client, bob):
    client.force_login(bob)
    UserSession.objects.create(user=bob, session_key="k", ip="fd00::", user_agent="Lynx 2.9")
    told = b"".join(client.get("/accounts/data/download/")).decode()
    assert "Lynx 2.9" in told
    assert '"second_factors"' in told
