"""The verbs of a version's life: start a draft, publish, schedule, unschedule, correct, withdraw.

Each is one transaction that locks the article, checks, acts and records who did what. Whoever comes
second is told so by Refused, and nothing is half done.
"""

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.canonical import canonical_json, digest
from articles.models import Announcement, Article, Correction, Placement, Version
from articles.problems import problems, word_problems
from mlmap_site.search_index import put, take_out

MAP_FIELDS = ("role", "name", "start", "end", "summary")
COPIED_FIELDS = (
    *("title", "teaser", "body", "cover", "cover_width", "cover_height", "cover_alt"),
    *("cover_caption", "cover_focus_x", "cover_focus_y", "line_start", "line_end"),
)


class Refused(Exception):
    """A verb could not be done; `reasons` says why, in sentences for the author."""

    def __init__(self, *reasons):
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@transaction.atomic
def start_draft(article, by):
    """Return a new draft: a copy of the current version, or an empty 0.1 where there is none."""
    _lock(article)
    waiting = article.versions.waiting().first()
    if waiting:
        raise Refused(
            _("%(version)s is a %(state)s already.")
            % {"version": waiting.label, "state": state_in_words(waiting)}
        )
    predecessor = article.current()
    major, minor = next_number(article)
    draft = Version(article=article, predecessor=predecessor, major=major, minor=minor)
    draft.title = article.title
    if predecessor:
        _copy(predecessor, draft)
    draft.save()
    if predecessor:
        _copy_map(predecessor, draft)
    _record(draft, by, f"Started from {predecessor.label if predecessor else 'nothing'}.")
    return draft


@transaction.atomic
def publish(version, by, at=None):
    """Publish a draft and return it as it now stands.

    `at` is the moment it counts as published: now, one in the past for what first appeared
    elsewhere, or one to come, which schedules it. Raises Refused with every problem named.
    """
    return _release(version, by, at)


@transaction.atomic
def schedule(version, by, at):
    """Freeze a draft so that it appears at a time to come, with no job running."""
    if at <= timezone.now():
        raise Refused(_("This time has passed. Choose one to come, or publish now."))
    return _release(version, by, at)


@transaction.atomic
def unschedule(version, by):
    """Take a version off the schedule; it is a draft again."""
    version = _locked(version)
    if version.state != "scheduled":
        raise Refused(
            _("%(version)s is not scheduled: it is %(state)s.")
            % {"version": version.label, "state": state_in_words(version)}
        )
    Announcement.objects.filter(version=version).delete()
    version.published_at, version.digest = None, ""
    version.save(update_fields=Version.UNSCHEDULE_FIELDS)
    take_out([version, *version.placements.all()])
    _record(version, by, "Taken off the schedule.")
    return version


@transaction.atomic
def correct(version, by, reason, body, cover_alt=None, at=None, seen=None):
    """Append a corrected text to a published version and return the correction.

    `seen` is the revision that it was begun on; where there is a later one, it is refused.
    """
    version = _locked(version)
    _text, correction = propose_correction(version, reason, body, cover_alt, seen)
    correction.created_at = at or timezone.now()
    correction.digest = digest(canonical_json(version, correction))
    correction.save()
    put([version])
    _record(
        version, by, f"Corrected (r{correction.revision}): {reason} Digest {correction.digest}."
    )
    return correction


def propose_correction(version, reason, body, cover_alt=None, seen=None):
    """Return what readers see today and the correction of it that would be made, not stored."""
    if not version.is_public():
        raise Refused(_("Only what is published can be corrected."))
    latest = version.text()
    revision = revision_of(latest)
    cover_alt = latest.cover_alt if cover_alt is None else cover_alt
    correction = Correction(version=version, reason=reason, body=body, cover_alt=cover_alt)
    correction.revision = revision + 1
    correction.tidy()
    reasons = list(word_problems(correction, version.cover))
    if (correction.body, correction.cover_alt) == (latest.body, latest.cover_alt):
        reasons.append(_("Nothing in it differs from what readers see."))
    elif seen is not None and seen < revision:
        words = {"version": version.label, "revision": revision, "reason": latest.reason}
        reasons = [
            _(
                "%(version)s was corrected since you began (r%(revision)s, “%(reason)s”). What you "
                "wrote is below; look at what it changes now, so that it does not undo that."
            )
            % words
        ]
    if reasons:
        raise Refused(*reasons)
    correction.clean_fields(exclude=["digest"])
    return latest, correction


def revision_of(text):
    """Return the number of a wording: 1 is what was published."""
    return getattr(text, "revision", 1)


@transaction.atomic
def withdraw(version, by, reason, at=None):
    """Withdraw a published version; its address then says that it was, and why."""
    version = _locked(version)
    if not version.is_public():
        raise Refused(
            _("%(version)s cannot be withdrawn: it is %(state)s.")
            % {"version": version.label, "state": state_in_words(version)}
        )
    if not reason.strip():
        raise Refused(_("Say why it is withdrawn: readers are told."))
    field = Version._meta.get_field("withdrawal_reason")
    version.withdrawal_reason = field.clean(reason.strip(), version)
    version.withdrawn_at = at or timezone.now()
    version.save(update_fields=Version.WITHDRAWAL_FIELDS)
    take_out([version, *version.placements.all()])
    _record(version, by, f"Withdrawn: {reason}")
    return version


def next_number(article):
    """Return the number to suggest: the highest there is, with the minor part one up."""
    highest = article.versions.order_by("-major", "-minor").first()
    return (highest.major, highest.minor + 1) if highest else (0, 1)


def state_in_words(version):
    words = {
        "draft": _("draft"),
        "scheduled": _("scheduled version"),
        "published": _("published"),
        "withdrawn": _("withdrawn"),
    }
    return words[version.state]


def _release(version, by, at):
    version = _locked(version)
    if version.published_at is not None:
        raise Refused(
            _("%(version)s is %(state)s already.")
            % {"version": version.label, "state": state_in_words(version)}
        )
    version.tidy()
    reasons = problems(version)
    if reasons:
        raise Refused(*reasons)
    version.published_at = at or timezone.now()
    version.digest = digest(canonical_json(version))
    version.save()
    put([version])
    put(version.placements.all())
    if at is None or not version.is_past:
        # What first appeared elsewhere is no news.
        Announcement.objects.create(version=version, due_at=version.published_at)
    due = version.published_at.isoformat()
    done = "Published." if version.is_past else f"Scheduled for {due}."
    _record(version, by, f"{done} Digest {version.digest}.")
    return version


def _lock(article):
    Article.objects.select_for_update().get(pk=article.pk)


def _locked(version):
    """Return the version as the database has it, with its article and itself locked."""
    _lock(version.article)
    return (
        Version.objects.select_for_update(of=["self"])
        .select_related("article", "predecessor")
        .get(pk=version.pk)
    )


def _copy(source, draft):
    for field in COPIED_FIELDS:
        setattr(draft, field, getattr(source, field))
    # What readers see today is what the next version starts from.
    text = source.text()
    draft.body, draft.cover_alt = text.body, text.cover_alt


def _copy_map(source, draft):
    for placement in source.placements.select_related("role"):
        values = {field: getattr(placement, field) for field in MAP_FIELDS}
        Placement(version=draft, **values).save()


def _record(version, by, what):
    LogEntry.objects.log_actions(by.pk, [version], CHANGE, change_message=what, single_object=True)
