"""Sending what is queued, so that nothing is lost whenever the process is killed.

A notice is claimed by moving on when it is due, which is committed before it is sent. Whoever is
killed after that leaves it to be tried again: a reader gets the same mail twice at most, with the
same Message-ID. What programs are told goes the same way (webhooks.py).
"""

import smtplib
from collections import Counter
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import webhooks
from comments.mails import Unwanted, write
from comments.models import Notice
from comments.models.notice import ATTEMPTS
from comments.notices import tell_what_is_out

# A claim lasts as long as the first wait, so that has to be longer than a mail takes to send: a
# server answers four times, and may take EMAIL_TIMEOUT for each.
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(days=1)
# As many mails go over one connection.
AT_ONCE = 100

# What a server says of one mail; any other trouble is the server's own, and the next mail's too.
ABOUT_ONE_MAIL = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    smtplib.SMTPNotSupportedError,
)


def deliver(is_stopped=lambda: False):
    """Queue who is to be told, send what is due, and return a Counter of what became of it.

    It counts "sent", "dropped", "failed" (to be tried again, or tried too often), and "put off".
    `is_stopped` is asked before each mail.
    """
    tell_what_is_out()
    # Programs that did not take it, and "" for a mail server: the rest of theirs is not tried now.
    tally, silent = Counter(), set()
    while due := _due(silent):
        connection = mail.get_connection()
        try:
            for key, hook in due:
                if is_stopped():
                    return tally
                if hook in silent:
                    continue
                outcome, is_unreachable = _deliver_one(key, hook, connection)
                tally[outcome] += 1
                if is_unreachable:
                    silent.add(hook)
        finally:
            _close(connection)
    return tally


def wait_after(attempts):
    """Return how long to wait once it was tried so often: a minute, four, sixteen, … a day."""
    return min(FIRST_WAIT * 4 ** min(attempts - 1, 8), LONGEST_WAIT)


def _due(silent):
    """Return the keys of what is due, each with the address of the program that is told."""
    due = Notice.objects.due().exclude(hook__in=silent).order_by("due_at", "pk")
    return list(due.values_list("pk", "hook")[:AT_ONCE])


def _deliver_one(key, hook, connection):
    """Return what became of a notice, and whether the server it goes to is itself in trouble.

    Of a program every failure counts as that: mail is not to wait for it again and again.
    """
    # Before the claim, which is not to run out while the server is looked for.
    trouble = None if hook else _open(connection)
    notice, outcome = claim(key)
    if notice is None:
        return outcome, False
    try:
        if trouble:
            raise trouble
        if hook:
            webhooks.post(notice)
        else:
            connection.send_messages([write(notice)])
    except Unwanted as reason:
        _end(notice, dropped_at=timezone.now(), problem=str(reason))
        return "dropped", False
    except Exception as error:
        # Whatever it is, the other mails are not to wait for it.
        _close(connection)
        is_last = notice.attempts >= ATTEMPTS
        _end(notice, dropped_at=timezone.now() if is_last else None, problem=problem_of(error))
        is_servers = isinstance(error, OSError) and not isinstance(error, ABOUT_ONE_MAIL)
        return "failed", bool(hook) or is_servers
    _end(notice, sent_at=timezone.now(), problem="")
    return "sent", False


@transaction.atomic
def claim(key):
    """Return a due notice that is now this process's to send, with "claimed".

    None, with "put off" where its reader got enough mail today, or "taken" by another process.
    """
    due = Notice.objects.due().filter(pk=key)
    notice = due.select_related("recipient").first()
    if notice is None:
        return None, "taken"
    if notice.recipient and _has_enough(notice):
        due.update(due_at=_today() + timedelta(days=1))
        return None, "put off"
    due_at = timezone.now() + wait_after(notice.attempts + 1)
    if not due.update(due_at=due_at, attempts=F("attempts") + 1):
        return None, "taken"
    notice.attempts += 1
    return notice, "claimed"


def _has_enough(notice):
    """Return whether the reader got, or is about to get, as many mails today as they may."""
    # One claim a reader at a time: two processes are not to go beyond the daily cap together.
    readers = get_user_model().objects.select_for_update(no_key=True)
    readers.filter(pk=notice.recipient_id).first()
    is_under_way = Q(sent_at=None, dropped_at=None, attempts__gt=0, due_at__gt=timezone.now())
    others = Notice.objects.filter(recipient=notice.recipient_id).exclude(pk=notice.pk)
    mails = others.filter(Q(sent_at__gte=_today()) | is_under_way)
    return mails.count() >= settings.MAIL_DAILY_CAP


def _today():
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def problem_of(error):
    """Return what went wrong, for the desk: no address, no password and no word of the server's."""
    codes = []
    if isinstance(error, webhooks.NotTaken):
        return str(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _words in error.recipients.values()]
    elif isinstance(error, smtplib.SMTPResponseException):
        codes = [error.smtp_code]
    kind = type(error).__name__
    if not codes:
        return _("It could not be sent: %(kind)s.") % {"kind": kind}
    words = {"kind": kind, "codes": ", ".join(map(str, codes))}
    return _("The mail server said %(codes)s: %(kind)s.") % words


def _end(notice, **values):
    Notice.objects.filter(pk=notice.pk).update(**values)


def _open(connection):
    """Return what keeps the mail server from being reached, None where nothing does."""
    try:
        connection.open()
    except Exception as error:
        return error
    return None


def _close(connection):
    with suppress(OSError):
        connection.close()
