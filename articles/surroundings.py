"""What a reader may turn to from a version: the ones before and after it, and other articles."""

from dataclasses import dataclass

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q

from articles.models import Article, Version

OTHERS_SHOWN = 3
# Asked what else they like; as many tell enough, and a page takes as long for a million.
READERS_ASKED = 100


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Versions before and after one, None at the ends, and articles with their `version`."""

    before: Version | None
    after: Version | None
    related: list
    by_author: list


def surroundings(version):
    """Return what stands around a public version, in five queries.

    Related are articles that share tags, most shared first, and what this one's readers like as
    well; then comes what was liked and discussed most. By the same author are those not among them.
    """
    article = version.article
    versions = article.versions.public().only("major", "minor", "title", "article")
    others = with_versions(other_articles(article)[: 2 * OTHERS_SHOWN])
    related = [other for other in others if other.shared or other.is_of_interest]
    related = related[:OTHERS_SHOWN]
    by_author = [o for o in others if o.author_id == article.author_id and o not in related]
    return Surroundings(
        before=versions.below(version.number).newest_first().first(),
        after=versions.above(version.number).order_by("major", "minor").first(),
        related=related,
        by_author=by_author[:OTHERS_SHOWN],
    )


def other_articles(article):
    tags = [tag.pk for tag in article.tags.all()]
    is_of_interest = Q(pk__in=liked_by_readers_of(article))
    is_kin = Q(author=article.author_id) | Q(tags__in=tags) | is_of_interest
    shared = Count("tags", filter=Q(tags__in=tags), distinct=True)
    kin = Article.objects.public().exclude(pk=article.pk).filter(is_kin)
    kin = kin.annotate(
        shared=shared, is_of_interest=ExpressionWrapper(is_of_interest, BooleanField())
    )
    interest = (F("like_count") + F("comment_count")).desc()
    return kin.order_by("-shared", "-is_of_interest", interest, "-current_since", "-pk")


def liked_by_readers_of(article):
    """Return what the last readers who liked an article, or talked about it, like."""
    likers = article.likes.order_by("-pk").values("reader")[:READERS_ASKED]
    talkers = article.comments.approved().order_by("-pk").values("author")[:READERS_ASKED]
    is_theirs = Q(likes__reader__in=likers) | Q(likes__reader__in=talkers)
    return Article.objects.filter(is_theirs).values("pk")


def with_versions(articles):
    """Return articles of `ArticleQuerySet.public`, each with its current version as `version`."""
    articles = list(articles)
    versions = Version.objects.in_bulk([article.current_id for article in articles])
    for article in articles:
        article.version = versions[article.current_id]
        article.version.article = article
    return articles
