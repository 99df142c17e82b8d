"""A comment as a page shows it: all that is said of it as plain values, and nothing else besides.

So what everyone reads of it is rendered once by a process, and once more when any of it changes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.timesince import timesince
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comments.models import Comment, may_take_part
from mlmap_site import picture_sizes
from mlmap_site.markup import filled_in, stored_html

TEMPLATE = "comments/_comment.html"
# As many as are on the pages that are read most; each takes about four kilobytes.
KEPT = 500
# Whether its reader is signed in; what they may do besides stands in `Shown`.
NOBODY, SOMEBODY = AnonymousUser(), get_user_model()()
# Stands where the token of the reader's own forms comes. Nobody can guess it, and so no comment
# has it in its words or its links.
TOKEN = get_random_string(32)


@dataclass(frozen=True, slots=True)
class Writer:
    display_name: str
    headline: str
    initials: str
    avatar: str

    @property
    def avatar_sizes(self):
        return picture_sizes.avatar(self.avatar)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page says of a comment, and what its reader may do with it.

    `read` is the label of the version that is read, `answered` the key and the writer's name of the
    reply that it answers. `credits` are label, article and words of each change that it led to.
    """

    pk: int
    state: str
    is_readable: bool
    writer: Writer
    article: str
    label: str
    read: str
    role: str | None
    role_name: str | None
    is_pinned: bool
    is_by_author: bool
    answers_a_reply: bool
    answered: tuple | None
    created_at: datetime
    edited_at: datetime | None
    age: str
    body: str
    body_html: str
    credits: tuple
    removal_reason: str
    like_count: int
    is_liked: bool
    may_like: bool
    may_reply: bool
    may_edit: bool
    may_delete: bool
    may_report: bool

    @property
    def html(self):
        return stored_html(self.body_html)

    @property
    def is_approved(self):
        return self.state == Comment.State.APPROVED

    def get_absolute_url(self):
        return reverse("comment", args=[self.pk])


def shown(comment, reader, version, *, is_closed=False, is_own=False):
    """Return what a page of this version says of a comment of `for_page` to a reader.

    With `is_own` its writer is shown it in whatever state it is.
    """
    role, answered = comment.role, comment.answered
    is_open = not (is_closed or comment.article.comments_closed_at)
    return Shown(
        pk=comment.pk,
        state=comment.state,
        is_readable=comment.is_approved or (is_own and bool(comment.body)),
        writer=_writer(comment.writer),
        article=comment.article.slug,
        label=comment.version.label,
        read=version.label,
        role=role and role.slug,
        role_name=comment.role_name,
        is_pinned=comment.is_pinned,
        is_by_author=comment.is_by_author,
        answers_a_reply=answered is not None,
        answered=_named(answered) if answered and answered.is_approved else None,
        created_at=comment.created_at,
        edited_at=comment.edited_at,
        age=age(comment.created_at),
        body=comment.body,
        body_html=comment.body_html,
        credits=tuple((c.version.label, c.version.article.slug, c.text) for c in comment.credits),
        removal_reason=comment.removal_reason,
        like_count=comment.like_count,
        is_liked=comment.is_liked,
        may_like=comment.can_be_liked_by(reader),
        may_reply=comment.is_approved and is_open and not is_blocked(reader),
        may_edit=comment.can_be_edited_by(reader),
        may_delete=comment.can_be_deleted_by(reader),
        may_report=comment.can_be_reported_by(reader),
    )


def _writer(person):
    avatar = person.avatar.name if person.avatar else ""
    return Writer(person.display_name, person.headline, person.initials, avatar)


def _named(comment):
    return comment.pk, comment.writer.display_name


def is_blocked(reader):
    return reader.is_authenticated and not may_take_part(reader)


def html_of(comment, reader, token):
    """Return what `shown` told as HTML; `token` is for the forms of who is signed in."""
    html = _rendered(comment, reader.is_authenticated, get_language())
    return filled_in(html, TOKEN, token) if reader.is_authenticated else html


@lru_cache(KEPT)
def _rendered(comment, is_signed_in, language):
    """Return a comment as all read it to whom a page says the same, in a language, that of now."""
    user = SOMEBODY if is_signed_in else NOBODY
    return render_to_string(TEMPLATE, {"comment": comment, "user": user, "csrf_token": TOKEN})


def age(moment):
    """Return how long ago something was, in its largest unit: "2 years ago"."""
    minutes = (timezone.now() - moment) // timedelta(minutes=1)
    return _age(moment, minutes, get_language()) if minutes >= 1 else _("just now")


@lru_cache(KEPT)
def _age(moment, minutes, language):
    """Return how long a number of minutes are that begin then, in a language, that of now."""
    end = moment + timedelta(minutes=minutes)
    return _("%(time)s ago") % {"time": timesince(moment, end, depth=1)}
