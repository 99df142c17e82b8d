from itertools import groupby

from django import template

from articles.models import Version
from comments.admin.planning import plan_of
from comments.models import Comment, Message, can_moderate
from comments.queue import (
    NEWEST_FIRST,
    OLDEST_FIRST,
    own_articles,
    pending,
    planned,
    reported,
)

register = template.Library()

ON_DESK = 8
PLANNED_ON_DESK = 40


@register.inclusion_tag("admin/_desk_comments.html")
def desk_comments(user):
    """What waits for a moderator; and for the author what to answer, and what readers planned."""
    comments = Comment.objects.select_related("author", "version")
    own = own_articles(user)
    ours = comments.filter(article__in=own)
    return {
        "may_moderate": can_moderate(user),
        "may_open": user.has_perm("comments.view_comment"),
        "is_author": own.exists(),
        "pending": pending(comments).order_by(*OLDEST_FIRST)[:ON_DESK],
        "reported": reported(comments).order_by(*OLDEST_FIRST)[:ON_DESK],
        "unanswered": ours.unanswered().order_by(*NEWEST_FIRST)[:ON_DESK],
        "plans": _plans(ours),
    }


@register.inclusion_tag("admin/_desk_messages.html")
def desk_messages(user):
    """What came by the contact form and is not read yet."""
    new = Message.objects.filter(state=Message.State.NEW)
    return {
        "may_read": user.has_perm("comments.view_message"),
        "messages": new.order_by(*OLDEST_FIRST)[:ON_DESK],
    }


@register.inclusion_tag("admin/_planned.html", takes_context=True)
def planned_panel(context, version):
    """What readers planned for a version, beside its changelog, for whoever writes it."""
    return {**plan_of(version), "csrf_token": context.get("csrf_token")}


def _plans(comments):
    """Return each article with the version that is being written, and what it should answer."""
    found = planned(comments).select_related("article", "author", "version")
    found = found.order_by("article", *OLDEST_FIRST)[:PLANNED_ON_DESK]
    by_article = [(article, list(rows)) for article, rows in groupby(found, lambda c: c.article)]
    waiting = Version.objects.waiting().filter(article__in=[article for article, _ in by_article])
    drafts = {version.article_id: version for version in waiting}
    return [(article, drafts.get(article.pk), rows) for article, rows in by_article]
