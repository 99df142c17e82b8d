"""A page of a thread: roots by key, the first replies of each, and what is left unsaid."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Version
from comments.models import Comment
from mlmap_site.json_rows import JSONRows
from mlmap_site.paging import page_after, page_from, page_of
from mlmap_site.prepared import prepared

ROOTS_A_PAGE = 20
REPLIES_SHOWN = 3
VERSIONS_TO_CHOOSE = 20
REPLIES_A_PAGE = 50
KEYS_AT_ONCE = 10


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
    page = _page_of_roots(article, selection, after, start)
    wanted = {root.pk: root.replies_shown for root in page}
    pinned = {r["pk"]: top.under_pinned_shown for top in page.rows[:1] for r in top.pinned_shown}
    found = _branches_of(wanted | pinned, reader)
    rows = [found[key] for key in wanted if key in found]
    return page, rows, next((found[key] for key in pinned if key in found), None)


def _page_of_roots(article, selection, after, start):
    if selection.is_whole and not after and start is None:
        rows = first_roots(selection.order, article=article.pk)
        return page_of(rows, ROOTS_A_PAGE, is_first=True)
    anchors = article.comments.roots()
    roots = _keys_of(selection.of(anchors).standing(), article.pk)
    columns = selection.order.columns
    if start is not None:
        return page_from(roots, columns, start, ROOTS_A_PAGE, anchors)
    return page_after(roots, columns, after, ROOTS_A_PAGE, anchors)


@prepared
def first_roots(order, *, article):
    roots = Comment.objects.roots().filter(article=article).standing()
    return _keys_of(roots, article).order_by(*order.columns)[: ROOTS_A_PAGE + 1]


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


@prepared
def versions_talked_about(*, article):
    """Return the newest public versions that a thread has comments on."""
    roots = Comment.objects.roots().standing().filter(article=article, version=OuterRef("pk"))
    versions = Version.objects.public().filter(Exists(roots), article=article)
    return versions.newest_first()[:VERSIONS_TO_CHOOSE]


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
    pinned = Comment.objects.filter(article=article, is_pinned=True)
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
    keys = [*wanted, *(row["pk"] for replies in wanted.values() for row in replies)]
    key = reader.pk if reader else None
    comments = {c.pk: c for c in _by_keys(keys, key)}
    return {
        key: Branch(comments[key], [comments[r["pk"]] for r in replies if r["pk"] in comments])
        for key, replies in wanted.items()
        if key in comments
    }


def _by_keys(keys, reader):
    """Return comments of `for_page`; the query is written for a few numbers of them."""
    if not keys:
        return []
    keys += keys[-1:] * (-len(keys) % KEYS_AT_ONCE)
    return with_keys(len(keys), reader is not None, keys=keys, reader=reader)


@prepared
def with_keys(count, is_signed_in, *, keys, reader):
    comments = Comment.objects.filter(pk__in=keys.each(count))
    return comments.for_page_of(reader if is_signed_in else None)
