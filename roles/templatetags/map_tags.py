"""The map on a page: two drawings, of which CSS shows one, and the same as a list."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext

from mlmap_site.languages import lang
from roles.spectrum import Span, draw, full_names, place, with_names

register = template.Library()


# A map takes some thirty kilobytes, and what is read most are those of today.
KEPT = 48


@register.simple_tag
def map_figure(
    spans: Iterable[Span], line_start: str, line_end: str, title: str, key: str = "map"
) -> str:
    """Draw a map. Where a page has several, each needs its own `key`: ids begin with it."""
    return _drawn("roles/_map.html", _along(spans), line_start, line_end, title, key)


@register.simple_tag
def map_drawings(
    spans: Iterable[Span], line_start: str, line_end: str, title: str, key: str = "map"
) -> str:
    """Draw a map without the list below it; both stand in an element of class "map"."""
    return _drawn("roles/_map_drawings.html", _along(spans), line_start, line_end, title, key)


@register.simple_tag
def map_list(spans: Iterable[Span], key: str = "map") -> str:
    """Say in words what the drawing shows."""
    return _drawn("roles/_map_list.html", _along(spans), "", "", "", key)


def _along(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(sorted(spans, key=lambda span: (span.start, span.end, span.slug)))


def _drawn(*arguments) -> str:
    return _drawn_once(*arguments, get_language())


# A text that is HTML already and the same one as plain text are drawn each in their own way.
@lru_cache(KEPT, typed=True)
def _drawn_once(template, spans, line_start, line_end, title, key, language) -> str:
    """Return a map as HTML: it follows from these alone, and for a version they never change."""
    names = full_names(spans)
    drawings = [draw(spans, form, line_start, line_end) for form in ("wide", "narrow")]
    context = {
        "drawings": [with_names(drawing, names) for drawing in drawings],
        "line_start": line_start,
        "line_end": line_end,
        "title": title,
        "key": key,
        "roles": [(span, place(span)) for span in spans if not span.practice],
        "practices": [(span, place(span)) for span in spans if span.practice],
    }
    return render_to_string(template, context)


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
