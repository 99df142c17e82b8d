import uuid

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mlmap_site.text import validate_readable


class Message(models.Model):
    """What somebody wrote to the author by the contact form; the author alone reads it."""

    class State(models.TextChoices):
        NEW = "new", _("new")
        READ = "read", _("read")
        ANSWERED = "answered", _("answered")

    # Of the form it was sent by: sent twice, it is stored once.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Who was signed in while writing. It goes along with their account.
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=60, validators=[validate_readable])
    email = models.EmailField(_("mail address"))
    body = models.TextField(_("message"), max_length=5000, validators=[validate_readable])
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.NEW)
    created_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [models.Index(fields=["state", "-created_at"], name="message_inbox")]

    def __str__(self):
        return f"{self.name} <{self.email}>"


def who_may_read_messages():
    """Return the people whose inbox it is: they are told by mail of each message."""
    return get_user_model().objects.with_perm(
        "comments.view_message", backend="django.contrib.auth.backends.ModelBackend"
    )
