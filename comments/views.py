from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article
from articles.numbers import parse_number
from comments.forms import CommentForm
from comments.models import Comment
from comments.threads import branches, replies_page
from mlmap_site.paging import key_or_404, parse_key
from mlmap_site.privacy import shared


@require_http_methods(["GET", "HEAD", "POST"])
def thread(request, slug):
    """The comments on an article: read them by GET, add one by POST."""
    article = get_object_or_404(Article.objects.select_related("author"), slug=slug)
    current = article.current()
    if request.method == "POST":
        return post_comment(request, article, current)
    if current is None:
        raise Http404
    return thread_page(request, article, current)


@shared
def thread_page(request, article, current):
    after = key_or_404(request.GET.get("after"))
    start = key_or_404(request.GET.get("from"))
    root_key = key_or_404(request.GET.get("thread"))
    context = {"article": article, "version": current}
    if root_key:
        roots = article.comments.standing().filter(root=None).for_page()
        root = get_object_or_404(roots, pk=root_key)
        context |= {"root": root, "page": replies_page(root, after, start)}
        return render(request, "comments/replies.html", context)
    context["page"], context["branches"] = branches(article, after, start)
    return render(request, "comments/thread.html", context)


def post_comment(request, article, current):
    if not article.versions.past().exists():
        raise Http404
    # Nothing a reader wrote is lost, not even where it cannot be taken.
    if current is None:
        return give_back(request, article, "article_gone", status=404)
    if not request.user.is_authenticated:
        return give_back(request, article, "sign_in_first", status=403)
    version = read_version(article, request.POST.get("version", ""), current)
    form = CommentForm(request.POST, article=article, author=request.user, version=version)
    if not form.is_valid():
        form.replace_what_is_gone(version)
        return form_page(request, article, version, form, status=422)
    comment = form.save()
    if not comment.is_approved:
        messages.info(request, _("Your first comment waits for the author's approval."))
    return redirect(comment)


@login_required
@require_safe
def write(request, slug):
    """The form, on a page of its own: what is personal stands on no shared page."""
    article = get_object_or_404(Article.objects.select_related("author"), slug=slug)
    current = article.current()
    if current is None:
        raise Http404
    version = read_version(article, request.GET.get("version", ""), current)
    initial = {"version": version.label, "role": request.GET.get("role")}
    initial["parent"] = key_or_404(request.GET.get("parent"))
    form = CommentForm(initial=initial, article=article, author=request.user, version=version)
    return form_page(request, article, version, form)


@require_safe
def comment(request, pk):
    """A comment's address for ever: it leads to the page of the thread that holds it."""
    found = get_object_or_404(Comment.objects.for_page(), pk=pk)
    if found.stands and found.article.current():
        thread_url = reverse("thread", args=[found.article.slug])
        query = {"thread": found.root_id} if found.root_id else {}
        query["from"] = found.pk
        return redirect(f"{thread_url}?{urlencode(query)}#comment-{found.pk}")
    if not found.can_be_read_by(request.user):
        raise Http404
    return render(request, "comments/comment.html", {"comment": found, "article": found.article})


def give_back(request, article, template, status):
    context = {"article": article, "body": request.POST.get("body", "")}
    return render(request, f"comments/{template}.html", context, status=status)


def form_page(request, article, version, form, status=200):
    key = parse_key(str(form["parent"].value() or ""))
    parent = article.comments.approved().filter(pk=key).for_page().first()
    context = {"article": article, "version": version, "form": form, "parent": parent}
    return render(request, "comments/write.html", context, status=status)


def read_version(article, text, current):
    """Return the public version a reader says they read, the current one where that names none."""
    return article.versions.public().numbered(parse_number(text)).first() or current
