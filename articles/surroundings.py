"""What a reader may turn to from a version: the ones before and after it, and other articles."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from articles.models import Article, Version

OTHERS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Versions before and after one, None at the ends, and articles with their `version`."""

    before: Version | None
    after: Version | None
    related: list
    by_author: list


def surroundings(version):
    """Return what stands around a public version, in five queries.

    Related are articles that share tags, most shared first, then what readers liked and discussed
    most. By the same author are those that are not among them.
    """
    article = version.article
    versions = article.versions.public().only("major", "minor", "title", "article")
    others = with_versions(other_articles(article)[: 2 * OTHERS_SHOWN])
    related = [other for other in others if other.shared][:OTHERS_SHOWN]
    by_author = [o for o in others if o.author_id == article.author_id and o not in related]
    return Surroundings(
        before=versions.below(version.number).newest_first().first(),
        after=versions.above(version.number).order_by("major", "minor").first(),
        related=related,
        by_author=by_author[:OTHERS_SHOWN],
    )


def other_articles(article):
    tags = [tag.pk for tag in article.tags.all()]
    is_kin = Q(author=article.author_id) | Q(tags__in=tags)
    shared = Count("tags", filter=Q(tags__in=tags), distinct=True)
    kin = Article.objects.public().exclude(pk=article.pk).filter(is_kin).annotate(shared=shared)
    interest = (F("like_count") + F("comment_count")).desc()
    return kin.order_by("-shared", interest, "-current_since", "-pk")


def with_versions(articles):
    """Return articles of `ArticleQuerySet.public`, each with its current version as `version`."""
    articles = list(articles)
    versions = Version.objects.in_bulk([article.current_id for article in articles])
    for article in articles:
        article.version = versions[article.current_id]
        article.version.article = article
    return articles
