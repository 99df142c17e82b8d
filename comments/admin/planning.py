"""What readers planned for a version: beside its changelog, each comment with a line to credit."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles.desk import require
from articles.models import Version
from comments import triage
from comments.moderation import Refused
from comments.queue import NEWEST_FIRST, OLDEST_FIRST
from comments.queue import planned as planned_of
from mlmap_site.authoring import UNPROCESSABLE
from mlmap_site.paging import parse_key

# As many of each kind are shown; the queue has the rest.
SHOWN = 50


def plan_of(version):
    """Return what the panel of a version shows, in as many queries however much is planned."""
    comments = version.article.comments.select_related("author", "version", "role")
    lines = list(version.changes.all())
    credited = comments.filter(changes__version=version).distinct().prefetch_related("changes")
    by_line = {line.pk: [] for line in lines}
    for comment in credited.order_by(*OLDEST_FIRST):
        for change in comment.changes.all():
            by_line.get(change.pk, []).append(comment)
    return {
        "version": version,
        "lines": [(line, by_line[line.pk]) for line in lines],
        "planned": planned_of(comments).order_by(*OLDEST_FIRST)[:SHOWN],
        "unanswered": comments.unanswered().order_by(*NEWEST_FIRST)[:SHOWN],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def planned(request, model_admin, pk):
    """Show what readers planned for a version; by POST say which of its lines a comment led to."""
    version = get_object_or_404(Version.objects.select_related("article__author"), pk=pk)
    require(version.article.can_be_edited_by(request.user))
    refusal = None
    if request.method == "POST":
        refusal = _credit(request, version)
        if refusal is None and not request.htmx:
            return redirect("admin:comments_comment_planned", version.pk)
    context = {
        **plan_of(version),
        **model_admin.admin_site.each_context(request),
        "opts": Version._meta,
        "title": _("What readers planned for %s") % version,
        "refusal": refusal,
    }
    page = "admin/_planned.html" if request.htmx else "admin/comments/comment/planned.html"
    return TemplateResponse(request, page, context, status=UNPROCESSABLE if refusal else 200)


def _credit(request, version):
    """Credit the comment that the form names, or take it back; return in words why not."""
    comments = version.article.comments
    comment = comments.filter(pk=parse_key(request.POST.get("comment", ""))).first()
    line = version.changes.filter(pk=parse_key(request.POST.get("change", ""))).first()
    if line is None or comment is None:
        return _("Choose a line of the changelog that is saved, and a comment on this article.")
    verb = triage.take_credit_back if "back" in request.POST else triage.add_credit
    try:
        verb(comment, line, request.user)
    except (Refused, ValidationError) as refusal:
        return " ".join(getattr(refusal, "messages", [str(refusal)]))
    if not request.htmx:
        said = _("Taken back.") if "back" in request.POST else _("Credited.")
        messages.success(request, said)
    return None
