"""A comment is written: the form, how it will look, and what becomes of it once it is posted."""

import re
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import articles_called
from articles.numbers import parse_number
from comments import answers
from comments.forms import CommentForm
from comments.keeping import kept_words, place_of_new
from comments.threads import closed_since
from mlmap_site.markup import plain_words
from mlmap_site.paging import key_or_404, parse_key
from mlmap_site.prepared import first_or_404

# A passage that is quoted comes in an address. What means something in a comment's Markdown is
# marked as a mere character; quote.js and comment_form.js know both as well.
QUOTE_LIMIT = 500
MARKS = re.compile(r"^(\d*)([-+#.)])|([\\`*_\[\]<>&~])")


def post_comment(request, article, current):
    """Take a comment, or show how it will look; what cannot be taken is given back."""
    if current is None and not article.versions.past().exists():
        raise Http404
    parent = parse_key(request.POST.get("parent", ""))
    if refusal := refusal_to_post(request, article, current, parent):
        return refusal
    version = read_version(article, request.POST.get("version", ""), current)
    form = CommentForm(request.POST, article=article, author=request.user, version=version)
    if "preview" in request.POST:
        return answers.preview(request, form, new_comment_page(article, version, form))
    form.is_valid()
    comment = form.earlier or answers.take(request, form, "comment")
    if comment is None:
        return answers.given_back(request, form, new_comment_page(article, version, form))
    return answers.stored(request, comment, form.draft_name, place_of_new(article, parent))


@require_safe
def write(request, slug):
    """The form, on a page of its own: what is personal stands on no shared page."""
    if not request.user.is_authenticated:
        return answers.to_sign_in(request)
    article = first_or_404(articles_called(slug=slug))
    current, parent = article.current(), key_or_404(request.GET.get("parent"))
    kept = kept_words(request, place_of_new(article, parent))
    if current is None and not kept:
        raise Http404
    if refusal := refusal_to_post(request, article, current, parent):
        return refusal
    version = read_version(article, request.GET.get("version", ""), current)
    quoted = quotation(request.GET.get("quote", ""))
    initial = {"version": version.label, "role": request.GET.get("role"), "parent": parent}
    initial |= {"body": quoted} | kept
    form = CommentForm(initial=initial, article=article, author=request.user, version=version)
    page = new_comment_page(article, version, form) | {"is_kept": kept}
    return answers.show(request, "write", page | {"is_quoted": quoted and not kept})


def refusal_to_post(request, article, current, parent):
    """Return the answer to a reader who cannot post here now, None to whoever can."""
    place = place_of_new(article, parent)
    # Nothing a reader wrote is lost, not even where it cannot be taken.
    if current is None:
        return answers.refuse(
            request,
            _("This article is not there any more"),
            _("It was withdrawn while you wrote, so your comment was not posted."),
            status=404,
            place=place,
        )
    if not request.user.is_authenticated:
        return answers.ask_to_sign_in(request, write_address(article, current, parent), place)
    if request.user.is_blocked:
        return answers.refuse_blocked(request, place)
    if closed_since(article, current):
        return answers.refuse(
            request,
            _("This thread is closed"),
            _("No more comments are taken on this version. What was said can still be read."),
            place=place,
        )
    return None


def new_comment_page(article, version, form):
    """Return what the page of a new comment is made of."""
    key = parse_key(str(form["parent"].value() or ""))
    parent = article.comments.approved().filter(pk=key).for_page().first()
    return {
        "form": form,
        "article": article,
        "version": version,
        "parent": parent,
        "parent_words": parent and passage(plain_words(parent.body_html)),
        "template": "write",
        "action": reverse("thread", args=[article.slug]),
        "cancel": resolve_url(parent or f"{article.get_absolute_url()}#comments"),
        "place": place_of_new(article, key),
        "box": f"reply-{parent.pk}" if parent else "new-comment",
    }


def passage(text):
    """Return the beginning of words that are quoted, on one line."""
    return Truncator(" ".join(text.split())).chars(QUOTE_LIMIT)


def quotation(text):
    """Return words as a quote in Markdown that means nothing else, with room to go on below it."""
    words = MARKS.sub(r"\1\\\2\3", passage(text))
    return f"> {words}\n\n" if words else ""


def read_version(article, text, current):
    """Return the public version a reader says they read, the current one where that names none."""
    number = parse_number(text)
    if number == current.number:
        return current
    return article.versions.public().numbered(number).first() or current


def write_address(article, current, parent):
    """Return where the form is found again that was answered before its reader had signed in."""
    query = {"version": current.label} | ({"parent": parent} if parent else {})
    return f"{reverse('write_comment', args=[article.slug])}?{urlencode(query)}"
