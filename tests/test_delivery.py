"""What is queued with what it tells of, and that it arrives: once, or twice after a kill."""

import json
import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from articles import publishing
from articles.models import Announcement, Follow
from comments.delivery import claim, deliver, wait_after
from comments.models import Comment, Notice
from comments.models.notice import ATTEMPTS
from comments.moderation import moderate
from comments.notices import tell_what_is_out
from tests.browser.site import ROOT, Site
from tests.databases import migrated_database
from tests.environment import rarely
from tests.factories import make_comment, make_draft, make_published
from tests.mailing import by_smtp, deliver_all, mail_server, make_reader, make_reply

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.fixture
def bob(db):
    return make_reader("bob")


@pytest.fixture
def followed(version, bob):
    """An article whose first version was told, with a follower."""
    deliver()
    Follow.objects.put(bob, version.article, wanted=True)
    return version.article


def subjects():
    return [message.subject for message in mail.outbox]


# Queued with what it tells of


def test_what_is_undone_is_not_told(followed, version, bob, charlie, mod):
    draft = make_draft(followed)
    reply = make_comment(
        version, charlie, parent=make_comment(version, bob), state=Comment.State.PENDING
    )

    told = Announcement.objects.count()
    with transaction.atomic():
        publishing.publish(draft, followed.author)
        moderate(reply, mod, "approve")
        assert Announcement.objects.count() == told + 1
        assert Notice.objects.exists()
        transaction.set_rollback(True)
    assert Announcement.objects.count() == told
    assert not Notice.objects.exists()
    assert deliver() == {}


def test_a_publication_is_told_once_however_often_it_is_pressed(followed):
    draft = make_draft(followed)
    publishing.publish(draft, followed.author)
    with pytest.raises(publishing.Refused):
        publishing.publish(draft, followed.author)
    assert Announcement.objects.filter(version=draft).count() == 1
    assert deliver() == {"sent": 1}
    assert deliver() == {}


def test_what_appeared_elsewhere_long_ago_is_no_news(followed):
    publishing.publish(make_draft(followed), followed.author, at=timezone.now() - DAY)
    assert deliver() == {}


def test_a_scheduled_version_is_told_once_its_time_has_come(followed, bob):
    draft = make_draft(followed)
    publishing.schedule(draft, followed.author, timezone.now() + DAY)
    with time_machine.travel(timezone.now() + DAY - MINUTE):
        assert deliver() == {}
    with time_machine.travel(timezone.now() + DAY + MINUTE):
        assert deliver() == {"sent": 1}
    assert subjects() == ["“ML Map” v0.2 is out"]


def test_a_version_that_was_taken_off_the_schedule_is_not_told(followed):
    draft = make_draft(followed)
    publishing.schedule(draft, followed.author, timezone.now() + DAY)
    publishing.unschedule(draft, followed.author)
    with time_machine.travel(timezone.now() + DAY + MINUTE):
        assert deliver() == {}
    # Until it is published after all.
    draft.refresh_from_db()
    publishing.publish(draft, followed.author)
    assert deliver() == {"sent": 1}


def test_a_version_that_was_withdrawn_before_it_was_told_is_not_told(followed):
    draft = make_published(followed)
    publishing.withdraw(draft, followed.author, "It was wrong.")
    assert deliver() == {}
    assert Announcement.objects.get(version=draft).told_at is None


# Whom a version is told


def test_each_person_is_told_one_thing_of_a_version(followed, version, bob, charlie, alice):
    dora, eve, author = make_reader("dora"), make_reader("eve"), make_reader("alice")
    silent = make_reader("silent", mail_credits=False)
    late = make_reader("late")
    draft = make_draft(followed)
    change = draft.changes.get()
    # Twice credited and a follower; credited alone; wants no credits; not approved; the author.
    for reader in [bob, bob, dora, silent, author]:
        make_comment(version, reader).changes.add(change)
    make_comment(version, eve, state=Comment.State.REMOVED).changes.add(change)
    with time_machine.travel(timezone.now() + MINUTE):
        publishing.publish(draft, followed.author)
    with time_machine.travel(timezone.now() + 2 * MINUTE):
        # Whoever comes after a version is out has seen it.
        Follow.objects.put(late, followed, wanted=True)
        deliver()
    told = Notice.objects.filter(version=draft).values_list("recipient__username", "kind")
    assert sorted(told) == [("bob", "credit"), ("dora", "credit")]
    assert Notice.objects.exclude(sent_at=None).count() == 2


def test_thousands_of_followers_are_queued_in_batches(version):
    count = 3000
    deliver()
    readers = User.objects.bulk_create(User(username=f"reader-{n}") for n in range(count))
    Follow.objects.bulk_create(Follow(reader=r, article=version.article) for r in readers)
    draft = make_draft(version.article)
    with CaptureQueriesContext(connection) as publishing_queries:
        publishing.publish(draft, version.article.author)
    assert len(publishing_queries) < 60
    with CaptureQueriesContext(connection) as queries:
        assert tell_what_is_out() == 1
        assert tell_what_is_out() == 0
    assert Notice.objects.filter(kind="version", version=draft).count() == count
    assert len(queries) < count / 50


# Sending


def test_mails_go_over_one_connection(settings, version, bob, charlie):
    for _ in range(3):
        make_reply(version, bob, charlie)
    with mail_server() as (server, port):
        by_smtp(settings, port)
        assert deliver() == {"sent": 3}
    assert len(set(server.peers)) == 1
    assert len({received["Message-ID"] for received in server.mails}) == 3


def test_a_refused_mail_is_tried_again_ever_later_and_then_given_up(
    settings, version, bob, charlie
):
    make_reply(version, bob, charlie)
    now = timezone.now()
    waits = []
    with mail_server() as (server, port), time_machine.travel(now, tick=False) as clock:
        by_smtp(settings, port)
        server.refusal = "451 bob@example.org is greylisted, password hunter2"
        for attempt in range(1, ATTEMPTS + 1):
            assert deliver() == {"failed": 1}
            assert deliver() == {}
            notice = Notice.objects.get()
            assert notice.attempts == attempt
            assert notice.problem == "The mail server said 451: SMTPDataError."
            waits.append((notice.due_at - timezone.now()) // MINUTE)
            clock.move_to(notice.due_at - timedelta(seconds=1))
            assert deliver() == {}
            clock.move_to(notice.due_at)
    assert waits == [1, 4, 16, 64, 256, 1024, 1440, 1440]
    assert notice.is_given_up
    assert list(Notice.objects.given_up()) == [notice]


def test_what_failed_arrives_once_the_server_takes_it(settings, version, bob, charlie):
    make_reply(version, bob, charlie)
    with mail_server() as (server, port):
        by_smtp(settings, port)
        server.refusal = "451 not now"
        assert deliver() == {"failed": 1}
        server.refusal = ""
        assert deliver_all() == {"sent": 1}
    notice = Notice.objects.get()
    assert (notice.problem, notice.attempts) == ("", 2)


def test_one_bad_mail_does_not_keep_the_others(version, bob, charlie):
    dora = make_reader("dora")
    bob.emailaddress_set.update(email="bob@example.org\nBcc: eve@example.org")
    for reader in [bob, dora]:
        make_reply(version, reader, charlie)
    assert deliver() == {"failed": 1, "sent": 1}
    [message] = mail.outbox
    assert message.to == ["dora@example.org"]
    assert Notice.objects.failing().get().problem == "It could not be sent: BadHeaderError."


def test_where_the_server_is_away_one_mail_is_tried_and_says_so(settings, version, bob, charlie):
    for _ in range(3):
        make_reply(version, bob, charlie)
    with mail_server() as (_, port):
        pass
    by_smtp(settings, port)
    assert deliver() == {"failed": 1}
    assert Notice.objects.failing().get().problem == "It could not be sent: ConnectionRefusedError."
    assert Notice.objects.waiting().filter(attempts=0).count() == 2


def test_a_claim_outlasts_the_sending_of_a_mail(settings):
    """The server answers four times: to MAIL, RCPT, DATA and the mail itself."""
    assert wait_after(1) > timedelta(seconds=4 * settings.EMAIL_TIMEOUT)


def test_what_is_claimed_is_nobody_elses(version, bob, charlie):
    make_reply(version, bob, charlie)
    key = Notice.objects.get().pk
    notice, _ = claim(key)
    assert notice.attempts == 1
    assert claim(key) == (None, "taken")
    assert deliver() == {}
    # It was not sent: its claimer is gone.
    with time_machine.travel(timezone.now() + 2 * MINUTE):
        assert deliver() == {"sent": 1}


def test_nobody_gets_more_than_so_many_mails_a_day(settings, version, bob, charlie):
    settings.MAIL_DAILY_CAP = 3
    dora = make_reader("dora")
    morning = (timezone.localtime() + DAY).replace(hour=9, minute=0)
    with time_machine.travel(morning, tick=False) as clock:
        for _ in range(5):
            make_reply(version, bob, charlie)
        make_reply(version, dora, charlie)
        assert deliver() == {"sent": 4, "put off": 2}
        assert deliver() == {}
        make_reply(version, bob, charlie)
        assert deliver() == {"put off": 1}
        clock.move_to(morning + timedelta(hours=14, minutes=59))
        assert deliver() == {}
        clock.move_to(morning + timedelta(hours=15))
        assert deliver() == {"sent": 3}
    assert {notice.attempts for notice in Notice.objects.all()} == {1}


def test_what_is_not_told_is_no_part_of_the_days_mail(settings, version, bob, charlie):
    settings.MAIL_DAILY_CAP = 1
    make_reply(version, bob, charlie).enter(Comment.State.REMOVED)
    make_reply(version, bob, charlie)
    assert deliver() == {"dropped": 1, "sent": 1}


def test_it_stops_between_two_mails(version, bob, charlie):
    for _ in range(3):
        make_reply(version, bob, charlie)
    assert deliver(lambda: len(mail.outbox) == 2) == {"sent": 2}
    assert Notice.objects.waiting().get().attempts == 0


# The command


def test_the_command_delivers_once_and_says_what_became_of_it(capsys, version, bob, charlie):
    make_reply(version, bob, charlie)
    call_command("deliver")
    assert capsys.readouterr().out == "Notices: 1 sent\n"
    call_command("deliver")
    assert capsys.readouterr().out == ""
    assert len(mail.outbox) == 1


# Real processes, on what is really committed


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """A database of its own for the scripts of tests/races."""
    folder = tmp_path_factory.mktemp("delivery")
    with migrated_database(folder, "delivery") as address:
        site = Site(folder, address)
        site.env["STATIC_ROOT"] = str(folder)
        yield site


def play(stage, script, *arguments):
    """Run a script of tests/races and return what it saw."""
    command = [sys.executable, "-m", f"tests.races.{script}", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=stage.env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.thorough
def test_a_killed_deliverer_loses_nothing_and_sends_at_most_one_mail_twice(stage):
    """Once in the middle of a mail, and at each statement; as often as MAILS, each."""
    times = int(os.environ.get("MAILS", "1"))
    seen = play(stage, "deliver_killed", str(times))
    print(f"{seen['killed']} killed at their statements, {times} in a mail")  # noqa: T201
    assert seen["killed"] > max(20, 0.9 * times)
    assert seen["lost"] == 0
    assert seen["over"]
    # Each has the moment when it is sent and not yet marked.
    assert seen["most_twice"] == 1
    assert seen["twice"] >= 4
    assert seen["in_transit"] == [[True, 0, 1, True]] * times


@pytest.mark.thorough
def test_two_authors_and_two_deliverers_tell_each_reader_once(stage):
    seen = play(stage, "deliver_together")
    assert seen["refused"] == 1
    assert seen["both_sent"]
    # Twenty people and a mail for each; what goes beyond the daily cap waits.
    assert seen["told"] == seen["answered"] == [20, 1]
    assert seen["put_off"] == 20
    assert seen["claims"] == ["claimed", "put off"]


@pytest.mark.parametrize("number", [signal.SIGTERM, *rarely(signal.SIGINT)])
def test_a_watching_deliverer_stops_when_it_is_told_to(number, stage):
    command = [sys.executable, "manage.py", "deliver", "--watch"]
    with (stage.folder / "watch.log").open("w+") as log, mail_server() as (server, port):
        taken = threading.Event()
        server.before_answer = lambda mail: taken.set()
        env = stage.env | {"EMAIL_URL": f"smtp://127.0.0.1:{port}"}
        assert play(stage, "deliver_one_more") == {"waiting": 1}
        watcher = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        assert taken.wait(30)
        watcher.send_signal(number)
        assert watcher.wait(20) == 0
        log.seek(0)
        # What was being sent is recorded.
        assert log.read().endswith("Notices: 1 sent\n")
