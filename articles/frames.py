"""The frame in which another site shows a map: how large it is, and the HTML that makes it."""

from django.template.loader import render_to_string
from django.urls import reverse

from mlmap_site.links import absolute
from roles.labels import wrap
from roles.spectrum import draw

# Wide enough for the wide drawing, see static/css/map.css and embed.css.
FRAME_WIDTH = 960
WIDE_FROM, NARROW_AT_MOST = 860, 400
# What stands around the drawing in a frame: margins at its sides, margins and rows of text below.
FRAME_MARGINS, FOOT_MARGINS, FOOT_ROW, FOOT_SIZE = 34, 64, 22, 15


def frame(version, spans, width, highest=float("inf")):
    """Return the measures of a frame so many pixels wide, and its HTML."""
    height = min(frame_height(version, spans, width), highest)
    context = {
        "src": absolute(reverse("embed", args=[version.article.slug, version.number])),
        "title": f"{version.title} ({version.label})",
        "width": width,
        "height": height,
    }
    html = render_to_string("articles/_frame.html", context).strip()
    return {"width": width, "height": height, "html": html}


def frame_height(version, spans, width):
    """Return the height at which a frame of this width shows the whole map."""
    room = width - FRAME_MARGINS
    form = "wide" if room >= WIDE_FROM else "narrow"
    drawing = draw(spans, form, version.line_start, version.line_end)
    shown = room if form == "wide" else min(max(room, 280), NARROW_AT_MOST)
    foot = (version.title, f"{version.label} · {version.article.author.display_name}")
    rows = sum(len(wrap(text, max(room, 280), FOOT_SIZE)) for text in foot)
    return round(drawing.height * shown / drawing.width + FOOT_MARGINS + FOOT_ROW * rows)
