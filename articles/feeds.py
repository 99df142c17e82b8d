"""Atom: the newest versions of the site's articles, and those of one."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from articles.models import Article, Version
from mlmap_site.languages import written_in
from mlmap_site.links import absolute

ENTRIES = 30


class AuthorsAtomFeed(Atom1Feed):
    """Atom whose entries say what language they are in; the feed itself is in the reader's."""

    def item_attributes(self, item):
        code = written_in(f"{item['title']} {item['description']}") or settings.LANGUAGE_CODE
        return super().item_attributes(item) | {"xml:lang": code}


class VersionFeed(Feed):
    """Every new version of every article, newest first."""

    feed_type = AuthorsAtomFeed
    title = "ML Map"

    def subtitle(self):
        return _("New versions of the maps and articles.")

    def link(self):
        return absolute(reverse("article_list"))

    def feed_url(self):
        return absolute(reverse("feed"))

    def items(self):
        versions = Version.objects.public().select_related("article__author")
        return versions.order_by("-published_at", "-pk")[:ENTRIES]

    def item_title(self, version):
        return f"{version.title} ({version.label})"

    def item_link(self, version):
        return absolute(version.get_absolute_url())

    def item_description(self, version):
        return version.teaser

    def item_pubdate(self, version):
        return version.published_at

    item_updateddate = item_pubdate

    def item_author_name(self, version):
        return version.article.author.display_name


class ArticleFeed(VersionFeed):
    """Every version of one article, newest first."""

    def get_object(self, request, slug):
        return get_object_or_404(Article.objects.public().select_related("author"), slug=slug)

    def title(self, article):
        return f"{article.title} · ML Map"

    def subtitle(self, article):
        return _("New versions of %(title)s.") % {"title": article.title}

    def link(self, article):
        return absolute(article.get_absolute_url())

    def feed_url(self, article):
        return absolute(reverse("article_feed", args=[article.slug]))

    def items(self, article):
        versions = article.versions.public().select_related("article__author")
        return versions.newest_first()[:ENTRIES]
