from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from markdownx.models import MarkdownxField
from taggit.managers import TaggableManager

from articles.freezing import FreezingQuerySet, Frozen
from mlmap_site import picture_sizes
from mlmap_site.markup import (
    ARTICLE_LIMIT,
    plain_words,
    reading_minutes,
    render_author_text,
    stored_html,
)
from mlmap_site.prepared import prepared, this_moment
from mlmap_site.search_index import Findable
from mlmap_site.text import normalise, validate_readable

LARGEST_NUMBER = 9999


class ArticleQuerySet(models.QuerySet):
    def public(self):
        """Return the articles with a public version: `current_id` is its key, newest first."""
        current = Version.objects.public().filter(article=OuterRef("pk")).newest_first()
        articles = self.annotate(
            current_id=Subquery(current.values("pk")[:1]),
            current_since=Subquery(current.values("published_at")[:1]),
        )
        return articles.exclude(current_id=None).order_by("-current_since", "-pk")


class Article(models.Model):
    """The continuing work; what is read is one of its versions."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    title = models.CharField(
        _("title"),
        max_length=120,
        validators=[validate_readable],
        help_text=_("The name of the continuing work. Each version has a title of its own."),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="articles", verbose_name=_("author")
    )
    tags = TaggableManager(verbose_name=_("tags"), blank=True)
    # Changed in the transaction that changes what readers see of the thread (comments/models.py).
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    like_count = models.PositiveIntegerField(default=0, editable=False)
    comments_closed_at = models.DateTimeField(_("comments closed"), null=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("article", args=[self.slug])

    def current(self):
        """Return the highest public version, None when there is none."""
        for version in current_version(article=self.pk):
            version.article = self
            return version
        return None

    def can_be_edited_by(self, user):
        return user.is_active and user.is_staff and (user.is_superuser or user == self.author)


class Text(models.Model):
    """What a correction may amend: the words of a version and its pictures' alternative texts."""

    body = MarkdownxField(
        _("text"), max_length=ARTICLE_LIMIT, blank=True, validators=[validate_readable]
    )
    # Rendered when it is saved, so that reading never parses Markdown.
    body_html = models.TextField(editable=False, blank=True)
    cover_alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        validators=[validate_readable],
        help_text=_("What the cover shows, for whoever cannot see it."),
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if kwargs.get("update_fields") is None:
            self.tidy()
            self.body_html = render_author_text(self.body)
        super().save(*args, **kwargs)

    def tidy(self):
        """Bring the words into the form in which they are hashed and stored."""
        self.body = normalise(self.body).strip()
        self.cover_alt = normalise(self.cover_alt).strip()

    @property
    def html(self):
        return stored_html(self.body_html)


class VersionQuerySet(FreezingQuerySet):
    @staticmethod
    def visible(prefix=""):
        """Return the one rule of visibility; `prefix` leads from other rows to their version."""
        return Q(**{f"{prefix}published_at__lte": this_moment(), f"{prefix}withdrawn_at": None})

    def public(self):
        return self.filter(self.visible())

    def frozen(self):
        """Return what is scheduled, published or withdrawn."""
        return self.exclude(published_at=None)

    def past(self):
        """Return what is public, and what was until it was withdrawn."""
        return self.filter(self.visible() | ~Q(withdrawn_at=None))

    def waiting(self):
        """Return what readers are still to see: a draft, or a scheduled version."""
        return self.filter(withdrawn_at=None).exclude(self.visible())

    def numbered(self, number):
        """Return the versions with a number, a pair; none when it is None."""
        if number is None:
            return self.none()
        major, minor = number
        return self.filter(major=major, minor=minor)

    def up_to(self, number):
        """Return the version with a number, a pair, and those with lower ones."""
        return self.below(number) | self.numbered(number)

    def below(self, number):
        """Return the versions with lower numbers than this one, a pair."""
        major, minor = number
        # The outer bound says no more, but lets the newest of them be found without sorting all.
        lower = Q(major__lt=major) | Q(major=major, minor__lt=minor)
        return self.filter(lower, major__lte=major)

    def above(self, number):
        major, minor = number
        higher = Q(major__gt=major) | Q(major=major, minor__gt=minor)
        return self.filter(higher, major__gte=major)

    def newest_first(self):
        return self.order_by("-major", "-minor")


class Version(Findable, Text):
    """One numbered iteration of an article."""

    article = models.ForeignKey(
        Article, models.PROTECT, related_name="versions", verbose_name=_("article")
    )
    major = models.PositiveSmallIntegerField(_("number"), default=0)
    minor = models.PositiveSmallIntegerField(_("minor number"), default=1)
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="successors"
    )
    title = models.CharField(_("title"), max_length=160, validators=[validate_readable])
    teaser = models.CharField(
        _("teaser"),
        max_length=300,
        blank=True,
        validators=[validate_readable],
        help_text=_("One or two sentences, for lists and search results."),
    )
    cover = models.ImageField(
        _("cover"),
        upload_to="covers/",
        blank=True,
        width_field="cover_width",
        height_field="cover_height",
    )
    cover_width = models.PositiveIntegerField(null=True, editable=False)
    cover_height = models.PositiveIntegerField(null=True, editable=False)
    cover_caption = models.CharField(
        _("caption"), max_length=300, blank=True, validators=[validate_readable]
    )
    cover_focus_x = models.PositiveSmallIntegerField(
        _("focus, from the left"),
        default=50,
        validators=[MaxValueValidator(100)],
        help_text=_("Lists show the part of the cover around this point: from 0, left, to 100."),
    )
    cover_focus_y = models.PositiveSmallIntegerField(
        _("focus, from the top"),
        default=50,
        validators=[MaxValueValidator(100)],
        help_text=_("From 0, the top, to 100."),
    )
    line_start = models.CharField(
        _("left end of the line"), max_length=60, blank=True, validators=[validate_readable]
    )
    line_end = models.CharField(
        _("right end of the line"), max_length=60, blank=True, validators=[validate_readable]
    )
    reading_minutes = models.PositiveSmallIntegerField(default=1, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawal_reason = models.CharField(
        max_length=500, blank=True, editable=False, validators=[validate_readable]
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = VersionQuerySet.as_manager()

    # What a verb of articles/publishing.py may still set once a version is published.
    WITHDRAWAL_FIELDS = frozenset({"withdrawn_at", "withdrawal_reason"})
    UNSCHEDULE_FIELDS = frozenset({"published_at", "digest"})

    class Meta:
        ordering = ["article", "-major", "-minor"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "major", "minor"],
                name="version_number_is_unique",
                violation_error_message=_("This article has a version with this number."),
            ),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(published_at=None),
                name="version_one_draft_an_article",
                violation_error_message=_("This article has a draft already."),
            ),
            models.CheckConstraint(
                condition=Q(major__lte=LARGEST_NUMBER, minor__lte=LARGEST_NUMBER)
                & ~Q(major=0, minor=0),
                name="version_number_is_in_range",
                violation_error_message=_("Numbers run from 0.1 to 9999.9999."),
            ),
            models.CheckConstraint(
                condition=Q(cover_focus_x__lte=100, cover_focus_y__lte=100),
                name="version_focus_is_on_the_cover",
                violation_error_message=_("A focus is from 0 to 100 in both directions."),
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, digest="") | ~Q(published_at=None) & ~Q(digest=""),
                name="version_published_has_digest",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawal_reason="")
                | ~Q(withdrawn_at=None) & ~Q(withdrawal_reason="") & ~Q(published_at=None),
                name="version_withdrawal_has_reason",
            ),
        ]
        indexes = [
            models.Index(
                F("published_at").desc(),
                condition=~Q(published_at=None),
                name="version_by_date",
            ),
        ]

    def __str__(self):
        return f"{self.article.title} {self.label}"

    def get_absolute_url(self):
        return reverse("version", args=[self.article.slug, self.number])

    def save(self, *args, **kwargs):
        self.refuse_frozen(kwargs.get("update_fields"))
        self.reading_minutes = reading_minutes(self.body)
        super().save(*args, **kwargs)
        if self.cover and kwargs.get("update_fields") is None:
            picture_sizes.make(self.cover_card)

    def delete(self, *args, **kwargs):
        self.refuse_frozen()
        return super().delete(*args, **kwargs)

    def refuse_frozen(self, update_fields=None):
        """Raise Frozen unless the stored row is a draft or a verb sets what it may."""
        stored = Version.objects.filter(pk=self.pk).frozen().first() if self.pk else None
        if stored is None:
            return
        allowed = self.WITHDRAWAL_FIELDS if stored.is_past else self.UNSCHEDULE_FIELDS
        if not update_fields or not allowed.issuperset(update_fields):
            raise Frozen

    def is_public(self):
        """Return whether readers may see it: the rule of VersionQuerySet.visible for one row."""
        return self.is_past and self.withdrawn_at is None

    @property
    def is_past(self):
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def state(self):
        """Return "draft", "scheduled", "published" or "withdrawn"."""
        if self.published_at is None:
            return "draft"
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "published" if self.is_past else "scheduled"

    @property
    def number(self):
        return self.major, self.minor

    @property
    def label(self):
        return f"v{self.major}.{self.minor}"

    @property
    def cover_sizes(self):
        return picture_sizes.whole(self.cover.name, self.cover_width, self.cover_height)

    @property
    def cover_card(self):
        """Return what lists show of the cover."""
        focus = self.cover_focus_x, self.cover_focus_y
        return picture_sizes.card(self.cover.name, self.cover_width, self.cover_height, focus)

    @classmethod
    def get_indexed_objects(cls):
        # A scheduled version is found from its time on, when nobody is there to put it in.
        return cls.objects.frozen().filter(withdrawn_at=None)

    def name_to_find(self):
        return self.title

    def text_to_find(self, text=None):
        """Return what is found and shown of it; `text` is what is read today, if it is known."""
        words = plain_words((text or self.text()).body_html)
        return " ".join(filter(None, [self.teaser, words, self.cover_caption]))

    @property
    def spans(self):
        """Return the placements as the drawing wants them."""
        return tuple(placement.span for placement in self.placements.all())

    def text(self):
        """Return what is read today: the newest correction, or the version itself."""
        return self.corrections.order_by("-revision").first() or self


@prepared
def articles_called(*, slug):
    return Article.objects.select_related("author").filter(slug=slug)


@prepared
def current_version(*, article):
    return Version.objects.public().filter(article=article).newest_first()[:1]


class Correction(Text):
    """A public, reasoned amendment of a published text. The original is revision 1."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="corrections")
    revision = models.PositiveSmallIntegerField(_("revision"))
    reason = models.CharField(_("reason"), max_length=300, validators=[validate_readable])
    digest = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("corrected"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["version", "revision"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "revision"], name="correction_revision_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(revision__gte=2) & ~Q(reason=""), name="correction_has_reason"
            ),
        ]

    def __str__(self):
        return f"{self.version} r{self.revision}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise Frozen
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Frozen
