"""The map as a picture of its own: SVG that stands alone, and PNG made from it.

All of it follows from a version as it was frozen, its author's name and this code: no clock, no
chance, no address of this site in a PNG. The drawing is the page's own (templates/roles/
_drawing.html); what a file needs besides are colours as plain values, since it has no style sheet.

PNG is written in the fonts that the site ships: Latin, Greek and Cyrillic. A text in another script
is written in whatever font the machine has for it, and left blank where it has none.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import resvg_py
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import get_language, override

from roles.labels import width, wrap
from roles.spectrum import FORMS, Drawing, Line, Span, draw, full_names, with_names

FONTS = Path(settings.BASE_DIR) / "static" / "fonts"
FONT_FILES = [str(FONTS / "Inter-Bold.otf"), str(FONTS / "Inter-Regular.otf")]
# What neither the fonts above nor their marks of punctuation have anything for.
OTHER_SCRIPTS = re.compile("[\u0530-\u1dff\u2c00-\ufffc\U00010000-\U0010ffff]")

# The colours of static/css/variables.css and map.css as every reader of SVG knows them.
LIGHT = {
    "card": "#ffffff",
    "paper": "#fcfbf8",
    "ink": "#1b1f24",
    "soft": "#59616d",
    "amber": "#e8aa4e",
    "band": "#f3d1a3",
    "stops": ("#2eb8ab", "#27b0ca", "#4ca3e2", "#7f95ec", "#ac8ae2", "#d285cb"),
}
DARK = {
    "card": "#181c22",
    "ink": "#e8e6e1",
    "soft": "#9aa3ae",
    "amber": "#d49838",
    "band": "#594832",
    "stops": ("#1b8278", "#097f93", "#2c78ac", "#596bb7", "#7e5fac", "#965791"),
}
# No quotes, ampersands or angle brackets: so the style is the same escaped, and so is its hash.
SHAPES = """
:root{max-width:100%;height:auto}
text{font-family:Inter,system-ui,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif}
a:hover .map-label,a:focus .map-label{text-decoration:underline}
.map-axis{stroke-width:4;stroke-linecap:round}
.map-peg{stroke-width:3}
.map-leader{stroke-opacity:.55}
.map-hill{mix-blend-mode:multiply;opacity:.72}
.map-crowded .map-hill{opacity:.38}
.map-band{stroke-opacity:.6;mix-blend-mode:darken}
.map-label{font-weight:700}
.map-label,.map-caption{unicode-bidi:plaintext}
.map-halo{paint-order:stroke;stroke-width:5px;stroke-linejoin:round}
"""
DARK_SHAPES = ".map-hill{mix-blend-mode:screen}\n.map-band{mix-blend-mode:lighten}\n"
COLOURS = """
:root{{background:{card}}}
.file-ground,.map-peg{{fill:{card}}}
.map-label{{fill:{ink}}}
.map-caption{{fill:{soft}}}
.map-leader{{stroke:{soft}}}
.map-halo{{stroke:{card}}}
.map-band{{fill:{band};stroke:{amber}}}
"""
# On the social picture the map lies on the page, not on a card.
SOCIAL = """
.social-paper{{fill:{paper}}}
.social-title{{font-weight:700;letter-spacing:-.022em;fill:{ink}}}
.social-name{{font-weight:700;fill:{ink}}}
.social-pill{{fill:{ink}}}
.social-number{{font-weight:700;fill:{paper}}}
.social-author{{fill:{soft}}}
.map-halo{{stroke:{paper}}}
"""


def _colours(palette: dict) -> str:
    stops = "\n".join(f".map-stop-{n}{{stop-color:{c}}}" for n, c in enumerate(palette["stops"]))
    return stops + COLOURS.format(**palette)


LIGHT_STYLE = SHAPES + _colours(LIGHT)
DARK_STYLE = _colours(DARK) + DARK_SHAPES
STYLE = f"{LIGHT_STYLE}@media (prefers-color-scheme:dark){{\n{DARK_STYLE}}}\n"
SOCIAL_STYLE = LIGHT_STYLE + SOCIAL.format(**LIGHT)

MAP_MARGIN = 16
MAP_PNG_WIDTH = 2 * FORMS["wide"].width

SOCIAL_WIDTH, SOCIAL_HEIGHT = 1200, 630
SOCIAL_EDGE = 72
SOCIAL_FOOT = 606
# A title is as large as it can be in the height that is left for it.
TITLE_SIZES = (84, 72, 60, 54, 48, 42)
TITLE_TOP = 118
TITLE_HEIGHT, TITLE_HEIGHT_ALONE = 142, 400
# Below this scale the names are specks: then the hills speak alone.
READABLE = 0.62


@dataclass(frozen=True, slots=True)
class Title:
    """A title as it is broken into lines, and where the room below it begins."""

    size: int
    lines: tuple[Line, ...]
    bottom: float


def map_svg(version, spans: list[Span], origin: str) -> str:
    """Return the wide drawing as a file; `origin` leads its links back to this site."""
    drawing = draw(spans, "wide", version.line_start, version.line_end)
    return _map_file(version, spans, drawing, origin, STYLE)


def map_png_source(version, spans: list[Span]) -> str:
    """Return the SVG that map.png is made from: light, and the same in every language."""
    with override(settings.LANGUAGE_CODE):
        drawing = draw(spans, "wide", version.line_start, version.line_end)
        return _map_file(version, spans, drawing, "", LIGHT_STYLE)


def social_source(version, spans: list[Span]) -> str:
    """Return the SVG of the picture that stands for a version where its address is shared."""
    title = _fit_title(version.title, TITLE_HEIGHT if spans else TITLE_HEIGHT_ALONE)
    author = version.article.author.display_name
    pill = 44 + round(width(version.label, 26))
    context = {
        "style": format_html("<style>{}</style>", SOCIAL_STYLE),
        "label": version.label,
        "pill": pill,
        "pill_middle": SOCIAL_EDGE + pill / 2,
        "author": _shortened(author, SOCIAL_WIDTH - 2 * SOCIAL_EDGE - pill - 200, 28),
        "author_x": SOCIAL_EDGE + pill + 20,
        "title_lines": title.lines,
        "title_size": title.size,
    }
    with override(settings.LANGUAGE_CODE):
        if spans:
            context |= _social_map(version, spans, title.bottom)
        return render_to_string("articles/social.svg", context)


def drawing_context(version, spans: list[Span], drawing: Drawing) -> dict:
    """Return what templates/roles/_drawing.html needs."""
    title = f"{version.title} ({version.label})"
    return with_names(drawing, full_names(spans)) | {"title": title}


def png(source: str, wide: int) -> bytes:
    """Return an SVG as PNG, so many pixels wide."""
    return resvg_py.svg_to_bytes(
        svg_string=source,
        width=wide,
        font_files=FONT_FILES,
        font_family="Inter",
        sans_serif_family="Inter",
        # The machine's own fonts are asked only for what ours cannot write.
        skip_system_fonts=not OTHER_SCRIPTS.search(source),
    )


def _map_file(version, spans, drawing, origin, style):
    context = drawing_context(version, spans, drawing) | {
        "style": format_html("<style>{}</style>", style),
        "origin": origin,
        "language": get_language(),
        "description": " ".join(f"{name}." for name in full_names(spans).values()),
        "width": drawing.width,
        "height": round(drawing.height + 2 * MAP_MARGIN, 1),
        "margin": MAP_MARGIN,
    }
    return render_to_string("articles/map.svg", context)


def _social_map(version, spans, above):
    """Place the map in the room below the title: standing on its foot, in the middle."""
    drawing = draw(spans, "social", version.line_start, version.line_end)
    room = SOCIAL_FOOT - above
    if room / drawing.height < READABLE:
        drawing = _without_words(drawing)
    scale = round(min(1, room / drawing.height), 4)
    return drawing_context(version, spans, drawing) | {
        "scale": scale,
        "left": round((SOCIAL_WIDTH - drawing.width * scale) / 2, 1),
        "top": round(SOCIAL_FOOT - drawing.height * scale, 1),
    }


def _without_words(drawing: Drawing) -> Drawing:
    form = FORMS[drawing.form]
    top, bottom = -form.hill - form.edge, (form.band if drawing.practices else 0) + form.edge
    return replace(
        drawing,
        top=top,
        height=bottom - top,
        roles=tuple(_wordless(mark) for mark in drawing.roles),
        practices=tuple(_wordless(mark) for mark in drawing.practices),
        captions=(),
        leaders=(),
    )


def _wordless(mark):
    return replace(mark, label=replace(mark.label, lines=()))


def _fit_title(text: str, height: float) -> Title:
    """Break a title into lines of the largest type that fits; the last size cuts what does not."""
    room = SOCIAL_WIDTH - 2 * SOCIAL_EDGE
    for size in TITLE_SIZES:
        lines, step = wrap(text, room, size), round(size * 1.12)
        if len(lines) * step <= height:
            break
    most = int(height // step)
    if len(lines) > most:
        lines = (*lines[: most - 1], _shortened(" ".join(lines[most - 1 :]), room, size))
    rows = [Line(line, TITLE_TOP + round(size * 0.95) + step * n) for n, line in enumerate(lines)]
    return Title(size, tuple(rows), TITLE_TOP + step * len(rows) + 20)


def _shortened(text: str, room: float, size: float) -> str:
    """Return a text that fits, with an ellipsis where something had to go."""
    text = " ".join(text.split())
    if width(text, size) <= room:
        return text
    while text and width(f"{text}…", size) > room:
        text = text[:-1].rstrip()
    return f"{text}…"
