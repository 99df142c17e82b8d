"""What the queue can be narrowed to. None of it counts: it is to open as fast at a million."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Version
from comments.models import Comment
from comments.queue import planned, reported
from mlmap_site.paging import parse_key

# The newest; an older one stands in the address that its comments lead to.
MOST_VERSIONS = 12


class ChoiceFilter(admin.SimpleListFilter):
    """Narrows the list to a choice that it offers; any other value is as if none were chosen."""

    def queryset(self, request, comments):
        if self.value() in {str(value) for value, _label in self.lookup_choices}:
            return self.narrow(comments)
        return comments


class TodoFilter(ChoiceFilter):
    title = _("what there is to do")
    parameter_name = "todo"

    def lookups(self, request, model_admin):
        return [
            ("reported", _("has open reports")),
            ("unanswered", _("the author has not answered")),
            ("next", _("the next version should answer it")),
        ]

    def narrow(self, comments):
        if self.value() == "unanswered":
            return comments.unanswered()
        return reported(comments) if self.value() == "reported" else planned(comments)


class ArticleFilter(ChoiceFilter):
    title = _("article")
    parameter_name = "article"

    def lookups(self, request, model_admin):
        # Not what is still being written: a moderator need not be its author.
        known = Article.objects.filter(pk__in=Version.objects.past().values("article"))
        return [(str(article.pk), article.title) for article in known]

    def narrow(self, comments):
        return comments.filter(article=self.value())


class VersionFilter(ChoiceFilter):
    title = _("version")
    parameter_name = "version"

    def lookups(self, request, model_admin):
        said = Comment.objects.filter(version=OuterRef("pk"))
        versions = Version.objects.past().select_related("article").order_by("-published_at", "-pk")
        article = request.GET.get(ArticleFilter.parameter_name, "")
        if article.isdecimal():
            versions = versions.filter(article=article)
        rows = list(versions.filter(Exists(said))[:MOST_VERSIONS])
        chosen = parse_key(request.GET.get(self.parameter_name, ""))
        if chosen not in [version.pk for version in rows]:
            rows += versions.filter(pk=chosen)
        return [(str(version.pk), str(version)) for version in rows]

    def narrow(self, comments):
        return comments.filter(version=self.value())
