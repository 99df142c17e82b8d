from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import avatars
from accounts.forms import AuthorForm, ProfileForm
from accounts.models import User
from mlmap_site.faults import given_back


def no_page(request, **arguments):
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """A reader's own page: how they are shown beside what they write, and what mail they get."""
    if not request.user.is_authenticated:
        return signed_out(request)
    # A row of its own: the form writes into its instance, and the page's header shows the reader.
    reader = User.objects.get(pk=request.user.pk)
    is_sent = request.method == "POST"
    is_author = request.user.has_perm("articles.change_article")
    form = (AuthorForm if is_author else ProfileForm)(
        request.POST if is_sent else None, request.FILES if is_sent else None, instance=reader
    )
    if form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("profile")
    return render(
        request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200
    )


def signed_out(request):
    """Lead to the sign-in, or give back what somebody sent whose session was lost meanwhile."""
    answer = redirect_to_login(request.get_full_path())
    if request.method != "POST":
        return answer
    why = _("You are not signed in, or not any more, so this was not sent.")
    page = {"number": 403, "title": _("Sign in"), "why": why, "sign_in": answer.url}
    return render(request, "comments/refused.html", page | given_back(request), status=403)


@require_POST
def remove_avatar(request):
    """Take a reader's picture away; their initials stand there again."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    avatars.show_by(request.user, None)
    messages.success(request, _("Your picture is removed."))
    return redirect("profile")
