import re
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from articles.models import articles_called, placed_on
from articles.numbers import parse_number
from comments import api, writing
from comments.models import Comment
from comments.threads import (
    Order,
    Selection,
    below,
    branches,
    closed_since,
    replies_page,
    versions_talked_about,
)
from mlmap_site.paging import key_or_404, page_after
from mlmap_site.prepared import first_or_404
from mlmap_site.privacy import changes_with, shared
from mlmap_site.stamps import article_topic, role_topic
from roles.models import SLUG, Role

COMMENTS_A_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@shared(query=["after", "from", "thread", "order", "version", "role", "above", "format"])
def thread(request, slug):
    """The comments on an article: read them by GET, add one by POST."""
    article = first_or_404(articles_called(slug=slug))
    current = article.current()
    if request.method == "POST":
        return writing.post_comment(request, article, current)
    if current is None:
        raise Http404
    return thread_page(request, article, current)


def thread_page(request, article, current):
    changes_with(request, article_topic(article.pk))
    if root_key := key_or_404(request.GET.get("thread")):
        return replies(request, article, current, root_key)
    selection = selection_of(request, article)
    after = key_or_404(request.GET.get("after"))
    start = key_or_404(request.GET.get("from"))
    asked = {"selection": selection, "after": after, "start": start}
    page, rows, pinned = branches(article, request.user, **asked)
    context = {
        "article": article,
        "version": current,
        "page": page,
        "selection": selection,
        "closed_since": closed_since(article, current),
    }
    top = pinned if page.is_first and selection.is_whole else None
    if is_json(request):
        return api.page_answer(request, context | {"branches": rows, "pinned": top})
    if request.htmx:
        return more_branches(request, context, rows)
    context |= below(top, rows) | choices(article, current, selection)
    return render(request, "comments/thread.html", context)


def more_branches(request, context, rows):
    """What goes on behind a page; what stands on top of that is not put into it again."""
    above = key_or_404(request.GET.get("above"))
    context |= {"branches": [row for row in rows if row.root.pk != above], "above": above}
    return render(request, "comments/_branches.html", context)


def replies(request, article, current, root_key):
    """The replies to one comment, a page of them or with htmx those that follow."""
    roots = article.comments.roots().standing().for_page(request.user)
    root = get_object_or_404(roots, pk=root_key)
    after = key_or_404(request.GET.get("after"))
    start = key_or_404(request.GET.get("from"))
    page = replies_page(root, request.user, after=after, start=start)
    context = {"article": article, "version": current, "root": root, "page": page}
    context["closed_since"] = closed_since(article, current)
    if is_json(request):
        return api.page_answer(request, context)
    if request.htmx:
        return render(request, "comments/_more_replies.html", context)
    return render(request, "comments/replies.html", context)


def is_json(request):
    """Return whether data are asked for; another form than that and a page is not found."""
    wanted = request.GET.get("format", "html")
    if wanted not in ("html", "json"):
        raise Http404
    return wanted == "json"


def selection_of(request, article):
    """Return which comments are asked for; what cannot be asked for is not found."""
    order = request.GET.get("order") or Order.OLDEST
    if order not in Order.values:
        raise Http404
    version, role = request.GET.get("version"), request.GET.get("role")
    if version:
        public = article.versions.public().numbered(parse_number(version))
        version = get_object_or_404(public)
    if role:
        # PostgreSQL takes no text with a NUL in it, and no slug has anything like it.
        roles = Role.objects.public() if re.fullmatch(SLUG, role) else Role.objects.none()
        role = get_object_or_404(roles, slug=role)
    return Selection(Order(order), version or None, role or None)


def choices(article, current, selection):
    """Return what a reader may choose among: orders, versions with comments, today's roles.

    What they have chosen is among it, however old it is.
    """
    versions = versions_talked_about(article=article.pk)
    placements = placed_on(current)
    if selection.version and selection.version not in versions:
        versions.append(selection.version)
    if selection.role and selection.role not in [placed.role for placed in placements]:
        placements += selection.role.placements.public().newest_first()[:1]
    return {"orders": Order, "versions": versions, "placements": placements}


@require_safe
@shared(query=["after"])
def role_comments(request, slug):
    """What was said about a role on all articles, newest first."""
    role = get_object_or_404(Role.objects.public(), slug=slug)
    changes_with(request, role_topic(role.pk))
    comments = role.comments.standing().readable().for_page(request.user)
    order = ("-created_at", "-pk")
    key = key_or_404(request.GET.get("after"))
    page = page_after(comments, order, key, COMMENTS_A_PAGE, role.comments.all())
    placement = role.placements.public().newest_first().first()
    context = {"role": role, "placement": placement, "page": page}
    return render(request, "comments/role.html", context)


@require_safe
def comment(request, pk):
    """A comment's address for ever: it leads to the page of the thread that holds it."""
    if is_json(request):
        return comment_as_json(request, pk)
    found = get_object_or_404(Comment.objects.for_page(request.user), pk=pk)
    if found.stands and found.article.current():
        thread_url = reverse("thread", args=[found.article.slug])
        query = {"thread": found.root_id} if found.root_id else {}
        query["from"] = found.pk
        return redirect(f"{thread_url}?{urlencode(query)}#comment-{found.pk}")
    if not found.can_be_read_by(request.user):
        raise Http404
    return render(request, "comments/comment.html", {"comment": found, "article": found.article})


@shared(query=["format"])
def comment_as_json(request, pk):
    """One comment as data. Where the address leads nobody keeps, what stands there may be kept."""
    found = get_object_or_404(Comment.objects.standing().for_page(), pk=pk)
    if found.article.current() is None:
        raise Http404
    changes_with(request, article_topic(found.article_id))
    return api.comment_answer(request, found)
