"""A page of a thread: roots by key, the first replies of each, and what is left unsaid."""

from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import OuterRef, Subquery, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import Comment
from mlmap_site.paging import page_after, page_from

ROOTS_A_PAGE = 20
REPLY_KEYS = ("first_reply", "second_reply", "third_reply")
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
    replies: list = field(default_factory=list)

    @property
    def hidden_count(self):
        return max(0, self.root.reply_count - len(self.replies))


def branches(article, reader=None, *, selection=Selection(), after=None, start=None):
    """Return a page of an article's thread and its branches.

    `after` is the root to go on behind, `start` the root to begin with.
    """
    anchors = article.comments.roots()
    roots = _with_reply_keys(selection.of(anchors).standing().for_page(reader))
    columns = selection.order.columns
    if start is not None:
        page = page_from(roots, columns, start, ROOTS_A_PAGE, anchors)
    else:
        page = page_after(roots, columns, after, ROOTS_A_PAGE, anchors)
    by_root = {root.pk: Branch(root) for root in page}
    for reply in _first_replies(page, reader):
        by_root[reply.root_id].replies.append(reply)
    return page, list(by_root.values())


def pinned_branch(article, reader=None):
    """Return the comment that the author keeps on top, with its first replies, or None."""
    root = _with_reply_keys(article.comments.filter(is_pinned=True).for_page(reader)).first()
    return root and Branch(root, list(_first_replies([root], reader)))


def below(pinned, rows):
    """Return what a page shows: the pinned branch on top, and the others without it below."""
    shown = [*rows, pinned] if pinned else rows
    return {
        "has_hidden": any(row.hidden_count for row in shown),
        "pinned": [pinned] if pinned else [],
        "above": pinned and pinned.root.pk,
        "branches": [row for row in rows if not pinned or row.root != pinned.root],
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


def _with_reply_keys(roots):
    """Attach to each root the keys of its first replies: a look into an index for each of them."""
    replies = Comment.objects.standing().filter(root=OuterRef("pk"))
    keys = replies.order_by(*Order.OLDEST.columns).values("pk")
    return roots.annotate(
        **{name: Subquery(keys[place : place + 1]) for place, name in enumerate(REPLY_KEYS)}
    )


def _first_replies(roots, reader):
    """Return the first replies of these roots, in one query that reads no other reply."""
    keys = [getattr(root, name) for root in roots for name in REPLY_KEYS]
    replies = Comment.objects.filter(pk__in=filter(None, keys)).for_page(reader)
    return replies.order_by(*Order.OLDEST.columns)
