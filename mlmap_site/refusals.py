"""What cannot be answered: a page says so, and to whoever asks for data the same as data."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

from mlmap_site.faults import given_back, is_part
from mlmap_site.programs import asks_for_json, refusal_of_all, wants_data


def bad_request(request, exception):
    if isinstance(exception, RequestDataTooBig):
        return _too_big(request)
    # What could not be understood may be the query string, so that is not looked at.
    if not asks_for_json(request):
        return defaults.bad_request(request, exception)
    why = _("Something in the address or the form was not as it should be.")
    return refusal_of_all(why, given_back(request), 400, "invalid")


def permission_denied(request, exception):
    if not wants_data(request):
        return defaults.permission_denied(request, exception)
    why = _("You may need to sign in, or to sign in as somebody else.")
    code = "refused" if request.user.is_authenticated else "sign_in"
    return refusal_of_all(why, given_back(request), 403, code)


def page_not_found(request, exception):
    """Give back what was sent to what was there until then, as a report of a comment is."""
    title, back = _("There is nothing here"), given_back(request)
    if wants_data(request):
        return refusal_of_all(title, back, 404, "not_found")
    why = _("The page may have been moved, withdrawn, or never published.")
    page = {"number": 404, "title": title, "why": why, **back}
    # Where a form was sent in place, the answer takes its place.
    in_place = is_part(request) and request.method == "POST"
    template = "comments/_form_refused.html" if in_place else "404.html"
    return render(request, template, page, status=404)


class MethodsInWords:
    """Middleware: what an address does not take is refused in words, where Django has none.

    Who signs in again where a form was sent comes to its address with nothing to send.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        if not isinstance(answer, HttpResponseNotAllowed):
            return answer
        told = _not_allowed(request)
        told["Allow"] = answer["Allow"]
        return told


def _not_allowed(request):
    title = _("This address takes something else")
    why = _("It takes what a form sends. Go back to the form, and send it once more.")
    if request.method not in ("GET", "HEAD"):
        why = _("Nothing can be sent to it, so nothing was stored.")
    back = given_back(request)
    if wants_data(request):
        return refusal_of_all(why, back, 405, "method")
    page = {"number": 405, "title": title, "why": why, **back}
    return render(request, "comments/refused.html", page, status=405)


def _too_big(request):
    """Answer whoever sent more than any form takes: it was not read, so only they have it."""
    title = _("This is too much to send")
    why = _("Nothing of it was read or stored. Go back: your browser still has what you wrote.")
    if asks_for_json(request):
        return refusal_of_all(why, {}, 413, "too_big")
    page = {"number": 413, "title": title, "why": why}
    return render(request, "comments/refused.html", page, status=413)
