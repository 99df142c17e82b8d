"""Akismet's opinion of what is posted, where a key is set. Without an answer it has none."""

import logging

from django.conf import settings
from django.utils.translation import gettext as _

from mlmap_site.links import absolute

log = logging.getLogger(__name__)

# In seconds: a reader waits for it.
PATIENCE = 3


def complaint(comment, sending):
    """Yield a sentence where Akismet takes a comment for spam.

    A failing Akismet holds nothing and loses nothing: it is logged, and other rules decide.
    """
    if settings.AKISMET_KEY and sending is not None and _takes_for_spam(comment, sending):
        yield _("Akismet takes it for spam.")


def _takes_for_spam(comment, sending):
    # An optional package: where no key is set, it need not be there.
    import akismet
    import httpx

    config = akismet.Config(key=settings.AKISMET_KEY, url=absolute(""))
    headers = {"User-Agent": akismet.USER_AGENT}
    try:
        with httpx.Client(headers=headers, timeout=PATIENCE) as http_client:
            client = akismet.SyncClient(config=config, http_client=http_client)
            return bool(client.comment_check(sending.address, **_told(comment, sending)))
    except akismet.AkismetError:
        log.exception("Akismet gave no answer; the other rules decide.")
        return False


def _told(comment, sending):
    """Return what Akismet is told: what readers of the comment see, and which browser sent it."""
    return {
        "comment_type": "reply" if comment.in_reply_to_id else "comment",
        "comment_content": comment.body,
        "comment_author": comment.author.display_name,
        "permalink": absolute(comment.article.get_absolute_url()),
        "user_agent": sending.browser,
        "referrer": sending.referrer,
        "blog_charset": "UTF-8",
    }
