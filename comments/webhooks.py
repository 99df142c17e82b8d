"""Telling an operator's own programs what became public, changed or went (settings.WEBHOOKS).

What happened is queued as a notice, in its own transaction, and delivered as mail is (delivery.py):
one POST of JSON, signed as https://www.standardwebhooks.com says. It holds what readers see at that
moment, and nothing else.
"""

import hmac
import http.client
import json
from base64 import b64encode
from contextlib import contextmanager, suppress
from datetime import UTC
from socket import SHUT_RDWR
from threading import Timer
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Correction, Version
from comments import api
from comments.mails import Unwanted
from comments.models import Comment, Notice
from mlmap_site.links import absolute

# In seconds, for all of an answer: a claim lasts a minute, and mail waits meanwhile.
PATIENCE = 5

Kind = Notice.Kind


class NotTaken(Exception):
    """A receiver did not say that it has it; `status` is what it said instead."""

    def __init__(self, status):
        super().__init__(_("The receiver said %(status)s.") % {"status": status})


# Signals, since articles know nothing of who is told.
@receiver(post_save, sender=Correction)
def tell_of_correction(instance, **more):
    Notice.objects.queue_webhooks(Kind.VERSION_CORRECTED, [instance.version])


@receiver(post_save, sender=Version)
def tell_of_withdrawal(instance, update_fields, **more):
    if update_fields and "withdrawn_at" in update_fields:
        Notice.objects.queue_webhooks(Kind.VERSION_WITHDRAWN, [instance])


def post(notice):
    """Tell a receiver of a notice; raises Unwanted where there is nothing to tell any more.

    Its address may be a private one: whoever runs the site chose it.
    """
    secret = settings.WEBHOOKS.get(notice.hook)
    if secret is None:
        raise Unwanted(_("Its receiver is not in the settings any more."))
    body = json.dumps(written(notice), ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json", "User-Agent": "ML Map"}
    status = _post(notice.hook, body, headers | signature(notice, body, secret))
    # A redirect leads elsewhere than the operator said.
    if not 200 <= status < 300:
        raise NotTaken(status)


def signature(notice, body, secret):
    """Return the headers by which a receiver knows the sender, and what it was sent twice."""
    key = f"notice-{notice.pk}.{int(notice.created_at.timestamp())}"
    moment = str(int(timezone.now().timestamp()))
    signed = hmac.digest(secret, f"{key}.{moment}.".encode() + body, "sha256")
    return {
        "webhook-id": key,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{b64encode(signed).decode()}",
    }


def written(notice):
    """Return what is told of a notice, as it is true now."""
    about = _of_comment(notice) if notice.comment_id else _of_version(notice)
    happened = notice.created_at.astimezone(UTC).isoformat()
    return {"type": notice.kind, "timestamp": happened, "data": about}


def _of_comment(notice):
    comment = Comment.objects.for_page().get(pk=notice.comment_id)
    if comment.article.current() is None:
        raise Unwanted(_("Readers do not see the comment any more."))
    return {
        "article": _of_article(comment.article),
        "comment": api.comment_data(comment),
    }


def _of_version(notice):
    version = notice.version
    told = {"version": version.label, "url": absolute(version.get_absolute_url())}
    if notice.kind == Kind.VERSION_WITHDRAWN:
        told["reason"] = version.withdrawal_reason
    elif not version.is_public():
        raise Unwanted(_("Readers do not see the version any more."))
    else:
        text = version.text()
        told |= {"title": version.title, "digest": text.digest}
        told["changes"] = [change.text for change in version.changes.all()]
        if text != version:
            told |= {"revision": text.revision, "reason": text.reason}
    return {"article": _of_article(version.article), "version": told}


def _of_article(article):
    return {"slug": article.slug, "url": absolute(article.get_absolute_url())}


def _post(address, body, headers):
    """Post to an address and return the status of the answer; nothing else of it is read."""
    url = urlsplit(address)
    kinds = {"https": http.client.HTTPSConnection, "http": http.client.HTTPConnection}
    connection = kinds[url.scheme](url.hostname, url.port, timeout=PATIENCE)
    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
    try:
        connection.connect()
        with _deadline(connection.sock):
            connection.request("POST", path, body, headers)
            return connection.getresponse().status
    finally:
        connection.close()


@contextmanager
def _deadline(connected):
    """Hang up in the end on whoever answers byte by byte: a time-out begins anew with each."""

    def hang_up():
        with suppress(OSError):
            connected.shutdown(SHUT_RDWR)

    timer = Timer(PATIENCE, hang_up)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
