"""What a notice says: a mail in plain text, of what readers may see at the moment it is written."""

import textwrap
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from comments.mail_wishes import confirmed_address, token_for, topic_of
from comments.models import Notice, who_may_read_messages
from comments.notices import credited_comments
from mlmap_site.links import absolute

Kind = Notice.Kind
LINE = 74


class Unwanted(Exception):
    """A notice is not to be sent any more; the message says why."""


def write(notice):
    """Return the mail of a notice as it is true now; raises Unwanted where nothing of it is."""
    reader = notice.recipient
    if reader.is_blocked or not reader.is_active:
        raise Unwanted(_("The reader's account is blocked or closed."))
    address = confirmed_address(reader)
    if address is None:
        raise Unwanted(_("The reader has confirmed no mail address."))
    if notice.kind == Kind.MESSAGE:
        return _message(notice, address)
    kind, topic, context = _reply(notice) if notice.kind == Kind.REPLY else _version(notice)
    stop_url = absolute(reverse("unsubscribe", args=[token_for(reader, topic)]))
    context |= {"stop_url": stop_url, "preferences_url": absolute(reverse("mail_preferences"))}
    return EmailMessage(
        subject=one_line(_render(f"{kind}_subject.txt", context)),
        body=_render(f"{kind}.txt", context).strip() + "\n",
        to=[address],
        headers={
            "Message-ID": message_id(notice),
            # RFC 8058: a mail program stops it by a POST, without asking anything else.
            "List-Unsubscribe": f"<{stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            "Precedence": "bulk",
        },
    )


def message_id(notice):
    """Return the same for a notice however often it is sent, so that a second one shows as one."""
    queued = int(notice.created_at.timestamp())
    return f"<notice-{notice.pk}.{queued}@{urlsplit(absolute('')).hostname}>"


def one_line(text):
    return " ".join(text.split())


def quote(text):
    """Return a reader's Markdown as it was typed, each line marked as theirs."""
    lines = []
    for line in text.splitlines():
        options = {"break_long_words": False, "break_on_hyphens": False}
        lines += textwrap.wrap(line, LINE, drop_whitespace=False, **options) or [""]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _reply(notice):
    comment = notice.comment
    if not notice.recipient.mail_replies:
        raise Unwanted(_("The reader wants no mail about answers."))
    if not comment.can_be_read_by(AnonymousUser()):
        raise Unwanted(_("Readers do not see the reply any more."))
    context = {
        "article": comment.article,
        "who": one_line(comment.writer.display_name),
        "words": quote(comment.body),
        "url": absolute(comment.get_absolute_url()),
    }
    return "reply", "replies", context


def _version(notice):
    reader, version = notice.recipient, notice.version
    if not version.is_public():
        raise Unwanted(_("Readers do not see the version any more."))
    context = {
        "article": version.article,
        "version": version,
        "url": absolute(version.get_absolute_url()),
    }
    if notice.kind == Kind.CREDIT and reader.mail_credits:
        credited = credited_comments(version).filter(author=reader)
        changes = version.changes.filter(comments__in=credited).distinct()
        if changes:
            urls = [absolute(comment.get_absolute_url()) for comment in credited]
            return "credit", "credits", context | {"changes": changes, "comment_urls": urls}
    if not reader.follows.filter(article=version.article).exists():
        raise Unwanted(_("The reader does not follow the article, or wants no such mail."))
    return "version", topic_of(version.article), context | {"changes": version.changes.all()}


def _message(notice, address):
    """Return the mail about a message; an answer to it goes to whoever wrote that."""
    message = notice.message
    if not who_may_read_messages().filter(pk=notice.recipient_id).exists():
        raise Unwanted(_("It is not in this reader's inbox any more."))
    context = {
        "message": message,
        "who": one_line(message.name),
        "words": quote(message.body),
        "url": absolute(reverse("admin:comments_message_change", args=[message.pk])),
    }
    return EmailMessage(
        subject=one_line(_render("message_subject.txt", context)),
        body=_render("message.txt", context).strip() + "\n",
        to=[address],
        reply_to=[message.email],
        headers={"Message-ID": message_id(notice), "Auto-Submitted": "auto-generated"},
    )


def _render(name, context):
    return render_to_string(name, context, using="mail")
