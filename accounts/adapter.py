from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.validators import UnicodeUsernameValidator

from mlmap_site.text import normalise, validate_readable


class AccountAdapter(DefaultAccountAdapter):
    """What a username may be, where the library leaves that to the site."""

    username_validators = [UnicodeUsernameValidator(), validate_readable]

    def clean_username(self, username, shallow=False):
        return super().clean_username(normalise(username), shallow)
