"""What becomes of a comment that is posted: its writer changes it or takes it back, or a reader
reports it.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comments import answers, api, posting
from comments.forms import CommentForm, ReportForm
from comments.keeping import forget_words, kept_words
from comments.models import EDIT_WINDOW, Comment
from mlmap_site.programs import asks_for_json

READ_AND_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_AND_SEND)
@answers.signed_in
def edit(request, pk):
    """Change the words of a comment of one's own, for a while."""
    comment, place = seen_or_404(request, pk), answers.place_of(request, pk)
    if refusal := refusal_to_edit(request, comment, place):
        return refusal
    values = {"article": comment.article, "author": request.user, "instance": comment}
    if request.method != "POST":
        kept = kept_words(request, place)
        form = CommentForm(initial=kept, **values)
        return answers.show(request, "edit", edit_page(comment, form) | {"is_kept": kept})
    form = CommentForm(request.POST, **values)
    page = edit_page(comment, form)
    if "preview" in request.POST:
        return answers.preview(request, form, page)
    try:
        changed = answers.take(request, form, "edit_comment")
    except posting.Refused as refusal:
        changed = form.refuse(str(refusal))
    if changed is None:
        return answers.given_back(request, form, page)
    return answers.stored(request, changed, form.draft_name, place)


def refusal_to_edit(request, comment, place):
    """Return the answer to a reader who cannot change this comment, None to whoever can."""
    if comment.can_be_edited_by(request.user):
        return None
    if request.user != comment.author:
        return answers.refuse(
            request,
            _("This is not your comment"),
            _("Only its writer can change it."),
            place=place,
        )
    if request.user.is_blocked:
        return answers.refuse_blocked(request, place)
    title = _("This cannot be changed any more")
    return answers.refuse(request, title, posting.too_late(), place=place)


def edit_page(comment, form):
    """Return what the page of an edit is made of."""
    return {
        "form": form,
        "article": comment.article,
        "version": comment.version,
        "comment": comment,
        "template": "edit",
        "action": reverse("edit_comment", args=[comment.pk]),
        "cancel": comment.get_absolute_url(),
        "place": form.draft_name,
        "box": f"edit-{comment.pk}",
        "until": comment.created_at + EDIT_WINDOW,
    }


@require_http_methods(READ_AND_SEND)
@answers.signed_in
def delete(request, pk):
    """Ask whether a comment of one's own is to go, and take it back."""
    comment = seen_or_404(request, pk)
    if not comment.can_be_deleted_by(request.user):
        title = _("This cannot be deleted")
        return answers.refuse(request, title, _("Only its writer can delete it, and only once."))
    if request.method != "POST":
        page = {"comment": comment, "article": comment.article, "version": comment.version}
        return answers.show(request, "delete", page | {"box": f"delete-{pk}"})
    try:
        posting.delete(comment)
    except posting.Refused as refusal:
        return answers.refuse(request, _("This cannot be deleted"), str(refusal))
    return deleted(request, pk)


def deleted(request, pk):
    """Answer that a comment is gone, with the gap that stays of it where replies hang on it."""
    comment = Comment.objects.for_page(request.user).get(pk=pk)
    if asks_for_json(request):
        return api.comment_answer(request, comment)
    if request.htmx:
        page = {"comment": comment, "article": comment.article, "version": comment.version}
        response = render(request, "comments/_form_deleted.html", page)
        return answers.instead_of_comment(response, pk)
    messages.success(request, _("Your comment is deleted."))
    if comment.article.current() is None:
        return redirect("home")
    return redirect(comment) if comment.stands else redirect("thread", comment.article.slug)


@require_http_methods(READ_AND_SEND)
@answers.signed_in
def report(request, pk):
    """Tell the moderators that a comment should not stand."""
    comment, place = seen_or_404(request, pk), answers.place_of(request, pk)
    if request.user.is_blocked:
        return answers.refuse_blocked(request, place)
    if not comment.can_be_reported_by(request.user):
        title = _("This cannot be reported")
        return answers.refuse(request, title, _("It is yours, or it is gone."), place=place)
    form = ReportForm(
        request.POST if request.method == "POST" else None,
        initial=kept_words(request, place),
        comment=comment,
        author=request.user,
    )
    if not form.is_bound:
        return answers.show(request, "report", report_page(comment, form))
    if answers.take(request, form, "report") is None:
        return answers.given_back(request, form, report_page(comment, form))
    return reported(request, comment)


def report_page(comment, form):
    """Return what the page of a report is made of."""
    return {
        "form": form,
        "article": comment.article,
        "comment": comment,
        "is_known": comment.reports.filter(reporter=form.author).exists(),
        "template": "report",
        "action": reverse("report_comment", args=[comment.pk]),
        "cancel": comment.get_absolute_url(),
        "box": f"report-{comment.pk}",
    }


def reported(request, comment):
    forget_words(request, answers.place_of(request, comment.pk))
    if asks_for_json(request):
        return api.comment_answer(request, comment)
    if request.htmx:
        return render(request, "comments/_form_reported.html", {"comment": comment})
    messages.success(request, _("Thank you. The moderators will look at it."))
    return redirect(comment)


def seen_or_404(request, pk):
    """Return a comment that this reader may read; of any other nobody says that it is there."""
    comment = get_object_or_404(Comment.objects.for_page(request.user), pk=pk)
    if not comment.can_be_read_by(request.user):
        raise Http404
    return comment
