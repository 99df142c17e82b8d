"""Comments in WordPress eXtended RSS, the XML that Tools, Export writes."""

from datetime import UTC, datetime

from django.utils.translation import gettext as _

from comments.exchange.incoming import Incoming, Thread, clean_name
from comments.exchange.markdown import Unreadable, to_markdown, with_paragraphs
from comments.exchange.safe_xml import local_name, pieces, text_of

# What a person wrote: what another site sent because it links to the post is no comment.
COMMENT_TYPES = {"", "comment"}


def read(path):
    """Yield the comments of a file; raises BadSource."""
    for item in pieces(path, "rss", 2):
        if local_name(item) != "item":
            continue
        names = (text_of(item, "link"), text_of(item, "post_name"), text_of(item, "post_id"))
        thread = Thread(tuple(filter(None, names)))
        for element in item:
            if local_name(element) == "comment":
                yield _comment(element, thread)


def _comment(element, thread):
    parent = text_of(element, "comment_parent")
    comment = Incoming(
        origin=f"wordpress:{text_of(element, 'comment_id')}",
        thread=thread,
        name=clean_name(text_of(element, "comment_author")),
        # Some have zeros there, and their time only as the clock of the site showed it.
        created_at=_moment(text_of(element, "comment_date_gmt"))
        or _moment(text_of(element, "comment_date")),
        body="",
        parent=f"wordpress:{parent}" if parent not in ("", "0") else None,
        left_out=_why_not(element),
        is_deleted=text_of(element, "comment_approved") == "trash",
    )
    if not comment.left_out:
        try:
            comment.body = to_markdown(with_paragraphs(text_of(element, "comment_content")))
        except Unreadable:
            comment.left_out = _("it is too long")
    return comment


def _why_not(element):
    kind, approved = text_of(element, "comment_type"), text_of(element, "comment_approved")
    if kind not in COMMENT_TYPES:
        return _("it is a %(kind)s, which nobody wrote here") % {"kind": kind}
    if approved == "1":
        return ""
    return {
        "0": _("it is not approved"),
        "spam": _("it is spam"),
    }.get(approved, _("it is deleted"))


def _moment(text):
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
