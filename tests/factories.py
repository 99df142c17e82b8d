"""Plain functions that make what a test needs, through the verbs that the site itself uses."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from articles import publishing
from articles.editor import store_picture
from articles.models import Article, Change, Descent, Placement
from comments.models import Comment
from mlmap_site.pictures import remake_picture
from roles.models import Role

# The map of most tests: two roles with a soft border, and a practice around them.
MAP = {"developer": (0, 45), "ml-engineer": (35, 100), "mlops": (20, 80)}
PRACTICES = {"mlops"}
LONG_AGO = datetime(2024, 5, 1, 9, tzinfo=UTC)


def make_user(username="reader", **values):
    users = get_user_model().objects
    values.setdefault("email", f"{username}@example.org")
    return users.filter(username=username).first() or users.create_user(username, **values)


def make_person(username, group):
    """Return somebody who works at the desk with the rights of a group, and no others."""
    person = make_user(username, is_staff=True)
    person.groups.add(Group.objects.get(name=group))
    return person


def make_author():
    return make_user("alice", is_staff=True, is_superuser=True)


def make_role(slug):
    kind = Role.Kind.PRACTICE if slug in PRACTICES else Role.Kind.ROLE
    return Role.objects.get_or_create(slug=slug, defaults={"kind": kind})[0]


def make_article(slug="ml-map", **values):
    values = {"title": "ML Map", "author": make_author()} | values
    return Article.objects.create(slug=slug, **values)


def make_draft(article=None, *, placements=None, descents=(), changes=None, **values):
    """Return a draft that may be published as it is.

    `placements` has spans by slug, and names behind the span where they are not the slug's words;
    a first draft has MAP, a later one keeps the map it was started from. `descents` are pairs of
    slugs, None for no such end.
    """
    article = article or make_article()
    draft = publishing.start_draft(article, article.author)
    words = {"title": f"ML Map {draft.label}", "body": f"The text of {draft.label}."}
    words |= {"line_start": "toward the user", "line_end": "toward the science"}
    for field, value in (words | values).items():
        setattr(draft, field, value)
    draft.save()
    if placements is None and draft.predecessor is None:
        placements = MAP
    if placements is not None:
        draft.placements.all().delete()
        make_placements(draft, placements)
    make_descents(draft, descents)
    if changes is None:
        changes = ["It was written again."] if draft.predecessor else []
    for position, text in enumerate(changes, start=1):
        Change.objects.create(version=draft, position=position, text=text)
    return draft


def make_placements(version, placements):
    for slug, (start, end, *name) in placements.items():
        Placement.objects.create(
            version=version,
            role=make_role(slug),
            name=name[0] if name else slug.replace("-", " ").title(),
            start=start,
            end=end,
            summary=f"What the {slug} does.",
        )


def make_descents(version, descents):
    for ancestor, descendant in descents:
        Descent.objects.create(
            version=version,
            ancestor=ancestor and make_role(ancestor),
            descendant=descendant and make_role(descendant),
        )


def make_published(article=None, *, at=None, **values):
    draft = make_draft(article, **values)
    return publishing.publish(draft, draft.article.author, at=at)


def make_scheduled(article=None, *, at=None, **values):
    draft = make_draft(article, **values)
    at = at or timezone.now() + timedelta(days=1)
    return publishing.schedule(draft, draft.article.author, at)


def make_withdrawn(article=None, *, reason="It was wrong.", **values):
    version = make_published(article, **values)
    return publishing.withdraw(version, version.article.author, reason)


def make_correction(version, body="The corrected text.", reason="A slip of the pen."):
    return publishing.correct(version, version.article.author, reason, body)


def make_comment(version, author=None, *, state=Comment.State.APPROVED, parent=None, **values):
    """Return a comment in a state, with the stored counts brought along."""
    comment = Comment(
        article=version.article,
        version=version,
        author=author or make_user("bob"),
        in_reply_to=parent,
        root=parent and (parent.root or parent),
        **({"body": "I see it otherwise."} | values),
    )
    comment.save()
    comment.enter(state)
    return comment


def make_picture(width=40, height=30, file_format="PNG", mode="RGB", **options):
    """Return a picture as it is uploaded; its left half is dark, its right half light."""
    picture = Image.new(mode, (width, height), 0)
    picture.paste(Image.new(mode, (width // 2, height), "white"), (width - width // 2, 0))
    stream = BytesIO()
    picture.save(stream, file_format, **options)
    return SimpleUploadedFile(f"picture.{file_format.lower()}", stream.getvalue())


def make_cover():
    """Store a cover and return its path."""
    return store_picture(remake_picture(make_picture()), "covers")


def make_site():
    """Return an article with a corrected v0.1, and a v0.2 that splits a role and retires one."""
    article = make_article()
    article.tags.add("mapping")
    first = make_published(article, at=LONG_AGO, cover=make_cover(), cover_alt="Hills.")
    make_correction(first)
    descents = [("ml-engineer", "data-engineer"), ("ml-engineer", "modeller"), ("mlops", None)]
    placements = {"developer": (0, 40), "data-engineer": (30, 70), "modeller": (60, 100)}
    make_published(article, placements=placements, descents=descents)
    make_comment(first)
    return article
