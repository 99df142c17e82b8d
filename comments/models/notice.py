from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Version
from comments.models.message import who_may_read_messages

# So often it is tried to send a mail (comments/delivery.py says when).
ATTEMPTS = 8
# The deliverer looks every few seconds, or every minute where cron starts it.
LATE = timedelta(minutes=15)
# What programs are told of.
OF_COMMENTS = [
    f"comment.{happened}" for happened in ("published", "changed", "removed", "reported")
]
OF_VERSIONS = [f"version.{happened}" for happened in ("published", "corrected", "withdrawn")]


class NoticeQuerySet(models.QuerySet):
    def queue_reply(self, comment):
        """Queue the mail to whoever this comment answers; approved again, it is not sent again."""
        answered = comment.in_reply_to.author
        # What was brought from elsewhere is no news.
        if comment.origin:
            return
        if answered and answered != comment.author and answered.mail_replies:
            kind = Notice.Kind.REPLY
            notice, is_new = self.get_or_create(
                recipient=answered, comment=comment, defaults={"kind": kind}
            )
            if not is_new:
                # It may have been dropped meanwhile, because its reply was held.
                self.filter(pk=notice.pk).dropped().try_again()

    def queue_credit(self, comment, version):
        """Queue the mail to whoever wrote what led to a change in a version that is out."""
        writer = comment.author
        if writer and writer.mail_credits and not comment.is_by_author:
            kind = Notice.Kind.CREDIT
            self.get_or_create(recipient=writer, version=version, defaults={"kind": kind})

    def queue_message(self, message):
        """Queue the mail about a message to everybody whose inbox it is in."""
        for reader in who_may_read_messages():
            self.create(recipient=reader, message=message, kind=Notice.Kind.MESSAGE)

    def queue_webhooks(self, kind, things):
        """Queue what happened to comments or versions for each program that is to be told."""
        about = kind.partition(".")[0]
        self.bulk_create(
            Notice(kind=kind, hook=hook, **{about: thing})
            for hook in settings.WEBHOOKS
            for thing in things
        )

    def mails(self):
        return self.filter(hook="")

    def for_programs(self):
        return self.exclude(hook="")

    def waiting(self):
        return self.filter(sent_at=None, dropped_at=None)

    def due(self):
        """Return what is to be sent now; what is being sent is due again only if that fails."""
        return self.waiting().filter(due_at__lte=timezone.now())

    def failing(self):
        """Return what waits to be tried again, since it could not be sent."""
        return self.waiting().exclude(problem="")

    def dropped(self):
        return self.exclude(dropped_at=None)

    def given_up(self):
        """Return what was tried too often; what else was dropped was not to be told any more."""
        return self.dropped().filter(attempts__gte=ATTEMPTS)

    def late(self):
        """Return what should be sent by now, were anybody sending."""
        return self.waiting().filter(due_at__lte=timezone.now() - LATE)

    def try_again(self):
        """Let what is not sent begin anew, and return how many that are."""
        return self.filter(sent_at=None).update(
            dropped_at=None, due_at=timezone.now(), attempts=0, problem=""
        )

    try_again.alters_data = True


class Notice(models.Model):
    """A mail that somebody is to get, or what a program is to be told (comments/webhooks.py).

    It is queued with what it tells of, in one transaction. `manage.py deliver` sends it
    (comments/delivery.py); what it says is written then, from what readers may see at that moment.
    """

    class Kind(models.TextChoices):
        REPLY = "reply", _("a reply")
        VERSION = "version", _("a new version")
        CREDIT = "credit", _("a credited change")
        MESSAGE = "message", _("a message")
        # Of programs; a receiver is told these very words.
        COMMENT_PUBLISHED = "comment.published", _("a comment is public")
        COMMENT_CHANGED = "comment.changed", _("a comment is changed")
        COMMENT_REMOVED = "comment.removed", _("a comment is gone")
        COMMENT_REPORTED = "comment.reported", _("a comment is reported")
        VERSION_PUBLISHED = "version.published", _("a version is public")
        VERSION_CORRECTED = "version.corrected", _("a version is corrected")
        VERSION_WITHDRAWN = "version.withdrawn", _("a version is withdrawn")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("recipient"),
    )
    # The address of the program that is told, instead of a reader.
    hook = models.CharField(max_length=300, blank=True)
    comment = models.ForeignKey(
        "comments.Comment", models.CASCADE, null=True, blank=True, related_name="notices"
    )
    version = models.ForeignKey(
        Version, models.CASCADE, null=True, blank=True, related_name="notices"
    )
    message = models.ForeignKey(
        "comments.Message", models.CASCADE, null=True, blank=True, related_name="notices"
    )
    created_at = models.DateTimeField(_("queued"), default=timezone.now, editable=False)
    # Not before: moved on before each attempt, so that one that was killed is tried again.
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # One of these two, once it is over.
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("dropped"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=300, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["reply", *OF_COMMENTS],
                    comment__isnull=False,
                    version=None,
                    message=None,
                )
                | Q(
                    kind__in=["version", "credit", *OF_VERSIONS],
                    comment=None,
                    version__isnull=False,
                    message=None,
                )
                | Q(kind="message", comment=None, version=None, message__isnull=False),
                name="notice_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(hook="", recipient__isnull=False) | ~Q(hook="") & Q(recipient=None),
                name="notice_is_to_one",
            ),
            models.UniqueConstraint(fields=["recipient", "comment"], name="notice_once_a_reply"),
            # One mail a version: whoever follows it and is credited in it gets the credit.
            models.UniqueConstraint(fields=["recipient", "version"], name="notice_once_a_version"),
            models.UniqueConstraint(fields=["recipient", "message"], name="notice_once_a_message"),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(dropped_at=None), name="notice_ends_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(sent_at=None, dropped_at=None),
                name="notice_queue",
            ),
            models.Index(fields=["recipient", "sent_at"], name="notice_daily_cap"),
        ]

    @property
    def is_given_up(self):
        return self.dropped_at is not None and self.attempts >= ATTEMPTS

    def __str__(self):
        return f"{self.get_kind_display()} · {self.recipient or urlsplit(self.hook).hostname}"
