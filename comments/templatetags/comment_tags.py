from datetime import timedelta

from django import template
from django.db.models import F
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from comments.models import Comment, can_moderate
from comments.threads import branches

register = template.Library()

COMMENTS_ON_DESK = 8


@register.inclusion_tag("comments/_thread.html")
def comment_thread(article, version):
    """The first page of an article's thread, to be answered on the version that is read."""
    page, rows = branches(article)
    return {"article": article, "version": version, "page": page, "branches": rows}


@register.simple_tag
def credit_changes(versions):
    """Give each change of these versions the approved comments that led to it, as `credits`."""
    changes = {change.pk: change for version in versions for change in version.changes.all()}
    for change in changes.values():
        change.credits = []
    credits = Comment.objects.approved().filter(changes__in=changes).select_related("author")
    for comment in credits.annotate(change_id=F("changes")).order_by(*Comment.ORDER):
        changes[comment.change_id].credits.append(comment)
    return ""


@register.inclusion_tag("admin/_desk_comments.html")
def desk_comments(user):
    """What waits for a moderator, and the readers whom the author has not answered yet."""
    if not can_moderate(user):
        return {"may_moderate": False}
    comments = Comment.objects.select_related("author", "version")
    return {
        "may_moderate": True,
        "pending": comments.filter(state=Comment.State.PENDING)[:COMMENTS_ON_DESK],
        "unanswered": comments.unanswered().order_by("-created_at", "-pk")[:COMMENTS_ON_DESK],
    }


@register.filter
def age(moment):
    """Return how long ago something was, in its largest unit: "2 years ago"."""
    if timezone.now() - moment < timedelta(minutes=1):
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(moment, depth=1)}
