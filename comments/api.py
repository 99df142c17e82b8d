"""Comments as data, for programs: what an anonymous reader sees of them, and no more.

comments-1.schema.json is what all of it keeps to; docs/api.md says how it is asked for.
"""

from datetime import UTC
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from mlmap_site.links import absolute
from mlmap_site.privacy import shared
from mlmap_site.programs import refusal, refusal_of_all

SCHEMA = settings.BASE_DIR / "comments" / "comments-1.schema.json"
# What a form has for programs that fill in all they find.
TRAPS = {"stamp", "website"}


@require_safe
@shared
def schema(request):
    """The JSON Schema of comments."""
    return HttpResponse(SCHEMA.read_bytes(), content_type="application/schema+json")


# Reading


def page_answer(request, context):
    """Answer with a page of a thread, or of replies to its `root`, from what a template gets."""
    root, pinned = context.get("root"), context.get("pinned")
    if root:
        comments = [comment_data(comment) for comment in context["page"]]
    else:
        comments = [_branch(branch) for branch in context["branches"]]
    return _answer(
        {
            "schema": 1,
            "article": _article(context),
            "root": root and comment_data(root),
            "pinned": pinned and _branch(pinned),
            "comments": comments,
            "next": _next(request, context["page"].next),
        }
    )


def comment_answer(request, comment, *, is_own=False, status=200):
    """Answer with one comment; to its own writer also with the words that wait."""
    return _answer(comment_data(comment, is_own=is_own), status)


def comment_data(comment, *, is_own=False):
    """Return a comment that was loaded for a page; of a gap only that it is one, and why."""
    data = {
        "id": comment.pk,
        "url": absolute(comment.get_absolute_url()),
        "state": comment.state,
        "reason": comment.state_reason if is_own else comment.removal_reason,
        "root": comment.root_id,
        "reply_count": comment.reply_count,
    }
    return data | _words(comment) if comment.is_approved or is_own else data


def _words(comment):
    is_answer_there = comment.answered is None or comment.answered.is_approved
    return {
        "version": comment.version.label,
        "role": _role(comment) if comment.role_name else None,
        "in_reply_to": comment.in_reply_to_id if is_answer_there else None,
        "author": {
            "name": comment.writer.display_name,
            "headline": comment.writer.headline,
            "wrote_the_article": comment.is_by_author,
        },
        "created_at": _moment(comment.created_at),
        "edited_at": comment.edited_at and _moment(comment.edited_at),
        "body": comment.body,
        "html": comment.body_html,
        "like_count": comment.like_count,
        "is_pinned": comment.is_pinned,
        "led_to": [_change(change) for change in comment.credits],
    }


def _role(comment):
    url = absolute(comment.role.get_absolute_url())
    return {"slug": comment.role.slug, "name": comment.role_name, "url": url}


def _change(change):
    url = absolute(reverse("version_list", args=[change.version.article.slug]))
    return {"version": change.version.label, "text": change.text, "url": url}


def _branch(branch):
    replies = [comment_data(reply) for reply in branch.replies]
    more = None
    if branch.hidden_count:
        query = {"format": "json", "thread": branch.root.pk}
        query |= {"after": replies[-1]["id"]} if replies else {}
        thread = reverse("thread", args=[branch.root.article.slug])
        more = absolute(f"{thread}?{urlencode(query)}")
    return comment_data(branch.root) | {"replies": replies, "more_replies": more}


def _article(context):
    article, current = context["article"], context["version"]
    return {
        "slug": article.slug,
        "title": current.title,
        "url": absolute(article.get_absolute_url()),
        "version": current.label,
        "comment_count": article.comment_count,
        "is_closed": context["closed_since"] is not None,
    }


def _next(request, key):
    """Return the same question about what comes behind a key."""
    if key is None:
        return None
    query = request.GET.copy()
    query.pop("from", None)
    query["after"] = key
    return absolute(f"{request.path}?{query.urlencode()}")


def _moment(moment):
    return moment.astimezone(UTC).isoformat()


# Writing


def preview_answer(html):
    """Answer with how a comment will look."""
    return _answer({"html": html})


def like_answer(liked, *, is_liked):
    """Answer with how many like an article or a comment, and whether this reader does."""
    return _answer({"is_liked": is_liked, "like_count": liked.like_count})


def refused(page, status):
    """Answer whoever posted that nothing was stored, from what the page would show."""
    form = page.get("form")
    if form is None:
        code = "sign_in" if page["sign_in"] else "refused"
        return refusal_of_all(page["why"], {"body": page["body"]}, status, code)
    names = form.data.keys() & form.fields.keys() - TRAPS
    sent = {name: form.data[name] for name in sorted(names)}
    return refusal(form.errors.get_json_data(), sent, status)


def _answer(data, status=200):
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})
