"""The stored counts, computed anew from what they count.

Each count changes in the transaction that changes what is counted, so that no page has to count;
what stands here proves them, and mends what somebody changed past the site.
"""

from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from articles.models import Article
from comments.models import Comment, Like

BATCH = 500


class Difference(NamedTuple):
    """A stored count that is not what there is: of which row, what is stored, what is right."""

    model: type
    pk: int
    article: int
    field: str
    stored: int
    counted: int

    def __str__(self):
        name = self.model._meta.model_name
        return f"{name} {self.pk}: {self.field} is {self.stored}, and should be {self.counted}"


def _number(rows, owner):
    """Return the expression of how many of these rows belong to a row of another query."""
    mine = rows.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    return Coalesce(Subquery(mine.annotate(number=Count("pk")).values("number")), 0)


# Whatever is approved stands; saying so lets the index of replies be used.
_replies = Comment.objects.approved().standing()
COUNTED = {
    (Comment, "reply_count"): _number(_replies, "root"),
    (Comment, "like_count"): _number(Like.objects.all(), "comment"),
    (Article, "comment_count"): _number(Comment.objects.approved(), "article"),
    (Article, "like_count"): _number(Like.objects.all(), "article"),
}


def differences(articles=None):
    """Return which stored counts are wrong, of some articles and their threads or of all."""
    return [
        Difference(model, *row[:2], field, *row[2:])
        for (model, field), counted in COUNTED.items()
        for row in _wrong(model, field, counted, articles)
    ]


def _wrong(model, field, counted, articles):
    article = "article_id" if model is Comment else "pk"
    rows = model.objects.order_by("pk")
    if articles is not None:
        rows = rows.filter(**{f"{article}__in": [row.pk for row in articles]})
    rows = rows.annotate(counted=counted).exclude(**{field: F("counted")})
    return rows.values_list("pk", article, field, "counted")


def recount(articles=None):
    """Set right what is wrong, one article after another, and return what was.

    It may run while readers write: the rows are locked first, in the order in which everybody
    locks them, and counted after that, when nobody else is about to change their counts.
    """
    found = differences(articles)
    for article in sorted({difference.article for difference in found}):
        _mend([difference for difference in found if difference.article == article])
    return found


@transaction.atomic
def _mend(wrong):
    replies, roots = Comment.objects.exclude(root=None), Comment.objects.roots()
    for rows in (replies, roots, Article.objects):
        for keys in _batches({d.pk for d in wrong if d.model is rows.model}):
            locked = rows.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True)
            list(locked.values_list("pk"))
    for (model, field), counted in COUNTED.items():
        for keys in _batches({d.pk for d in wrong if (d.model, d.field) == (model, field)}):
            model.objects.filter(pk__in=keys).update(**{field: counted})


def _batches(keys):
    """Yield keys in order, as many at a time as any database takes in one statement."""
    keys = sorted(keys)
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]
