"""A page of a thread: roots by key, the first replies of each, and what is left unsaid."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import OuterRef, Subquery, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import Comment
from mlmap_site.json_rows import JSONRows
from mlmap_site.paging import page_after, page_from

ROOTS_A_PAGE = 20
REPLIES_SHOWN = 3
REPLIES_A_PAGE = 50


class Order(TextChoices):
    OLDEST = "oldest", _("Oldest first")
    NEWEST = "newest", _("Newest first")
    LIKED = "liked", _("Most liked")

    @property
    def columns(self):
        return {
            Order.OLDEST: ("created_at", "pk"),
            Order.NEWEST: ("-created_at", "-pk"),
            Order.LIKED: ("-like_count", "-created_at", "-pk"),
        }[self]


@dataclass(frozen=True)
class Selection:
    """Which of an article's root comments are asked for, and in which order."""

    order: Order = Order.OLDEST
    version: object = None
    role: object = None

    @property
    def kept(self):
        """Return what an address says of it behind its question mark; nothing where plain."""
        words = {
            "order": self.order.value if self.order != Order.OLDEST else None,
            "version": self.version and self.version.label,
            "role": self.role and self.role.slug,
        }
        return urlencode({name: word for name, word in words.items() if word})

    @property
    def is_whole(self):
        """Return whether it leaves no comment out."""
        return self.version is None and self.role is None

    def of(self, comments):
        named = {"version": self.version, "role": self.role}
        return comments.filter(**{name: value for name, value in named.items() if value})


@dataclass
class Branch:
    """A root comment with the replies that are shown under it."""

    root: Comment
    replies: list

    @property
    def hidden_count(self):
        return max(0, self.root.reply_count - len(self.replies))


def branches(article, reader=None, *, selection=Selection(), after=None, start=None):
    """Return a page of an article's thread, its branches, and the one that is kept on top or None.

    `after` is the root to go on behind, `start` the root to begin with. Two queries load them all.
    """
    anchors = article.comments.roots()
    roots = _keys_of(selection.of(anchors).standing(), article)
    columns = selection.order.columns
    if start is not None:
        page = page_from(roots, columns, start, ROOTS_A_PAGE, anchors)
    else:
        page = page_after(roots, columns, after, ROOTS_A_PAGE, anchors)
    wanted = {root.pk: root.replies_shown for root in page}
    pinned = {r["pk"]: top.under_pinned_shown for top in page.rows[:1] for r in top.pinned_shown}
    found = _branches_of(wanted | pinned, reader)
    rows = [found[key] for key in wanted if key in found]
    return page, rows, next((found[key] for key in pinned if key in found), None)


def below(pinned, rows):
    """Return what a page shows: the pinned branch on top, and the others without it below."""
    shown = [*rows, pinned] if pinned else rows
    return {
        "has_hidden": any(row.hidden_count for row in shown),
        "pinned": [pinned] if pinned else [],
        "above": pinned and pinned.root.pk,
        "branches": [row for row in rows if row is not pinned],
    }


def replies_page(root, reader=None, *, after=None, start=None):
    """Return a page of the replies to one root, oldest first."""
    replies = root.replies.standing().for_page(reader)
    columns = Order.OLDEST.columns
    if start is not None:
        return page_from(replies, columns, start, REPLIES_A_PAGE, root.replies.all())
    return page_after(replies, columns, after, REPLIES_A_PAGE, root.replies.all())


def closed_since(article, current):
    """Return when the thread was closed, by hand or by age, or None while it is open.

    `current` is the article's current version: each new one opens the thread for another while.
    """
    if article.comments_closed_at:
        return article.comments_closed_at
    if not settings.COMMENTS_CLOSE_AFTER:
        return None
    closing = current.published_at + timedelta(days=settings.COMMENTS_CLOSE_AFTER)
    return closing if closing <= timezone.now() else None


def _keys_of(roots, article):
    """Load the keys of roots, each with those of its first replies, a look into an index for each.

    Beside them stand the key of the pinned comment and those of its own first replies.
    """
    replies = Comment.objects.standing().order_by(*Order.OLDEST.columns)
    pinned = article.comments.filter(is_pinned=True)
    # One at most is pinned. With IN, SQLite would look through all comments by their dates.
    under_pinned = replies.filter(root=Subquery(pinned.order_by().values("pk")[:1]))
    return roots.only("article").annotate(
        replies_shown=JSONRows(replies.filter(root=OuterRef("pk"))[:REPLIES_SHOWN], "pk"),
        pinned_shown=JSONRows(pinned.order_by(), "pk"),
        under_pinned_shown=JSONRows(under_pinned[:REPLIES_SHOWN], "pk"),
    )


def _branches_of(wanted, reader):
    """Return the branches of these roots by their keys, in one query; `wanted` has their replies.

    What is gone since its key was read is left out.
    """
    keys = {row["pk"] for replies in wanted.values() for row in replies} | wanted.keys()
    comments = Comment.objects.for_page(reader).in_bulk(keys)
    return {
        key: Branch(comments[key], [comments[r["pk"]] for r in replies if r["pk"] in comments])
        for key, replies in wanted.items()
        if key in comments
    }
