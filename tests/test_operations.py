"""What whoever runs the site is told: is it well, and what happened, without anybody's data."""

import logging
import re
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from comments.delivery import deliver
from comments.models import Notice
from mlmap_site.logs import KeyValues
from tests.factories import make_comment, make_user
from tests.mailing import make_reader

pytestmark = pytest.mark.django_db

PASSWORD = "three quick brown foxes"


@pytest.fixture
def lines(caplog):
    """Return what was logged, as lines of the log."""
    caplog.set_level(logging.INFO, logger="mlmap")
    return lambda: list(map(KeyValues().format, caplog.records))


def ready(client):
    answer = client.get("/healthz?ready")
    return answer.status_code, answer.content.decode()


def test_a_site_that_is_well_is_ready(client):
    assert ready(client) == (200, "ok")


def test_a_site_is_not_ready_before_it_is_migrated(client):
    MigrationRecorder.Migration.objects.filter(app="comments").order_by("-pk").first().delete()
    assert ready(client) == (503, "migrations")
    assert client.get("/healthz").status_code == 200


def test_a_site_whose_mail_stays_is_not_ready(client, version):
    first = make_comment(version, make_reader("bob"))
    make_comment(version, make_user("dora"), parent=first)
    assert ready(client) == (200, "ok")
    Notice.objects.update(due_at=timezone.now() - timedelta(minutes=16))
    assert ready(client) == (503, "mail")
    deliver()
    assert ready(client) == (200, "ok")


def test_a_site_without_a_young_backup_is_not_ready(client, settings, tmp_path):
    settings.BACKUPS, settings.BACKUP_HOURS = str(tmp_path), 26
    assert ready(client) == (503, "backup")
    half = tmp_path / ".monday.unfinished"
    half.mkdir()
    (half / "manifest.json").touch()
    assert ready(client) == (503, "backup")
    half.replace(tmp_path / "monday")
    made = timezone.now()
    for hours, told in ((25.9, (200, "ok")), (26.1, (503, "backup"))):
        with time_machine.travel(made + timedelta(hours=hours)):
            assert ready(client) == told


def test_a_site_whose_database_is_away_is_not_ready_and_tells_no_secret(client):
    def refused(*arguments):
        raise OperationalError('connection to "10.0.0.7" failed: password of "mlmap"')

    with connection.execute_wrapper(refused):
        assert ready(client) == (503, "database")
        assert client.get("/healthz").status_code == 200


def test_each_request_has_a_line_and_an_id_and_its_query_is_not_told(client, lines):
    answer = client.get("/search/?q=something+private")
    [line] = lines()
    own = answer["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", own)
    assert "event=request method=GET path=/search/ status=200 ms=" in line
    assert client.get("/healthz")["X-Request-ID"] != own
    assert "private" not in line


@pytest.mark.parametrize(
    ("proxies", "given", "is_taken"),
    [(0, "abc-1", False), (1, "abc-1", True), (1, "a b\nc", False), (1, "x" * 65, False)],
)
def test_an_id_is_taken_from_our_own_proxies_alone(proxies, given, is_taken, settings):
    settings.PROXIES = proxies
    answer = Client().get("/healthz", headers={"x-request-id": given})
    assert (answer["X-Request-ID"] == given) is is_taken


def test_what_is_for_one_reader_alone_is_in_no_line(client, lines):
    token = "t" * 43
    for address in (f"/preview/{token}/", f"/preview/{token}x", f"/accounts/mail/{token}/"):
        client.get(address)
    text = "\n".join(lines())
    assert "path=/preview/*" in text
    assert "ttt" not in text


def test_signing_in_and_limits_are_told_without_names(version, settings, lines):
    make_reader("dora", password=PASSWORD)
    settings.RATES = {"comment": "1/m/user"}
    client = Client(REMOTE_ADDR="203.0.113.77")
    for password in ("wrong", PASSWORD):
        client.post("/accounts/login/", {"login": "dora", "password": password})
    for _ in "12":
        said = {"body": "Words of mine.", "version": "v0.1"}
        client.post("/articles/ml-map/comments/", said)
    text = "\n".join(lines())
    assert "event=sign-in result=failed" in text
    assert "event=sign-in result=ok" in text
    assert "event=limit method=POST path=/articles/ml-map/comments/" in text
    assert not re.search(r"dora|203\.0|wrong|foxes|Words of mine", text)


def test_a_refusal_is_told(lines):
    Client(enforce_csrf_checks=True).post("/contact/", {"body": "Words."})
    assert any("event=denied method=POST path=/contact/" in line for line in lines())


def test_a_line_stays_one_and_an_error_quotes_nobody(client, lines, monkeypatch):
    def broken(*arguments):
        raise ValueError("dora@example.org\nevent=forged")

    monkeypatch.setattr("mlmap_site.views.Article.objects.public", broken)
    client.raise_request_exception = False
    assert client.get("/").status_code == 500
    client.get("/a%0Aevent=forged")
    text = lines()
    assert any("level=error" in line and "error=ValueError trace=" in line for line in text)
    assert not any("\n" in line or "dora" in line for line in text)
