from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from mlmap_site.text import validate_readable


class Moderation(models.Model):
    """What was done to a comment, a reader or a thread, by whom, and why."""

    class Action(models.TextChoices):
        HOLD = "hold", _("hold")
        APPROVE = "approve", _("approve")
        REJECT = "reject", _("reject")
        REMOVE = "remove", _("remove")
        PIN = "pin", _("pin")
        UNPIN = "unpin", _("unpin")
        SETTLE = "settle", _("settle reports")
        BLOCK = "block", _("block")
        UNBLOCK = "unblock", _("unblock")
        CLOSE = "close", _("close thread")
        REOPEN = "reopen", _("reopen thread")

    # Of what: one of these three.
    comment = models.ForeignKey(
        "comments.Comment", models.PROTECT, null=True, blank=True, related_name="moderations"
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="acts_on_them",
    )
    article = models.ForeignKey(
        Article, models.PROTECT, null=True, blank=True, related_name="moderations"
    )
    # None: a rule of the site (comments/holding.py).
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="moderations",
    )
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
                condition=~Q(action__in=["hold", "reject", "remove", "block"]) | ~Q(reason=""),
                name="moderation_has_reason",
                violation_error_message=_("Say why: the reader can read it."),
            ),
            models.CheckConstraint(
                condition=Q(
                    action__in=["hold", "approve", "reject", "remove", "pin", "unpin", "settle"],
                    comment__isnull=False,
                    reader=None,
                    article=None,
                )
                | Q(
                    action__in=["block", "unblock"],
                    comment=None,
                    reader__isnull=False,
                    article=None,
                )
                | Q(
                    action__in=["close", "reopen"], comment=None, reader=None, article__isnull=False
                ),
                name="moderation_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(action="hold") | ~Q(actor=None), name="moderation_has_actor"
            ),
        ]

    def __str__(self):
        return f"{self.get_action_display()} · {self.comment or self.reader or self.article}"


class ReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(settled_at=None)

    def settle(self):
        return self.open().update(settled_at=timezone.now())


class Report(models.Model):
    """A reader's word to the moderators that a comment should not stand."""

    class Reason(models.TextChoices):
        SPAM = "spam", _("It is advertising or spam")
        UNKIND = "unkind", _("It is unkind or insulting")
        PRIVATE = "private", _("It tells something private")
        OTHER = "other", _("Something else")

    comment = models.ForeignKey("comments.Comment", models.PROTECT, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reports", verbose_name=_("reader")
    )
    reason = models.CharField(_("reason"), max_length=7, choices=Reason)
    words = models.CharField(
        _("in your words"), max_length=500, blank=True, validators=[validate_readable]
    )
    created_at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(fields=["comment", "reporter"], name="report_once_a_reader"),
        ]

    def __str__(self):
        return f"{self.get_reason_display()} · {self.comment}"
