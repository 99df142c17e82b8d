from types import SimpleNamespace

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.hashers import make_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.utils.crypto import salted_hmac

from accounts.networks import pseudonym
from mlmap_site.faults import can_count
from mlmap_site.links import absolute, own_host
from mlmap_site.rates import is_within_rate
from mlmap_site.text import normalise, validate_readable

# Where a request came from when nobody says so: over a socket of this machine.
NO_ADDRESS = "0.0.0.0"  # noqa: S104 -- nothing is bound to it


# Why the library refuses a form that was sent too often.
TOO_OFTEN = {"too_many_login_attempts", "rate_limited"}


class AccountAdapter(DefaultAccountAdapter):
    """What the library leaves to the site: usernames, addresses, and how much mail is too much."""

    username_validators = [UnicodeUsernameValidator(), validate_readable]

    def clean_username(self, username, shallow=False):
        return super().clean_username(normalise(username), shallow)

    def get_client_ip(self, request):
        """Return what stands for the network a request came from, to be counted and stored."""
        return pseudonym(self.network_address(request))

    def network_address(self, request):
        """Return where a request came from; all that come from nowhere share their limits.

        It is not to be stored.
        """
        try:
            return super().get_client_ip(request)
        except (PermissionDenied, ImproperlyConfigured):
            return NO_ADDRESS

    def validation_error(self, code, *args):
        """Return why a form is refused, unless it is only that its sender cannot be counted."""
        if code in TOO_OFTEN and not can_count():
            raise OSError("The counters cannot be stored.")
        return super().validation_error(code, *args)

    def send_account_already_exists_mail(self, email):
        """Tell the owner of an address that somebody signed up with it; no account is made.

        Where one is made, the hash of its password takes longest; so does one here, and the time of
        an answer does not tell which of the two it was.
        """
        make_password(email)
        super().send_account_already_exists_mail(email)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tell the owner of an account what was done to it, and from which address."""
        context = {"ip": self.network_address(self.request)} | (context or {})
        super().send_notification_mail(template_prefix, user, context, email)

    def send_mail(self, template_prefix, email, context):
        """Send a mail about an account, unless its address had its fill of that kind today.

        Anybody can name anybody's address in a form; so that a flood of one kind keeps no other
        from its reader, each is counted by itself.
        """
        # The counters name nobody.
        key = salted_hmac("accounts.mail", f"{template_prefix} {email.lower()}").hexdigest()
        if is_within_rate("mail", key=key):
            super().send_mail(template_prefix, email, context | self.own_addresses(context))

    def own_addresses(self, context):
        """Return what in a mail says where the site is, as it is and not as the request says.

        Whoever has a mail sent to somebody else also chooses the host of that request.
        """
        asked = self.request.build_absolute_uri("/")
        links = {
            name: absolute(f"/{value.removeprefix(asked)}")
            for name, value in context.items()
            if isinstance(value, str) and value.startswith(asked)
        }
        return links | {"current_site": SimpleNamespace(domain=own_host(), name=own_host())}
