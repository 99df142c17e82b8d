"""Which answers may be shared between readers, and which are for one alone.

A view says `@shared` when an anonymous reader's page is the same bytes for everyone. Every other
answer, and every answer to somebody signed in, is `private, no-store`.
"""

from functools import wraps


def shared(view):
    """Mark a view whose answer to an anonymous GET is the same for everyone."""

    @wraps(view)
    def marked(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.is_shared = not request.user.is_authenticated
        return response

    return marked


class PrivateUnlessShared:
    """Set Cache-Control on whatever has none yet (files keep their own)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            is_shared = getattr(response, "is_shared", False) and not response.cookies
            response["Cache-Control"] = "public, max-age=0" if is_shared else "private, no-store"
        return response
