from django import template
from django.db.models import F
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from comments.models import Comment
from comments.threads import branches

register = template.Library()


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


@register.filter
def age(moment):
    """Return how long ago something was, in its largest unit: "2 years ago"."""
    return _("%(time)s ago") % {"time": timesince(moment, depth=1)}
