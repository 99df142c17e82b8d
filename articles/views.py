from django.contrib.auth import get_user_model
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from taggit.models import Tag

from articles.archive import archive, in_period_or_404, period_name
from articles.canonical import canonical_json
from articles.comparing import compare_versions, set_before
from articles.history import fates
from articles.models import Article, Place, Version, articles_called, placed_on
from articles.surroundings import (
    current_with_surroundings,
    past_with_surroundings,
    surroundings,
    text_today,
    with_versions,
)
from articles.version_links import link_header, version_links
from mlmap_site.paging import key_or_404, page_after, parse_key
from mlmap_site.prepared import first_or_404
from mlmap_site.privacy import changes_with, shared
from mlmap_site.stamps import article_topic
from roles.shares import PLACES

ARTICLES_A_PAGE = 10
VERSIONS_A_PAGE = 50


@require_safe
@shared(query=["after", "in"])
def article_list(request):
    """Every article that has something to read, newest first; `?in=2024` or `2024-05` narrows."""
    period = request.GET.get("in", "")
    articles = Article.objects.public().filter(in_period_or_404(period))
    page = article_cards(articles, request.GET.get("after"))
    context = {"page": page, "period": period, "archive": archive()}
    context["period_name"] = period_name(period)
    return render(request, "articles/article_list.html", context)


@require_safe
@shared(query=["after"])
def tag_page(request, slug):
    """The articles under a tag; a tag without a public article is no page."""
    tag = get_object_or_404(Tag, slug=slug)
    page = article_cards(Article.objects.public().filter(tags=tag), request.GET.get("after"))
    if not page.rows:
        raise Http404
    return render(request, "articles/tag.html", {"tag": tag, "page": page})


@require_safe
@shared(query=["after"])
def author_page(request, username):
    """An author and what they wrote; a reader who wrote no article has no such page."""
    articles = Article.objects.public().filter(author__username=username)
    page = article_cards(articles, request.GET.get("after"))
    if not page.rows:
        raise Http404
    author = get_user_model().objects.get(username=username)
    return render(request, "articles/author.html", {"author": author, "page": page})


@require_safe
@shared(query=["at"])
def article_page(request, slug):
    """The current version at the address of the article; a withdrawn one where none is left."""
    for version in current_with_surroundings(slug=slug):
        return render_version(request, version, current=version)
    return withdrawn_page(request, withdrawn_or_404(slug))


@require_safe
@shared(query=["at"])
def version_page(request, slug, number):
    """One version, at its address for ever."""
    version = version_or_404(slug, number)
    if not version.is_public():
        return withdrawn_page(request, version)
    return render_version(request, version, current=version.article.current())


@require_safe
@shared(query=["at"])
def revision_page(request, slug, number, revision):
    """An earlier wording of a corrected version; revision 1 is what was published."""
    version = version_or_404(slug, number)
    if not version.is_public():
        return withdrawn_page(request, version)
    text = version if revision == 1 else version.corrections.filter(revision=revision).first()
    if text is None:
        raise Http404
    if text == text_today(version):
        return redirect(version)
    current = version.article.current()
    return render_version(request, version, current=current, text=text, revision=revision)


@require_POST
def keep_place(request, slug, number):
    """Keep where a reader finds themself on a version's line, or forget it."""
    version = get_published_or_404(slug, number)
    if not version.is_public():
        raise Http404
    if not request.user.is_authenticated:
        raise PermissionDenied
    at = parse_key(request.POST.get("at", ""))
    if request.POST.get("forget"):
        Place.objects.forget(request.user, version)
    elif at in PLACES:
        Place.objects.keep(request.user, version, at)
    else:
        raise BadRequest("a place is a whole number from 0 to 100")
    return redirect(f"{version.get_absolute_url()}#place")


@require_safe
@shared(query=["after"])
def version_list(request, slug):
    """Every version of an article with its date, digest and changelog."""
    article = first_or_404(articles_called(slug=slug))
    current = article.current()
    versions = article.versions.past().prefetch_related("changes", "corrections")
    key = key_or_404(request.GET.get("after"))
    page = page_after(versions, ("-major", "-minor", "-pk"), key, VERSIONS_A_PAGE)
    if not page.rows:
        raise Http404
    set_before(article, page)
    context = {"article": article, "current": current, "page": page}
    return render(request, "articles/version_list.html", context)


@require_safe
@shared
def compare_page(request, slug, before, after):
    """What changed between two public versions of an article, the lower number first."""
    versions = Version.objects.public().select_related("article").filter(article__slug=slug)
    older, newer = (get_object_or_404(versions.numbered(number)) for number in (before, after))
    if before == after:
        raise Http404
    if before > after:
        return redirect("compare", slug, after, before)
    context = {
        "article": newer.article,
        "before": older,
        "after": newer,
        "comparison": compare_versions(older, newer),
    }
    return render(request, "articles/compare.html", context)


@require_safe
@shared
def version_json(request, slug, number):
    """The very bytes that the digest is of."""
    version = get_published_or_404(slug, number)
    if not version.is_public():
        raise Http404
    return json_of(version, version.corrections.order_by("-revision").first())


@require_safe
@shared
def revision_json(request, slug, number, revision):
    """The bytes of one wording of a version: revision 1 is what was published."""
    version = get_published_or_404(slug, number)
    correction = version.corrections.filter(revision=revision).first()
    if not version.is_public() or (correction is None and revision != 1):
        raise Http404
    return json_of(version, correction)


def json_of(version, correction):
    return HttpResponse(canonical_json(version, correction), content_type="application/json")


def article_cards(articles, key):
    """Return a page of articles, each with its current version as `version`."""
    order = ("-current_since", "-pk")
    articles = articles.prefetch_related("tags")
    page = page_after(articles, order, key_or_404(key), ARTICLES_A_PAGE)
    with_versions(page.rows)
    return page


def version_or_404(slug, number):
    """Return a version that is or was public, with its surroundings."""
    major, minor = number
    return first_or_404(past_with_surroundings(slug=slug, major=major, minor=minor))


def get_published_or_404(slug, number):
    """Return a version that is or was public, by its article's slug and its number."""
    versions = Version.objects.past().numbered(number).select_related("article__author")
    return get_object_or_404(versions, article__slug=slug)


def withdrawn_or_404(slug):
    versions = Version.objects.past().filter(article__slug=slug).select_related("article__author")
    version = versions.newest_first().first()
    if version is None:
        raise Http404
    return version


def withdrawn_page(request, version):
    """Say that a version was withdrawn and why; nothing of it is shown."""
    context = {"version": version, "current": version.article.current()}
    return render(request, "articles/withdrawn.html", context, status=410)


def render_version(request, version, current, text=None, revision=None):
    """Render a version as readers see it; `text` is an earlier wording, if one is asked for."""
    is_old = current is not None and version != current
    around = surroundings(version)
    links = version_links(version, around)
    changes_with_what_is_shown(request, version, around)
    context = {
        "version": version,
        "article": version.article,
        "text": text or text_today(version),
        "tags": around.tags,
        "revision": revision,
        "placements": placed_on(version),
        "current": current,
        "is_old": is_old,
        "fates": fates(version, current) if is_old else [],
        "around": around,
        "links": links,
        "at": place_asked_for(request),
        "tally": around.tally,
    }
    response = render(request, "articles/version.html", context)
    response["Link"] = link_header(links)
    return response


def changes_with_what_is_shown(request, version, around):
    """Tie the page to the articles that it shows.

    Which ones are related is looked at once a minute (page_cache.py); what is said of them is true
    at any time.
    """
    shown = [version.article, *around.related, *around.by_author]
    changes_with(request, *(article_topic(article.pk) for article in shown))


def place_asked_for(request):
    """Return the place on the line that an address names, None where it names none."""
    at = parse_key(request.GET.get("at", ""))
    return at if at in PLACES else None
