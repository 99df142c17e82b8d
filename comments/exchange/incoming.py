"""What the readers of all formats make of a comment, and what they all do to its words."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from comments.models import Comment
from mlmap_site.text import DIRECTION_CONTROLS, normalise, validate_readable

LONGEST_NAME = Comment._meta.get_field("byline").max_length
MAIL_ADDRESS = re.compile(r"([^@\s]+)@[^@\s]+\.[^@\s]+")


class BadSource(Exception):
    """A file that cannot be read as what it is said to be; the message says why."""


@dataclass(frozen=True)
class Thread:
    """Where a comment stands elsewhere: the addresses and keys by which a map may name it."""

    names: tuple[str, ...]

    def __str__(self):
        return self.names[0] if self.names else _("a thread without an address")


@dataclass
class Incoming:
    """A comment as another system has it, with its words in our Markdown.

    `origin` and `parent` are keys such as "disqus:123". `left_out` says why it is not to be
    brought; it is still known then, for whatever answers it. What `is_deleted` is left out too,
    unless others answered it: they stay together under a gap.
    """

    origin: str
    thread: Thread
    name: str
    created_at: datetime | None
    body: str
    parent: str | None = None
    edited_at: datetime | None = None
    left_out: str = ""
    is_deleted: bool = False
    # What our own files alone say; elsewhere nobody made a version, so its date tells which.
    state: str = Comment.State.APPROVED
    version: str | None = None
    role: str | None = None
    is_pinned: bool = False
    triage: str = Comment.Triage.OPEN
    triage_note: str = ""
    led_to: list = field(default_factory=list)

    def __str__(self):
        return f"{self.origin}, {self.thread}"


def clean_name(name):
    """Return the name that somebody wrote under elsewhere as one that can be shown here.

    Of a mail address only what stands before the @ is kept.
    """
    name = " ".join(_visible(normalise(name or "")).split())
    if address := MAIL_ADDRESS.fullmatch(name):
        name = address[1]
    return name[:LONGEST_NAME].strip() or _("Anonymous")


def _visible(text):
    return "".join(c if _is_readable(c) else " " for c in text)


def _is_readable(character):
    if character in DIRECTION_CONTROLS:
        return False
    try:
        validate_readable(character)
    except ValidationError:
        return False
    return True
