"""Which comments wait for a moderator before readers see them, and why."""

import re
import unicodedata
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments import akismet
from comments.models import Comment, Moderation, can_moderate
from mlmap_site.markup import parse_reader_text

LONGEST_REASON = Moderation._meta.get_field("reason").max_length


def reasons_to_hold(comment, sending=None, before=""):
    """Return why a comment waits for approval, in sentences; none where it appears at once.

    `sending` says how it came (comments/spam.py), None where the site itself brings it. `before`
    are its words before an edit: what stood in them already is no reason again. It may ask
    another site, so it is called outside of transactions.
    """
    if comment.is_by_author or can_moderate(comment.author):
        return []
    now, then = parse_reader_text(comment.body), parse_reader_text(before)
    reasons = [
        _about_the_reader(comment.author),
        _about_links(now.links, then.links),
        _about_words(now.words, then.words),
        akismet.complaint(comment, sending),
    ]
    return [reason for group in reasons for reason in group]


def hold(comment, reasons):
    """Let a comment wait, and record why for the moderators."""
    reason = Truncator(" ".join(reasons)).chars(LONGEST_REASON)
    acts = comment.moderations.filter(action=Moderation.Action.HOLD)
    if comment.is_approved or acts.values_list("reason", flat=True).first() != reason:
        Moderation.objects.create(comment=comment, action=Moderation.Action.HOLD, reason=reason)
    if comment.is_approved:
        comment.enter(Comment.State.PENDING)


def _about_the_reader(reader):
    if settings.COMMENTS_HOLD_FIRST and not reader.comments.approved().exists():
        yield _("It is its reader's first comment.")
    days = settings.COMMENTS_HOLD_DAYS
    if days and timezone.now() - reader.date_joined < timedelta(days=days):
        yield ngettext(
            "Its reader's account is younger than %(count)d day.",
            "Its reader's account is younger than %(count)d days.",
            days,
        ) % {"count": days}


def _about_links(links, links_before):
    limit = settings.COMMENTS_HOLD_LINKS
    if limit and len(links) >= limit and not set(links) <= set(links_before):
        yield ngettext("It has %(count)d link.", "It has %(count)d links.", len(links)) % {
            "count": len(links)
        }


def _about_words(words, words_before):
    now, then = _comparable(words), _comparable(words_before)
    for word in settings.COMMENTS_HOLD_WORDS:
        pattern = _whole(_comparable(word))
        if pattern.search(now) and not pattern.search(then):
            yield _("It says “%(word)s”.") % {"word": Truncator(word).chars(60)}


def _comparable(text):
    """Return text without what only looks different: width, case, marks that nobody sees."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c for c in text if unicodedata.category(c) != "Cf").split())


def _whole(word):
    """Return the pattern of a word that stands alone."""
    before = "" if _needs_no_space(word[0]) else r"(?<!\w)"
    after = "" if _needs_no_space(word[-1]) else r"(?!\w)"
    return re.compile(before + re.escape(word) + after)


def _needs_no_space(character):
    """Return whether it is of a script, such as Chinese, in which words stand side by side."""
    return unicodedata.east_asian_width(character) == "W"
