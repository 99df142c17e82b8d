"""Programs that send what a form would send, and want data for an answer."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import JsonResponse


def asks_for_json(request):
    """Return whether whoever sends this would rather have JSON than a page.

    Who reads says so in the address instead, so that no answer differs by a header.
    """
    types = ["text/html", "application/json"]
    return request.method == "POST" and request.get_preferred_type(types) == "application/json"


def wants_data(request):
    """Return whether a refusal is to be JSON too, to what is sent or to an address that is read."""
    return asks_for_json(request) or request.GET.get("format") == "json"


def refusal(errors, sent, status):
    """Say what is wrong, by field, and give back what was sent."""
    return JsonResponse({"errors": errors, "sent": sent}, status=status)


def refusal_of_all(why, sent, status, code="refused"):
    """Say what is wrong with all of it, and give back what was sent."""
    sent = {name: words for name, words in sent.items() if words}
    return refusal({NON_FIELD_ERRORS: [{"message": why, "code": code}]}, sent, status)
