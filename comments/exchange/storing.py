"""Comments from elsewhere become ours: all of a file or none, and once however often it comes."""

from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Change
from articles.numbers import parse_number
from comments.counting import recount
from comments.exchange.native import key_of
from comments.models import Comment
from mlmap_site.markup import COMMENT_LIMIT
from mlmap_site.search_index import put
from mlmap_site.text import validate_readable
from roles.models import Role

BATCH = 500
State = Comment.State
# Their words were erased.
WORDLESS = {State.DELETED, State.REMOVED}


@dataclass
class Report:
    """What became of the rows of a file. What was left out or brought otherwise says why."""

    brought: Counter = field(default_factory=Counter)
    known: int = 0
    left_out: list = field(default_factory=list)
    changed: list = field(default_factory=list)


def bring(rows, matcher, *, dry_run=False):
    """Store the comments of a file in one transaction and return a Report.

    Nobody is sent mail of what was said elsewhere, and no name becomes an account's. A dry run
    stores nothing and reports the same.
    """
    with transaction.atomic():
        bringing = _Bringing(matcher, list(rows))
        bringing.run()
        transaction.set_rollback(dry_run)
    return bringing.report


class _Bringing:
    def __init__(self, matcher, rows):
        self.matcher, self.rows = matcher, rows
        self.report = Report()
        self.by_origin = {}
        self.answered = _answered(self.rows)
        # By origin: what the site has already, and what is about to be stored.
        self.stored = {
            key_of(comment.pk, comment.created_at, comment.origin): comment
            for comment in Comment.objects.only("article", "root", "created_at", "origin")
        }
        self.new = {}
        self.roles = {role.slug: role for role in Role.objects.all()}
        self.pinned = set(Comment.objects.filter(is_pinned=True).values_list("article", flat=True))

    def run(self):
        for row in self.rows:
            self._take(row)
        for level in self._levels():
            Comment.objects.bulk_create(level, batch_size=BATCH)
            put(comment for comment in level if comment.is_approved)
        self._credit()
        recount({comment.article for comment in self.new.values()})

    def _take(self, row):
        if row.origin in self.by_origin:
            self._leave_out(row, _("its key comes twice in the file"))
            return
        self.by_origin[row.origin] = row
        if row.is_deleted and not row.parent and row.origin in self.answered:
            # Whether its writer did it nobody knows here: the gap says that it was removed.
            row.left_out, row.state, row.edited_at = "", State.REMOVED, None
            row.name = row.body = ""
        if row.left_out:
            self._leave_out(row, row.left_out)
        elif known := self.stored.get(row.origin):
            if known.created_at == row.created_at:
                self.report.known += 1
            else:
                self._leave_out(row, _("another comment was brought under its key"))
        else:
            self._make(row)

    def _make(self, row):
        article = self.matcher.article_of(row.thread)
        if why := self._why_not(row, article):
            self._leave_out(row, why)
            return
        version = self.matcher.version_of(article, row.created_at, row.version)
        if version is None:
            self._leave_out(row, _("%(title)s has no such version") % {"title": article})
            return
        comment = Comment(article=article, version=version, byline=row.name, body=row.body)
        comment.origin, comment.state = row.origin, row.state
        comment.created_at, comment.edited_at = row.created_at, row.edited_at
        comment.triage, comment.triage_note = row.triage, row.triage_note
        comment.role = self.roles.get(row.role)
        comment.tidy()
        if row.is_deleted:
            self._change(row, _("as a gap: it is deleted, and others answered it"))
        if row.role and comment.role is None:
            self._change(row, _("without its role, which there is not here"))
        if row.is_pinned and self._may_pin(row, article):
            comment.is_pinned = True
        self.new[row.origin] = comment
        self.report.brought[article.slug] += 1

    def _why_not(self, row, article):
        """Return why a row cannot become a comment, "" where it can."""
        if article is None:
            return _("no article has its address")
        if row.created_at is None or row.created_at > timezone.now():
            return _("it has no date, or one that is still to come")
        if not row.body.strip() and row.state not in WORDLESS:
            return _("it has no words")
        if len(row.body) > COMMENT_LIMIT:
            return _("it is too long: it has %(count)d characters") % {"count": len(row.body)}
        try:
            validate_readable(row.body)
        except ValidationError as error:
            return " ".join(error.messages)
        return ""

    def _may_pin(self, row, article):
        if article.pk in self.pinned or row.parent or row.state != State.APPROVED:
            self._change(row, _("without being pinned"))
            return False
        self.pinned.add(article.pk)
        return True

    def _levels(self):
        """Yield lists of comments to be stored, each of which answers only what came before."""
        answers = {}
        for origin, comment in self.new.items():
            answered = self._answered(self.by_origin[origin], comment)
            answers.setdefault(answered, []).append(comment)
        level = answers.pop(None, [])
        for origin in list(answers):
            if answered := self.stored.get(origin):
                level += _answer(answered, answers.pop(origin))
        while level or answers:
            if not level:
                # They answer each other in a ring: one of them begins it.
                level = [self._begin_ring(answers)]
            yield level
            level = [
                reply
                for comment in level
                for reply in _answer(comment, answers.pop(comment.origin, []))
            ]

    def _answered(self, row, comment):
        """Return the origin of the nearest comment above a row that is there, None for none."""
        seen, above = {row.origin}, row.parent
        while above and above not in seen:
            seen.add(above)
            there = self.new.get(above) or self.stored.get(above)
            if there and there.article_id == comment.article_id:
                if above != row.parent:
                    self._change(row, _("as an answer to %(above)s") % {"above": above})
                return above
            above = self.by_origin[above].parent if above in self.by_origin else None
        if row.parent:
            self._change(row, _("as no answer, since what it answers was not brought"))
        return None

    def _begin_ring(self, answers):
        origin, [first, *others] = next(iter(answers.items()))
        answers[origin] = others
        if not others:
            del answers[origin]
        return first

    def _credit(self):
        """Say of what was brought to which changes it led."""
        credited = Comment.changes.through
        links = []
        for origin, comment in self.new.items():
            row = self.by_origin[origin]
            found = {change.pk for change in map(self._change_of(comment), row.led_to) if change}
            links += [credited(comment=comment, change_id=key) for key in sorted(found)]
            if len(found) < len(row.led_to):
                self._change(row, _("without a change it led to, which there is not here"))
        credited.objects.bulk_create(links, batch_size=BATCH)

    def _change_of(self, comment):
        def find(place):
            label, position = place if isinstance(place, list) and len(place) == 2 else (None, None)
            if not isinstance(label, str) or not isinstance(position, int):
                return None
            number = parse_number(label) or (0, 0)
            changes = Change.objects.frozen().filter(version__article=comment.article)
            return changes.filter(
                version__major=number[0], version__minor=number[1], position=position
            ).first()

        return find

    def _leave_out(self, row, why):
        self.report.left_out.append((why, str(row)))

    def _change(self, row, how):
        self.report.changed.append((how, str(row)))


def _answered(rows):
    """Return the origins of what is answered by rows that are brought, however far below it."""
    above, answered = {row.origin: row.parent for row in rows}, set()
    for row in rows:
        parent = None if row.left_out else row.parent
        while parent and parent not in answered:
            answered.add(parent)
            parent = above.get(parent)
    return answered


def _answer(answered, replies):
    """Put replies under what they answer, which is stored, and return them."""
    for reply in replies:
        reply.in_reply_to = answered
        reply.root_id = answered.root_id or answered.pk
    return replies
