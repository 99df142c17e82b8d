from allauth.account.auth_backends import AuthenticationBackend


class OnePasswordCheck(AuthenticationBackend):
    """Checks a password once, whoever it is for, so that the time it takes tells nobody."""

    def authenticate(self, request, username=None, email=None, **credentials):
        # Where both are the same words, the library would look an address up, and check, twice.
        return super().authenticate(request, username=username or email, **credentials)
