"""The page at the desk from which a thread is closed, or a reader blocked: each with a reason."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles.desk import require
from articles.models import Article
from comments import moderation
from comments.admin.forms import ReasonForm
from comments.admin.page import counts_of, known_reader
from comments.models import Moderation, can_moderate
from comments.threads import closed_since
from mlmap_site.authoring import UNPROCESSABLE

Action = Moderation.Action


@require_http_methods(["GET", "HEAD", "POST"])
def thread(request, model_admin, pk):
    """Close the thread of an article, or open it again."""
    article = get_object_or_404(Article.objects.select_related("author"), pk=pk)
    require(can_moderate(request.user) or article.can_be_edited_by(request.user))
    # What is still being written is its author's alone.
    if not (article.can_be_edited_by(request.user) or article.versions.past().exists()):
        raise Http404
    verb, action = moderation.close, Action.CLOSE
    if article.comments_closed_at:
        verb, action = moderation.reopen, Action.REOPEN
    current = article.current()
    context = {
        "title": _("The thread of “%s”") % article,
        "article": article,
        "closed_since": current and closed_since(article, current),
        "moderations": article.moderations.select_related("actor"),
    }
    return _page(request, model_admin, article, (verb, action), context)


@require_http_methods(["GET", "HEAD", "POST"])
def reader(request, model_admin, pk):
    """Block a reader, or let them write again."""
    require(can_moderate(request.user))
    found = known_reader(pk, request.user)
    if found is None:
        raise Http404
    verb, action = moderation.block, Action.BLOCK
    if found.is_blocked:
        verb, action = moderation.unblock, Action.UNBLOCK
    context = {
        "title": found.display_name,
        "reader": found,
        "counts": counts_of(found),
        "moderations": found.acts_on_them.select_related("actor"),
    }
    return _page(request, model_admin, found, (verb, action), context)


def _page(request, model_admin, subject, act, context):
    """Show a subject with the act that fits it, and do the act that is posted."""
    verb, action = act
    form = ReasonForm(action, request.POST or None)
    # What the page offered may have been done meanwhile; its contrary is not what was meant.
    if form.is_bound and request.POST.get("action") != action:
        form.add_error(None, _("That was done already. This is how it stands now."))
    if form.is_bound and form.is_valid():
        try:
            verb(subject, request.user, form.cleaned_data["reason"])
            messages.success(request, _("Done: %s.") % action.label)
            return redirect(request.path)
        except (moderation.Refused, ValidationError) as refusal:
            form.add_error(None, getattr(refusal, "messages", [str(refusal)]))
    context |= {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "form": form,
        "action": action,
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return TemplateResponse(request, "admin/comments/comment/subject.html", context, status=status)
