"""Versions in from files and out to files. What was exported comes in with the same digest."""

from datetime import UTC
from functools import partial
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from articles import publishing, version_file
from articles.models import Article, Change, Descent, Placement
from articles.numbers import parse_number
from articles.picture_files import Incoming, export_pictures
from articles.problems import word_problems
from roles.models import Role

# What a cover's focus is where a file says nothing of it.
MIDDLE = {"x": 50, "y": 50}


def import_versions(paths, find_author):
    """Store the versions in files, all or none, and return them in the order of their numbers.

    `find_author` returns the account for a username, or for None where a file names nobody.
    What happened to them happens again in its order: published, corrected, withdrawn.
    Raises BadFile for what a file says wrongly.
    """
    files = [(file, Incoming(file, path.parent)) for path, file in map(_read, map(Path, paths))]
    happened = [moment for file, pictures in files for moment in _moments(file, pictures)]
    happened.sort(key=lambda moment: moment[:2])
    try:
        with transaction.atomic():
            return [version for *_, act in happened if (version := act(find_author))]
    except Exception:
        for _file, pictures in files:
            pictures.take_out()
        raise


def export_version(version, folder):
    """Write a version, and its pictures beside it, into a folder; return the path of the file."""
    folder = Path(folder)
    article = version.article
    data = {
        "article": article.slug,
        "work": article.title,
        "author": article.author.username,
        "number": _number(version),
        "predecessor": version.predecessor and _number(version.predecessor),
        "title": version.title,
        "teaser": version.teaser,
        "tags": sorted(article.tags.names()),
        "published_at": version.published_at and version.published_at.astimezone(UTC),
        "cover": _cover(version),
        "line": {"start": version.line_start, "end": version.line_end},
        "placements": [_placement(p) for p in version.placements.select_related("role")],
        "descents": [_descent(d) for d in version.descents.select_related()],
        "changes": [change.text for change in version.changes.all()],
        "corrections": [_correction(c) for c in version.corrections.all()],
        "withdrawn": version.withdrawn_at
        and {"at": version.withdrawn_at.astimezone(UTC), "reason": version.withdrawal_reason},
    }
    if not any(data["line"].values()):
        del data["line"]
    export_pictures(version, folder)
    path = folder / f"{article.slug}-{version.label}.md"
    path.write_text(version_file.write(data, version.body), encoding="utf-8")
    return path


def _read(path):
    try:
        return path, version_file.read(path.read_text(encoding="utf-8"), path.name)
    except UnicodeDecodeError as error:
        raise version_file.BadFile(path.name, 1, "file", "is not UTF-8 text.") from error


def _moments(file, pictures):
    """Return what happened to a version as (when, number, act), each act done once."""
    data = file.data
    number = parse_number(data["number"])
    published_at = data.get("published_at")
    order = (data["article"], number)
    later = timezone.now() if published_at is None else published_at
    yield later, order, partial(_import, file, pictures)
    for index, row in enumerate(data.get("corrections", [])):
        yield row["at"], order, partial(_correct, file, pictures, index, row)
    if row := data.get("withdrawn"):
        yield row["at"], order, partial(_withdraw, file, row)


def _import(file, pictures, find_author):
    article = _article(file, find_author)
    number = parse_number(file.data["number"])
    if article.versions.numbered(number).exists():
        raise file.bad("number", f"{article.title} has this version already.")
    try:
        draft = publishing.start_draft(article, article.author)
        _set_text(draft, file, pictures)
        _set_parts(draft, file)
        if published_at := file.data.get("published_at"):
            for said in word_problems(draft, cover=None):
                raise file.bad("body", said)
            return publishing.publish(draft, article.author, at=published_at)
        return draft
    except publishing.Refused as refusal:
        raise file.bad("number", " ".join(refusal.reasons)) from refusal


def _article(file, find_author):
    data = file.data
    article = Article.objects.filter(slug=data["article"]).first()
    if article:
        return article
    author = find_author(data.get("author"))
    if author is None:
        raise file.bad("author", "there is no such account.")
    article = Article(slug=data["article"], title=data["work"], author=author)
    _store(article, file, "", {"slug": "article", "title": "work"})
    article.tags.set(data.get("tags", []))
    return article


def _set_text(draft, file, pictures):
    data = file.data
    draft.placements.all().delete()
    draft.major, draft.minor = parse_number(data["number"])
    draft.title, draft.teaser, draft.body = data["title"], data.get("teaser", ""), file.body
    line = data.get("line", {})
    draft.line_start, draft.line_end = line.get("start", ""), line.get("end", "")
    cover = data.get("cover", {})
    draft.cover = pictures.take_cover(cover["file"]) if cover else ""
    draft.cover_alt, draft.cover_caption = cover.get("alt", ""), cover.get("caption", "")
    focus = cover.get("focus", MIDDLE)
    draft.cover_focus_x, draft.cover_focus_y = focus["x"], focus["y"]
    if before := data.get("predecessor"):
        draft.predecessor = draft.article.versions.frozen().numbered(parse_number(before)).first()
        if draft.predecessor is None:
            raise file.bad("predecessor", f"there is no v{before} of this article.")
    pictures.take_pictures(draft.body, "body")
    names = {"major": "number", "minor": "number", "cover_alt": "cover.alt"}
    names |= {"cover_caption": "cover.caption", "line_start": "line.start", "line_end": "line.end"}
    names |= {"cover_focus_x": "cover.focus.x", "cover_focus_y": "cover.focus.y"}
    _store(draft, file, "", names)


def _set_parts(draft, file):
    data = file.data
    for index, row in enumerate(data.get("placements", [])):
        where = f"placements.{index}"
        role = _placed_role(file, where, row)
        placement = Placement(version=draft, role=role, name=row["name"])
        placement.start, placement.end = row["start"], row["end"]
        placement.summary = row.get("summary", "")
        _store(placement, file, where)
    for index, row in enumerate(data.get("descents", [])):
        where = f"descents.{index}"
        ends = [_known_role(file, f"{where}.{end}", row.get(end)) for end in ("from", "to")]
        descent = Descent(version=draft, ancestor=ends[0], descendant=ends[1])
        _store(descent, file, where, {"ancestor": "from", "descendant": "to"})
    for index, text in enumerate(data.get("changes", [])):
        change = Change(version=draft, position=index + 1, text=text)
        _store(change, file, f"changes.{index}", {"text": ""})


def _placed_role(file, where, row):
    kind = row.get("kind", Role.Kind.ROLE)
    role = Role.objects.filter(slug=row["role"]).first() or Role(slug=row["role"], kind=kind)
    if role.kind != kind:
        raise file.bad(f"{where}.kind", f"{role.slug} is a {role.kind} and stays one.")
    if role.pk is None:
        _store(role, file, where, {"slug": "role"})
    return role


def _known_role(file, field, slug):
    if not slug:
        return None
    role = Role.objects.filter(slug=slug).first()
    if role is None:
        raise file.bad(field, f"no version has placed a role {slug!r}.")
    return role


def _correct(file, pictures, index, row, _find_author):
    version = _stored(file)
    pictures.take_pictures(row["body"], f"corrections.{index}.body")
    try:
        publishing.correct(
            version,
            version.article.author,
            row["reason"],
            row["body"],
            cover_alt=row.get("cover_alt"),
            at=row["at"],
        )
    except (ValidationError, publishing.Refused) as error:
        raise file.bad(f"corrections.{index}", str(error)) from error


def _withdraw(file, row, _find_author):
    version = _stored(file)
    try:
        publishing.withdraw(version, version.article.author, row["reason"], at=row["at"])
    except (ValidationError, publishing.Refused) as error:
        raise file.bad("withdrawn", str(error)) from error


def _stored(file):
    article = Article.objects.get(slug=file.data["article"])
    return article.versions.numbered(parse_number(file.data["number"])).get()


def _store(row, file, where, names=None):
    """Check and store a row; what is wrong is said of the field of the file it came from."""
    try:
        row.full_clean(exclude=["digest", "body_html"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        field = "" if field == "__all__" else (names or {}).get(field, field)
        raise file.bad(".".join(filter(None, (where, field))), " ".join(messages)) from error
    row.save()


def _cover(version):
    if not version.cover:
        return None
    cover = {"file": version.cover.name, "alt": version.cover_alt}
    cover["caption"] = version.cover_caption
    focus = {"x": version.cover_focus_x, "y": version.cover_focus_y}
    if focus != MIDDLE:
        cover["focus"] = focus
    return {key: value for key, value in cover.items() if value}


def _number(version):
    return version.label.removeprefix("v")


def _placement(placement):
    row = {"role": placement.role.slug, "kind": placement.role.kind, "name": placement.name}
    row |= {"start": placement.start, "end": placement.end, "summary": placement.summary}
    if not placement.role.is_practice:
        del row["kind"]
    return {key: value for key, value in row.items() if value != ""}


def _descent(descent):
    ends = {"from": descent.ancestor, "to": descent.descendant}
    return {end: role.slug for end, role in ends.items() if role}


def _correction(correction):
    row = {"at": correction.created_at.astimezone(UTC), "reason": correction.reason}
    return row | {"cover_alt": correction.cover_alt, "body": correction.body}
