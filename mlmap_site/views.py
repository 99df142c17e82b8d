from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.static import serve

from articles.models import Article, Placement
from articles.views import article_cards
from mlmap_site.privacy import shared

PICTURE_TYPES = {"avif": "image/avif", "webp": "image/webp"}


@require_safe
@shared
def home(request):
    """The newest map and the newest articles."""
    articles = Article.objects.public().select_related("author")
    mapped = articles.filter(Exists(Placement.objects.filter(version=OuterRef("current_id"))))
    article = mapped.first()
    version = article.current() if article else None
    context = {"page": article_cards(Article.objects.public(), None), "version": version}
    if version:
        version.article = article
        context["placements"] = version.placements.select_related("role")
    return render(request, "home.html", context)


@require_safe
def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


# A picture as it is stored: by its content, beside it its sizes and crops (picture_sizes.py).
PICTURE = r"(?:covers|pictures)/[0-9a-f]{32}(?:-[0-9a-z-]{1,40})?\.(?:avif|webp)"


@require_safe
def media(request, path):
    """A picture that was sent. All are files that we made, named by their content."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response["Content-Type"] = PICTURE_TYPES[path.rpartition(".")[2]]
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def csrf_failure(request, reason=""):
    """Answer a form whose token is missing or old, and give back what was written in it."""
    context = {"body": request.POST.get("body", ""), "page_title": _("Please send it once more")}
    return render(request, "403_csrf.html", context, status=403)
