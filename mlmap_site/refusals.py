"""What cannot be answered: a page says so, and to whoever asks for data the same as data."""

from django.utils.translation import gettext as _
from django.views import defaults

from mlmap_site.faults import given_back
from mlmap_site.programs import asks_for_json, refusal_of_all, wants_data


def bad_request(request, exception):
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
    if not wants_data(request):
        return defaults.page_not_found(request, exception)
    return refusal_of_all(_("There is nothing here"), given_back(request), 404, "not_found")
