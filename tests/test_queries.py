"""No page walks rows: it takes as many queries for one thing as for three or three hundred."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import SHOWN_FROM, Article, Change, Place, Placement, Version
from comments import moderation
from comments.models import Comment
from tests.environment import THOROUGH
from tests.factories import (
    LONG_AGO,
    make_article,
    make_author,
    make_comment,
    make_correction,
    make_published,
    make_role,
    make_user,
)

pytestmark = pytest.mark.django_db

# More than any page has on it; THOROUGH=1 piles up five times as many.
MANY = 300 if THOROUGH else 60
STEPS = [1, 3, MANY]
READER = "reader"


# Many of a thing at once, as the verbs would leave them


def pile_up_articles(first, upto):
    """Bring the articles that have a map and a tag to `upto`, all with the same role."""
    known = range(Article.objects.count(), upto)
    slugs = [f"work-{n}" for n in known]
    author = make_author()
    Article.objects.bulk_create(Article(slug=s, title=s, author=author) for s in slugs)
    articles = Article.objects.filter(slug__in=slugs)
    drafts = [Version(article=article, title=article.title) for article in articles]
    Version.objects.bulk_create(drafts)
    placed = [place(draft, "developer") for draft in drafts]
    Placement.objects.bulk_create(placed)
    release(Version.objects.filter(published_at=None))
    tag = first.article.tags.get()
    through = Article.tags.through
    through.objects.bulk_create(through(tag=tag, content_object=article) for article in articles)


def pile_up_versions(first, upto):
    """Bring the versions of one article to `upto`, each with a map and a changelog."""
    credited = make_comment_row(first)
    credited.save()
    for minor in range(first.article.versions.count() + 1, upto + 1):
        before = first.article.current()
        draft = Version(article=first.article, predecessor=before, minor=minor, title="Another")
        Version.objects.bulk_create([draft])
        Placement.objects.bulk_create([place(draft, "developer"), place(draft, "mlops")])
        changes = Change.objects.bulk_create([Change(version=draft, text="Better.")])
        credited.changes.add(*changes)
        release(Version.objects.filter(pk=draft.pk))


def pile_up_roots(first, upto):
    here = Comment.objects.filter(root=None).count()
    Comment.objects.bulk_create(make_comment_row(first, n) for n in range(here, upto))
    root = Comment.objects.order_by("pk").first()
    replies = [make_comment_row(first, n, root=root, in_reply_to=root) for n in range(upto)]
    Comment.objects.bulk_create(replies)
    Comment.objects.filter(pk=root.pk).update(reply_count=root.replies.count())


def pile_up_roles(first, upto):
    """Start another article whose map has that many roles, at most forty."""
    article = Article.objects.create(slug=f"map-{upto}", title="Map", author=make_author())
    draft = Version.objects.create(article=article, title="Map", line_start="a", line_end="z")
    placed = [place(draft, f"role-{n}", start=n) for n in range(min(upto, 40))]
    Placement.objects.bulk_create(placed)
    release(Version.objects.filter(pk=draft.pk))


def place(version, slug, start=0):
    return Placement(version=version, role=make_role(slug), name=slug, start=start, end=start + 40)


def release(drafts):
    drafts.update(published_at=timezone.now(), digest="0" * 64)


def make_comment_row(version, n=0, **values):
    return Comment(
        article=version.article,
        version=version,
        author=make_user(f"{READER}-{n % 7}"),
        role=make_role("developer"),
        body="I see it otherwise.",
        body_html="<p>I see it otherwise.</p>",
        state=Comment.State.APPROVED,
        created_at=LONG_AGO,
        **values,
    )


# Counting


@pytest.fixture
def first():
    version = make_published(at=LONG_AGO, changes=["It is here."])
    version.article.tags.add("mapping")
    return version


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def as_reader():
    client = Client()
    client.force_login(make_user("bob"))
    return client


PAGES = {
    pile_up_articles: ["/", "/articles/", "/tags/mapping/", "/roles/", "/roles/developer/"],
    pile_up_versions: [
        "/",
        "/articles/ml-map/",
        "/articles/ml-map/versions/",
        "/roles/",
        "/roles/developer/",
    ],
    pile_up_roots: [
        "/articles/",
        "/articles/ml-map/",
        "/articles/ml-map/v0.1/",
        "/articles/ml-map/comments/",
        "/articles/ml-map/comments/?format=json",
    ],
    pile_up_roles: ["/", "/roles/", "/articles/map-{step}/", "/roles/role-0/"],
}


@pytest.mark.parametrize("pile_up", PAGES)
def test_a_page_takes_as_many_queries_for_one_as_for_many(pile_up, first):
    found = {address: [] for address in PAGES[pile_up]}
    for step in STEPS:
        pile_up(first, step)
        for address, counts in found.items():
            # A reader for each page: what is remembered of one must not help the next.
            asked = address.format(step=step)
            counts.append([queries(reader, asked) for reader in (Client(), as_reader())])
    for address, (one, few, many) in found.items():
        assert one == few == many, address


def test_an_article_takes_five_queries_whatever_is_on_it_and_four_more_for_a_reader(first):
    make_published(first.article, title="Another")
    kin = make_published(make_article("kin"))
    kin.article.tags.add("mapping")
    current = make_published(first.article, changes=["It is better."])
    make_correction(current)
    pile_up_roots(current, 30)
    pinned, removed, led = Comment.objects.roots().order_by("-pk")[:3]
    led.changes.set(current.changes.all())
    Comment.objects.filter(pk=pinned.pk).update(is_pinned=True)
    make_comment(current, parent=pinned)
    make_comment(current, parent=removed)
    moderation.moderate(removed, first.article.author, moderation.Action.REMOVE, "Rude.")
    for reader in range(SHOWN_FROM):
        Place.objects.keep(make_user(f"{READER}-{reader}"), current, 40)
    assert queries(Client(), "/articles/ml-map/") == 5
    assert queries(as_reader(), "/articles/ml-map/") == 9


def test_an_old_version_takes_as_many_queries_however_old_it_is(first, client):
    pile_up_versions(first, 2)
    recent = queries(client, "/articles/ml-map/v0.1/")
    pile_up_versions(first, MANY)
    assert queries(client, "/articles/ml-map/v0.1/") == recent


def test_a_page_of_replies_takes_as_many_queries_for_one_as_for_many(first, client):
    found = []
    for step in STEPS:
        pile_up_roots(first, step)
        root = Comment.objects.filter(root=None).order_by("pk").first()
        found.append(queries(client, f"/articles/ml-map/comments/?thread={root.pk}"))
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("part", ["comments", "replies", "comment"])
def test_data_take_as_many_queries_for_one_as_for_many(part, first):
    found = []
    for step in STEPS:
        pile_up_roots(first, step)
        root = Comment.objects.filter(root=None).order_by("pk").first()
        # What one of many is said to have led to, and what it answers.
        reply = root.replies.order_by("-pk").first()
        address = {
            "comments": "/articles/ml-map/comments/?format=json&order=liked",
            "replies": f"/articles/ml-map/comments/?format=json&thread={root.pk}",
            "comment": f"/comments/{reply.pk}/?format=json",
        }[part]
        found.append([queries(reader, address) for reader in (Client(), as_reader())])
    assert found[0] == found[1] == found[2]


def test_no_page_takes_more_than_twenty_queries(first, client):
    pile_up_versions(first, 3)
    pile_up_roots(first, 3)
    for rest in ("", "v0.1/", "versions/", "comments/"):
        assert queries(client, f"/articles/ml-map/{rest}") <= 20
