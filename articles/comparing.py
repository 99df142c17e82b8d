"""Two versions, loaded from the database and compared by compare.py."""

from pathlib import PurePosixPath

from articles.compare import Content, compare
from articles.history import steps_between


def compare_versions(before, after):
    """Return what changed from a version to a later one of the same article.

    What is compared is what readers see today, corrections included. The versions between the two
    give their lineage and nothing else, so it does not matter whether readers may see them.
    """
    return compare(_content(before), _content(after), steps_between(before, after))


def compare_wordings(before, after):
    """Return what a correction changes in the text that readers see."""
    contents = (Content(body=text.body, cover_alt=text.cover_alt) for text in (before, after))
    return compare(*contents, steps=())


def set_before(article, versions):
    """Tell each public version which public one was before it, as `before`; newest come first."""
    public = [version for version in versions if version.is_public()]
    if not public:
        return
    further = article.versions.public().below(public[-1].number).newest_first().first()
    for version, before in zip(public, [*public[1:], further], strict=True):
        version.before = before


def _content(version):
    text = version.text()
    placements = version.placements.select_related("role")
    return Content(
        spans=tuple(placement.span for placement in placements),
        title=version.title,
        teaser=version.teaser,
        body=text.body,
        line_start=version.line_start,
        line_end=version.line_end,
        cover=PurePosixPath(version.cover.name or "").name,
        cover_alt=text.cover_alt,
        cover_caption=version.cover_caption,
    )
