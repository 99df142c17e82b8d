"""What is stored about a reader, to be counted, and to be taken away as one file of JSON.

Of others it has nothing but what they made public: who reported a comment, or which moderator
decided, is not in it.
"""

import json
import tempfile

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from comments.models import Moderation
from mlmap_site.links import absolute

# What is larger than this is written to disk while it is put together.
IN_MEMORY = 1024 * 1024
ROWS_AT_ONCE = 500
# A moderator who settles reports speaks about whoever reported.
TOLD_ACTS = [action for action in Moderation.Action if action != Moderation.Action.SETTLE]


def stored_counts(reader):
    """Return how many rows of each kind are stored about a reader, by name."""
    return {
        "addresses": reader.emailaddress_set.count(),
        "comments": reader.comments.count(),
        "likes": reader.likes.count(),
        "follows": reader.follows.count(),
        "places": reader.places.count(),
        "reports": reader.reports.count(),
        "notices": reader.notices.count(),
        "messages": reader.messages.count(),
    }


def sessions_of(reader):
    """Yield the sessions in which a reader is signed in; every session of the site is looked at."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(reader.pk):
            yield session


def own_file(reader):
    """Return an open file with all that is stored about a reader, as JSON.

    It is complete before any of it is sent: a slow reader keeps no query open.
    """
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    for piece in own_json(reader):
        file.write(piece.encode())
    file.seek(0)
    return file


def own_json(reader):
    """Yield what is stored about a reader as JSON, row by row: more takes no more memory."""
    yield '{\n"profile": ' + _json(_profile(reader))
    for name, rows in _tables(reader).items():
        yield f',\n"{name}": ['
        for number, row in enumerate(rows):
            yield (",\n  " if number else "\n  ") + _json(row)
        yield "]"
    yield "\n}\n"


def _json(value):
    return json.dumps(value, ensure_ascii=False, default=lambda moment: moment.isoformat())


def _profile(reader):
    values = [
        "username",
        "name",
        "headline",
        "bio",
        "courses",
        "links",
        "email",
        "date_joined",
        "last_login",
    ]
    values += ["mail_replies", "mail_credits", "named_in_credits", "is_blocked", "is_staff"]
    return {
        **{name: getattr(reader, name) for name in values},
        "picture": _address(reader.avatar.url) if reader.avatar else None,
        # A session holds nothing but who is signed in, and words that were not posted yet.
        "signed_in_sessions": sum(1 for _ in sessions_of(reader)),
        "made_at": timezone.now(),
    }


def _tables(reader):
    comments = reader.comments.for_page(reader).prefetch_related("moderations").order_by("pk")
    return {
        "second_factors": reader.authenticator_set.values("type", "created_at", "last_used_at"),
        "sessions": reader.usersession_set.values("created_at", "last_seen_at", "ip", "user_agent"),
        **_other_sites(reader),
        "addresses": reader.emailaddress_set.values("email", "verified", "primary"),
        "comments": map(_comment, _each(comments)),
        "likes": map(_like, _each(reader.likes.select_related("article").order_by("pk"))),
        "follows": map(_follow, _each(reader.follows.select_related("article").order_by("pk"))),
        "places": map(_place, _each(reader.places.select_related("version__article"))),
        "reports": map(_report, _each(reader.reports.order_by("pk"))),
        "moderation": map(_act, _each(reader.acts_on_them.order_by("pk"))),
        "messages": reader.messages.values("name", "email", "body", "created_at"),
        "mails": map(_mail, _each(reader.notices.order_by("pk"))),
    }


def _other_sites(reader):
    """Return what other sites said of a reader who signs in with them, where that is possible."""
    if not settings.SOCIALACCOUNT_PROVIDERS:
        return {}
    columns = ["provider", "uid", "date_joined", "last_login", "extra_data"]
    return {"other_sites": reader.socialaccount_set.values(*columns)}


def _each(rows):
    return rows.iterator(chunk_size=ROWS_AT_ONCE)


def _address(path):
    return absolute(path)


def _comment_address(key):
    return absolute(f"/comments/{key}/") if key else None


def _comment(comment):
    told = [act for act in comment.moderations.all() if act.action in TOLD_ACTS]
    return {
        "address": _address(comment.get_absolute_url()),
        "article": comment.article.slug,
        "version": comment.version.label,
        "role": comment.role and comment.role.slug,
        "in_reply_to": _comment_address(comment.in_reply_to_id),
        "state": comment.state,
        "body": comment.body,
        "created_at": comment.created_at,
        "edited_at": comment.edited_at,
        "likes": comment.like_count,
        "replies": comment.reply_count,
        "led_to": [
            {"version": change.version.label, "change": change.text} for change in comment.credits
        ],
        "moderation": [_act(act) for act in reversed(told)],
    }


def _like(like):
    return {
        "article": like.article and like.article.slug,
        "comment": _comment_address(like.comment_id),
        "created_at": like.created_at,
    }


def _follow(follow):
    return {"article": follow.article.slug, "created_at": follow.created_at}


def _place(place):
    version = place.version
    return {
        "article": version.article.slug,
        "version": version.label,
        "at": place.at,
        "kept_at": place.kept_at,
    }


def _report(report):
    return {
        "comment": _comment_address(report.comment_id),
        "reason": report.reason,
        "words": report.words,
        "created_at": report.created_at,
        "settled_at": report.settled_at,
    }


def _act(act):
    return {"action": act.action, "reason": act.reason, "at": act.created_at}


def _mail(notice):
    return {
        "kind": notice.kind,
        "queued_at": notice.created_at,
        "sent_at": notice.sent_at,
    }
