"""What is answered where the site itself fails: no trace, and what was written goes back."""

import sys
from uuid import uuid4

from django.core.cache import cache
from django.core.exceptions import SuspiciousOperation
from django.db import InternalError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from mlmap_site.programs import asks_for_json, refusal_of_all

# The database is locked, full, read-only or away; or a disk, a bucket of pictures or Redis is.
PASSING = (OperationalError, InternalError, OSError)
RETRY_AFTER = 30
# The fields in which people write.
WRITTEN = ("body", "words", "headline", "bio", "courses", "links")


def server_error(request):
    """Answer for a view that failed: 503 where it may be over in a minute, 500 otherwise.

    Nothing here asks the database, which may be what failed. The words that a form had go back.
    """
    if not is_passing(sys.exc_info()[1]):
        why = _("The fault is ours. Please try again in a moment; nothing that was stored is lost.")
        return _told(request, 500, _("Something went wrong"), why)
    return unavailable(request)


def too_often(request):
    """Answer for the sign-in library, to which a limit that cannot be counted counts as reached."""
    if not can_count():
        return unavailable(request)
    why = _("That was a lot in a short time. Please wait a little.")
    return _told(request, 429, _("Not so quickly"), why)


def can_count():
    """Return whether a counter of a limit can be stored."""
    return cache.add(f"can-count:{uuid4()}", True, timeout=1)


def is_passing(error):
    """Return whether it may be over in a minute; SQLite says of a table that lacks what others say
    with an error of its own.
    """
    return isinstance(error, PASSING) and not str(error).startswith("no such ")


def unavailable(request):
    """Answer that it may be over in a minute."""
    why = _("The site cannot answer just now.")
    if request.method == "POST":
        why = _("Nothing can be stored just now. Please send it once more in a minute.")
    answer = _told(request, 503, _("Please try again in a moment"), why)
    answer["Retry-After"] = RETRY_AFTER
    return answer


def _told(request, status, title, why):
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return JsonResponse({"error": why}, status=status)
    if asks_for_json(request):
        return refusal_of_all(why, given_back(request), status)
    template = "comments/_form_refused.html" if is_part(request) else "fault.html"
    page = {"number": status, "title": title, "why": why, **given_back(request)}
    return HttpResponse(render_to_string(template, page), status=status)


def is_part(request):
    """Return whether the answer takes the place of a part of the page that asks."""
    return request.headers.get("HX-Request") == "true"


def given_back(request):
    """Return the words of a form that was sent, for a page that gives them back."""
    try:
        written = [request.POST.get(name, "") for name in WRITTEN]
        return {"body": "\n\n".join(filter(str.strip, written))}
    except (OSError, SuspiciousOperation, MultiPartParserError):
        # Whoever sent it went away in the middle, there was no room for it, it was too much, or it
        # is no form at all.
        return {"body": ""}
