"""What the pages of the admin, and the addresses that its editor calls, share."""

from functools import wraps

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

UNPROCESSABLE = 422


def lacks_second_factor(user):
    """Return whether somebody must have more than a password before the desk opens, and has not."""
    return settings.STAFF_NEED_SECOND_FACTOR and not is_mfa_enabled(user)


def may_enter(user):
    """Return whether the desk opens for somebody; what they find there is another question."""
    return user.is_active and user.is_staff and not lacks_second_factor(user)


def second_factor_first(view):
    """Lead whoever is staff to their second factor, where one is needed, before the view."""

    @wraps(view)
    def led(request, *args, **kwargs):
        if lacks_second_factor(request.user):
            messages.warning(request, _("The desk opens with a passkey or an authenticator app."))
            return redirect("mfa_index")
        return view(request, *args, **kwargs)

    return led


class HonestStatus:
    """A model admin that answers a refused form with 422, where Django's own says 200."""

    def render_change_form(self, request, context, *args, **kwargs):
        response = super().render_change_form(request, context, *args, **kwargs)
        if request.method == "POST":
            response.status_code = UNPROCESSABLE
        return response
