"""What search engines are told of: what is current. Old versions are found through it."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from articles.models import Article
from mlmap_site.links import absolute, own_host
from roles.models import Role


class InEachLanguage(Sitemap):
    """Each page at its address in each language, and each of those with the others."""

    i18n = alternates = x_default = True

    def get_protocol(self, protocol=None):
        return absolute("").partition("://")[0]

    def get_domain(self, site=None):
        return own_host()


class ArticleSitemap(InEachLanguage):
    def items(self):
        return Article.objects.public()

    def lastmod(self, article):
        return article.current_since


class RoleSitemap(InEachLanguage):
    def items(self):
        return Role.objects.public().order_by("slug")


class PageSitemap(InEachLanguage):
    """The pages that lead to the others."""

    def items(self):
        return ["home", "article_list", "role_list"]

    def location(self, name):
        return reverse(name)


SITEMAPS = {"articles": ArticleSitemap, "roles": RoleSitemap, "pages": PageSitemap}
