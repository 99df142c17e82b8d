from dataclasses import replace
from datetime import UTC, timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article, Placement, placed_on
from articles.views import article_cards
from mlmap_site.faults import given_back
from mlmap_site.links import absolute
from mlmap_site.privacy import shared
from mlmap_site.programs import asks_for_json, refusal_of_all

# The standard wants less than a year.
SECURITY_HOLDS = timedelta(days=180)
PICTURE_TYPES = {"avif": "image/avif", "webp": "image/webp"}


@require_safe
@shared
def home(request):
    """The newest map and the newest articles beside its own."""
    articles = Article.objects.public().select_related("author")
    mapped = articles.filter(Exists(Placement.objects.filter(version=OuterRef("current_id"))))
    article = mapped.first()
    version = article.current() if article else None
    page = article_cards(Article.objects.public(), None)
    others = [other for other in page.rows if other != article]
    context = {"page": replace(page, rows=others), "version": version}
    if version:
        version.article = article
        context["placements"] = placed_on(version)
    return render(request, "home.html", context)


@require_safe
@shared
def robots(request):
    """What programs need not read: pages of one's own, and the desk."""
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
@shared
def security(request):
    """Where to tell of a hole (RFC 9116). Whoever runs the site answers, so it is true for now."""
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + SECURITY_HOLDS
    lines = [
        f"Contact: {absolute(reverse('contact'))}",
        f"Expires: {expires.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {absolute(reverse('security'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@shared
def privacy(request):
    """What is stored about people, and for how long; it follows what the settings switch on."""
    context = {
        "asks_akismet": bool(settings.AKISMET_KEY),
        "tells_programs": bool(settings.WEBHOOKS),
        "other_sites": [name.title() for name in settings.SOCIALACCOUNT_PROVIDERS],
        "session_days": settings.SESSION_COOKIE_AGE // (24 * 3600),
    }
    return render(request, "privacy.html", context)


# A picture as it is stored under a name of ours, beside it its sizes and crops (picture_sizes.py).
PICTURE = r"(?:avatars|covers|pictures)/[0-9a-f]{32}(?:-[0-9a-z-]{1,40})?\.(?:avif|webp)"


@require_safe
def media(request, path):
    """A picture that was sent. All are files that we made; a name stands for one content."""
    try:
        picture = default_storage.open(path)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(picture, content_type=PICTURE_TYPES[path.rpartition(".")[2]])
    response["ETag"] = quote_etag(path)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def csrf_failure(request, reason=""):
    """Answer a form whose token is missing or old, and give back what was written in it."""
    context = {
        "number": 403,
        "title": _("Please send it once more"),
        "why": _(
            "The form was too old, or your browser keeps no cookies for this site, so nothing was "
            "stored. Go back, load the page again and send it once more."
        ),
        **given_back(request),
    }
    if asks_for_json(request):
        return refusal_of_all(context["why"], {"body": context["body"]}, 403, "csrf")
    # With htmx the answer takes the place of the form that was sent.
    template = "comments/_form_refused.html" if request.htmx else "comments/refused.html"
    return render(request, template, context, status=403)
