"""What waits at the desk: for a moderator to act, or for the author to answer."""

from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from articles.models import Article
from comments.models import Comment, Moderation, Report
from mlmap_site.paging import page_after

OLDEST_FIRST = ("created_at", "pk")
NEWEST_FIRST = ("-created_at", "-pk")


def with_reasons(comments):
    """Attach how many reports of each are open, and why it was held last."""
    reports = Report.objects.open().filter(comment=OuterRef("pk")).order_by()
    counted = reports.values("comment").annotate(count=Count("pk")).values("count")
    holds = Moderation.objects.filter(comment=OuterRef("pk"), action=Moderation.Action.HOLD)
    return comments.annotate(
        open_reports=Coalesce(Subquery(counted), Value(0)),
        held_because=Subquery(holds.values("reason")[:1]),
    )


def pending(comments):
    return comments.filter(state=Comment.State.PENDING)


def reported(comments):
    """Return what readers see or will see, and somebody reports."""
    reports = Report.objects.open()
    seen = [Comment.State.PENDING, Comment.State.APPROVED]
    return comments.filter(state__in=seen, pk__in=reports.values("comment"))


def planned(comments):
    """Return what the next version should answer: planned, and not credited yet."""
    return comments.filter(
        triage=Comment.Triage.PLANNED, state=Comment.State.APPROVED, changes=None
    )


def next_waiting(comment=None):
    """Return what waits for a moderator next, None where nothing does.

    That is what waits for approval, oldest first, and then what is reported: each from this
    comment on, and then from the start, so that what is passed over comes again.
    """
    for waiting in (pending(Comment.objects.all()), reported(Comment.objects.all())):
        others = waiting.exclude(pk=comment.pk) if comment else waiting
        for key in (comment and comment.pk, None):
            page = page_after(others, OLDEST_FIRST, key, 1, Comment.objects.all())
            if page.rows:
                return page.rows[0]
    return None


def is_waiting(comment):
    this = Comment.objects.filter(pk=comment.pk)
    return pending(this).exists() or reported(this).exists()


def own_articles(user):
    """Return the articles whose author this person is, or stands in for."""
    if not (user.is_active and user.is_staff):
        return Article.objects.none()
    return Article.objects.all() if user.is_superuser else Article.objects.filter(author=user)
