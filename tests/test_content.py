"""What the site ships: content/ says what it should, and leads nowhere wrong."""

import html
import re
from functools import cache
from io import StringIO
from urllib.parse import unquote

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from accounts.models import User
from articles.models import Article, Version
from comments.models import Comment
from roles.models import Role
from tests.addresses import links_in
from tests.environment import THOROUGH

pytestmark = pytest.mark.usefixtures("loaded", "db")

FIRST_MAP = {
    "Developer": (0, 44),
    "ML Engineer": (26, 78),
    "ML Researcher": (60, 100),
    "MLOps": (20, 80),
}
SECOND_MAP = {
    "Developer": (0, 36),
    "ML Deployment Engineer": (22, 56),
    "Data Engineer": (38, 68),
    "Model Engineer": (50, 84),
    "ML Researcher": (68, 100),
    "MLOps": (16, 84),
}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_content", stdout=StringIO())
        yield
        transaction.set_rollback(True)


def version(minor):
    return Version.objects.get(article__slug="ml-map", major=0, minor=minor)


def map_of(version):
    return {
        placement.name: (placement.start, placement.end) for placement in version.placements.all()
    }


# What is there


def test_the_demonstrations_cannot_sign_in():
    readers = User.objects.exclude(username="author")
    assert readers.count() == 9
    assert not [reader for reader in readers if reader.has_usable_password()]
    assert not [reader for reader in readers if reader.is_staff or reader.is_superuser]


def test_two_versions_are_public_and_the_third_is_a_draft():
    assert [version(minor).state for minor in (1, 2, 3)] == ["published", "published", "draft"]
    assert version(2).predecessor == version(1)
    assert Client().get("/articles/ml-map/v0.3/").status_code == 404


def test_the_first_map_is_as_it_was_drawn():
    assert map_of(version(1)) == FIRST_MAP


def test_the_second_map_is_as_it_was_drawn():
    assert map_of(version(2)) == SECOND_MAP


def test_practices_are_practices():
    assert [role.slug for role in Role.objects.all() if role.is_practice] == ["mlops"]


def test_the_engineer_became_three():
    edges = {(d.ancestor.slug, d.descendant.slug) for d in version(2).descents.all()}
    assert edges == {
        ("ml-engineer", "ml-deployment-engineer"),
        ("ml-engineer", "data-engineer"),
        ("ml-engineer", "model-engineer"),
    }


def test_the_draft_can_be_published_as_it_is(client):
    client.force_login(User.objects.get(username="author"))
    page = client.get(f"/admin/articles/version/{version(3).pk}/publish/").content.decode()
    assert "What will happen" in page
    assert "Not ready yet" not in page


def test_a_comment_led_to_a_change_and_the_author_answered():
    credited = Comment.objects.exclude(changes=None)
    assert [c.text for comment in credited for c in comment.changes.all()] == [
        version(2).changes.all()[1].text
    ]
    answers = Comment.objects.filter(author__username="author")
    assert answers.count() >= 2
    assert all(answer.in_reply_to for answer in answers)
    assert {comment.state for comment in Comment.objects.all()} == {"approved"}


def test_counts_are_what_is_there():
    for article in Article.objects.all():
        assert article.comment_count == article.comments.approved().count()
    for root in Comment.objects.filter(root=None):
        assert root.reply_count == root.replies.approved().count()


def test_every_comment_is_on_a_version_that_was_there_by_then():
    for comment in Comment.objects.select_related("version"):
        assert comment.created_at > comment.version.published_at
        assert comment.in_reply_to is None or comment.created_at > comment.in_reply_to.created_at


def test_what_is_quoted_stands_in_quotation_marks():
    read = [
        *Version.objects.values_list("title", "teaser", "body"),
        *Comment.objects.values_list("body"),
        *User.objects.values_list("name", "headline", "bio"),
    ]
    straight = re.compile(r"[\"']")
    assert [
        texts for texts in read if straight.search(re.sub("`[^`]*`", "", " ".join(texts)))
    ] == []


def test_every_digest_verifies():
    said = StringIO()
    call_command("verify", stdout=said)
    assert "4 versions are as they were published." in said.getvalue()


# Where it leads


def as_one(address):
    """Return an address without where it leads back to; THOROUGH=1 asks for each of these too."""
    return address if THOROUGH else address.partition("?next=")[0]


@cache
def crawl():
    """Follow every link from the first page on, and return what each address answered."""
    client, answers, waiting = Client(), {}, ["/"]
    while waiting:
        address = as_one(waiting.pop())
        if address in answers or address.startswith("/static/"):
            continue
        answers[address] = answer = client.get(address)
        if answer.status_code in (301, 302):
            waiting.append(answer.url.partition("#")[0])
        elif answer.get("Content-Type", "").startswith("text/html"):
            waiting += [absolute(link, address) for link in links_in(answer)]
    return answers


def absolute(link, page):
    return page.partition("?")[0] + link if link.startswith("?") else link


@pytest.mark.thorough
def test_every_link_from_the_first_page_on_leads_somewhere():
    answers = crawl()
    wrong = {a: r.status_code for a, r in answers.items() if r.status_code not in (200, 302)}
    sent_on = [r.url.partition("#")[0] for r in answers.values() if r.status_code == 302]
    assert wrong == {}
    assert {"/articles/", "/zh-hans/", "/zh-hans/articles/"} <= set(answers)
    assert [address for address in sent_on if answers[as_one(address)].status_code != 200] == []
    assert len(answers) > 40


def test_every_link_in_a_text_leads_somewhere():
    client = Client()
    bodies = [
        *Version.objects.values_list("body", flat=True),
        *Comment.objects.values_list("body", flat=True),
    ]
    bodies += User.objects.values_list("bio", flat=True)
    links = {link for body in bodies for link in re.findall(r"\]\((/[^)#\s]*)", body)}
    assert len(links) >= 5
    drafts_own = {"/articles/ml-map/v0.3/"}
    assert {link for link in links if client.get(link).status_code != 200} <= drafts_own


@pytest.mark.thorough
def test_every_anchor_on_a_page_is_there_once():
    for address, answer in crawl().items():
        page = answer.content.decode() if answer["Content-Type"].startswith("text/html") else ""
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), address
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids), address


@pytest.mark.thorough
def test_every_link_to_a_place_on_a_page_finds_it_there():
    answers = crawl()
    ids = {address: ids_on(answer) for address, answer in answers.items()}
    wanted = [place for address in answers for place in places_wanted(address, answers[address])]
    assert len({fragment for _, fragment in wanted}) > 20
    assert [(to, fragment) for to, fragment in wanted if fragment not in ids[final(to)]] == []


def ids_on(answer):
    is_page = answer.get("Content-Type", "").startswith("text/html")
    return set(re.findall(r'\bid="([^"]+)"', answer.content.decode())) if is_page else set()


def places_wanted(address, answer):
    """Return the addresses and the places on them that an answer leads to or sends on to."""
    if answer.status_code == 302:
        links = [answer.url]
    elif ids_on(answer):
        links = map(html.unescape, re.findall(r'\bhref="([^":]*#[^"]+)"', answer.content.decode()))
    else:
        links = []
    parts = [link.partition("#") for link in links]
    return {(absolute(to, address) or address, unquote(place)) for to, _, place in parts if place}


def final(address):
    """Return the address at which an answer is, behind the one step on that there may be."""
    answer = crawl()[address]
    return answer.url.partition("#")[0] if answer.status_code == 302 else address
