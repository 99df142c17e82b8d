"""Liking articles and comments: one a reader, and undone as easily."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.models import Article
from comments import answers, api
from comments.changing import seen_or_404
from comments.models import Comment, Like, may_take_part
from comments.spam import is_within_rate
from mlmap_site.programs import asks_for_json


@require_POST
def like_comment(request, pk):
    """Say that I like a comment, or no more (`liked` is 1 or 0)."""
    if not request.user.is_authenticated:
        return refuse_stranger(request, reverse("comment", args=[pk]))
    comment = seen_or_404(request, pk)
    if not comment.can_be_liked_by(request.user):
        return refuse(request, "comments/_like.html", {"comment": comment})
    status = put(request, comment=comment)
    if status != 200 and not request.htmx:
        return too_often(request)
    comment = Comment.objects.for_page(request.user).get(pk=pk)
    if asks_for_json(request):
        return api.like_answer(comment, is_liked=comment.is_liked)
    if not request.htmx:
        return redirect(comment)
    page = {"comment": comment, "may_like": True}
    return in_place(request, "comments/_like.html", page, status)


@require_POST
def like_article(request, slug):
    """Say that I like an article, or no more."""
    article = get_object_or_404(Article.objects.public(), slug=slug)
    if not request.user.is_authenticated:
        return refuse_stranger(request, article.get_absolute_url())
    if not may_take_part(request.user):
        return refuse(request, "comments/_like_article.html", {"article": article})
    status = put(request, article=article)
    if status != 200 and not request.htmx:
        return too_often(request)
    article.refresh_from_db(fields=["like_count"])
    is_liked = article.likes.filter(reader=request.user).exists()
    if asks_for_json(request):
        return api.like_answer(article, is_liked=is_liked)
    if not request.htmx:
        return redirect(f"{article.get_absolute_url()}#like")
    page = {"article": article, "is_liked": is_liked, "may_like": True}
    return in_place(request, "comments/_like_article.html", page, status)


def put(request, **target):
    """Store the like and return 200, or 429 from whoever sent too many in a short time."""
    wanted = request.POST.get("liked")
    if wanted not in ("0", "1"):
        raise BadRequest("liked is 1 or 0")
    if not is_within_rate(request, "like"):
        return 429
    Like.objects.put(request.user, wanted=wanted == "1", **target)
    return 200


def in_place(request, template, page, status):
    """Answer with the button alone, as it stands now."""
    if status == 429:
        page["said"] = wait_words()
    return render(request, template, page, status=status)


def refuse(request, template, page):
    """Answer whoever may not like it: with the count alone where the button was."""
    if request.htmx:
        return render(request, template, page, status=403)
    if request.user.is_blocked:
        return answers.refuse_blocked(request)
    return answers.refuse(request, _("This cannot be liked"), _("It is yours, or it is gone."))


def refuse_stranger(request, address):
    """Answer whoever is not signed in, or no more: with htmx the page leads to the sign-in."""
    if not request.htmx:
        raise PermissionDenied
    return HttpResponse(status=403, headers={"HX-Redirect": redirect_to_login(address).url})


def too_often(request):
    return answers.refuse(request, _("Not so quickly"), wait_words(), status=429)


def wait_words():
    return _("That was a lot in a short time. Please wait a little.")
