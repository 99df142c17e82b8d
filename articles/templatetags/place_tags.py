"""Find your place: a slider under the map, and what stands at each place of it."""

import json
import math
from functools import lru_cache

from django import template
from django.utils.translation import gettext as _

from articles.models import Place
from roles.shares import PLACES, shares
from roles.spectrum import FORMS

register = template.Library()

# A place in the middle says nothing about who has not chosen one.
UNDECIDED = 50
HIGHEST_STACK = 6
KEPT = 48


@register.inclusion_tag("articles/_place.html", takes_context=True)
def place_finder(context, version, spans):
    """The slider with its sentence; `at` is the place asked for, or else the reader's own."""
    kept = Place.objects.kept_by(context["user"], version)
    asked = context.get("at")
    at = asked if asked is not None else kept
    table, names, indexed = tables(tuple(spans))
    return {
        "version": version,
        "user": context["user"],
        "csrf_token": context.get("csrf_token"),
        "at": at,
        "value": UNDECIDED if at is None else at,
        "kept": kept,
        "kept_words": "" if kept is None else in_words(table[kept]),
        "words": "" if at is None else in_words(table[at]),
        "part": in_part("{percent}", "{role}"),
        "names": names,
        "table": indexed,
        "dots": dots(context.get("tally") or {}),
        "readers": sum((context.get("tally") or {}).values()),
    }


@lru_cache(KEPT)
def tables(spans):
    """Return the shares at each place; and for the script the roles' names, and by these the same.

    They follow from the spans, which for a version never change.
    """
    table = [shares(spans, place) for place in PLACES]
    roles = [span for span in spans if not span.practice]
    at_index = {span.slug: index for index, span in enumerate(roles)}
    indexed = [[[at_index[span.slug], part] for span, part in row] for row in table]
    names = json.dumps([span.name for span in roles], ensure_ascii=False)
    return table, names, json.dumps(indexed, separators=(",", ":"))


def in_words(row):
    """Return the shares at a place as a sentence: "57 % Developer, 43 % ML Engineer"."""
    if not row:
        return _("No role of this map reaches this place.")
    return _(", ").join(in_part(percent, span.name) for span, percent in row)


def in_part(percent, role):
    # No line ends between a number and what there is of it.
    words = _("%(percent)s %% %(role)s").replace(" ", "\N{NO-BREAK SPACE}")
    return words % {"percent": percent, "role": role}


def dots(tally):
    """Return where dots stand: x in the units of the wide drawing, y in rows from the top.

    A dot is a reader; where very many stand in one place, all stacks shrink in proportion.
    """
    scale = min(1, HIGHEST_STACK / max(tally.values(), default=1))
    form = FORMS["wide"]
    return [
        (form.x(at), row) for at, count in tally.items() for row in range(math.ceil(count * scale))
    ]
