from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model

from mlmap_site.prepared import prepared


class OnePasswordCheck(AuthenticationBackend):
    """Checks a password once, whoever it is for, so that the time it takes tells nobody."""

    def authenticate(self, request, username=None, email=None, **credentials):
        # Where both are the same words, the library would look an address up, and check, twice.
        return super().authenticate(request, username=username or email, **credentials)

    def get_user(self, user_id):
        for user in _with_key(key=user_id):
            return user if self.user_can_authenticate(user) else None
        return None


@prepared
def _with_key(*, key):
    return get_user_model().objects.filter(pk=key)
