"""The map on a page: two drawings, of which CSS shows one, and the same as a list."""

from collections.abc import Iterable

from django import template

from roles.spectrum import Drawing, Span, describe, draw, place

register = template.Library()


@register.inclusion_tag("roles/_map.html")
def map_figure(
    spans: Iterable[Span], line_start: str, line_end: str, title: str, key: str = "map"
) -> dict:
    """Draw a map. Where a page has several, each needs its own `key`: ids begin with it."""
    spans = sorted(spans, key=lambda span: (span.start, span.end, span.slug))
    names = {span.slug: describe(span, spans) for span in spans}
    drawings = [draw(spans, form, line_start, line_end) for form in ("wide", "narrow")]
    return {
        "drawings": [_with_names(drawing, names) for drawing in drawings],
        "roles": [(span, place(span)) for span in spans if not span.practice],
        "practices": [(span, place(span)) for span in spans if span.practice],
        "line_start": line_start,
        "line_end": line_end,
        "title": title,
        "key": key,
    }


def _with_names(drawing: Drawing, names: dict[str, str]) -> dict:
    return {
        "drawing": drawing,
        "roles": [(mark, names[mark.slug]) for mark in drawing.roles],
        "practices": [(mark, names[mark.slug]) for mark in drawing.practices],
    }
