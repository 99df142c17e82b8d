"""What is answered where the site itself fails: no trace, and what was written goes back."""

import sys

from django.core.exceptions import SuspiciousOperation
from django.db import InternalError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

# The database is locked, full, read-only or away; or a disk or a bucket of pictures is.
PASSING = (OperationalError, InternalError, OSError)
RETRY_AFTER = 30


def server_error(request):
    """Answer for a view that failed: 503 where it may be over in a minute, 500 otherwise.

    Nothing here asks the database, which may be what failed. The words that a form had go back.
    """
    if not is_passing(sys.exc_info()[1]):
        return HttpResponse(render_to_string("500.html", given_back(request)), status=500)
    why = _("The site cannot answer just now.")
    if request.method == "POST":
        why = _("Nothing can be stored just now. Please send it once more in a minute.")
    answer = _unavailable(request, why)
    answer["Retry-After"] = RETRY_AFTER
    return answer


def is_passing(error):
    """Return whether it may be over in a minute; SQLite says of a table that lacks what others say
    with an error of its own.
    """
    return isinstance(error, PASSING) and not str(error).startswith("no such ")


def _unavailable(request, why):
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return JsonResponse({"error": why}, status=503)
    page = {"title": _("Please try again in a moment"), "why": why, **given_back(request)}
    is_part = request.headers.get("HX-Request") == "true"
    template = "comments/_form_refused.html" if is_part else "503.html"
    return HttpResponse(render_to_string(template, page), status=503)


def given_back(request):
    """Return the words of a form that was sent, for a page that gives them back."""
    try:
        return {"body": request.POST.get("body") or request.POST.get("words", "")}
    except (OSError, SuspiciousOperation):
        # Whoever sent it went away in the middle, there was no room for it, or it was too much.
        return {"body": ""}
