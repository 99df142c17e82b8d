"""What a reader does with a comment of their own: post it, change it, take it back."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.holding import hold, reasons_to_hold
from comments.models import EDIT_WINDOW, Comment, Notice
from mlmap_site.search_index import put

State = Comment.State
MINUTES = int(EDIT_WINDOW.total_seconds() // 60)


class Refused(Exception):
    """It cannot be done any more; the message says why in words."""


def post(comment, sending=None):
    """Store a new comment and return it; it is approved at once where nothing holds it.

    Where its writer used its key before, nothing is stored and the comment of then is returned.
    """
    reasons = reasons_to_hold(comment, sending)
    try:
        with transaction.atomic():
            if reasons:
                comment.save()
                hold(comment, reasons)
            else:
                comment.state = State.APPROVED
                comment.save()
                comment.count(1)
                comment.appear()
    except IntegrityError:
        earlier = Comment.objects.filter(author=comment.author, key=comment.key).first()
        if comment.key is None or earlier is None:
            raise
        return earlier
    return comment


def edit(comment, body, sending=None):
    """Give a comment other words and return it; the rules for new ones hold for them too.

    Raises Refused where it is too late, or where it would have to wait while replies hang on it.
    """
    stored = Comment.objects.get(pk=comment.pk)
    # What waits was not looked at yet: all of it counts, not only what is new in it.
    before = stored.body if stored.is_approved else ""
    comment.body = body
    reasons = reasons_to_hold(comment, sending, before)
    with transaction.atomic():
        stored = _locked(comment)
        if not stored.can_be_edited_by(comment.author):
            raise Refused(too_late())
        if not _change_words(stored, body):
            return stored
        if reasons and stored.is_approved and stored.reply_count:
            # Replies that readers see would go with it.
            raise Refused(
                _(
                    "Changed like this it would have to wait for approval, and others have "
                    "answered it already. Write it as a new comment instead."
                )
            )
        if reasons:
            hold(stored, reasons)
    return stored


def too_late():
    """Return the sentence that says until when a comment can be changed."""
    return _("A comment can be changed for %(count)d minutes, and not once it was taken off.") % {
        "count": MINUTES
    }


@transaction.atomic
def delete(comment):
    """Take a comment back: its words are erased; a gap stays where replies hang on it.

    Raises Refused where it is gone already.
    """
    stored = _locked(comment)
    if not stored.can_be_deleted_by(comment.author):
        raise Refused(_("It is gone already."))
    stored.body = stored.body_html = ""
    stored.save(update_fields=["body", "body_html"])
    stored.enter(State.DELETED)
    return stored


def _locked(comment):
    return Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)


def _change_words(comment, body):
    """Store other words; return whether they are any different."""
    before, comment.body = comment.body, body
    comment.tidy()
    if comment.body == before:
        return False
    comment.edited_at = timezone.now()
    comment.save(update_fields=["body", "body_html", "edited_at"])
    if comment.is_approved:
        put([comment])
        Notice.objects.queue_webhooks(Notice.Kind.COMMENT_CHANGED, [comment])
    return True
