from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Change, Placement, Version
from mlmap_site.markup import COMMENT_LIMIT, render_reader_text, stored_html
from mlmap_site.text import normalise, validate_readable
from roles.models import Role


class CommentQuerySet(models.QuerySet):
    def approved(self):
        """Return what every reader may see the words of."""
        return self.filter(state=Comment.State.APPROVED)

    def standing(self):
        """Return what stands in a thread: approved ones, and gaps that replies hang on."""
        return self.filter(
            Q(state=Comment.State.APPROVED) | Q(state=Comment.State.REMOVED, reply_count__gt=0)
        )

    def unanswered(self):
        """Return readers' approved root comments under which the article's author said nothing."""
        answers = Comment.objects.filter(root=OuterRef("pk"), author=OuterRef("article__author"))
        roots = self.approved().filter(root=None).exclude(author=F("article__author"))
        return roots.filter(~Exists(answers))

    def for_page(self):
        """Load what a page says of each comment, in three queries however many there are."""
        # A credit on a version that readers may not see yet would give that version away.
        credits = Change.objects.public().select_related("version__article")
        called = Placement.objects.public().filter(
            version=OuterRef("version"), role=OuterRef("role")
        )
        return (
            self.select_related("author", "article", "version__article", "role")
            .annotate(role_name=Subquery(called.values("name")[:1]))
            .prefetch_related(Prefetch("changes", credits, to_attr="credits"), "moderations")
        )


class Comment(models.Model):
    """What a reader said, on the version they read. Replies are flat under a root comment."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting for approval")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        REMOVED = "removed", _("removed")

    article = models.ForeignKey(Article, models.PROTECT, related_name="comments")
    version = models.ForeignKey(Version, models.PROTECT, related_name="comments")
    role = models.ForeignKey(
        Role, models.PROTECT, null=True, blank=True, related_name="comments", verbose_name=_("role")
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments")
    root = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replies", editable=False
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
    # Approved replies to a root; changed with the reply's state, in one transaction.
    reply_count = models.PositiveIntegerField(default=0, editable=False)
    changes = models.ManyToManyField(
        Change, blank=True, related_name="comments", verbose_name=_("led to")
    )

    objects = CommentQuerySet.as_manager()

    ORDER = ("created_at", "pk")

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
                condition=Q(state__in=["pending", "approved", "rejected", "removed"]),
                name="comment_state_is_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["article", "root", "created_at", "id"],
                condition=Q(state__in=["approved", "removed"]),
                name="comment_thread",
            ),
            models.Index(
                fields=["root", "created_at", "id"],
                condition=Q(state__in=["approved", "removed"]),
                name="comment_replies",
            ),
            models.Index(fields=["created_at"], condition=Q(state="pending"), name="comment_queue"),
        ]

    def __str__(self):
        return f"{self.author} on {self.version}"

    def get_absolute_url(self):
        return reverse("comment", args=[self.pk])

    def save(self, *args, **kwargs):
        if kwargs.get("update_fields") is None:
            self.body = normalise(self.body).strip()
            self.body_html = render_reader_text(self.body)
        super().save(*args, **kwargs)

    @property
    def html(self):
        return stored_html(self.body_html)

    @property
    def is_approved(self):
        return self.state == self.State.APPROVED

    @property
    def stands(self):
        """Return whether it has a place in the thread (CommentQuerySet.standing for one row)."""
        return self.is_approved or (self.state == self.State.REMOVED and self.reply_count > 0)

    @property
    def removal_reason(self):
        """Return why a removed comment was removed, in its moderator's words."""
        acts = [m for m in self.moderations.all() if m.action == Moderation.Action.REMOVE]
        return acts[0].reason if acts else ""

    @property
    def is_by_author(self):
        """Return whether the article's author wrote it."""
        return self.author_id == self.article.author_id

    def can_be_read_by(self, user):
        """Return whether this person may read its words."""
        if user.is_authenticated and (user == self.author or can_moderate(user)):
            return True
        return self.is_approved and self.article.current() is not None

    def needs_approval(self):
        """Return whether it waits: a reader's comments do until one has been approved."""
        if not settings.COMMENTS_HOLD_FIRST or self.is_by_author or can_moderate(self.author):
            return False
        return not self.author.comments.approved().exists()

    @transaction.atomic
    def enter(self, state):
        """Move to a state and bring the stored counts along."""
        locked = Comment.objects.select_for_update().get(pk=self.pk)
        was_counted, locked.state = locked.is_approved, state
        locked.save(update_fields=["state"])
        self.state = state
        locked.count(int(locked.is_approved) - int(was_counted))

    def count(self, step):
        """Add the comment to the stored counts (1), take it off (-1) or leave them (0)."""
        if not step:
            return
        Article.objects.filter(pk=self.article_id).update(comment_count=F("comment_count") + step)
        if self.root_id:
            Comment.objects.filter(pk=self.root_id).update(reply_count=F("reply_count") + step)


def can_moderate(user):
    """Return whether this person may approve, reject and remove comments."""
    return user.is_active and user.is_staff and user.has_perm("comments.change_comment")


class Moderation(models.Model):
    """What a moderator did to a comment, and why."""

    class Action(models.TextChoices):
        APPROVE = "approve", _("approve")
        REJECT = "reject", _("reject")
        REMOVE = "remove", _("remove")

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="moderations")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="moderations")
    action = models.CharField(_("action"), max_length=7, choices=Action)
    reason = models.CharField(
        _("reason"), max_length=300, blank=True, validators=[validate_readable]
    )
    created_at = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("moderation")
        verbose_name_plural = _("moderations")
        constraints = [
            models.CheckConstraint(
                condition=Q(action="approve") | Q(action__in=["reject", "remove"]) & ~Q(reason=""),
                name="moderation_has_reason",
                violation_error_message=_("Say why: the reader can read it."),
            ),
        ]

    def __str__(self):
        return f"{self.get_action_display()} · {self.comment}"
