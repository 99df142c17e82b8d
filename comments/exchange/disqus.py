"""Comments in the XML that Disqus exports (https://help.disqus.com, "Comments Export")."""

from datetime import datetime

from django.utils.translation import gettext as _

from comments.exchange.incoming import Incoming, Thread, clean_name
from comments.exchange.markdown import Unreadable, to_markdown
from comments.exchange.safe_xml import attribute, child, local_name, pieces, text_of

UNKNOWN = Thread(())


def read(path):
    """Yield the comments of a file; raises BadSource."""
    threads, gone = {}, set()
    for element in pieces(path, "disqus", 1):
        key = attribute(element, "id")
        if local_name(element) == "thread":
            # The link comes first, then what the site itself called the thread, then their key.
            names = (text_of(element, "link"), text_of(element, "id"), key)
            threads[key] = Thread(tuple(filter(None, names)))
            if _says(element, "isDeleted"):
                gone.add(key)
        elif local_name(element) == "post":
            thread = attribute(child(element, "thread"), "id")
            yield _comment(element, key, threads.get(thread, UNKNOWN), thread in gone)


def _comment(post, key, thread, is_thread_gone):
    parent = attribute(child(post, "parent"), "id")
    author = child(post, "author")
    comment = Incoming(
        origin=f"disqus:{key}",
        thread=thread,
        name=clean_name(text_of(author, "name") if author is not None else ""),
        created_at=_moment(text_of(post, "createdAt")),
        body="",
        parent=f"disqus:{parent}" if parent else None,
        left_out=_why_not(post, is_thread_gone),
        is_deleted=_says(post, "isDeleted"),
    )
    if not comment.left_out:
        try:
            comment.body = to_markdown(text_of(post, "message"))
        except Unreadable:
            comment.left_out = _("it is too long")
    return comment


def _why_not(post, is_thread_gone):
    if _says(post, "isDeleted"):
        return _("it is deleted")
    if _says(post, "isSpam"):
        return _("it is spam")
    if text_of(post, "isApproved") == "false":
        return _("it is not approved")
    return _("its thread is deleted") if is_thread_gone else ""


def _says(element, name):
    return text_of(element, name) == "true"


def _moment(text):
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
