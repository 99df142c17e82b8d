"""What keeps a version or a correction from being published, in sentences for the author."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import is_valid_path
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from articles import lineage
from articles.history import lineage_step, names_by_slug
from mlmap_site.languages import language_of
from mlmap_site.markup import ARTICLE_LIMIT, pictures_in
from mlmap_site.picture_sizes import path_at

# How much of a picture's address is said: one may hold the whole picture.
ADDRESS_SHOWN = 120


def problems(version):
    """Return what keeps a version from being published, in sentences for the author."""
    found = [
        *_text_problems(version),
        *_number_problems(version),
        *_map_problems(version),
        *_lineage_problems(version),
    ]
    if version.predecessor and not version.changes.exists():
        found.append(_("The changelog is empty: say what changed."))
    return found


def _text_problems(version):
    if not version.title.strip():
        yield _("It has no title.")
    yield from word_problems(version, version.cover)


def word_problems(text, cover):
    """Name what a version and a correction of it may both not say, or leave unsaid."""
    if not text.body.strip():
        yield _("It has no text.")
    if len(text.body) > ARTICLE_LIMIT:
        yield _("The text is longer than %(limit)d characters.") % {"limit": ARTICLE_LIMIT}
    if cover and not text.cover_alt.strip():
        yield _("The cover has no alternative text: say what it shows.")
    # One that stands in several places is named once.
    pictures = pictures_in(text.body)
    yield from dict.fromkeys(said for picture in pictures for said in _picture_problems(picture))


def _picture_problems(picture):
    """Name what would keep a reader from seeing a picture in the text, or from being told of it."""
    found = []
    if _is_elsewhere(picture.address):
        # The content security policy (mlmap_site/settings.py) has browsers refuse it.
        found.append(
            _(
                "Readers' browsers do not load the picture %(address)s, since it is not on this "
                "site: drop its file into the text instead."
            )
        )
    elif not _is_here(picture.address):
        found.append(
            _("There is no picture %(address)s on this site: drop its file into the text again.")
        )
    if not picture.alt:
        found.append(
            _(
                "The picture %(address)s has no alternative text: "
                "say in its square brackets what it shows."
            )
        )
    address = Truncator(picture.address or "“”").chars(ADDRESS_SHOWN)
    return [sentence % {"address": address} for sentence in found]


def _is_elsewhere(address):
    return address.startswith("//") or ":" in address.partition("/")[0]


def _is_here(address):
    """Return whether a picture is stored, or is one that the site draws, such as a map."""
    if address.startswith(settings.MEDIA_URL):
        path = path_at(address)
        return path is not None and default_storage.exists(path)
    # What does not start at the root would be looked for below each address of the page.
    path = unquote(urlsplit(address).path)
    with override(language_of(path)):
        return address.startswith("/") and is_valid_path(path)


def _number_problems(version):
    highest = version.article.versions.frozen().newest_first().first()
    if highest and version.number <= highest.number:
        yield _(
            "%(number)s does not rise: this article has %(highest)s already. "
            "Numbers only go up and are never used again."
        ) % {"number": version.label, "highest": highest.label}
    current, before = version.article.current(), version.predecessor
    # One that was withdrawn since stays the predecessor: lineage runs through it.
    if current and (before is None or current.number > before.number):
        yield _("It was started from %(before)s, but the current version is %(current)s.") % {
            "before": before.label if before else _("nothing"),
            "current": current.label,
        }


def _map_problems(version):
    spans = version.spans
    if spans and not any(not span.practice for span in spans):
        yield _("The map has practices, but no role.")
    if spans and not (version.line_start and version.line_end):
        yield _("The ends of the line have no names.")


def _lineage_problems(version):
    if not version.predecessor:
        return
    before, here = names_by_slug(version.predecessor), names_by_slug(version)
    record = lineage_step(version, here)
    gone, new = lineage.gaps(frozenset(before), record)
    for slug in gone:
        yield _(
            "%(role)s is on %(before)s and not on %(version)s: "
            "record a descent that says what it became, or that it was retired."
        ) % {"role": before[slug], "before": version.predecessor.label, "version": version.label}
    for slug in new:
        yield _(
            "%(role)s is new: record a descent that says what it came from, "
            "or that it was introduced."
        ) % {"role": here[slug]}
    for ancestor, descendant in lineage.contradictions(frozenset(before), record):
        yield _("The descent from %(ancestor)s to %(descendant)s does not fit the two maps.") % {
            "ancestor": ancestor or _("nothing"),
            "descendant": descendant or _("nothing"),
        }
