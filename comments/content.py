"""The comments that content/ ships: readers with plain made-up handles, and what they said."""

import yaml
from django.contrib.auth import get_user_model

from articles.models import Change, Version
from articles.numbers import parse_number
from comments.models import Comment
from comments.triage import add_credit
from roles.models import Role


def load_comments(path, slugs):
    """Store those comments of a YAML file that are on these articles; return how many."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = [row for row in data["comments"] if row["article"] in slugs]
    readers = {row["username"]: row for row in data["readers"]}
    stored = {}
    for row in rows:
        stored[row["key"]] = _store(row, readers.get(row["by"]), stored.get(row.get("reply_to")))
    return len(stored)


def _store(row, reader, parent):
    version = _version(row["article"], row["version"])
    comment = Comment(
        article=version.article,
        version=version,
        author=_author(row["by"], reader),
        role=Role.objects.get(slug=row["role"]) if "role" in row else None,
        in_reply_to=parent,
        root=parent and (parent.root or parent),
        body=row["text"],
        created_at=row["at"],
        # What the site ships is no news to anybody.
        origin=f"content:{row['key']}",
    )
    comment.full_clean(exclude=["body_html"])
    comment.save()
    comment.enter(Comment.State.APPROVED)
    if "led_to" in row:
        slug, number, position = row["led_to"].split()
        changes = Change.objects.filter(version=_version(slug, number))
        change = changes.select_related("version").get(position=position)
        add_credit(comment, change, by=version.article.author)
    return comment


def _version(slug, number):
    versions = Version.objects.public().numbered(parse_number(number))
    return versions.select_related("article").get(article__slug=slug)


def _author(username, reader):
    users = get_user_model().objects
    if reader is None:
        return users.get(username=username)
    profile = {key: reader.get(key, "") for key in ("name", "headline")}
    user, is_new = users.get_or_create(username=username, defaults=profile)
    if is_new:
        # Nobody signs in as a demonstration.
        user.set_unusable_password()
        user.save()
    elif user.has_usable_password():
        raise ValueError(
            f"{username} is somebody's account; the demonstration may not speak for it."
        )
    return user
