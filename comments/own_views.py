"""A reader's own pages: what they wrote, what is stored about them, and leaving."""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from comments import leaving
from comments.own_data import own_file, stored_counts
from comments.own_forms import LeaveForm
from mlmap_site.paging import key_or_404, page_after
from mlmap_site.rates import is_within_rate

COMMENTS_A_PAGE = 20


@login_required
@require_safe
def my_comments(request):
    """All comments of mine, newest first, whatever became of them."""
    mine, key = request.user.comments, key_or_404(request.GET.get("after"))
    page = page_after(mine.for_page(request.user), ("-created_at", "-pk"), key, COMMENTS_A_PAGE)
    for comment in page:
        comment.may_edit = comment.can_be_edited_by(request.user)
        comment.may_delete = comment.can_be_deleted_by(request.user)
    return render(request, "accounts/comments.html", {"page": page})


@login_required
@require_safe
def my_data(request):
    """What is stored about me, in plain words and numbers."""
    return render(request, "accounts/data.html", {"counts": stored_counts(request.user)})


@login_required
@require_safe
def download_data(request):
    """All that is stored about me, as one file of JSON."""
    return FileResponse(
        own_file(request.user),
        as_attachment=True,
        filename=f"ml-map-{request.user.username}.json",
        content_type="application/json",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def delete_account(request):
    """Ask what becomes of my words, and delete my account."""
    is_sent = request.method == "POST"
    if is_sent and not request.user.is_authenticated:
        raise PermissionDenied
    return leave(request, is_sent)


@login_required
def leave(request, is_sent):
    # A row of its own: once it is deleted, the page has no reader.
    reader = User.objects.get(pk=request.user.pk)
    form = LeaveForm(request.POST if is_sent else None, reader=reader)
    page = {"form": form, "reasons": leaving.obstacles(reader)}
    if page["reasons"]:
        return render(request, "accounts/delete.html", page, status=403 if is_sent else 200)
    if is_sent and not is_within_rate("leave", user=reader.pk):
        form.add_error(None, _("That was tried too often. Please wait a minute."))
        return render(request, "accounts/delete.html", page, status=429)
    if not form.is_valid():
        return render(request, "accounts/delete.html", page, status=422 if is_sent else 200)
    leaving.delete_account(reader, form.cleaned_data["words"])
    logout(request)
    return render(request, "accounts/deleted.html", {"words": form.cleaned_data["words"]})
