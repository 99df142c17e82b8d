"""No draft, scheduled or withdrawn text leaks: strangers ask every address that there is."""

import re
from datetime import timedelta
from itertools import product
from pathlib import Path
from urllib.parse import unquote

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag

from articles import publishing
from articles.editor import store_picture
from articles.models import Article, Version
from comments.models import Comment, Moderation
from comments.moderation import moderate
from mlmap_site.pictures import remake_picture
from roles.models import Role
from tests.addresses import everything_in, routes
from tests.environment import rarely
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_correction,
    make_draft,
    make_picture,
    make_published,
    make_scheduled,
    make_user,
)

# Every word of a hidden version begins with "secret" and its name, so that a failure says whose
# word came out where.
SECRET = re.compile(r"secret-[a-z_-]+[a-z]")
HIDDEN = ["draft", "begun", "coming", "next", "gone", "half"]
TEXTS = ["title", "teaser", "body", "cover_alt", "cover_caption", "line_start", "line_end"]
SHOWN = [*TEXTS, "role", "name", "change"]
QUERIES = {
    "thread": [
        *("after={pk}", "from={pk}", "thread={pk}"),
        *("format=json", "format=json&from={pk}", "format=json&thread={pk}"),
    ],
    "comment": ["format=json"],
    "oembed": ["url=http://127.0.0.1:8000/articles/{slug}/v0.2/"],
    "write_comment": ["version=v0.2&role=secret-draft-role&parent={pk}"],
}


# The site that is asked


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """A public text beside one hidden version of every kind."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_user("charlie")
        first = make_published(make_article())
        second = make_draft(first.article, **secrets("draft"))
        make_draft(make_hidden_article("begun"), **secrets("begun", is_first=True))
        make_scheduled(make_hidden_article("coming"), **secrets("coming", is_first=True))
        follower = make_published(make_article("followed"))
        third = make_scheduled(follower.article, **secrets("next"))
        make_comments(first, credited_on=[second, third])
        make_withdrawn_ones()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def pages(site, db):
    return {"anonymous": Client(), "stranger": as_stranger()}


def secrets(name, *, is_first=False):
    """Return the values of a version in which every word says whose it is."""
    role = f"secret-{name}-role"
    descents = [(None, role), ("ml-engineer", None), ("mlops", None)]
    return {text: f"secret-{name}-{text}" for text in TEXTS} | {
        "cover": make_cover_of(name),
        "placements": {"developer": (0, 50), role: (40, 100, f"secret-{name}-name")},
        "descents": [] if is_first else descents,
        "changes": [f"secret-{name}-change"],
    }


def make_cover_of(name):
    # A width for each: covers are named by their content.
    width = 40 + HIDDEN.index(name)
    return store_picture(remake_picture(make_picture(width=width)), "covers")


def make_hidden_article(name):
    article = make_article(f"secret-{name}-article", title=f"secret-{name}-work")
    article.tags.add(f"secret-{name}-tag")
    return article


def make_withdrawn_ones():
    gone = make_published(make_article("gone", title="A work"), **secrets("gone", is_first=True))
    gone.article.tags.add("secret-gone-tag")
    make_comment(gone, body="secret-gone-comment")
    half = make_published(make_published(make_article("half")).article, **secrets("half"))
    make_correction(half, body="secret-half-correction", reason="secret-half-reason")
    role = Role.objects.get(slug="secret-half-role")
    make_comment(half, body="It was there.", role=role)
    for version in (gone, half):
        publishing.withdraw(version, make_author(), "It named a person.")


def make_comments(version, credited_on):
    credited = make_comment(version, body="It needs another role.")
    for later in credited_on:
        credited.changes.add(later.changes.get())
    make_comment(version, body="secret-pending-comment", state=Comment.State.PENDING)
    make_comment(version, body="secret-rejected-comment", state=Comment.State.REJECTED)
    for name in ("alone", "answered"):
        removed = make_comment(version, body=f"secret-{name}-comment")
        if name == "answered":
            make_comment(version, parent=removed)
        moderate(removed, make_author(), Moderation.Action.REMOVE, "It was unkind.")


# Asking


def values(name):
    """Return what to put in the place of every argument that an address may have."""
    owner = {"tag": Tag, "role": Role}.get(name, Article)
    keys = {m.objects.order_by("-pk").values_list("pk", flat=True)[0] for m in (Version, Comment)}
    if name == "comment":
        keys = Comment.objects.values_list("pk", flat=True)
    return {
        "slug": owner.objects.values_list("slug", flat=True),
        "number": [(0, 1), (0, 2)],
        "before": [(0, 1), (0, 2)],
        "after": [(0, 2)],
        "revision": [1, 2],
        "pk": keys,
        "object_id": keys,
        "id": keys,
        "content_type_id": [1],
        "app_label": ["articles", "comments"],
        "path": [f"covers/{32 * '0'}.webp"],
        "token": ["x" * 43],
        "key": ["none"],
        "uidb36": ["1"],
        "username": get_user_model().objects.values_list("username", flat=True),
    }


def queries(name):
    """Yield what may be asked of an address behind its question mark."""
    unheard = Comment.objects.exclude(state=Comment.State.APPROVED)
    for query in QUERIES.get(name, []):
        if "{slug}" in query:
            yield from (query.format(slug=article.slug) for article in Article.objects.all())
        else:
            yield from (query.format(pk=comment.pk) for comment in unheard)


def addresses():
    """Yield every address there is, with everything that may stand in it."""
    for name, arguments in sorted(routes(), key=str):
        if name == "admin:None":
            # What the admin sends on to another address, or does not know.
            continue
        known, asked = values(name), [f"?{query}" for query in queries(name)]
        for chosen in product(*(known[argument] for argument in sorted(arguments))):
            address = reverse(name, kwargs=dict(zip(sorted(arguments), chosen, strict=True)))
            yield from (address + query for query in ["", *asked])


def told_by(response, address):
    """Return the secret words of an answer that were not in the question."""
    return set(SECRET.findall(everything_in(response))) - set(SECRET.findall(unquote(address)))


def ask_everything(client):
    return {address: client.get(address) for address in addresses()}


def told(client):
    """Return all secret words that are told anywhere that readers come to."""
    public = [a for a in addresses() if not a.startswith(("/admin/", "/accounts/"))]
    return set().union(*(told_by(client.get(address), address) for address in public))


def as_stranger():
    client = Client()
    client.force_login(make_user("charlie"))
    return client


def version_of(name):
    return Version.objects.select_related("article__author").get(title=f"secret-{name}-title")


def file_name(version):
    """Return what the names of a cover and of all its sizes begin with."""
    return Path(version.cover.name).stem


def test_every_argument_of_an_address_has_values_to_ask_with(site, db):
    """A new address whose arguments are not known here fails this test."""
    for name, arguments in routes():
        known = values(name)
        assert arguments - {"url"} <= set(known), f"{name} is not asked for hidden words"
        assert all(known.values())


@pytest.mark.parametrize("reader", ["anonymous", *rarely("stranger")])
def test_nothing_hidden_is_told_at_any_address(reader, pages):
    covers = {file_name(version) for version in Version.objects.exclude(cover="")}
    assert len(covers) == len(HIDDEN)
    for address, response in ask_everything(pages[reader]).items():
        assert told_by(response, address) == set(), address
        assert not [name for name in covers if name in everything_in(response)], address


@pytest.mark.parametrize("reader", ["anonymous", "stranger"])
def test_a_post_tells_nothing_hidden_either(reader, pages):
    words = {"body": "", "version": "v0.2", "role": "secret-draft-role"}
    for article in Article.objects.all():
        address = reverse("thread", args=[article.slug])
        for comment in Comment.objects.all():
            response = pages[reader].post(address, words | {"parent": comment.pk})
            assert told_by(response, address) == set()


@pytest.mark.thorough
def test_a_scheduled_version_is_told_from_its_time_on(pages):
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        expected = {f"secret-{name}-{word}" for name in ("coming", "next") for word in SHOWN}
        assert expected | {"secret-coming-tag"} <= told(pages["anonymous"])
        for client in pages.values():
            shown = everything_in(client.get("/articles/"))
            assert "secret-coming-title" in shown
            assert file_name(version_of("coming")) in shown


@pytest.mark.thorough
def test_a_draft_is_told_once_it_is_published(pages):
    publishing.publish(version_of("draft"), make_author())
    assert {f"secret-draft-{word}" for word in SHOWN} <= told(pages["anonymous"])
    thread = everything_in(pages["anonymous"].get("/articles/ml-map/comments/"))
    assert "Led to a change in v0.2" in thread
    assert "secret-draft-change" in thread
    assert "secret-next-change" not in thread


@pytest.mark.parametrize("address", ["/articles/gone/", "/articles/gone/v0.1/"])
def test_a_withdrawn_version_says_so_and_why(address, pages):
    response = pages["anonymous"].get(address)
    assert response.status_code == 410
    words = everything_in(response)
    day = Version.objects.get(article__slug="gone").withdrawn_at.strftime("%-d %B %Y")
    for said in ("v0.1", f"withdrawn on {day}", "It named a person.", "noindex"):
        assert said in words


@pytest.mark.parametrize(
    "rest", ["v0.2/", "v0.2/r1/", "v0.2/r2/"], ids=["version", "original", "correction"]
)
def test_a_withdrawn_version_leads_to_what_is_current(rest, pages):
    response = pages["anonymous"].get(f"/articles/half/{rest}")
    assert response.status_code == 410
    assert "Read the current version, v0.1" in everything_in(response)


@pytest.mark.parametrize(
    "address",
    [
        "/articles/ml-map/v0.2/",
        "/articles/ml-map/v0.2/r1/",
        "/articles/ml-map/v0.2/map.json",
        "/articles/followed/v0.2/",
        "/articles/half/v0.2/map.json",
        "/articles/secret-begun-article/",
        "/articles/secret-begun-article/versions/",
        "/articles/secret-coming-article/",
        "/articles/secret-coming-article/comments/",
        "/articles/gone/comments/",
        "/tags/secret-coming-tag/",
        "/tags/secret-gone-tag/",
        "/roles/secret-draft-role/",
        "/roles/secret-coming-role/",
        "/roles/secret-half-role/",
    ],
)
def test_what_is_hidden_is_not_found(address, pages):
    assert pages["anonymous"].get(address).status_code == 404
    assert pages["stranger"].get(address).status_code == 404


def test_what_stands_above_a_withdrawn_version_stays_current(pages):
    response = pages["anonymous"].get("/articles/half/")
    assert response.status_code == 200
    assert "The text of v0.1." in everything_in(response)


def test_a_comment_on_a_withdrawn_version_stays_without_its_role(pages):
    words = everything_in(pages["anonymous"].get("/articles/half/comments/"))
    assert "It was there." in words
    assert "on v0.2" in words
