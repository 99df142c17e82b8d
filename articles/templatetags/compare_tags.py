"""The picture of a comparison: both maps, and ribbons from each role to what it became."""

import re

from django import template

from roles.ribbons import Map, join
from roles.spectrum import full_names, with_names

register = template.Library()

SPAN = re.compile(r"(\d+–\d+)")


@register.filter
def by_spans(sentence):
    """Split a sentence where it says a span of the line, so that each second part is one."""
    return SPAN.split(sentence)


@register.inclusion_tag("articles/_ribbons.html")
def ribbons(comparison, before, after):
    """Draw the maps of two versions, joined; `comparison` is theirs."""
    maps = {
        "before": _map([span for c in comparison.roles for span in c.before], before),
        "after": _map([span for c in comparison.roles for span in c.after], after),
    }
    links = comparison.links
    joined = [join(maps["before"], maps["after"], links, form) for form in ("wide", "narrow")]
    names = {side: full_names(drawn.spans) for side, drawn in maps.items()}
    return {
        "pictures": [
            {
                "joined": picture,
                "upper": with_names(picture.upper, names["before"]),
                "lower": with_names(picture.lower, names["after"]),
            }
            for picture in joined
        ],
        "before": before,
        "after": after,
    }


def _map(spans, version):
    return Map(tuple(spans), version.line_start, version.line_end)
