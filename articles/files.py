"""What a version gives away besides its page: the map as a file, a frame, a citation.

Each address answers for public versions alone; whatever else there is or was is not found.
"""

import base64
import hashlib

from csp.constants import NONE
from csp.decorators import csp, csp_replace
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from articles.citations import Citation, as_bibtex, as_csl, as_text
from articles.drawings import STYLE, drawing_context, map_svg
from articles.frames import FRAME_WIDTH, frame
from articles.models import Version
from articles.renditions import picture, placed_spans
from mlmap_site.languages import in_language
from mlmap_site.links import absolute
from mlmap_site.privacy import shared
from roles.spectrum import draw

STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
FILE_POLICY = {
    "default-src": [NONE],
    "style-src": [f"'sha256-{STYLE_HASH}'"],
    "base-uri": [NONE],
    "object-src": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [NONE],
}
CITED_AS = {
    "text": (as_text, "text/plain; charset=utf-8", "txt"),
    "bibtex": (as_bibtex, "application/x-bibtex; charset=utf-8", "bib"),
    "csl": (as_csl, "application/vnd.citationstyles.csl+json", "json"),
}
SCHEMA = settings.BASE_DIR / "articles" / "version-1.schema.json"


@require_safe
@shared
@csp(FILE_POLICY)
def map_as_svg(request, slug, number):
    """The wide drawing as a file that needs nothing else."""
    version, spans = get_mapped_or_404(slug, number)
    return HttpResponse(map_svg(version, spans, absolute("")), content_type="image/svg+xml")


@require_safe
@shared
def map_as_png(request, slug, number):
    """The wide drawing at twice its size, for slides and documents."""
    version, spans = get_mapped_or_404(slug, number)
    return HttpResponse(picture(version, spans, "map"), content_type="image/png")


@require_safe
@shared
def social_picture(request, slug, number):
    """What stands for a version where its address is shared, whether it has a map or not."""
    version = get_public_or_404(slug, number)
    content = picture(version, placed_spans(version), "social")
    return HttpResponse(content, content_type="image/png")


@require_safe
@shared
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embed(request, slug, number):
    """The map alone, for a frame on another site. No other address may be framed."""
    version, spans = get_mapped_or_404(slug, number)
    ends = (version.line_start, version.line_end)
    drawings = [
        drawing_context(version, spans, draw(spans, form, *ends)) for form in ("wide", "narrow")
    ]
    return render(request, "articles/embed.html", {"version": version, "drawings": drawings})


@require_safe
@shared(query=["format"])
def cite(request, slug, number):
    """A version's citations on a page, or one of them as a file: ?format=bibtex, csl or text."""
    version = get_public_or_404(slug, number)
    citation = citation_of(version)
    wanted = request.GET.get("format")
    if wanted is not None:
        return citation_file(citation, wanted)
    context = {
        "version": version,
        "citation": citation,
        "cited": {name: write(citation).rstrip() for name, (write, _, _) in CITED_AS.items()},
        "frame": frame_of(version),
    }
    return render(request, "articles/cite.html", context)


@require_safe
@shared
def schema(request):
    """The JSON Schema of map.json."""
    return HttpResponse(SCHEMA.read_bytes(), content_type="application/schema+json")


def get_public_or_404(slug, number):
    versions = Version.objects.public().numbered(number).select_related("article__author")
    return get_object_or_404(versions, article__slug=slug)


def get_mapped_or_404(slug, number):
    """Return a public version that has a map, and what is placed on it."""
    version = get_public_or_404(slug, number)
    spans = placed_spans(version)
    if not spans:
        raise Http404
    return version, spans


def citation_of(version):
    """Return the citation of the wording that readers see today."""
    text = version.text()
    revision = getattr(text, "revision", 1)
    address = version.get_absolute_url()
    if revision > 1:
        address = reverse("revision", args=[version.article.slug, version.number, revision])
    # One address for whoever cites it, in whichever language they read.
    address = in_language(address, settings.LANGUAGE_CODE)
    return Citation(
        slug=version.article.slug,
        author=version.article.author.display_name,
        title=version.title,
        number=version.label.removeprefix("v"),
        revision=revision,
        issued=timezone.localdate(version.published_at if revision == 1 else text.created_at),
        digest=text.digest,
        address=absolute(address),
    )


def frame_of(version):
    """Return the HTML that shows a version's map on another site, None where there is no map."""
    spans = placed_spans(version)
    return frame(version, spans, FRAME_WIDTH)["html"] if spans else None


def citation_file(citation, wanted):
    if wanted not in CITED_AS:
        raise Http404
    write, content_type, suffix = CITED_AS[wanted]
    disposition = f'attachment; filename="{citation.key}.{suffix}"'
    headers = {"Content-Disposition": disposition}
    return HttpResponse(write(citation), content_type=content_type, headers=headers)
