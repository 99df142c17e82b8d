from django import template
from django.db.models import F

from comments.linked_data import thread_data
from comments.models import Comment, may_take_part
from comments.showing import age, html_of, shown
from comments.threads import below, branches, closed_since
from mlmap_site.markup import json_in_page
from mlmap_site.prepared import prepared

register = template.Library()
register.filter(age)

State = Comment.State
CREDITED = (State.APPROVED, State.DELETED)
ON_ROLE_PAGE = 3


@register.inclusion_tag("comments/_thread.html", takes_context=True)
def comment_thread(context, article, version):
    """The first page of an article's thread, to be answered on the version that is read."""
    user = context["user"]
    page, rows, pinned = branches(article, user)
    current = context.get("current") or version
    return {
        **_reader(context),
        **below(pinned, rows),
        "article": article,
        "version": version,
        "page": page,
        "closed_since": closed_since(article, current),
    }


@register.simple_tag
def linked_comments(branches):
    """What is said in a thread, as search engines read it."""
    return json_in_page(thread_data(branches))


@register.simple_tag(takes_context=True)
def show_comment(context, comment, version, *, is_own=False):
    """A comment of `for_page`, with what its reader may do with it, on a page of this version."""
    reader, is_closed = context["user"], bool(context.get("closed_since"))
    said = shown(comment, reader, version, is_closed=is_closed, is_own=is_own)
    return html_of(said, reader, context.get("csrf_token"))


@register.inclusion_tag("comments/_like_article.html", takes_context=True)
def article_like(context, article):
    """How many like an article, and for who is signed in the button to say so."""
    user = context["user"]
    may_like = may_take_part(user)
    is_liked = may_like and article.likes.filter(reader=user).exists()
    return {**_reader(context), "article": article, "may_like": may_like, "is_liked": is_liked}


@prepared
def newest_about(is_signed_in, *, role, reader):
    comments = Comment.objects.filter(role=role).standing().readable()
    comments = comments.for_page_of(reader if is_signed_in else None)
    return comments.order_by("-created_at", "-pk")[: ON_ROLE_PAGE + 1]


@register.inclusion_tag("comments/_role_comments.html", takes_context=True)
def role_comments(context, role):
    """The newest of what was said about a role."""
    reader = context["user"].pk
    newest = newest_about(reader is not None, role=role.pk, reader=reader)
    has_more = len(newest) > ON_ROLE_PAGE
    return {
        **_reader(context),
        "role": role,
        "comments": newest[:ON_ROLE_PAGE],
        "has_more": has_more,
    }


def _reader(context):
    return {name: context.get(name) for name in ("request", "user", "csrf_token")}


@register.simple_tag
def credit_changes(versions):
    """Give each change of these versions the comments that led to it, as `credits`.

    What was removed is not credited. Of what its writer deleted, and of who does not want to be
    named, the page says that a reader said it.
    """
    changes = {change.pk: change for version in versions for change in version.changes.all()}
    for change in changes.values():
        change.credits = []
    credited = Comment.objects.filter(state__in=CREDITED, changes__in=changes)
    credited = credited.select_related("author").annotate(change_id=F("changes"))
    for comment in credited.order_by("created_at", "pk"):
        changes[comment.change_id].credits.append(comment)
    return ""
