from django import template
from django.db.models import Exists, OuterRef

from articles.linked_data import article_data
from articles.models import Article, Version
from articles.problems import problems
from articles.publishing import state_in_words
from mlmap_site.markup import COLUMN, headings_in, json_in_page

register = template.Library()

# How wide the cover of a card is shown (static/css/article.css, .card-cover).
CARD = "clamp(5.5rem, 22vw, 10rem)"

# The desk is a glance; the list of articles has them all.
ARTICLES_ON_DESK = 12


@register.filter
def spans(placements):
    """Return placements as the drawing wants them."""
    return [placement.span for placement in placements]


@register.filter
def state_name(version):
    return state_in_words(version)


@register.filter
def headings(text):
    """Return the headings of a version's text or a correction of it."""
    return headings_in(text.body_html)


@register.simple_tag
def linked_data(version, text, tags):
    """A version as search engines read it; `text` is the wording on the page."""
    return json_in_page(article_data(version, text, tags))


@register.inclusion_tag("_picture.html")
def cover(version, alt):
    """A version's cover on its page, where it is the first thing that is seen."""
    return {"sizes": version.cover_sizes, "shown_at": COLUMN, "alt": alt, "is_first": True}


@register.inclusion_tag("_picture.html")
def card_cover(version):
    """What a list shows of a version's cover. The title beside it says what it stands for."""
    return {"sizes": version.cover_card, "shown_at": CARD, "alt": ""}


@register.inclusion_tag("admin/_desk_articles.html", takes_context=True)
def desk_articles(context, user):
    """An author's articles at a glance: what readers see, what waits, and what that still lacks."""
    begun = Exists(Version.objects.filter(article=OuterRef("pk")))
    articles = Article.objects.annotate(is_begun=begun).select_related("author").order_by("title")
    if not user.is_superuser:
        articles = articles.filter(author=user)
    rows = [_desk_row(article) for article in articles[:ARTICLES_ON_DESK]]
    may_begin = user.has_perm("articles.add_article")
    return {"rows": rows, "may_begin": may_begin, "csrf_token": context["csrf_token"]}


def _desk_row(article):
    waiting = article.versions.waiting().select_related("article", "predecessor").first()
    is_draft = waiting is not None and waiting.state == "draft"
    return {
        "article": article,
        "current": article.current(),
        "waiting": waiting,
        "state_name": state_in_words(waiting) if waiting else "",
        "problems": problems(waiting) if is_draft else [],
    }
