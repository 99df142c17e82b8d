"""The desk's list of queued mail: what became of each, why, and another try."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Announcement
from comments.delivery import deliver
from comments.models import Notice
from comments.models.notice import ATTEMPTS
from tests.addresses import everything_in
from tests.factories import make_comment, make_user
from tests.mailing import make_reader, make_reply
from tests.receiving import receiving

pytestmark = pytest.mark.django_db

LIST = "/admin/comments/notice/"
NAMES = ["waiting", "failing", "sent", "given_up", "dropped"]


@pytest.fixture
def notices(version, charlie):
    """A notice in each stage, to a reader who is named after it."""
    deliver()
    now = timezone.now()
    problem = {"problem": "The mail server said 451: SMTPDataError."}
    values = {
        "waiting": {"due_at": now},
        "failing": {"due_at": now + timedelta(hours=1), "attempts": 3, **problem},
        "sent": {"sent_at": now, "attempts": 1},
        "given_up": {"dropped_at": now, "attempts": ATTEMPTS, **problem},
        "dropped": {"dropped_at": now, "attempts": 1, "problem": "Readers do not see it."},
    }
    for name in NAMES:
        make_reply(version, make_reader(name), charlie)
        Notice.objects.filter(recipient__username=name).update(**values[name])
    return {notice.recipient.username: notice for notice in Notice.objects.all()}


@pytest.fixture
def desk(client, alice, notices):
    client.force_login(alice)
    return client


def listed(answer):
    """Return the readers whose notices a list shows."""
    rows = answer.context["cl"].result_list
    return {notice.recipient.username for notice in rows}


def test_the_list_says_what_became_of_each_and_why(desk):
    page = everything_in(desk.get(LIST))
    for words in ["a reply", "ML Map", "given up", "The mail server said 451", "do not see it"]:
        assert words in page


@pytest.mark.parametrize(
    ("stage", "names"),
    [
        ("waiting", {"waiting", "failing"}),
        ("failing", {"failing"}),
        ("sent", {"sent"}),
        ("given_up", {"given_up"}),
        ("dropped", {"given_up", "dropped"}),
        ("nonsense", set(NAMES)),
    ],
)
def test_it_is_filtered_by_stage(stage, names, desk):
    assert listed(desk.get(f"{LIST}?stage={stage}")) == names
    assert listed(desk.get(f"{LIST}?stage={stage}&kind__exact=version")) == set()


def test_try_again_makes_due_what_is_not_sent(desk, notices):
    keys = [notice.pk for notice in notices.values()]
    answer = desk.post(LIST, {"action": "try_again", "_selected_action": keys}, follow=True)
    assert "4 notices are due now." in everything_in(answer)
    assert deliver() == {"sent": 4}
    assert len(mail.outbox) == 4


def test_nothing_of_it_can_be_written(desk, notices):
    page = f"{LIST}{notices['failing'].pk}/change/"
    answer = desk.get(page)
    assert answer.status_code == 200
    assert "The mail server said 451" in everything_in(answer)
    assert desk.post(page, {"problem": ""}).status_code == 403
    assert desk.post(f"{LIST}{notices['failing'].pk}/delete/").status_code == 403
    assert desk.get(f"{LIST}add/").status_code == 403


def test_who_may_look_may_not_try_again(client, mod, notices):
    client.force_login(mod)
    assert client.get(LIST).status_code == 403
    mod.user_permissions.add(Permission.objects.get(codename="view_notice"))
    client.force_login(make_user("mod"))
    assert client.get(LIST).status_code == 200
    values = {"action": "try_again", "_selected_action": [notices["given_up"].pk]}
    client.post(LIST, values)
    assert Notice.objects.given_up().count() == 1


def test_a_list_takes_as_many_queries_for_one_as_for_many(
    desk, version, charlie, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as few:
        desk.get(LIST)
    for n in range(5):
        make_reply(version, make_reader(f"more-{n}"), charlie)
    with django_assert_num_queries(len(few)):
        desk.get(LIST)


# The line on the desk


def on_desk(user):
    template = Template("{% load mail_tags %}{% desk_mail user %}")
    return " ".join(template.render(Context({"user": user})).split())


def test_the_desk_says_what_does_not_arrive(alice, notices):
    said = on_desk(alice)
    assert "1 could not be sent, and is tried again." in said
    assert "1 was given up this week." in said
    assert "running?" not in said
    Notice.objects.given_up().update(dropped_at=timezone.now() - timedelta(days=8))
    assert "given up" not in on_desk(alice)


def test_the_desk_says_that_nobody_sends(alice, notices):
    Notice.objects.waiting().update(due_at=timezone.now() - timedelta(hours=1), problem="")
    said = on_desk(alice)
    assert "is manage.py deliver running?" in said
    assert "2 should be sent by now." in said


def test_the_desk_says_that_nobody_was_told_of_a_version(alice, version):
    Announcement.objects.update(due_at=timezone.now() - timedelta(hours=1))
    assert "1 version came out that nobody was told of." in on_desk(alice)


def test_the_desk_counts_what_programs_are_told_by_itself(alice, version, settings):
    with receiving() as away:
        settings.WEBHOOKS = {away.url: b"a secret of thirty-two bytes, so"}
        make_comment(version)
    deliver()
    said = on_desk(alice)
    assert "1 notice to a program is late, waits to be tried again or was given up" in said
    assert "Mail" not in said


def test_the_desk_says_nothing_while_all_mail_arrives(alice, mod, version, charlie):
    make_reply(version, make_reader("bob"), charlie)
    deliver()
    assert on_desk(alice) == ""
    Notice.objects.update(sent_at=None, problem="It could not be sent.")
    assert on_desk(alice)
    # Nor ever to whom it is no business of.
    assert on_desk(mod) == ""
