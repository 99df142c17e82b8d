"""Words of somebody whose session was lost while they wrote: kept until they have signed in.

They stay with the browser's session, on the server, and leave it once they are posted.
"""

from comments.spam import is_within_rate
from mlmap_site.markup import COMMENT_LIMIT
from mlmap_site.paging import parse_key

SESSION_KEY = "comments_kept"
PLACES = 5
FIELDS = {"body": 4 * COMMENT_LIMIT, "role": 100, "reason": 20, "words": 2000}


def place_of_new(article, parent):
    """Return the name of where a comment was going: into a thread, or under another comment.

    `parent` is its key as the form has it, of whatever kind.
    """
    key = parse_key(str(parent or ""))
    return f"article-{article.pk}-reply-{key}" if key else f"article-{article.pk}"


def keep_words(request, place):
    """Keep what was posted to a place; return whether it could be.

    What is too long to keep and whoever sends too much only get their words back on the page.
    """
    words = {name: request.POST[name] for name in FIELDS if request.POST.get(name)}
    is_short = all(len(value) <= FIELDS[name] for name, value in words.items())
    if not (words and is_short and is_within_rate(request, "keep_words")):
        return False
    places = request.session.get(SESSION_KEY, {})
    places.pop(place, None)
    places[place] = words
    request.session[SESSION_KEY] = dict(list(places.items())[-PLACES:])
    return True


def kept_words(request, place):
    """Return the fields that were kept for a place, by name; none where nothing was."""
    return request.session.get(SESSION_KEY, {}).get(place, {})


def forget_words(request, place):
    """Let go of what was kept for a place, once it is posted."""
    places = request.session.get(SESSION_KEY, {})
    if places.pop(place, None):
        request.session[SESSION_KEY] = places
