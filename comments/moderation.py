"""What a moderator does to a comment, a reader or a thread.

Each act is one transaction, and a row with actor, action, reason and time. What was done already,
or does not fit, is Refused in words.
"""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from comments.models import Comment, Moderation

Action, State = Moderation.Action, Comment.State

# From which states an act leads where; None: it stays where it is.
ACTS = {
    Action.APPROVE: ({State.PENDING, State.REJECTED, State.REMOVED}, State.APPROVED),
    Action.REJECT: ({State.PENDING}, State.REJECTED),
    Action.REMOVE: ({State.APPROVED}, State.REMOVED),
    Action.PIN: ({State.APPROVED}, None),
    Action.UNPIN: ({State.APPROVED}, None),
    Action.SETTLE: (set(State), None),
}
ABOUT_READERS = {Action.BLOCK, Action.UNBLOCK}
NEEDS_REASON = frozenset({Action.REJECT, Action.REMOVE, Action.BLOCK, Action.CLOSE})


class Refused(Exception):
    """An act does not fit what it is done to; the message says so in words."""


@transaction.atomic
def moderate(comment, actor, action, reason=""):
    """Do an act to a comment and return its record.

    Raises Refused where it does not fit the comment, ValidationError where a reason lacks or
    cannot be read.
    """
    comment = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if words := _misfit(comment, action):
        raise Refused(words)
    record = _record(actor, action, reason, comment=comment)
    if action in (Action.PIN, Action.UNPIN):
        _pin(comment, action == Action.PIN)
    elif ACTS[action][1]:
        comment.enter(ACTS[action][1])
    elif action == Action.SETTLE:
        comment.reports.settle()
    return record


def possible_acts(comment):
    """Return what can be done to a comment now, in the order of the table."""
    return [action for action in ACTS if not _misfit(comment, action)]


@transaction.atomic
def block(reader, actor, reason):
    """Let a reader read, but no longer post, like or report; what they said stays."""
    if reader.is_staff or reader == actor:
        raise Refused(_("Whoever works at the desk cannot be blocked."))
    if not _readers(reader, is_blocked=False).update(is_blocked=True):
        raise Refused(_("This reader is blocked already."))
    return _record(actor, Action.BLOCK, reason, reader=reader)


@transaction.atomic
def unblock(reader, actor, reason=""):
    if not _readers(reader, is_blocked=True).update(is_blocked=False):
        raise Refused(_("This reader is not blocked."))
    return _record(actor, Action.UNBLOCK, reason, reader=reader)


@transaction.atomic
def close(article, actor, reason):
    """Close a thread by hand: it can be read, and nobody adds to it."""
    still_open = Article.objects.filter(pk=article.pk, comments_closed_at=None)
    if not still_open.update(comments_closed_at=timezone.now()):
        raise Refused(_("This thread is closed already."))
    return _record(actor, Action.CLOSE, reason, article=article)


@transaction.atomic
def reopen(article, actor, reason=""):
    """Take back that a thread was closed by hand; one may still be closed by its age."""
    closed = Article.objects.filter(pk=article.pk).exclude(comments_closed_at=None)
    if not closed.update(comments_closed_at=None):
        raise Refused(_("This thread is not closed by hand."))
    return _record(actor, Action.REOPEN, reason, article=article)


def _misfit(comment, action):
    """Return in words why an act does not fit a comment, None where it does."""
    if action not in ACTS or comment.state not in ACTS[action][0]:
        return _("“%(comment)s” is %(state)s: it cannot be changed that way.") % {
            "comment": comment,
            "state": comment.get_state_display(),
        }
    if action == Action.APPROVE and not comment.body:
        # Erased with its writer's account, or never brought from elsewhere.
        return _("Its words are gone.")
    if action == Action.PIN and (comment.root_id or comment.is_pinned):
        return _("Only a comment that is no reply can be pinned, and only once.")
    if action == Action.UNPIN and not comment.is_pinned:
        return _("This comment is not pinned.")
    if action == Action.SETTLE and not comment.reports.open().exists():
        return _("Nobody reports this comment any more.")
    return None


def _pin(comment, is_pinned):
    if is_pinned:
        comment.article.comments.filter(is_pinned=True).update(is_pinned=False)
    try:
        with transaction.atomic():
            Comment.objects.filter(pk=comment.pk).update(is_pinned=is_pinned)
    except IntegrityError as error:
        raise Refused(_("Somebody pinned another comment in the same moment.")) from error


def _readers(reader, **values):
    return get_user_model().objects.filter(pk=reader.pk, **values)


def _record(actor, action, reason, **subject):
    record = Moderation(actor=actor, action=action, reason=reason.strip(), **subject)
    if action in NEEDS_REASON and not record.reason:
        raise ValidationError(_("Say why: the reader can read it."))
    record.full_clean()
    record.save()
    return record
