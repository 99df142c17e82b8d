"""What a version's page says beside its own words: of what, and what a reader may turn to."""

from dataclasses import dataclass

from django.db.models import BooleanField, Count, ExpressionWrapper, F, OuterRef, Q
from taggit.models import Tag

from articles.models import Article, Correction, Tally, Version
from mlmap_site.json_rows import JSONRows, moment
from mlmap_site.prepared import prepared

OTHERS_SHOWN = 3
# Asked what else they like; as many tell enough, and a page takes as long for a million.
READERS_ASKED = 100
# What a list says of a version (templates/articles/_cards.html).
ON_CARD = (
    *("article__slug", "article__author", "article__comment_count"),
    *("title", "teaser", "major", "minor", "published_at"),
    *("cover", "cover_width", "cover_height", "cover_focus_x", "cover_focus_y"),
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a version.

    Versions before and after it, None at the ends; articles with their `version`; its tags; and
    how many readers found themselves where.
    """

    before: Version | None
    after: Version | None
    related: list
    by_author: list
    tags: list
    tally: dict


def with_surroundings(versions):
    """Load with these versions what `surroundings` and `text_today` are made of, in their query."""
    beside = Version.objects.public().filter(article=OuterRef("article"))
    number = OuterRef("major"), OuterRef("minor")
    before = beside.below(number).newest_first()[:1]
    after = beside.above(number).order_by("major", "minor")[:1]
    tags = Tag.objects.filter(article=OuterRef("article")).order_by("pk")
    corrections = Correction.objects.filter(version=OuterRef("pk")).order_by("-revision")[:1]
    tally = Tally.objects.filter(version=OuterRef("pk"), count__gt=0).order_by("at")
    read = ("pk", "revision", "reason", "created_at", "body", "body_html", "cover_alt")
    return versions.select_related("article__author").annotate(
        before_rows=JSONRows(before, "pk", "major", "minor", "title"),
        after_rows=JSONRows(after, "pk", "major", "minor", "title"),
        tag_rows=JSONRows(tags, "pk", "name", "slug"),
        correction_rows=JSONRows(corrections, *read),
        tally_rows=JSONRows(tally, "at", "count"),
    )


@prepared
def current_with_surroundings(*, slug):
    versions = Version.objects.public().filter(article__slug=slug).newest_first()
    return with_surroundings(versions)[:1]


@prepared
def past_with_surroundings(*, slug, major, minor):
    versions = Version.objects.past().numbered((major, minor)).filter(article__slug=slug)
    return with_surroundings(versions)


def surroundings(version):
    """Return what stands around a public version of `with_surroundings`, in one more query.

    Related are articles that share tags, most shared first, and what this one's readers like as
    well; then comes what was liked and discussed most. By the same author are those not among them.
    """
    article = version.article
    tags = [Tag(**row) for row in version.tag_rows]
    keys = [tag.pk for tag in tags]
    found = other_versions(len(keys), article=article.pk, author=article.author_id, tags=keys)
    others = [_article_of(version) for version in found]
    related = [o for o in others if o.version.shared or o.version.is_of_interest]
    related = related[:OTHERS_SHOWN]
    by_author = [o for o in others if o.author_id == article.author_id and o not in related]
    return Surroundings(
        before=_beside(version, version.before_rows),
        after=_beside(version, version.after_rows),
        related=related,
        by_author=by_author[:OTHERS_SHOWN],
        tags=tags,
        tally=Tally.shown({row["at"]: row["count"] for row in version.tally_rows}),
    )


def text_today(version):
    """Return what is read of a version of `with_surroundings`: its newest correction, or itself."""
    for row in version.correction_rows:
        at = moment(row.pop("created_at"))
        return Correction(**row, created_at=at, version=version)
    return version


@prepared
def other_versions(tag_count, *, article, author, tags):
    """Return the current versions of what shares a tag, the author or its readers with this one."""
    keys = tags.each(tag_count)
    liked = liked_by_readers_of(article)
    kin = Article.objects.public().exclude(pk=article)
    kin = kin.filter(Q(author=author) | Q(tags__pk__in=keys) | Q(pk__in=liked))
    versions = Version.objects.filter(pk__in=kin.values("current_id")).annotate(
        shared=Count("article__tags", filter=Q(article__tags__pk__in=keys), distinct=True),
        is_of_interest=ExpressionWrapper(Q(article__in=liked), BooleanField()),
    )
    interest = (F("article__like_count") + F("article__comment_count")).desc()
    versions = versions.select_related("article").only(*ON_CARD)
    order = ("-shared", "-is_of_interest", interest, "-published_at", "-article_id")
    return versions.order_by(*order)[: 2 * OTHERS_SHOWN]


def liked_by_readers_of(article):
    """Return what the last readers who liked an article, or talked about it, like, all by key."""
    of_articles = (Article._meta.get_field(name) for name in ("likes", "comments"))
    likes, comments = (found.related_model.objects.filter(article=article) for found in of_articles)
    likers = likes.order_by("-pk").values("reader")[:READERS_ASKED]
    talkers = comments.approved().order_by("-pk").values("author")[:READERS_ASKED]
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


def _beside(version, rows):
    return Version(**rows[0], article=version.article) if rows else None


def _article_of(version):
    version.article.version = version
    return version.article
