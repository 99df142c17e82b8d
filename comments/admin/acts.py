"""Acting at the desk: on one comment or on many, asking for what the act needs first."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from articles.desk import require
from comments import triage
from comments.admin import planning, subjects
from comments.admin.forms import ManyTriageForm, ReasonForm
from comments.models import Comment, Moderation, can_moderate
from comments.moderation import (
    ABOUT_READERS,
    ACTS,
    NEEDS_REASON,
    Refused,
    block,
    moderate,
    unblock,
)
from comments.queue import is_waiting, next_waiting
from mlmap_site.authoring import UNPROCESSABLE
from mlmap_site.paging import key_or_404, parse_key

Action = Moderation.Action
LIST = "admin:comments_comment_changelist"
PAGE = "admin:comments_comment_change"
# What a form of many comments says it was sent from: the comment's own page.
FROM_PAGE = "page"


def urls(model_admin):
    """Return the addresses under the list of comments in the admin."""
    pages = {
        "moderate/": (moderate_view, "moderate"),
        "triage/": (triage_view, "triage"),
        "next/": (next_view, "next"),
        "threads/<int:pk>/": (subjects.thread, "thread"),
        "readers/<int:pk>/": (subjects.reader, "reader"),
        "planned/<int:pk>/": (planning.planned, "planned"),
    }
    return [
        path(
            address,
            model_admin.admin_site.admin_view(_with(model_admin, view)),
            name=f"comments_comment_{name}",
        )
        for address, (view, name) in pages.items()
    ]


def _with(model_admin, view):
    @wraps(view)
    def bound(request, **kwargs):
        return view(request, model_admin, **kwargs)

    return bound


@require_POST
def moderate_view(request, model_admin):
    """Do one act to the comments named in the form; ask for the reason where it lacks."""
    require(can_moderate(request.user))
    action = request.POST.get("action", "")
    if action not in ACTS and action not in ABOUT_READERS:
        return refuse(request, model_admin, _("There is no such act."))
    action, comments = Action(action), _named(request, model_admin)
    is_given = "reason" in request.POST or action not in NEEDS_REASON
    form = ReasonForm(action, request.POST if is_given else None)
    if not form.is_valid():
        return ask_reason(request, model_admin, comments, action, form)
    waited = is_waiting(comments[0])
    act_on_all(request, comments, action, form.cleaned_data["reason"])
    return _back(request, comments[0], waited)


@require_POST
def triage_view(request, model_admin):
    """Set the triage of the comments named in the form, those of one's own articles."""
    comments = _named(request, model_admin)
    form = ManyTriageForm(request.POST)
    if not form.is_valid():
        return ask_triage(request, model_admin, comments, form)
    state, note = form.cleaned_data["triage"], form.cleaned_data["note"] or None

    def set_one(comment):
        if not comment.article.can_be_edited_by(request.user):
            raise Refused(_("The triage is for the author of “%s”.") % comment.article)
        triage.set_triage(comment, state, request.user, note)

    _do_all(request, comments, set_one)
    return _back(request, comments[0])


@require_safe
def next_view(request, model_admin):
    """Lead to what waits for a moderator next, after the comment that is named."""
    require(can_moderate(request.user))
    after = Comment.objects.filter(pk=key_or_404(request.GET.get("after"))).first()
    waiting = next_waiting(after)
    if waiting is None:
        messages.info(request, _("Nothing else waits."))
        return redirect(LIST)
    return redirect(PAGE, waiting.pk)


def act_on_all(request, comments, action, reason=""):
    """Do an act to each comment, or to each writer once, and say what became of it."""
    if action in ABOUT_READERS:
        comments = list({comment.author_id: comment for comment in comments}.values())

    def act_on(comment):
        if action not in ABOUT_READERS:
            moderate(comment, request.user, action, reason)
        elif comment.author is None:
            raise Refused(_("No account stands behind “%s”.") % comment)
        else:
            verb = block if action == Action.BLOCK else unblock
            verb(comment.author, request.user, reason)

    _do_all(request, comments, act_on)


def ask_reason(request, model_admin, comments, action, form=None):
    """Return the page that asks why, about these comments."""
    context = {
        "title": action.label.capitalize(),
        "form": form or ReasonForm(action),
        "action": action,
        "about_readers": action in ABOUT_READERS,
        "address": reverse("admin:comments_comment_moderate"),
    }
    return _ask(request, model_admin, comments, context)


def ask_triage(request, model_admin, comments, form=None):
    context = {
        "title": _("Set the triage"),
        "form": form or ManyTriageForm(),
        "address": reverse("admin:comments_comment_triage"),
    }
    return _ask(request, model_admin, comments, context)


def refuse(request, model_admin, words):
    """Return the page that says in words why nothing was done."""
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Nothing was done"),
        "words": words,
    }
    template = "admin/comments/comment/refused.html"
    return TemplateResponse(request, template, context, status=UNPROCESSABLE)


def _ask(request, model_admin, comments, context):
    context |= {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "comments": comments,
        "sent_from": request.POST.get("from", ""),
        # Of the list, as it was narrowed.
        "query": request.POST.get("query", request.GET.urlencode()),
    }
    status = UNPROCESSABLE if context["form"].is_bound else 200
    return TemplateResponse(request, "admin/comments/comment/ask.html", context, status=status)


def _named(request, model_admin):
    """Return the comments that the form names, those that are there; none of them is a 404."""
    keys = map(parse_key, request.POST.getlist("comment"))
    comments = model_admin.get_queryset(request).filter(pk__in=list(filter(None, keys)))
    found = comments.select_related("author", "article__author", "version__article")
    if not (found := list(found.order_by("pk"))):
        raise Http404
    return found


def _do_all(request, comments, act):
    """Do an act to each; what does not fit stops no other, and is told."""
    done = 0
    for comment in comments:
        try:
            act(comment)
            done += 1
        except Refused as refusal:
            messages.warning(request, refusal)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    if done:
        said = ngettext("%(count)d comment done.", "%(count)d comments done.", done)
        messages.success(request, said % {"count": done})


def _back(request, comment, waited=False):
    """Lead on: from the list to the list, from a comment's page to what waits next."""
    if request.POST.get("from") != FROM_PAGE:
        query = QueryDict(request.POST.get("query", "")).urlencode()
        return HttpResponseRedirect(reverse(LIST) + (f"?{query}" if query else ""))
    if not waited or is_waiting(comment):
        return redirect(PAGE, comment.pk)
    return redirect(f"{reverse('admin:comments_comment_next')}?after={comment.pk}")
