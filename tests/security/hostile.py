"""A site in which every text that is shown is written to run: made in a process of its own.

`python -m tests.security.hostile 20` fills the site of its environment with this many strings of
others beside ours, and prints who is signed in and which addresses show what is stored.
"""

import json
import sys
from itertools import cycle, islice

import django

from tests.security.payloads import SCRIPTS, examples_of_markdown, naughty_strings

LONGEST_LIST = 12


def others():
    """Yield what others collected that breaks pages, as far as the site would take it."""
    from django.core.exceptions import ValidationError

    from mlmap_site.text import validate_readable

    for text in [*naughty_strings(), *examples_of_markdown()]:
        try:
            validate_readable(text)
        except ValidationError:
            continue
        if any(sign in text for sign in "<>&'\"`=:[("):
            yield text


def fill(words):
    """Put these words into every field, in turn, so that none is left without some."""
    from django.contrib.auth import get_user_model
    from taggit.models import Tag

    from articles import publishing
    from articles.models import Correction, PreviewLink
    from comments import moderation, triage
    from comments.models import Comment, Message, Moderation, Report
    from tests import factories

    turn = cycle(words)

    def word(length):
        return next(turn)[:length]

    def some(count, length):
        return [f"{word(length - 3)} {number}" for number in range(count)]

    # The longest that a text may be holds them all, one after the other.
    everything = "\n\n".join([*words, *(f"> {w}\n\n- {w}\n\n`{w}`" for w in words[:40])])
    # What shows a picture of another site is not published.
    published = everything.replace("![", "[")
    author = factories.make_user("author", is_staff=True, is_superuser=True)
    author.name, author.headline, author.bio = word(60), word(120), everything[:5000]
    author.save()
    shown = {"line_start": word(60), "line_end": word(60), "cover_alt": word(100)}
    shown |= {"cover_caption": word(200), "teaser": word(200), "body": published[:60_000]}
    article = factories.make_article("hostile", title=word(120), author=author)
    article.tags.add(*(w[:80] for w in words[:LONGEST_LIST]))
    names = some(8, 80)
    roles = [f"role-{number}" for number in range(8)]
    spans = {slug: (8 * i, 8 * i + 40, names[i]) for i, slug in enumerate(roles)}
    first = factories.make_draft(
        article, title=word(160), placements=spans, cover=factories.make_cover(), **shown
    )
    for placement in first.placements.all():
        placement.summary = word(300)
        placement.save()
    first = publishing.publish(first, author)
    factories.make_correction(first, body=f"Amended.\n\n{published}"[:60_000], reason=word(300))
    spans["role-0"] = (50, 100, word(80))
    second = factories.make_draft(
        article, title=word(160), placements=spans, changes=some(6, 300), body=published[10:60_000]
    )
    readers = []
    for number in range(LONGEST_LIST):
        values = {"name": word(60), "headline": word(120)}
        readers.append(factories.make_user(f"reader{number}", **values))
    said = [factories.make_comment(first, reader, body=word(4000)) for reader in readers]
    for parent, reader in zip(said, reversed(readers), strict=True):
        factories.make_comment(first, reader, body=word(4000), parent=parent)
    said += [
        factories.make_comment(first, readers[0], body=w[:5000]) for w in (word(5000), everything)
    ]
    said[0].role = first.placements.first().role
    said[0].save()
    for comment in said[:3]:
        triage.set_triage(comment, Comment.Triage.PLANNED, author, word(300))
    triage.credit(said[1], [second.changes.first()], author)
    second = publishing.publish(second, author)
    for comment in said[3:6]:
        comment.reports.create(reporter=readers[0], reason=Report.Reason.OTHER, words=word(500))
    moderation.moderate(said[6], author, Moderation.Action.REMOVE, word(300))
    moderation.block(readers[-1], author, word(300))
    pending = factories.make_comment(first, readers[1], body=word(5000), state="pending")
    for _ in range(3):
        Message.objects.create(name=word(60), email="x@example.org", body=everything[:5000])
    draft = factories.make_draft(
        article, title=word(160), placements=spans, changes=some(3, 300), body=everything[:5000]
    )
    gone = factories.make_published(factories.make_article("gone", title=word(120), author=author))
    publishing.withdraw(gone, author, words[0])
    return {
        "author": author,
        "reader": readers[0],
        "draft": draft,
        "version": first,
        "pending": pending,
        "comment": said[-1],
        "preview": PreviewLink.share(draft, author, 1),
        "tag": Tag.objects.first(),
        "correction": Correction.objects.first(),
        "message": Message.objects.first(),
        "user": get_user_model().objects.get(username="reader2"),
    }


def pages(made):
    """Return the addresses that show what is stored: for everybody, for a reader, at the desk."""
    from urllib.parse import quote

    from django.urls import reverse

    from tests.desk import address

    whole = "/articles/hostile/"
    text = f"{whole}v0.1/"
    public = ["/", whole, f"{whole}versions/", f"{whole}compare/v0.1...v0.2/", made["preview"]]
    public += [f"{text}{page}" for page in ("map.svg", "embed/", "cite/", "r1/")]
    public += [f"{whole}comments/", "/roles/role-0/", "/articles/gone/", "/authors/author/"]
    public += [reverse("tag", args=[made["tag"].slug]), "/feed/"]
    public += [f"/search/?q={quote(SCRIPTS[1])}", "/search/?q=hit&old=on"]
    more = [f"{whole}comments/?order=liked", f"{whole}comments/?version=v0.1", "/articles/"]
    more += [f"/zh-hans{page}" for page in public if not page.endswith((".svg", "feed/"))]
    more += [text, f"{text}r2/", "/roles/", "/roles/role-0/comments/"]
    more += [f"{whole}comments/feed/", f"{whole}feed/", "/comments/feed/", f"{text}map.json"]
    more += [f"/search/?q={quote(word)}" for word in SCRIPTS]
    said = f"/comments/{made['comment'].pk}/"
    reader = ["/accounts/comments/", f"{said}edit/", f"{whole}comments/"]
    more_reader = [
        "/accounts/profile/",
        "/accounts/data/",
        f"{said}delete/",
        f"{whole}comments/new/",
    ]
    desk = ["/admin/", "/admin/comments/comment/", address("change", made["draft"])]
    desk += [address("change", made["pending"]), address("compare", made["draft"])]
    desk += ["/admin/comments/message/", address("history", made["version"])]
    more_desk = [
        address(page, made["draft"])
        for page in ("preview", "publish", "share", "history", "delete")
    ]
    more_desk += [address(page, made["version"]) for page in ("change", "correct", "withdraw")]
    more_desk += [address("change", made[n]) for n in ("comment", "message", "user", "tag")]
    more_desk += [address("changelist", type(made[n])) for n in ("draft", "user", "tag")]
    more_desk += ["/admin/comments/comment/next/", "/admin/articles/article/"]
    more_desk += [address("change", made["version"].article), "/admin/roles/role/"]
    return {
        "anonymous": [public, more],
        "reader": [reader, more_reader],
        "author": [desk, more_desk],
    }


def session_of(user):
    """Return the key of a session in which somebody is signed in."""
    from django.contrib.auth import login
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest

    request = HttpRequest()
    request.session = SessionStore()
    login(request, user, "accounts.backends.OnePasswordCheck")
    request.session.save()
    return request.session.session_key


if __name__ == "__main__":
    django.setup()
    made = fill([*SCRIPTS, *islice(others(), int(sys.argv[1]))])
    told = {"pages": pages(made)}
    told |= {"sessions": {name: session_of(made[name]) for name in ("author", "reader")}}
    print(json.dumps(told))  # noqa: T201 -- for the process that asked
