"""The page of two versions side by side: for readers what is public, for an author the draft."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import publishing
from articles.models import Version
from tests.factories import (
    make_article,
    make_correction,
    make_draft,
    make_published,
    make_role,
    make_scheduled,
    make_withdrawn,
)

GONE = ["ml-engineer", "mlops"]
COMPARISON = "/articles/ml-map/compare/v0.1...v0.2/"


def words(client, address, status=200):
    """Return what a page says, as words with single spaces."""
    response = client.get(address)
    assert response.status_code == status, address
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(text).split())


def titles(client, address=COMPARISON):
    """Return the sentences about the roles."""
    page = client.get(address).content.decode()
    page = re.sub(r'<span class="compare-span">(\d+–\d+)</span>', r"\1", page)
    return [unescape(s) for s in re.findall(r'<span class="compare-sentence">([^<]+)<', page)]


# Only what is public


@pytest.mark.parametrize("make", [make_draft, make_scheduled, make_withdrawn])
def test_what_is_not_public_is_compared_with_nothing(make, version, client):
    make(version.article, changes=["Another."])
    for pair in ("v0.1...v0.2", "v0.2...v0.1", "v0.2...v0.2"):
        assert client.get(f"/articles/ml-map/compare/{pair}/").status_code == 404


@pytest.mark.django_db
def test_a_version_of_another_article_is_not_compared(client, version):
    make_published(make_published(make_article("other")).article)
    assert client.get(COMPARISON).status_code == 404
    assert client.get("/articles/other/compare/v0.1...v0.2/").status_code == 200


@pytest.fixture
def withdrawn_between(db):
    """Three versions, the second withdrawn; all that it says and places begins with "secret"."""
    article = make_article()
    make_published(article, placements={"engineer": (0, 60), "tester": (50, 100)})
    second = make_published(
        article,
        placements={"secret-wizard": (0, 60, "secret name"), "secret-new": (10, 90)},
        descents=[("engineer", "secret-wizard"), ("tester", None), (None, "secret-new")],
        body="secret body",
        title="secret title",
        changes=["secret change"],
    )
    make_published(
        article,
        placements={"deployer": (0, 30), "modeller": (20, 60), "kept": (10, 90)},
        descents=[
            ("secret-wizard", "deployer"),
            ("secret-wizard", "modeller"),
            ("secret-new", "kept"),
        ],
        body="The third text.",
        title="Third",
    )
    publishing.withdraw(second, article.author, "It was wrong.")
    return article


def test_roles_are_followed_through_a_withdrawn_version_of_which_nothing_is_told(
    withdrawn_between, client
):
    address = "/articles/ml-map/compare/v0.1...v0.3/"
    assert titles(client, address) == [
        "Engineer was split into Deployer and Modeller",
        "Kept was introduced at 10–90",
        "Tester was retired",
    ]
    assert "secret" not in client.get(address).content.decode()


def test_the_list_passes_over_a_withdrawn_version(withdrawn_between, client):
    page = client.get("/articles/ml-map/versions/").content.decode()
    links = re.findall(r'href="(/articles/ml-map/compare/[^"]+)"', page)
    assert links == ["/articles/ml-map/compare/v0.1...v0.3/"]
    assert client.get(links[0]).status_code == 200


def test_the_list_goes_on_to_the_next_page(version, client, monkeypatch):
    monkeypatch.setattr("articles.views.VERSIONS_A_PAGE", 2)
    for _ in range(3):
        make_published(version.article)
    seen, address = [], "/articles/ml-map/versions/"
    while address:
        page = client.get(address).content.decode()
        seen += re.findall(r"/compare/([^/]+)/", page)
        more = re.search(r'href="(\?after=[^"]+)"', page)
        address = more and f"/articles/ml-map/versions/{unescape(more[1])}"
    assert seen == ["v0.3...v0.4", "v0.2...v0.3", "v0.1...v0.2"]


# What is said where little or nothing changed


def test_no_differences_are_said_for_each_part_and_for_all(version, client):
    make_published(version.article, title=version.title, body=version.body)
    page = words(client, COMPARISON)
    assert "No differences: v0.2 draws and says the same as v0.1." in page
    assert "No differences. As they were: Developer" in page
    assert page.count("No differences.") == 3
    assert "<del>" not in client.get(COMPARISON).content.decode()


def test_a_part_that_is_the_same_is_said_to_be(version, client):
    make_published(version.article, title=version.title, body="Another text altogether.")
    page = words(client, COMPARISON)
    assert "No differences: v0.2" not in page
    assert page.count("No differences.") == 2


def test_an_article_without_a_map_has_no_table(db, client):
    article = make_published(make_article(), placements={}).article
    make_published(article, body="## New\n\n<script>alert(1)</script>")
    page = client.get(COMPARISON).content.decode()
    assert "compare-roles" not in page
    assert "<svg" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_map_that_is_new_or_gone_is_told(db, client):
    article = make_published(make_article(), placements={}).article
    make_published(article, placements={"tester": (0, 50)}, descents=[(None, "tester")])
    make_published(article, placements={}, descents=[("tester", None)])
    assert titles(client) == ["Tester was introduced at 0–50"]
    assert titles(client, "/articles/ml-map/compare/v0.2...v0.3/") == ["Tester was retired"]
    assert "not on the map" in words(client, COMPARISON)


def test_names_are_escaped(db, client):
    article = make_published(placements={"a": (0, 9, "<b>&A")}).article
    make_published(article, placements={"a": (0, 9, "<i>&A")})
    page = client.get(COMPARISON).content.decode()
    assert "&lt;b&gt;&amp;A is now called &lt;i&gt;&amp;A" in page
    assert "<b>&" not in page


def test_what_is_compared_is_the_corrected_text(version, client):
    make_correction(version, body="The text of v0.2.")
    make_published(version.article, title=version.title, body="The text of v0.2.")
    assert "No differences: v0.2 draws and says the same as v0.1." in words(client, COMPARISON)


# Cost


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_a_comparison_takes_no_more_queries_over_many_versions_and_roles(version, client):
    article = version.article
    make_published(article, placements={"developer": (0, 9)}, descents=[(s, None) for s in GONE])
    over_one = queries(client, COMPARISON)
    placed = {f"role-{number}": (number, number + 9) for number in range(20)}
    descents = [("developer", slug) for slug in placed]
    make_published(article, placements=placed, descents=descents)
    for number in range(3):
        one_more = f"more-{number}"
        placed |= {one_more: (number, 90)}
        make_published(article, placements=placed, descents=[(None, one_more)])
    assert queries(client, "/articles/ml-map/compare/v0.1...v0.6/") == over_one <= 10


# The author's desk


def desk(draft):
    return f"/admin/articles/version/{draft.pk}/compare/"


@pytest.fixture
def draft(version):
    return make_draft(
        version.article,
        placements={"developer": (0, 50), "ml-engineer": (35, 100), "mlops": (20, 80)},
        body="Words to come.",
    )


def test_an_author_sees_what_a_draft_would_change(draft, alice, client):
    client.force_login(alice)
    assert titles(client, desk(draft)) == ["Developer moved from 0–45 to 0–50"]
    assert "readers do not see v0.2 yet" in words(client, desk(draft))
    assert {"no-store", "private"} <= set(client.get(desk(draft))["Cache-Control"].split(", "))
    form = client.get(f"/admin/articles/version/{draft.pk}/change/").content.decode()
    assert desk(draft) in form
    assert "Compare with v0.1" in form


def test_a_first_draft_has_nothing_to_be_compared_with(db, alice, client):
    first = make_draft()
    client.force_login(alice)
    assert client.get(desk(first)).status_code == 404
    form = client.get(f"/admin/articles/version/{first.pk}/change/").content.decode()
    assert desk(first) not in form


def test_a_role_that_only_the_draft_has_is_told(version, alice, client):
    make_role("analyst")
    draft = make_draft(
        version.article, placements={"analyst": (0, 50)}, descents=[("developer", "analyst")]
    )
    client.force_login(alice)
    assert "Developer became Analyst, at 0–50 instead of 0–45" in titles(client, desk(draft))


@pytest.mark.parametrize("reader", ["nobody", "bob", "mod"])
def test_nobody_else_sees_it(reader, draft, client, request):
    if reader != "nobody":
        client.force_login(request.getfixturevalue(reader))
    response = client.get(desk(draft))
    assert response.status_code in (302, 403)
    assert "Words to come" not in response.content.decode()
    assert Version.objects.get(pk=draft.pk).state == "draft"
