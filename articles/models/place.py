from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.version import Version

# Fewer could be told apart.
SHOWN_FROM = 30


class PlaceManager(models.Manager):
    @transaction.atomic
    def keep(self, reader, version, at):
        """Keep where a reader finds themself on a version's line, instead of where they did."""
        self.forget(reader, version)
        self.create(reader=reader, version=version, at=at)
        tally, _ = Tally.objects.get_or_create(version=version, at=at)
        Tally.objects.filter(pk=tally.pk).update(count=F("count") + 1)

    def kept_by(self, reader, version):
        """Return where somebody finds themself on a version's line; None: nowhere they said."""
        if not reader.is_authenticated:
            return None
        return self.filter(reader=reader, version=version).values_list("at", flat=True).first()

    @transaction.atomic
    def forget(self, reader, version):
        """Forget a reader's place on a version; nothing remains of it."""
        # Two requests of one reader queue up behind their row.
        for place in self.select_for_update().filter(reader=reader, version=version):
            Tally.objects.filter(version=version, at=place.at).update(count=F("count") - 1)
            place.delete()


class Place(models.Model):
    """Where a reader finds themself on the line of a version."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="places")
    # Not deleted along: the tally would go wrong (comments/own_data.py forgets places first).
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="places")
    at = models.PositiveSmallIntegerField(_("place"))
    kept_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PlaceManager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.UniqueConstraint(fields=["reader", "version"], name="place_one_a_version"),
            models.CheckConstraint(condition=Q(at__lte=100), name="place_is_on_the_line"),
        ]

    def __str__(self):
        return f"{self.version}: {self.at}"


class Tally(models.Model):
    """How many readers keep a place; changed with the places, so that no page counts them."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="tallies")
    at = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [
            models.UniqueConstraint(fields=["version", "at"], name="tally_one_a_place"),
        ]

    def __str__(self):
        return f"{self.version}: {self.count} at {self.at}"

    @staticmethod
    def shown(readers):
        """Return how many readers found themselves where, by place; none while they are few."""
        return readers if sum(readers.values()) >= SHOWN_FROM else {}
