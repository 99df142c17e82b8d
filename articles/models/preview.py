import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.version import Version

# Long enough for a reviewer's holiday, short enough that a forgotten link closes by itself.
LONGEST_SHARE = timedelta(days=14)


class PreviewLinkQuerySet(models.QuerySet):
    def open(self):
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def find(self, token):
        """Return the open link that a token belongs to, None when there is none."""
        links = self.open().select_related("version__article__author", "version__predecessor")
        return links.filter(token_hash=hash_token(token)).first()


class PreviewLink(models.Model):
    """Lets whoever has its address read one unpublished version. Only a hash of it is stored."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="preview_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")

    def __str__(self):
        return f"{self.version}, until {self.expires_at:%Y-%m-%d %H:%M}"

    @classmethod
    def share(cls, version, by, days):
        """Store a new link and return its address, which can never be shown again.

        Raises ValueError for a time that is nought or longer than LONGEST_SHARE.
        """
        lasts = timedelta(days=days)
        if not timedelta(0) < lasts <= LONGEST_SHARE:
            raise ValueError(f"A preview is shared for 1 to {LONGEST_SHARE.days} days.")
        token = secrets.token_urlsafe(32)
        now = timezone.now()
        cls.objects.create(
            version=version,
            created_by=by,
            token_hash=hash_token(token),
            created_at=now,
            expires_at=now + lasts,
        )
        return reverse("shared_preview", args=[token])

    @property
    def is_open(self):
        return self.revoked_at is None and self.expires_at > timezone.now()


def hash_token(token):
    return hashlib.sha256(token.encode()).hexdigest()
