"""What a thread says of itself to search engines, in the words of schema.org."""

from articles.linked_data import CONTEXT
from mlmap_site.links import absolute

# Enough to tell what is talked of; the thread's own page and its feed have the rest.
TOLD = 10


def thread_data(branches):
    """Return the first comments that readers see on a page, each with the version it is on."""
    comments = [c for branch in branches for c in (branch.root, *branch.replies) if c.is_approved]
    return {"@context": CONTEXT, "@graph": [_comment(c) for c in comments[:TOLD]]}


def _comment(comment):
    here = absolute(f"/comments/{comment.pk}/")
    data = {
        "@type": "Comment",
        "@id": here,
        "url": here,
        "text": comment.body,
        "dateCreated": comment.created_at.isoformat(),
        "author": {"@type": "Person", "name": comment.writer.display_name},
        "upvoteCount": comment.like_count,
        "about": {"@id": absolute(comment.version.get_absolute_url())},
    }
    if comment.in_reply_to_id:
        data["parentItem"] = {"@id": absolute(f"/comments/{comment.in_reply_to_id}/")}
    return data
