"""A page of a thread: roots by key, the first replies of each, and what is left unsaid."""

from dataclasses import dataclass, field

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from comments.models import Comment
from mlmap_site.paging import page_after, page_from

ROOTS_A_PAGE = 20
REPLIES_SHOWN = 3
REPLIES_A_PAGE = 50


@dataclass
class Branch:
    """A root comment with the replies that are shown under it."""

    root: Comment
    replies: list = field(default_factory=list)

    @property
    def hidden_count(self):
        return max(0, self.root.reply_count - len(self.replies))


def branches(article, after=None, start=None):
    """Return a page of an article's thread and its branches, oldest root first.

    `after` is the root to go on behind, `start` the root to begin with.
    """
    anchors = article.comments.filter(root=None)
    roots = anchors.standing().for_page()
    if start is not None:
        page = page_from(roots, Comment.ORDER, start, ROOTS_A_PAGE, anchors)
    else:
        page = page_after(roots, Comment.ORDER, after, ROOTS_A_PAGE, anchors)
    by_root = {root.pk: Branch(root) for root in page}
    for reply in _first_replies(by_root):
        by_root[reply.root_id].replies.append(reply)
    return page, list(by_root.values())


def replies_page(root, after=None, start=None):
    """Return a page of the replies to one root."""
    replies = root.replies.approved().for_page()
    if start is not None:
        return page_from(replies, Comment.ORDER, start, REPLIES_A_PAGE, root.replies.all())
    return page_after(replies, Comment.ORDER, after, REPLIES_A_PAGE, root.replies.all())


def _first_replies(roots):
    numbered = (
        Comment.objects.approved()
        .filter(root__in=roots)
        .annotate(
            place=Window(
                RowNumber(), partition_by=F("root"), order_by=[F("created_at").asc(), F("pk").asc()]
            )
        )
    )
    # A window may only be filtered from outside (Django wraps the query in another).
    shown = numbered.filter(place__lte=REPLIES_SHOWN).for_page()
    return shown.order_by("root", *Comment.ORDER)
