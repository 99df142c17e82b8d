"""Which answers may be shared between readers, and which are for one alone.

A view says `@shared` when an anonymous reader's page is the same bytes for everyone. Every other
answer, and every answer to somebody signed in, is `private, no-store`.
"""

from dataclasses import dataclass
from functools import partial, wraps

from django.conf import settings

SAFE_METHODS = {"GET", "HEAD"}
# Where the page cache, which stands before the request, finds what is said of its answer.
SHARED = "mlmap_site.shared"


@dataclass(frozen=True)
class Shared:
    """What the page cache must know of a shared answer.

    `query` names the keys of the query string that its view reads. `topics` are those whose
    stamps change it (stamps.py); None: it changes with anything.
    """

    query: frozenset
    topics: frozenset | None


def shared(view=None, *, query=()):
    """Mark a view whose answer to an anonymous GET is the same for everyone.

    Of the query string it is shown the keys in `query` and no others: what a link was decorated
    with on its way through the world changes no page, and makes no second one.
    """
    if view is None:
        return partial(shared, query=query)
    names = frozenset(query)

    @wraps(view)
    def marked(request, *args, **kwargs):
        if request.method in SAFE_METHODS:
            request.META["QUERY_STRING"] = only(request.GET, names).urlencode()
            request.GET = only(request.GET, names)
        response = view(request, *args, **kwargs)
        if request.method in SAFE_METHODS and not request.user.is_authenticated:
            response.shared = Shared(names, getattr(request, "changes_with", None))
        return response

    marked.query = names
    return marked


def changes_with(request, *topics):
    """Say that the page which answers this request changes with these topics and the site."""
    request.changes_with = frozenset(topics) | {"site"}


def only(query, names):
    """Return a query string's last value of each of these names, in one order."""
    left = query.copy()
    left.clear()
    for name in sorted(names & query.keys()):
        left[name] = query[name]
    return left


class PrivateUnlessShared:
    """Set Cache-Control on whatever has none yet (files keep their own)."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.public = "public, max-age=0"
        if settings.CDN_SECONDS:
            seconds = settings.CDN_SECONDS
            self.public += f", s-maxage={seconds}, stale-while-revalidate={seconds}"

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            is_shared = hasattr(response, "shared") and not response.cookies
            response["Cache-Control"] = self.public if is_shared else "private, no-store"
            if is_shared:
                request.META[SHARED] = response.shared
        return response
