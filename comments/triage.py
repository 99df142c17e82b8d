"""What the author means to do about a comment, and which changes it led to.

Each verb is one transaction, and stands in the comment's history at the desk.
"""

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext as _

from articles.models import Change
from comments.models import Comment, Notice
from comments.moderation import Refused

Triage = Comment.Triage


@transaction.atomic
def set_triage(comment, triage, by, note=None):
    """Store what is to be done about a comment; None leaves the note that only the desk sees.

    Raises Refused where it led to a change already, ValidationError where a value cannot stand.
    """
    comment = _locked(comment)
    if triage != Triage.DONE and comment.changes.exists():
        raise Refused(_("It led to a change, so it is done. Take the credit back first."))
    comment.triage = triage
    if note is not None:
        comment.triage_note = note.strip()
    ours = {"triage", "triage_note"}
    comment.clean_fields(exclude={field.name for field in comment._meta.fields} - ours)
    comment.save(update_fields=ours)
    _record(comment, by, f"{comment.get_triage_display()}. {comment.triage_note}".strip())
    return comment


@transaction.atomic
def credit(comment, changes, by):
    """Say to which lines of a changelog a comment led, all of them; none takes every credit back.

    Its reader is told when the version is out, or now where readers were told of it already.
    Raises Refused where readers cannot see the comment, ValidationError where a change is of
    another article.
    """
    return _credit(_locked(comment), set(changes), by)


@transaction.atomic
def add_credit(comment, change, by):
    """Say that a comment led to one more change; said twice, it is Refused."""
    comment = _locked(comment)
    before = _credited_on(comment)
    if change in before:
        raise Refused(_("It is credited on this line already."))
    return _credit(comment, before | {change}, by)


@transaction.atomic
def take_credit_back(comment, change, by):
    comment = _locked(comment)
    before = _credited_on(comment)
    if change not in before:
        raise Refused(_("It is not credited on this line."))
    return _credit(comment, before - {change}, by)


def _credit(comment, changes, by):
    before = _credited_on(comment)
    added = changes - before
    if any(change.version.article_id != comment.article_id for change in added):
        raise ValidationError(_("This change is of another article."))
    if added and not comment.is_approved:
        raise Refused(_("Only what readers can see is credited: approve it first."))
    if changes == before:
        return comment
    comment.changes.set(changes)
    comment.triage = Triage.DONE if changes else Triage.OPEN
    comment.save(update_fields=["triage"])
    lines = [f"{change.version.label}: {change.text}" for change in changes]
    _record(comment, by, _("Led to: %s") % ("; ".join(sorted(lines)) or "–"))
    for version in {change.version for change in added}:
        announcement = getattr(version, "announcement", None)
        if announcement and announcement.told_at and version.is_public():
            Notice.objects.queue_credit(comment, version)
    return comment


# Signals, since articles know nothing of comments, and a draft takes its lines along.
@receiver(pre_delete, sender=Change)
def _remember_what_led_to(sender, instance, **kwargs):
    led_here = Comment.objects.filter(changes=instance, triage=Triage.DONE)
    instance.led_here = list(led_here.values_list("pk", flat=True))


@receiver(post_delete, sender=Change)
def _reopen_what_led_to(sender, instance, **kwargs):
    """A line of a draft is dropped: what led to it and to nothing else is open again."""
    led_here = Comment.objects.filter(pk__in=instance.led_here, changes=None)
    led_here.update(triage=Triage.OPEN)


def _locked(comment):
    return Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)


def _credited_on(comment):
    return set(comment.changes.select_related("version"))


def _record(comment, by, what):
    LogEntry.objects.log_actions(by.pk, [comment], CHANGE, change_message=what, single_object=True)
