"""To which article, and to which version of it, a comment from elsewhere belongs."""

from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from articles.models import Article
from articles.numbers import parse_number
from comments.exchange.incoming import BadSource


def read_map(path):
    """Return which threads belong to which article, by what they are called elsewhere.

    Each line of the file is a thread's link or key, a space, and the article's slug; lines that
    begin with # are remarks. Raises BadSource for any other line.
    """
    named = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        words = line.rsplit(maxsplit=1)
        if len(words) != 2:
            raise BadSource(
                _("Line %(number)d of the map has no link with a slug behind it.")
                % {"number": number}
            )
        named[words[0].strip()] = words[1]
    return named


class Matcher:
    """Finds the article of a thread, and the version that was current at a moment."""

    def __init__(self, slug=None, named=None):
        """`slug` is of the article that takes every thread which `named` does not name."""
        self._articles = {article.slug: article for article in Article.objects.all()}
        self._named = named or {}
        self._versions = {}
        for wanted in {slug, *self._named.values()} - {None}:
            if wanted not in self._articles:
                raise BadSource(_("There is no article %(slug)s.") % {"slug": wanted})
        self._slug = slug

    def article_of(self, thread):
        """Return the article of a thread, None where none is known."""
        named = next((self._named[name] for name in thread.names if name in self._named), None)
        slug = named or self._slug
        if slug is None:
            slug = next(filter(None, map(self._slug_in, thread.names)), None)
        return self._articles.get(slug)

    def version_of(self, article, moment, label=None):
        """Return the version with a label, or without one the version that a reader met then.

        That is the current one of the moment, or the first where there was none yet. None where
        there is no such version.
        """
        versions = self._versions_of(article)
        if label is not None:
            number = parse_number(label)
            return next((version for version in versions if version.number == number), None)
        current = [version for version in versions if _stood(version, moment)]
        public = [version for version in versions if version.is_public()]
        return current[-1] if current else next(iter(public), None)

    def _versions_of(self, article):
        """Return what was ever public of an article, in the order of the numbers."""
        if article.pk not in self._versions:
            versions = article.versions.past().order_by("major", "minor")
            self._versions[article.pk] = list(versions)
        return self._versions[article.pk]

    def _slug_in(self, link):
        """Return the last part of a link's path that is an article's slug."""
        parts = unquote(_path(link)).removesuffix(".html").split("/")
        return next((part for part in reversed(parts) if part in self._articles), None)


def _path(link):
    try:
        return urlsplit(link).path
    except ValueError:
        return ""


def _stood(version, moment):
    since, until = version.published_at, version.withdrawn_at
    return since <= moment and (until is None or moment < until)
