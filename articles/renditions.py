"""PNG of a version, made once and kept: once readers are told of it, or when it is first asked for.

A picture is named by the version's digest and by what it was drawn from, so whatever would change
it (a new name of the author, a new look of the site) makes another file and leaves none out of
date.
"""

import hashlib
import logging

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from articles.drawings import MAP_PNG_WIDTH, SOCIAL_WIDTH, map_png_source, png, social_source

logger = logging.getLogger(__name__)

FOLDER = "maps"
SOURCES = {"map": (map_png_source, MAP_PNG_WIDTH), "social": (social_source, SOCIAL_WIDTH)}
PNG_END = b"IEND\xaeB`\x82"


def make_pictures(version):
    """Make what readers will ask for, so that none of them waits for it."""
    spans = placed_spans(version)
    for kind in SOURCES if spans else ["social"]:
        picture(version, spans, kind)


def picture(version, spans, kind):
    """Return a picture of a version, "map" or "social", as PNG."""
    source_of, wide = SOURCES[kind]
    source = source_of(version, spans)
    drawn_from = hashlib.sha256(source.encode()).hexdigest()[:16]
    path = f"{FOLDER}/{version.digest[:32]}-{kind}-{drawn_from}.png"
    return _kept(path) or _made(path, source, wide)


def placed_spans(version):
    """Return a version's placements as the drawing wants them, in one query."""
    return [placement.span for placement in version.placements.select_related("role")]


def _kept(path):
    try:
        with default_storage.open(path) as file:
            content = file.read()
    except FileNotFoundError:
        return None
    # A file that another process is still writing, or that a full disk cut short, is none.
    return content if content.endswith(PNG_END) else None


def _made(path, source, wide):
    content = png(source, wide)
    try:
        default_storage.delete(path)
        default_storage.save(path, ContentFile(content))
    except OSError:
        # Readers get the picture all the same; it is made again for the next.
        logger.exception("A picture could not be kept: %s", path)
    return content
