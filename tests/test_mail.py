"""What a mail says and carries: plain text, only what readers may see now, and how to stop it."""

import re

import pytest
from django.core import mail
from django.test import Client

from articles import publishing
from articles.models import Follow
from comments.delivery import deliver
from comments.mails import quote
from comments.models import Comment, Notice
from comments.moderation import moderate
from tests.factories import make_article, make_comment, make_draft, make_published
from tests.mailing import by_smtp, mail_server, make_reader, make_reply

pytestmark = pytest.mark.django_db

State = Comment.State
SITE = "https://mlmap.example"


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def bob(db):
    return make_reader("bob")


def the_mail():
    deliver()
    [message] = mail.outbox
    return message


def publish_next(version, **values):
    """Publish the next version; return it."""
    draft = make_draft(version.article, **values)
    return publishing.publish(draft, version.article.author)


def credit(comment, draft):
    comment.changes.add(draft.changes.first())


# Through a real server, and read back


def test_a_mail_goes_through_a_server_and_its_reader_can_stop_it(settings, version, bob, charlie):
    reply = make_reply(version, bob, charlie, "Look at *this*: <b>https://example.org/ü</b>")
    settings.DEFAULT_FROM_EMAIL = "ML Map <map@mlmap.example>"
    with mail_server() as (server, port):
        by_smtp(settings, port)
        assert deliver() == {"sent": 1}
    [received] = server.mails
    assert (received["To"], received["From"]) == ("bob@example.org", "ML Map <map@mlmap.example>")
    assert received["Subject"] == "An answer to your comment on “ML Map”"
    assert received.get_content_type() == "text/plain"
    notice = Notice.objects.get()
    assert re.fullmatch(rf"<notice-{notice.pk}\.\d{{10}}@mlmap\.example>", received["Message-ID"])
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["Precedence"] == "bulk"
    assert received["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = received.get_content().replace("\r\n", "\n")
    assert "charlie answered your comment on “ML Map”:" in text
    assert "\n> Look at *this*: <b>https://example.org/ü</b>\n" in text
    assert f"\n{SITE}/comments/{reply.pk}/\n" in text
    assert "because you commented" in text

    stop = re.fullmatch(r"<(https://\S+)>", received["List-Unsubscribe"].strip())[1]
    assert f"\n{stop}\n" in text
    path = stop.removeprefix(SITE)
    anybody = Client(enforce_csrf_checks=True)
    assert anybody.get(path).status_code == anybody.head(path).status_code == 200
    bob.refresh_from_db()
    assert bob.mail_replies
    answer = anybody.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    bob.refresh_from_db()
    assert not bob.mail_replies


# Answers


def test_an_answer_tells_who_and_what_and_where(version, bob, charlie):
    charlie.name = "Charlie\nSubject: x"
    charlie.save()
    make_reply(version, bob, charlie)
    message = the_mail()
    assert message.body.startswith(
        "Charlie Subject: x answered your comment on “ML Map”:\n\n> I see"
    )
    assert message.content_subtype == "plain"
    assert "charlie" not in message.subject.lower()
    assert f"{SITE}/accounts/mail/\n" in message.body


def test_each_line_of_somebodys_words_is_marked_as_theirs():
    words = "One\n\nTwo\u2028---\x0bThree\n" + "word " * 30 + "\n    code  stays"
    lines = quote(words).split("\n")
    assert all(re.fullmatch(r">( .*)?", line) for line in lines)
    assert all(len(line) <= 80 for line in lines)
    assert ">     code  stays" in lines
    assert lines[:3] == ["> One", ">", "> Two"]


def test_an_answer_of_ones_own_or_to_nobody_or_from_elsewhere_is_no_news(version, bob):
    own = make_comment(version, bob)
    make_comment(version, bob, parent=own)
    guest = make_comment(version, bob)
    Comment.objects.filter(pk=guest.pk).update(author=None, byline="Ada")
    make_comment(version, bob, parent=Comment.objects.get(pk=guest.pk))
    # Nor what was brought from elsewhere.
    make_comment(version, make_reader("dora"), parent=own, origin="disqus:7")
    assert not Notice.objects.exists()


def test_an_answer_is_told_when_it_is_approved_and_once(version, bob, charlie, mod):
    root = make_comment(version, bob)
    reply = make_comment(version, charlie, parent=root, state=State.PENDING)
    assert deliver() == {}
    moderate(reply, mod, "approve")
    assert deliver() == {"sent": 1}
    moderate(reply, mod, "remove", "Rude.")
    moderate(reply, mod, "approve")
    assert deliver() == {}


def test_an_answer_that_was_held_meanwhile_is_told_once_it_is_approved(version, bob, charlie):
    reply = make_reply(version, bob, charlie)
    reply.enter(State.PENDING)
    assert deliver() == {"dropped": 1}
    reply.enter(State.APPROVED)
    assert deliver() == {"sent": 1}


# New versions


def test_a_follower_is_told_what_is_out_and_what_changed(version, bob):
    Follow.objects.put(bob, version.article, wanted=True)
    publish_next(version, teaser="In short.", changes=["The <border> is softer.", "R&D moved."])
    message = the_mail()
    assert message.subject == "“ML Map” v0.2 is out"
    for words in [
        "In short.",
        "* The <border> is softer.\n",
        "* R&D moved.\n",
        "you follow “ML Map”",
    ]:
        assert words in message.body
    assert f"\n{SITE}/articles/ml-map/v0.2/\n" in message.body


def test_whoever_led_to_a_change_is_told_that_one_thing(version, bob):
    comment = make_comment(version, bob)
    Follow.objects.put(bob, version.article, wanted=True)
    draft = make_draft(version.article, changes=["Softer.", "Shorter."])
    credit(comment, draft)
    publishing.publish(draft, version.article.author)
    message = the_mail()
    assert message.subject == "Your comment led to a change in “ML Map” v0.2"
    assert "* Softer.\n" in message.body
    assert "Shorter" not in message.body
    assert f"\n{SITE}/comments/{comment.pk}/\n" in message.body


def test_a_credit_that_is_taken_back_leaves_a_follower_the_news(version, bob):
    comment = make_comment(version, bob)
    Follow.objects.put(bob, version.article, wanted=True)
    draft = make_draft(version.article)
    credit(comment, draft)
    publishing.publish(draft, version.article.author)
    comment.enter(State.REMOVED)
    # The notice was queued while it stood.
    Notice.objects.create(kind="credit", recipient=bob, version=draft)
    assert the_mail().subject == "“ML Map” v0.2 is out"


def test_a_title_is_one_line_of_a_subject(bob, version):
    article = make_article("odd", title="Odd\r\nBcc: eve@example.org")
    Follow.objects.put(bob, article, wanted=True)
    make_published(article)
    message = the_mail()
    assert message.subject == "“Odd Bcc: eve@example.org” v0.1 is out"
    assert "Bcc" not in message.message()
    assert message.recipients() == ["bob@example.org"]


# What is not sent any more


def blocked(reply, bob):
    bob.is_blocked = True
    bob.save()


def inactive(reply, bob):
    bob.is_active = False
    bob.save()


def unwanted(reply, bob):
    bob.mail_replies = False
    bob.save()


def unconfirmed(reply, bob):
    bob.emailaddress_set.update(verified=False)


def second_address(reply, bob):
    bob.emailaddress_set.update(primary=False)


def removed(reply, bob):
    reply.enter(State.REMOVED)


def withdrawn(reply, bob):
    publishing.withdraw(reply.version, reply.article.author, "It was wrong.")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (blocked, "blocked or closed"),
        (inactive, "blocked or closed"),
        (unwanted, "wants no mail about answers"),
        (unconfirmed, "confirmed no mail address"),
        (second_address, "confirmed no mail address"),
        (removed, "do not see the reply"),
        (withdrawn, "do not see the reply"),
    ],
)
def test_an_answer_is_dropped_with_a_word_where_it_is_not_to_be_told(
    change, words, version, bob, charlie
):
    change(make_reply(version, bob, charlie), bob)
    assert deliver() == {"dropped": 1}
    assert mail.outbox == []
    notice = Notice.objects.get()
    assert words in notice.problem
    assert notice.dropped_at
    assert not notice.sent_at
    assert not notice.is_given_up


def follow_no_more(version, bob):
    Follow.objects.put(bob, version.article, wanted=False)


def withdraw(version, bob):
    publishing.withdraw(version, version.article.author, "It was wrong.")


@pytest.mark.parametrize("change", [follow_no_more, withdraw])
def test_a_version_is_dropped_where_it_is_not_to_be_told_any_more(change, version, bob):
    Follow.objects.put(bob, version.article, wanted=True)
    Notice.objects.create(kind="version", recipient=bob, version=version)
    change(version, bob)
    assert deliver() == {"dropped": 1}
    assert mail.outbox == []
