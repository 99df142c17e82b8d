from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Guest
from articles.models import Article, Change, Placement, Version
from comments.models.like import Like
from comments.models.moderation import Moderation
from comments.models.notice import Notice
from mlmap_site.json_rows import JSONRows
from mlmap_site.markup import COMMENT_LIMIT, plain_words, render_reader_text, stored_html
from mlmap_site.search_index import Findable, put, take_out
from mlmap_site.text import normalise, validate_readable
from roles.models import Role

# How long a reader may still change what they posted.
EDIT_WINDOW = timedelta(minutes=15)
# What a page says of what a comment belongs to; whoever asks for more of that, reads it then.
BESIDE = (
    *("author__username", "author__name", "author__headline", "author__avatar"),
    *("article__slug", "article__title", "article__author", "article__comments_closed_at"),
    *("version__major", "version__minor", "version__title", "version__article__slug"),
    *("role__slug", "role__kind"),
    *("in_reply_to__root", "in_reply_to__state", "in_reply_to__byline"),
    *("in_reply_to__author__username", "in_reply_to__author__name"),
)


class CommentQuerySet(models.QuerySet):
    def approved(self):
        """Return what every reader may see the words of."""
        return self.filter(state=Comment.State.APPROVED)

    def standing(self):
        """Return what stands in a thread: approved ones, and gaps that replies hang on.

        Of replies these are the approved ones, since nothing hangs on a reply.
        """
        return self.filter(stands=True)

    def roots(self):
        return self.filter(root=None)

    def readable(self):
        """Return what every reader may read: approved, on an article that has a public version."""
        versions = Version.objects.public().filter(article=OuterRef("article"))
        return self.approved().filter(Exists(versions))

    def unanswered(self):
        """Return readers' approved comments that the article's author has not settled yet."""
        return (
            self.approved().filter(triage=Comment.Triage.OPEN).exclude(author=F("article__author"))
        )

    def planned(self):
        """Return what the next version should answer: planned, and credited on no change yet."""
        return self.filter(triage=Comment.Triage.PLANNED, changes=None)

    def for_page(self, reader=None):
        """Load what a page says of each comment, in one query however many there are.

        `is_liked` says whether this reader likes it.
        """
        return self.for_page_of(reader.pk if reader else None)

    def for_page_of(self, reader):
        """Load what `for_page` does, for the reader with this key."""
        # A credit on a version that readers may not see yet would give that version away.
        credits = Change.objects.public().filter(comments=OuterRef("pk"))
        acts = Moderation.objects.filter(comment=OuterRef("pk"))
        called = Placement.objects.public().filter(
            version=OuterRef("version"), role=OuterRef("role")
        )
        is_liked = Value(False)
        if reader is not None:
            is_liked = Exists(Like.objects.filter(comment=OuterRef("pk"), reader=reader))
        rows = self.select_related(
            *("author", "article", "version__article", "role", "in_reply_to__author")
        )
        own = [field.name for field in self.model._meta.concrete_fields]
        return rows.only(*own, *BESIDE).annotate(
            role_name=Subquery(called.values("name")[:1]),
            is_liked=is_liked,
            credit_rows=JSONRows(
                credits.order_by(*Change._meta.ordering),
                *("pk", "position", "text"),
                major="version__major",
                minor="version__minor",
                slug="version__article__slug",
            ),
            act_rows=JSONRows(acts.order_by(*Moderation._meta.ordering), "action", "reason"),
        )


class Comment(Findable, models.Model):
    """What a reader said, on the version they read. Replies are flat under a root comment."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting for approval")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        REMOVED = "removed", _("removed")
        # By its own writer; removed is what a moderator does.
        DELETED = "deleted", _("deleted")

    class Triage(models.TextChoices):
        OPEN = "open", _("open")
        ANSWERED = "answered", _("answered")
        PLANNED = "planned", _("planned")
        DONE = "done", _("done")
        DECLINED = "declined", _("declined")

    article = models.ForeignKey(Article, models.PROTECT, related_name="comments")
    version = models.ForeignKey(Version, models.PROTECT, related_name="comments")
    role = models.ForeignKey(
        Role, models.PROTECT, null=True, blank=True, related_name="comments", verbose_name=_("role")
    )
    # None: from elsewhere, or its writer's account is gone.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="comments"
    )
    # The name that a comment from elsewhere is signed with; no account stands behind it.
    byline = models.CharField(max_length=60, blank=True, validators=[validate_readable])
    root = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replies",
        editable=False,
        # The index of replies below serves; beside one of its own it would not be chosen.
        db_index=False,
    )
    in_reply_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answers", editable=False
    )
    body = models.TextField(_("comment"), max_length=COMMENT_LIMIT, validators=[validate_readable])
    # Rendered when it is saved, so that reading never parses Markdown.
    body_html = models.TextField(editable=False)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.PENDING, editable=False
    )
    created_at = models.DateTimeField(_("posted"), default=timezone.now, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)
    # Approved replies to a root; changed with the reply's state, in one transaction.
    reply_count = models.PositiveIntegerField(default=0, editable=False)
    like_count = models.PositiveIntegerField(_("likes"), default=0, editable=False)
    # Stored, and in the indexes: a page of a thread is found without looking at what is not in it.
    stands = models.GeneratedField(
        expression=Q(state="approved") | Q(state__in=["removed", "deleted"], reply_count__gt=0),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    is_pinned = models.BooleanField(_("pinned"), default=False, editable=False)
    triage = models.CharField(_("triage"), max_length=8, choices=Triage, default=Triage.OPEN)
    triage_note = models.CharField(
        _("note"), max_length=300, blank=True, validators=[validate_readable]
    )
    changes = models.ManyToManyField(
        Change, blank=True, related_name="comments", verbose_name=_("led to")
    )
    # Made with the form: sent twice, it is one comment.
    key = models.UUIDField(null=True, editable=False)
    # Where it was brought from and its key there ("disqus:123"): brought twice, it is one comment.
    origin = models.CharField(max_length=120, null=True, unique=True, editable=False)  # noqa: DJ001

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=Q(root=None, in_reply_to=None) | ~Q(root=None) & ~Q(in_reply_to=None),
                name="comment_reply_has_root",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "approved", "rejected", "removed", "deleted"]),
                name="comment_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(triage__in=["open", "answered", "planned", "done", "declined"]),
                name="comment_triage_is_known",
            ),
            models.UniqueConstraint(fields=["author", "key"], name="comment_is_posted_once"),
            models.UniqueConstraint(
                fields=["article"], condition=Q(is_pinned=True), name="comment_one_pinned"
            ),
            models.CheckConstraint(
                condition=Q(is_pinned=False) | Q(root=None, state="approved"),
                name="comment_pinned_is_a_standing_root",
            ),
        ]
        indexes = [
            *(
                models.Index(fields=fields, condition=Q(root=None, stands=True), name=name)
                for name, fields in {
                    "comment_thread": ["article", "created_at", "id"],
                    "comment_most_liked": ["article", "like_count", "created_at", "id"],
                    "comment_on_version": ["version", "created_at", "id"],
                }.items()
            ),
            models.Index(
                fields=["role", "created_at", "id"],
                condition=Q(stands=True) & ~Q(role=None),
                name="comment_about_role",
            ),
            models.Index(
                fields=["root", "created_at", "id"],
                condition=Q(stands=True),
                name="comment_replies",
            ),
            models.Index(fields=["created_at", "id"], name="comment_by_date"),
            models.Index(fields=["state", "created_at"], name="comment_queue"),
            models.Index(fields=["triage", "created_at"], name="comment_by_triage"),
        ]

    def __str__(self):
        return f"{self.writer.display_name} on {self.version}"

    def get_absolute_url(self):
        return reverse("comment", args=[self.pk])

    def save(self, *args, **kwargs):
        if kwargs.get("update_fields") is None:
            self.tidy()
        super().save(*args, **kwargs)

    def validate_constraints(self, exclude=None):
        """Leave them to the database: Django would write a query for each of them, to find that
        they are of columns that no form has.
        """

    def tidy(self):
        """Bring the words into the form in which they are stored, and render them."""
        self.body = normalise(self.body).strip()
        self.body_html = render_reader_text(self.body)

    @property
    def html(self):
        return stored_html(self.body_html)

    @classmethod
    def get_indexed_objects(cls):
        return cls.objects.approved()

    def text_to_find(self):
        return plain_words(self.body_html)

    @property
    def writer(self):
        """Return who it is signed by: a reader, or a guest without an account."""
        return self.author or Guest(self.byline)

    @property
    def answered(self):
        """Return the reply that this one answers; None where it answers the root, or nothing."""
        return self.in_reply_to if self.in_reply_to_id != self.root_id else None

    @property
    def is_approved(self):
        return self.state == self.State.APPROVED

    @property
    def credits(self):
        """Return the changes that it led to, of a comment that was loaded for a page."""
        return [_credit(**row) for row in self.credit_rows]

    @property
    def removal_reason(self):
        """Return why a removed comment was removed, in its moderator's words."""
        return self.state_reason if self.state == self.State.REMOVED else ""

    @property
    def state_reason(self):
        """Return why it waits, was rejected or was removed, in words that its writer may read."""
        because = {
            self.State.PENDING: Moderation.Action.HOLD,
            self.State.REJECTED: Moderation.Action.REJECT,
            self.State.REMOVED: Moderation.Action.REMOVE,
        }.get(self.state, "")
        return because and next((a["reason"] for a in self.act_rows if a["action"] == because), "")

    @property
    def credit_name(self):
        """Return the name that a changelog credits, None where it says that a reader said it."""
        is_named = self.is_approved and (self.author is None or self.author.named_in_credits)
        return self.writer.display_name if is_named and (self.author or self.byline) else None

    @property
    def is_by_author(self):
        """Return whether the article's author wrote it."""
        return self.author_id is not None and self.author_id == self.article.author_id

    def can_be_read_by(self, user):
        """Return whether this person may read its words."""
        if user.is_authenticated and (user == self.author or can_moderate(user)):
            return True
        return self.is_approved and self.article.current() is not None

    def can_be_edited_by(self, user):
        """Return whether this person may still change its words: its writer, for a while."""
        is_open = self.state in (self.State.PENDING, self.State.APPROVED)
        is_recent = timezone.now() - self.created_at < EDIT_WINDOW
        return is_open and is_recent and may_take_part(user) and user == self.author

    def can_be_deleted_by(self, user):
        """Return whether this person may take it back: its writer, at any time."""
        is_gone = self.state in (self.State.REMOVED, self.State.DELETED)
        return not is_gone and user.is_authenticated and user == self.author

    def can_be_liked_by(self, user):
        """Return whether this person may say that they like it; nobody likes their own."""
        return self.is_approved and may_take_part(user) and user != self.author

    def can_be_reported_by(self, user):
        return self.can_be_liked_by(user)

    @transaction.atomic
    def enter(self, state):
        """Move to a state, bring the stored counts along, and tell whom it answers.

        A gap is not pinned, and nobody has to judge it. An author's answer settles what it answers.
        """
        # Rows are locked in one order everywhere: a reply, its root, the article.
        locked = Comment.objects.select_for_update(no_key=True).get(pk=self.pk)
        was_counted, locked.state = locked.is_approved, state
        locked.is_pinned = locked.is_pinned and locked.is_approved
        locked.save(update_fields=["state", "is_pinned"])
        self.state, self.is_pinned = locked.state, locked.is_pinned
        locked.count(int(locked.is_approved) - int(was_counted))
        if locked.is_approved:
            locked.appear()
        elif was_counted:
            take_out([locked])
        if state not in (self.State.PENDING, self.State.APPROVED):
            locked.reports.settle()

    def appear(self):
        """Be found from now on, and tell whom it answers."""
        put([self])
        if self.in_reply_to:
            Notice.objects.queue_reply(self)
            if self.is_by_author:
                Comment.objects.filter(pk=self.in_reply_to_id, triage=self.Triage.OPEN).update(
                    triage=self.Triage.ANSWERED
                )

    def count(self, step):
        """Add the comment to the stored counts (1), take it off (-1) or leave them (0)."""
        if not step:
            return
        if self.root_id:
            Comment.objects.filter(pk=self.root_id).update(reply_count=F("reply_count") + step)
        Article.objects.filter(pk=self.article_id).update(comment_count=F("comment_count") + step)
        # What was brought from elsewhere is no news.
        if not self.origin:
            kinds = {1: Notice.Kind.COMMENT_PUBLISHED, -1: Notice.Kind.COMMENT_REMOVED}
            Notice.objects.queue_webhooks(kinds[step], [self])


def _credit(*, major, minor, slug, **values):
    return Change(**values, version=Version(major=major, minor=minor, article=Article(slug=slug)))


def can_moderate(user):
    """Return whether this person may approve, reject and remove comments."""
    return user.is_active and user.is_staff and user.has_perm("comments.change_comment")


def may_take_part(user):
    """Return whether this person may post, like and report: signed in and not blocked."""
    return user.is_authenticated and not user.is_blocked
