"""Atom: the newest comments of the site, and those of one thread."""

from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from articles.models import Article
from comments.models import Comment
from mlmap_site.links import absolute

ENTRIES = 30


class HtmlAtomFeed(Atom1Feed):
    """Atom whose entries carry what was said, and not a summary of it."""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item | {"description": None})
        handler.addQuickElement("content", item["description"], {"type": "html"})


class CommentFeed(Feed):
    """The newest approved comments on every public article."""

    feed_type = HtmlAtomFeed

    def title(self):
        return _("Comments on ML Map")

    def link(self):
        return absolute(reverse("article_list"))

    def feed_url(self):
        return absolute(reverse("all_comments_feed"))

    def items(self):
        return newest(Comment.objects.readable())

    def item_title(self, comment):
        title = _("%(name)s on %(title)s %(label)s")
        return title % {
            "name": comment.writer.display_name,
            "title": comment.article.title,
            "label": comment.version.label,
        }

    def item_link(self, comment):
        return absolute(comment.get_absolute_url())

    def item_description(self, comment):
        return comment.html

    def item_pubdate(self, comment):
        return comment.created_at

    def item_updateddate(self, comment):
        return comment.edited_at or comment.created_at

    def item_author_name(self, comment):
        return comment.writer.display_name


class ThreadFeed(CommentFeed):
    """The newest approved comments on one article."""

    def get_object(self, request, slug):
        return get_object_or_404(Article.objects.public(), slug=slug)

    def title(self, article):
        return _("Comments on %(title)s") % {"title": article.title}

    def link(self, article):
        return absolute(reverse("thread", args=[article.slug]))

    def feed_url(self, article):
        return absolute(reverse("comment_feed", args=[article.slug]))

    def items(self, article):
        return newest(article.comments.approved())


def newest(comments):
    comments = comments.select_related("author", "article", "version__article")
    return comments.order_by("-created_at", "-pk")[:ENTRIES]
