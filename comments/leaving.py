"""How an account is deleted: what it wrote stays without a name or goes, and the counts follow."""

from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction
from django.db.models import Q, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import avatars
from articles.models import Article, Place
from comments.models import Comment, Like, Notice
from comments.own_data import sessions_of

# Whoever writes or likes something in the moment of leaving is in the way once, hardly twice.
ATTEMPTS = 3
State = Comment.State


class Words(TextChoices):
    """What becomes of the words of somebody who leaves."""

    KEEP = "keep", gettext_lazy("Keep what I wrote, without my name")
    REMOVE = "remove", gettext_lazy("Remove what I wrote")


class Refused(Exception):
    """An account cannot be deleted by its reader; `reasons` say why, in sentences."""

    def __init__(self, reasons):
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def obstacles(reader):
    """Return why an account cannot be deleted by its reader, in sentences; none where it can."""
    reasons = []
    if count := reader.articles.count():
        reasons.append(
            ngettext(
                "You are the author of %(count)d article, which stays and so names its author.",
                "You are the author of %(count)d articles, which stay and so name their author.",
                count,
            )
            % {"count": count}
        )
    if reader.moderations.exists():
        reasons.append(
            _("You have moderated: each act is recorded for good, with the name of who did it.")
        )
    if LogEntry.objects.filter(user=reader).exists():
        reasons.append(
            _("You have worked at the desk: what was done there is recorded with your name.")
        )
    return reasons


def delete_account(reader, words):
    """Delete an account with all that is stored about it, in one transaction.

    Raises Refused where something that stays is recorded with its name.
    """
    if reasons := obstacles(reader):
        raise Refused(reasons)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _delete(reader, words)
        except IntegrityError:
            if attempt == ATTEMPTS:
                raise


@transaction.atomic
def _delete(reader, words):
    _lock(reader)
    for like in reader.likes.select_related("article", "comment"):
        target = {"comment": like.comment} if like.comment else {"article": like.article}
        Like.objects.put(reader, wanted=False, **target)
    for place in reader.places.select_related("version").order_by("version"):
        Place.objects.forget(reader, place.version)
    if words == Words.REMOVE:
        _remove_words(reader)
    named = reader.comments.approved().filter(origin=None)
    Notice.objects.queue_webhooks(Notice.Kind.COMMENT_CHANGED, named)
    reader.comments.update(author=None, byline="", key=None)
    avatars.show_by(reader, None)
    # Words that were never posted may be in a session too.
    for session in list(sessions_of(reader)):
        session.delete()
    # What follows, reports, is queued and was done to the account goes along with it.
    type(reader).objects.get(pk=reader.pk).delete()


def _remove_words(reader):
    # What a moderator removed stays removed, with the reason that is shown in its place.
    for comment in reader.comments.exclude(state__in=[State.DELETED, State.REMOVED]):
        comment.enter(State.DELETED)
    reader.comments.update(body="", body_html="")


def _lock(reader):
    """Lock all rows whose counts change, in the order in which everybody locks them.

    That is replies, roots, articles (Comment.enter), and of each kind by key.
    """
    touched = Comment.objects.filter(
        Q(author=reader)
        | Q(pk__in=reader.likes.exclude(comment=None).values("comment"))
        | Q(pk__in=reader.comments.exclude(root=None).values("root"))
    )
    articles = Article.objects.filter(
        Q(pk__in=reader.comments.values("article"))
        | Q(pk__in=reader.likes.exclude(article=None).values("article"))
    )
    for rows in (touched.exclude(root=None), touched.filter(root=None), articles):
        list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))
