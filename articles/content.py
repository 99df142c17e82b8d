"""A version as one Markdown file with front matter: the form in which content/ ships articles."""

from pathlib import Path

import frontmatter
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.editor import store_picture
from articles.models import Article, Change, Descent, Placement
from articles.numbers import parse_number
from articles.publishing import publish, start_draft
from mlmap_site.pictures import remake_picture
from roles.models import Role


def read_versions(folder):
    """Return a folder's Markdown files as (path, post), in the order to load them."""
    posts = [(path, frontmatter.load(path)) for path in sorted(Path(folder).glob("*.md"))]
    return sorted(posts, key=lambda pair: (pair[1]["article"], parse_number(pair[1]["number"])))


def load_version(path, post, author):
    """Store one version as its file has it, published on its date, and return it.

    Raises ValidationError or publishing.Refused where the file says what a version may not.
    """
    article, is_new = Article.objects.get_or_create(
        slug=post["article"], defaults={"title": post["work"], "author": author}
    )
    if is_new:
        article.tags.set(post.get("tags", []))
    draft = start_draft(article, author)
    draft.placements.all().delete()
    _set_text(draft, path, post)
    draft.full_clean()
    draft.save()
    _set_parts(draft, post)
    if post.get("published_at"):
        return publish(draft, author, at=post["published_at"])
    return draft


def _set_text(draft, path, post):
    draft.major, draft.minor = parse_number(post["number"])
    draft.title, draft.teaser, draft.body = post["title"], post["teaser"], post.content
    line = post.get("line", {})
    draft.line_start, draft.line_end = line.get("start", ""), line.get("end", "")
    draft.cover, draft.cover_alt, draft.cover_caption = "", "", ""
    if cover := post.get("cover"):
        source = path.parent / cover["file"]
        upload = SimpleUploadedFile(source.name, source.read_bytes())
        draft.cover = store_picture(remake_picture(upload), "covers")
        draft.cover_alt, draft.cover_caption = cover["alt"], cover.get("caption", "")


def _set_parts(draft, post):
    for row in post.get("placements", []):
        kind = row.get("kind", Role.Kind.ROLE)
        role, _ = Role.objects.get_or_create(slug=row["role"], defaults={"kind": kind})
        values = {key: row[key] for key in ("name", "start", "end", "summary")}
        _store(Placement(version=draft, role=role, **values))
    for row in post.get("descents", []):
        ends = (_role(row.get("from")), _role(row.get("to")))
        _store(Descent(version=draft, ancestor=ends[0], descendant=ends[1]))
    for position, text in enumerate(post.get("changes", []), start=1):
        _store(Change(version=draft, position=position, text=text))


def _role(slug):
    return Role.objects.get(slug=slug) if slug else None


def _store(part):
    part.full_clean()
    part.save()
