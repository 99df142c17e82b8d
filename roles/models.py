from django.core.validators import RegexValidator
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"


class RoleQuerySet(models.QuerySet):
    def public(self):
        """Return the roles that some public version places, each with its newest `placement`."""
        placements = self.placement_model.objects.public()
        newest = placements.filter(role=OuterRef("pk")).newest_first().values("pk")[:1]
        return self.annotate(placement_id=Subquery(newest)).exclude(placement_id=None)

    def with_placement(self):
        """Attach to each role of `public()` its newest public placement as `placement`."""
        roles = list(self)
        newest = self.placement_model.objects.select_related("version__article")
        by_id = newest.in_bulk([role.placement_id for role in roles])
        for role in roles:
            role.placement = by_id[role.placement_id]
            role.placement.role = role
        return roles

    @property
    def placement_model(self):
        """The model that stands above this app and points at it."""
        return self.model._meta.get_field("placements").related_model


class Role(models.Model):
    """A job on the map, or a practice around it. What it is called stands in each placement."""

    class Kind(models.TextChoices):
        ROLE = "role", _("role")
        PRACTICE = "practice", _("practice")

    slug = models.CharField(
        _("slug"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(rf"\A{SLUG}\Z", _("Use small letters, digits and single hyphens."))
        ],
        help_text=_("Its address for ever: never changed, never used for another role."),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.ROLE)

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["role", "practice"]), name="role_kind_is_known"
            ),
        ]

    def __str__(self):
        return self.slug

    def get_absolute_url(self):
        return reverse("role", args=[self.slug])

    def ancestors(self):
        """Return the roles this one came from, as public versions record it, along the line."""
        descents = self.descents_from.public().exclude(ancestor=None)
        return self._named(descents.values("ancestor"))

    def descendants(self):
        """Return the roles this one became, as public versions record it, along the line."""
        descents = self.descents_to.public().exclude(descendant=None)
        return self._named(descents.values("descendant"))

    @staticmethod
    def _named(keys):
        roles = Role.objects.public().filter(pk__in=keys).with_placement()
        return sorted(roles, key=lambda role: (role.placement.start, role.placement.end))

    @property
    def is_practice(self):
        return self.kind == self.Kind.PRACTICE
