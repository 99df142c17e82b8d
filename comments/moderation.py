"""What a moderator does to a comment. Each act is a row with actor, action, reason and time."""

from django.db import transaction
from django.utils.translation import gettext as _

from comments.models import Comment, Moderation

Action, State = Moderation.Action, Comment.State

# From which states an act leads where.
ACTS = {
    Action.APPROVE: ({State.PENDING, State.REJECTED, State.REMOVED}, State.APPROVED),
    Action.REJECT: ({State.PENDING}, State.REJECTED),
    Action.REMOVE: ({State.APPROVED}, State.REMOVED),
}


class Refused(Exception):
    """An act does not fit the comment's state; the message says so in words."""


@transaction.atomic
def moderate(comment, actor, action, reason=""):
    """Approve, reject or remove a comment and record it.

    Raises Refused where the comment is in no state for it, ValidationError where a reason lacks.
    """
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    possible, state = ACTS[action]
    if comment.state not in possible:
        raise Refused(
            _("“%(comment)s” is %(state)s: it cannot be changed that way.")
            % {"comment": comment, "state": comment.get_state_display()}
        )
    record = Moderation(comment=comment, actor=actor, action=action, reason=reason.strip())
    record.full_clean()
    comment.enter(state)
    record.save()
    return record
