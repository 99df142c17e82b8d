"""Whom a new version is told: its followers, and whoever wrote what led to a change in it."""

from functools import partial
from itertools import islice

from django.db import transaction
from django.utils import timezone

from articles.models import Announcement
from articles.renditions import make_pictures
from comments.models import Comment, Notice

AT_ONCE = 1000


def tell_what_is_out():
    """Queue a notice a person for each version that came out, and return how many versions."""
    return sum(_tell(announcement) for announcement in Announcement.objects.due())


@transaction.atomic
def _tell(announcement):
    """Queue the notices of a version, all or none; of two that do it at once one finds it done."""
    untold = Announcement.objects.filter(pk=announcement.pk, told_at=None)
    told = untold.update(told_at=timezone.now())
    if told:
        # Whoever is both gets the first: there is one notice a person and version.
        _queue(Notice.Kind.CREDIT, _credited(announcement.version), announcement.version)
        _queue(Notice.Kind.VERSION, _followers(announcement), announcement.version)
        Notice.objects.queue_webhooks(Notice.Kind.VERSION_PUBLISHED, [announcement.version])
        # Its author does not wait for that, and no lock; what fails is drawn for its first reader.
        transaction.on_commit(partial(make_pictures, announcement.version), robust=True)
    return told


def _queue(kind, recipients, version):
    notices = (Notice(kind=kind, recipient_id=pk, version=version) for pk in recipients)
    while batch := list(islice(notices, AT_ONCE)):
        Notice.objects.bulk_create(batch, ignore_conflicts=True)


def _credited(version):
    comments = credited_comments(version).filter(author__mail_credits=True)
    return comments.values_list("author_id", flat=True).order_by("author_id").distinct()


def _followers(announcement):
    # Whoever came later saw what was out.
    follows = announcement.version.article.follows.filter(created_at__lt=announcement.due_at)
    return follows.values_list("reader_id", flat=True).order_by("reader_id")


def credited_comments(version):
    """Return the readers' approved comments that led to a change in a version."""
    comments = Comment.objects.approved().filter(changes__version=version).distinct()
    return comments.exclude(author=None).exclude(author=version.article.author)
