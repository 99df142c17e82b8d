"""oEmbed (oembed.com): other sites ask here how to show a map whose address they were given."""

from urllib.parse import urlsplit

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from articles.drawings import SOCIAL_HEIGHT, SOCIAL_WIDTH
from articles.frames import FRAME_WIDTH, frame
from articles.models import Version
from articles.renditions import placed_spans
from mlmap_site.languages import language_of
from mlmap_site.links import absolute, is_own
from mlmap_site.privacy import shared

SHOWING_A_VERSION = {"article", "version", "embed"}
DAY = 24 * 60 * 60


@require_safe
@shared(query=["url", "maxwidth", "maxheight", "format"])
def oembed(request):
    """Describe the frame of a map: `url`, and if wanted `maxwidth`, `maxheight`, `format`."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse(_("Only JSON is spoken here."), status=501, content_type="text/plain")
    version = version_at_or_404(request.GET.get("url", ""))
    spans = placed_spans(version)
    if not spans:
        raise Http404
    width = min(FRAME_WIDTH, limit(request.GET.get("maxwidth", "")))
    with override(language_of(urlsplit(request.GET["url"]).path)):
        shown = frame(version, spans, width, limit(request.GET.get("maxheight", "")))
        return JsonResponse(description(request, version) | shown)


def version_at_or_404(address):
    """Return the public version that an address of this site shows."""
    try:
        path = urlsplit(address).path
        with override(language_of(path)):
            match = resolve(path)
    except (ValueError, Resolver404) as error:
        raise Http404 from error
    if not is_own(address) or match.url_name not in SHOWING_A_VERSION:
        raise Http404
    version = public_version(**match.kwargs)
    if version is None:
        raise Http404
    return version


def public_version(slug, number=None):
    """Return the version with a number, or an article's current one; None if it is not public."""
    versions = Version.objects.public().select_related("article__author").filter(article__slug=slug)
    if number is None:
        return versions.newest_first().first()
    return versions.numbered(number).first()


def limit(value):
    """Return the largest size that the other site has room for; infinity where it has not said."""
    return max(int(value), 1) if value.isdecimal() and len(value) < 6 else float("inf")


def description(request, version):
    found = {
        "type": "rich",
        "version": "1.0",
        "title": version.title,
        "author_name": version.article.author.display_name,
        "author_url": absolute(version.article.get_absolute_url()),
        "provider_name": "ML Map",
        "provider_url": absolute(reverse("home")),
        "cache_age": DAY,
    }
    if (
        limit(request.GET.get("maxwidth", "")) >= SOCIAL_WIDTH
        and limit(request.GET.get("maxheight", "")) >= SOCIAL_HEIGHT
    ):
        picture = reverse("social_picture", args=[version.article.slug, version.number])
        found["thumbnail_url"] = absolute(picture)
        found |= {"thumbnail_width": SOCIAL_WIDTH, "thumbnail_height": SOCIAL_HEIGHT}
    return found
