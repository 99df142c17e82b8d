from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.models import User
from articles.models import Article, Follow
from comments import mail_wishes
from comments.mail_forms import FollowForm, MailForm, StopForm

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def follow_article(request, slug):
    """Whether I follow an article: a page that says so, and by POST a change of it."""
    article = get_object_or_404(Article.objects.public(), slug=slug)
    if not request.user.is_authenticated:
        if request.method == "POST":
            raise PermissionDenied
        return redirect_to_login(request.get_full_path())
    if request.method != "POST":
        return follow_page(request, article)
    form = FollowForm(request.POST)
    if not form.is_valid():
        return follow_page(request, article, status=UNPROCESSABLE)
    is_wanted = form.cleaned_data["following"]
    if is_wanted and request.user.is_blocked:
        return follow_page(request, article, status=403)
    Follow.objects.put(request.user, article, wanted=is_wanted)
    return follow_page(request, article) if request.htmx else redirect("follow_article", slug)


def follow_page(request, article, status=200):
    context = {
        "article": article,
        "is_following": article.follows.filter(reader=request.user).exists(),
        "address": mail_wishes.confirmed_address(request.user),
    }
    template = "comments/_follow.html" if request.htmx else "comments/follow.html"
    return render(request, template, context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_preferences(request):
    """Which mail I get, and a button to stop each article that I follow."""
    # A row of its own: the form writes into its instance, and the page's header shows the reader.
    reader = User.objects.get(pk=request.user.pk)
    follows = reader.follows.select_related("article").order_by("article__title", "pk")
    if request.method == "POST" and "stop" in request.POST:
        follows.filter(article__slug=request.POST["stop"]).delete()
        messages.success(request, _("You no longer follow it."))
        return redirect("mail_preferences")
    form = MailForm(request.POST if request.method == "POST" else None, instance=reader)
    if form.is_valid():
        form.save()
        messages.success(request, _("What mail you get is saved."))
        return redirect("mail_preferences")
    address = mail_wishes.confirmed_address(reader)
    context = {"form": form, "follows": follows, "address": address}
    return render(request, "comments/mail_preferences.html", context)


# A mail program has no token: what it may do is in the address that the reader was sent (RFC 8058).
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    """Stop what a mail was about, without signing in: GET shows a button, POST acts."""
    try:
        reader, topic = mail_wishes.read_token(token)
    except mail_wishes.Forged:
        return render(request, "comments/unsubscribe_unknown.html", status=404)
    context = {"topic": topic, "article": mail_wishes.article_of(topic)}
    if request.method != "POST":
        return render(request, "comments/unsubscribe.html", context)
    form = StopForm(request.POST)
    if not form.is_valid():
        return render(request, "comments/unsubscribe.html", context, status=UNPROCESSABLE)
    context["stopped"] = form.cleaned_data["stop"]
    if context["stopped"] == StopForm.ALL:
        mail_wishes.stop_all(reader)
    else:
        mail_wishes.stop(reader, topic)
    return render(request, "comments/unsubscribe.html", context)
