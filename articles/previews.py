"""The page of a version before it is published: for its author, and by a link for others."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from articles.models import PreviewLink


@require_safe
def shared_preview(request, token):
    """The page as it will be, for whom the author sent the link; no account is asked."""
    link = PreviewLink.objects.find(token)
    if link is None or link.version.state == "withdrawn":
        raise Http404
    if link.version.is_public():
        return redirect(link.version)
    context = preview_context(link.version) | {"expires_at": link.expires_at}
    response = render(request, "articles/version.html", context)
    # Neither a search engine nor the next site that is visited learns the address.
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def preview_context(version):
    return {
        "version": version,
        "article": version.article,
        "text": version.text(),
        "tags": version.article.tags.all(),
        "placements": version.placements.select_related("role"),
        "is_preview": True,
    }
