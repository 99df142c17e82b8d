"""What the pages of the admin, and the addresses that its editor calls, share."""

from functools import wraps

from django.core.exceptions import PermissionDenied

UNPROCESSABLE = 422


class HonestStatus:
    """A model admin that answers a refused form with 422, where Django's own says 200."""

    def render_change_form(self, request, context, *args, **kwargs):
        response = super().render_change_form(request, context, *args, **kwargs)
        if request.method == "POST":
            response.status_code = UNPROCESSABLE
        return response


def staff_only(view):
    """Refuse everybody but staff: 403, since a script asks and cannot follow to a sign-in page."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not (request.user.is_active and request.user.is_staff):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
