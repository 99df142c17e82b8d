"""What the queue can be narrowed to. None of it counts: it is to open as fast at a million."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Version
from comments.queue import planned, reported


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
        versions = Version.objects.past().select_related("article")
        article = request.GET.get(ArticleFilter.parameter_name, "")
        if article.isdecimal():
            versions = versions.filter(article=article)
        return [(str(version.pk), str(version)) for version in versions]

    def narrow(self, comments):
        return comments.filter(version=self.value())
