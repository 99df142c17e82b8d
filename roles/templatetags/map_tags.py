"""The map on a page: two drawings, of which CSS shows one, and the same as a list."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.text import get_text_list
from django.utils.translation import gettext

from mlmap_site.languages import lang
from roles.spectrum import Span, draw, full_names, place, with_names

register = template.Library()


@register.inclusion_tag("roles/_map.html")
def map_figure(
    spans: Iterable[Span], line_start: str, line_end: str, title: str, key: str = "map"
) -> dict:
    """Draw a map. Where a page has several, each needs its own `key`: ids begin with it."""
    drawn = map_drawings(spans, line_start, line_end, title, key)
    return drawn | map_list(spans, key)


@register.inclusion_tag("roles/_map_drawings.html")
def map_drawings(
    spans: Iterable[Span], line_start: str, line_end: str, title: str, key: str = "map"
) -> dict:
    """Draw a map without the list below it; both stand in an element of class "map"."""
    spans = sorted(spans, key=lambda span: (span.start, span.end, span.slug))
    names = full_names(spans)
    drawings = [draw(spans, form, line_start, line_end) for form in ("wide", "narrow")]
    return {
        "drawings": [with_names(drawing, names) for drawing in drawings],
        "line_start": line_start,
        "line_end": line_end,
        "title": title,
        "key": key,
    }


@register.inclusion_tag("roles/_map_list.html")
def map_list(spans: Iterable[Span], key: str = "map") -> dict:
    """Say in words what the drawing shows."""
    spans = sorted(spans, key=lambda span: (span.start, span.end, span.slug))
    return {
        "roles": [(span, place(span)) for span in spans if not span.practice],
        "practices": [(span, place(span)) for span in spans if span.practice],
        "key": key,
    }


@register.simple_tag
def role_link(placement) -> str:
    """Name a role within a sentence, by the name that the placement gives it."""
    words = placement.role.get_absolute_url(), lang(placement.name), placement.name
    return format_html('<a href="{}"{}>{}</a>', *words)


@register.simple_tag
def role_links(placements) -> str:
    """Name roles within a sentence: "A, B and C", each as a link."""
    links = [role_link(placement) for placement in placements]
    return format_html(get_text_list(["{}"] * len(links), gettext("and")), *links)
