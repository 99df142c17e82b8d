from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from articles.freezing import FreezingQuerySet, Frozen
from articles.models.version import Version
from mlmap_site.prepared import prepared
from mlmap_site.search_index import Findable
from mlmap_site.text import validate_readable
from roles.models import Role
from roles.spectrum import Span

LINE_LENGTH = 100


class PartQuerySet(FreezingQuerySet):
    """Rows that belong to a version and are frozen with it."""

    def public(self):
        """Return the parts of versions that readers may see."""
        return self.filter(Version.objects.visible("version__"))

    def frozen(self):
        return self.exclude(version__published_at=None)

    def bulk_create(self, objs, *args, **kwargs):
        if any(part.version_is_frozen() for part in objs):
            raise Frozen
        return super().bulk_create(objs, *args, **kwargs)


class PartOfVersion(models.Model):
    """A placement, descent or change: written with a version, frozen with it."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="%(class)ss")

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.refuse_frozen()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self.refuse_frozen()
        return super().delete(*args, **kwargs)

    def refuse_frozen(self):
        # A part may be moved to another version; neither the old nor the new may be frozen.
        stored = type(self).objects.filter(pk=self.pk).frozen() if self.pk else None
        if self.version_is_frozen() or (stored is not None and stored.exists()):
            raise Frozen

    def version_is_frozen(self):
        return Version.objects.filter(pk=self.version_id).frozen().exists()


class PlacementQuerySet(PartQuerySet):
    def newest_first(self):
        return self.order_by("-version__published_at", "-version__major", "-version__minor", "-pk")


class Placement(Findable, PartOfVersion):
    """Where a version puts a role or practice on the line, and under which name."""

    role = models.ForeignKey(
        Role, models.PROTECT, related_name="placements", verbose_name=_("role")
    )
    name = models.CharField(_("name"), max_length=80, validators=[validate_readable])
    start = models.PositiveSmallIntegerField(_("start"), help_text=_("0 to 100"))
    end = models.PositiveSmallIntegerField(_("end"), help_text=_("0 to 100"))
    summary = models.CharField(
        _("summary"), max_length=300, blank=True, validators=[validate_readable]
    )

    objects = PlacementQuerySet.as_manager()

    class Meta:
        # Along the line; the key keeps equal spans in one order.
        ordering = ["start", "end", "role"]
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "role"],
                name="placement_role_once_a_version",
                violation_error_message=_("This role is on the map already."),
            ),
            models.UniqueConstraint(
                F("version"),
                Lower("name"),
                name="placement_name_once_a_version",
                violation_error_message=_("Another role on this map has this name."),
            ),
            models.CheckConstraint(
                condition=Q(start__gte=0, start__lt=F("end"), end__lte=LINE_LENGTH),
                name="placement_is_on_the_line",
                violation_error_message=_(
                    "A placement runs from a start to a greater end, both from 0 to 100."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.start}–{self.end}"

    @classmethod
    def get_indexed_objects(cls):
        return cls.objects.filter(version__in=Version.get_indexed_objects())

    def name_to_find(self):
        return self.name

    def text_to_find(self):
        return self.summary

    @property
    def span(self):
        return Span(
            slug=self.role.slug,
            name=self.name,
            start=self.start,
            end=self.end,
            practice=self.role.is_practice,
            summary=self.summary,
        )


@prepared
def placements_of(*, version):
    return Placement.objects.filter(version=version).select_related("role")


def placed_on(version):
    """Return a version's placements with their roles."""
    placements = placements_of(version=version.pk)
    for placement in placements:
        placement.version = version
    return placements


class Descent(PartOfVersion):
    """An edge of lineage that a version records, from a role before it to a role on it."""

    ancestor = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="descents_to",
        verbose_name=_("ancestor"),
        help_text=_("A role of the version before. Empty: the descendant was introduced."),
    )
    descendant = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="descents_from",
        verbose_name=_("descendant"),
        help_text=_("A role of this version. Empty: the ancestor was retired."),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("descent")
        verbose_name_plural = _("descents")
        constraints = [
            models.CheckConstraint(
                condition=~Q(ancestor=None) | ~Q(descendant=None),
                name="descent_has_an_end",
                violation_error_message=_("Name the ancestor, the descendant, or both."),
            ),
            models.CheckConstraint(
                condition=~Q(ancestor=F("descendant")),
                name="descent_is_between_two_roles",
                violation_error_message=_("A role that stays needs no descent to itself."),
            ),
            models.UniqueConstraint(
                fields=["version", "ancestor", "descendant"],
                name="descent_once_a_version",
                violation_error_message=_("This descent is recorded already."),
            ),
            models.UniqueConstraint(
                fields=["version", "ancestor"],
                condition=Q(descendant=None),
                name="descent_retired_once",
                violation_error_message=_("This role is retired already."),
            ),
            models.UniqueConstraint(
                fields=["version", "descendant"],
                condition=Q(ancestor=None),
                name="descent_introduced_once",
                violation_error_message=_("This role is introduced already."),
            ),
        ]

    def __str__(self):
        return f"{self.ancestor or '∅'} → {self.descendant or '∅'}"


class Change(PartOfVersion):
    """A line of a version's changelog; readers' comments can be credited on it."""

    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.CharField(_("what changed"), max_length=300, validators=[validate_readable])

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("change")
        verbose_name_plural = _("changelog")

    def __str__(self):
        return self.text
