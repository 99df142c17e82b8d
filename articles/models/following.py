from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.version import Article, Version


class FollowManager(models.Manager):
    def put(self, reader, article, *, wanted):
        """Let a reader follow an article, or no more; twice is once."""
        if wanted:
            self.get_or_create(reader=reader, article=article)
        else:
            self.filter(reader=reader, article=article).delete()


class Follow(models.Model):
    """A reader who wants a mail when a new version of an article is out."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="follows")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = FollowManager()

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        constraints = [
            models.UniqueConstraint(fields=["article", "reader"], name="follow_once_an_article"),
        ]

    def __str__(self):
        return f"{self.reader} · {self.article}"


class AnnouncementQuerySet(models.QuerySet):
    def due(self):
        """Return what readers can see now and nobody was told of yet."""
        is_visible = Version.objects.visible("version__")
        return self.filter(is_visible, told_at=None, due_at__lte=timezone.now())


class Announcement(models.Model):
    """That a version is to be told to whom it concerns, once it is public.

    One row, queued in the transaction that publishes; the deliverer finds whom to tell when it is
    due (comments/delivery.py), so that publishing takes as long for one follower as for thousands.
    """

    version = models.OneToOneField(Version, models.CASCADE, related_name="announcement")
    due_at = models.DateTimeField(_("due"))
    told_at = models.DateTimeField(_("told"), null=True, blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        indexes = [models.Index(fields=["due_at"], name="announcement_queue")]

    def __str__(self):
        return str(self.version)
