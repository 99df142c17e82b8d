from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms import ProfileForm
from accounts.models import User


def no_page(request, **arguments):
    raise Http404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """A reader's own page: how they are shown beside what they write."""
    # A row of its own: the form writes into its instance, and the page's header shows the reader.
    reader = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=reader)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("profile")
    return render(
        request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200
    )
