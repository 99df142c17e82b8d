"""Readers who get mail, and a mail server of our own that keeps what it is sent."""

import email
import email.policy
import socket
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from django.utils import timezone

from comments.delivery import deliver
from comments.models import Notice
from tests.factories import make_comment, make_user


def make_reader(username, **values):
    """Return a reader with a confirmed address."""
    reader = make_user(username, **values)
    addresses = reader.emailaddress_set
    if not addresses.exists():
        addresses.create(email=reader.email, verified=True, primary=True)
    return reader


def make_reply(version, to, by, body="I see it otherwise."):
    """Return an approved answer to a comment of somebody's, which queues a notice."""
    root = make_comment(version, to, body="What is it for?")
    return make_comment(version, by, parent=root, body=body)


def deliver_all():
    """Deliver everything that waits, whenever it is due, and return what became of it."""
    Notice.objects.waiting().update(due_at=timezone.now())
    return deliver()


class MailServer:
    """Takes every mail, unless `refusal` says otherwise, and keeps it in `mails`."""

    def __init__(self):
        self.mails, self.refusal = [], ""
        # Where each mail came from: a connection has a port of its own.
        self.peers = []
        # Called with each mail once it is kept, before the sender is told that it is.
        self.before_answer = lambda mail: None

    async def handle_DATA(self, server, session, envelope):
        if self.refusal:
            return self.refusal
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        self.peers.append(session.peer)
        self.before_answer(self.mails[-1])
        return "250 taken"


@contextmanager
def mail_server():
    """Yield a running mail server and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield server, port
    finally:
        controller.stop()


def by_smtp(settings, port):
    """Let the site send its mail to a server on this machine."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
