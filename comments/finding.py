"""What the search finds of comments: which there are, and what is shown of them."""

from comments.models import Comment
from mlmap_site.search_index import find
from mlmap_site.snippets import snippet


def find_comments(words, *, tag=None, role=None, old=False):
    """Return the comments with these words that everybody may read, newest first.

    They are found on whichever version they were made.
    """
    comments = find(Comment, words, best_first=False).readable()
    if tag:
        comments = comments.filter(article__tags=tag)
    if role:
        comments = comments.filter(role=role)
    comments = comments.select_related("author", "article", "version__article")
    return comments.order_by("-created_at", "-pk")


def show_comments(comments, words):
    for comment in comments:
        comment.passage = snippet(comment.text_to_find(), words)
