"""Comments as our own JSON: everything of a thread that does not belong to somebody's account.

Carried are the words, the name they were signed with, the version and role they are about, what
they answer, when they were posted and edited, their state, whether they are pinned, the author's
triage with its note, and the changes they led to. So a file that was imported into a site with the
same versions is exported from it again to the byte.

Not carried are accounts (with headline, picture, mail address), likes, follows and reports, which
are theirs, and the records of moderators, whose accounts are of one site. `likes` is written where
it is asked for, to be read by people; an import pays no heed to it.
"""

import json
import re
from datetime import UTC, datetime, timedelta
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from articles.models import Article, Change
from comments.exchange.incoming import LONGEST_NAME, BadSource, Incoming, Thread
from comments.models import Comment
from mlmap_site.text import validate_readable

FORMAT = "ml-map-comments-1"
KEY = re.compile(r"[a-z]+:[!-~]{1,100}")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ROWS_AT_ONCE = 500
# The kinds of what a row has to have, and may lack where a default follows.
KINDS = {
    "id": str,
    "article": str,
    "version": str,
    "name": str,
    "body": str,
    "created_at": str,
    "state": str,
    "edited_at": (str, type(None)),
    "in_reply_to": (str, type(None)),
    "role": (str, type(None)),
    "pinned": bool,
    "triage": str,
    "triage_note": str,
    "led_to": list,
}
DEFAULTS = {
    "edited_at": None,
    "in_reply_to": None,
    "role": None,
    "pinned": False,
    "triage": Comment.Triage.OPEN,
    "triage_note": "",
    "led_to": [],
}
LONGEST_NOTE = Comment._meta.get_field("triage_note").max_length


def key_of(key, created_at, origin):
    """Return by which key a comment is known everywhere: where it came from, or that it is ours.

    The moment is part of ours: another site, or this one begun anew, counts from 1 again.
    """
    return origin or f"mlmap:{key}-{(created_at - EPOCH) // timedelta(microseconds=1)}"


# Out


def pieces(*, with_likes=False):
    """Yield all comments as JSON, one a line, in an order that no database has a part in."""
    yield f'{{"format": "{FORMAT}", "comments": ['
    separator = "\n"
    for comment in _in_order():
        yield separator + json.dumps(_row(comment, with_likes), ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"


def _in_order():
    credited = Change.objects.frozen().select_related("version").order_by("pk")
    comments = Comment.objects.select_related("author", "version", "role", "in_reply_to")
    comments = comments.prefetch_related(Prefetch("changes", credited, to_attr="credited_on"))
    for slug in sorted(Article.objects.values_list("slug", flat=True)):
        mine = comments.filter(article__slug=slug).order_by("created_at", "pk")
        moments = groupby(mine.iterator(chunk_size=ROWS_AT_ONCE), key=lambda c: c.created_at)
        for _moment, together in moments:
            for comment in sorted(together, key=_key):
                comment.slug = slug
                yield comment


def _key(comment):
    return key_of(comment.pk, comment.created_at, comment.origin)


def _row(comment, with_likes):
    answered, edited = comment.in_reply_to, comment.edited_at
    name = comment.author.display_name[:LONGEST_NAME] if comment.author else comment.byline
    row = {
        "id": _key(comment),
        "article": comment.slug,
        "version": comment.version.label,
        "role": comment.role and comment.role.slug,
        "in_reply_to": answered and _key(answered),
        "name": name,
        "created_at": comment.created_at.astimezone(UTC).isoformat(),
        "edited_at": edited and edited.astimezone(UTC).isoformat(),
        "state": comment.state,
        "pinned": comment.is_pinned,
        "triage": comment.triage,
        "triage_note": comment.triage_note,
        "led_to": sorted([c.version.label, c.position] for c in comment.credited_on),
        "body": comment.body,
    }
    return row | {"likes": comment.like_count} if with_likes else row


# In


def read(path):
    """Yield the comments of a file; raises BadSource."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadSource(_("It is not JSON: %(error)s.") % {"error": error}) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise BadSource(_("It is not of the format %(format)s.") % {"format": FORMAT})
    rows = data.get("comments")
    if not isinstance(rows, list):
        raise BadSource(_("It has no list of comments."))
    for number, row in enumerate(rows, start=1):
        yield _incoming(number, row)


def _incoming(number, row):
    row = DEFAULTS | row if isinstance(row, dict) else {}
    wrong = [name for name, kind in KINDS.items() if not isinstance(row.get(name), kind)]
    if wrong or not KEY.fullmatch(row["id"]):
        why = _("its %(name)s is lacking or not of the right kind") % {"name": (wrong or ["id"])[0]}
        where = Thread((_("row %(number)d") % {"number": number},))
        return Incoming(f"row:{number}", where, "", None, "", left_out=why)
    return Incoming(
        origin=row["id"],
        thread=Thread((row["article"],)),
        name=row["name"],
        created_at=_moment(row["created_at"]),
        edited_at=_moment(row["edited_at"] or ""),
        body=row["body"],
        parent=row["in_reply_to"],
        state=row["state"],
        version=row["version"],
        role=row["role"],
        is_pinned=row["pinned"],
        triage=row["triage"],
        triage_note=row["triage_note"],
        led_to=row["led_to"],
        left_out=_why_not(row),
    )


def _why_not(row):
    if row["state"] not in Comment.State.values:
        return _("its state is not known")
    if row["triage"] not in Comment.Triage.values:
        return _("its triage is not known")
    if len(row["name"]) > LONGEST_NAME or len(row["triage_note"]) > LONGEST_NOTE:
        return _("its name or note is too long")
    try:
        validate_readable(row["name"] + row["triage_note"])
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _moment(text):
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None
