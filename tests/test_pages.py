"""What every public page shows."""

import re
from hashlib import sha256

import pytest
from django.urls import reverse

from tests.addresses import everything_in
from tests.factories import (
    make_article,
    make_comment,
    make_correction,
    make_cover,
    make_draft,
    make_published,
    make_site,
    make_withdrawn,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return make_site()


def text(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return everything_in(response)


def words(page):
    """Return a page as it is read: without tags, and with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page))


def make_articles(count):
    return [make_published(make_article(f"work-{n}", title=f"Work {n}")) for n in range(count)]


# What they show


def test_home_shows_the_newest_map_and_the_newest_articles(client, site):
    make_published(make_article("plain"), title="A plain text", placements={})
    page = text(client, "/")
    assert "<h1><a" in page
    assert "ML Map v0.2" in page
    assert "A plain text" in page
    assert 'href="/roles/data-engineer/"' in page


def test_home_lists_the_article_of_its_map_no_second_time(client, site):
    alone = text(client, "/")
    assert "ML Map v0.2" in alone
    assert "Newest articles" not in alone
    make_published(make_article("plain"), title="A plain text", placements={})
    listed = text(client, "/").partition("Newest articles")[2]
    assert "A plain text" in listed
    assert "ML Map v0.2" not in listed


def test_home_shows_the_map_that_was_published_last(client, site):
    make_published(make_article("other"), title="Another map")
    assert re.search(r"<h1><a[^>]*>Another map</a></h1>", text(client, "/"))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/", "The first map is being drawn"),
        ("/articles/", "Nothing is published yet"),
        ("/roles/", "No map is published yet"),
    ],
)
def test_an_empty_site_says_so(address, words, client):
    assert words in text(client, address)


def test_the_list_has_what_a_reader_chooses_by(client, site):
    page = text(client, "/articles/")
    for said in ("ML Map v0.2", "v0.2", "1 comment"):
        assert said in page


def test_the_list_goes_on_by_key(client):
    make_articles(23)
    seen, address = [], "/articles/"
    while address:
        page = text(client, address)
        seen += re.findall(r"/articles/(work-\d+)/", page)
        more = re.search(r'href="(\?after=\d+)"', page)
        address = more and f"/articles/{more[1]}"
    assert seen == [f"work-{n}" for n in reversed(range(23))]


def test_a_tag_has_its_articles_and_no_others(client, site):
    make_published(make_article("plain"), title="A plain text")
    page = text(client, "/tags/mapping/")
    assert "ML Map v0.2" in page
    assert "A plain text" not in page


@pytest.mark.parametrize("name", ["C++", "日本語", "a/b", "R&D", "Ümläut"])
def test_a_tag_may_have_any_name(name, client, site):
    site.tags.add(name)
    page = text(client, "/articles/ml-map/")
    address = re.search(rf'<a class="tag" href="([^"]*)">{re.escape(name)}<', page)[1]
    assert "ML Map v0.2" in text(client, address)


@pytest.mark.parametrize("name", ["+++", "?", "..", "🚀"])
def test_a_tag_of_signs_alone_takes_no_page_down(name, client, site):
    site.tags.add(name)
    assert f'<span class="tag">{name}</span>' in text(client, "/articles/ml-map/")


def test_an_article_shows_its_current_version(client, site):
    page = text(client, "/articles/ml-map/")
    for said in ("The text of v0.2.", "Latest version", "toward the user", 'href="/tags/mapping/"'):
        assert said in page
    assert 'rel="canonical" href="http://127.0.0.1:8000/articles/ml-map/"' in page


def test_an_old_version_says_what_became_of_its_roles(client, site):
    page = text(client, "/articles/ml-map/v0.1/")
    notice = words(re.search(r'<aside class="notice".*?</aside>', page, re.DOTALL)[0])
    assert "This is v0.1, kept as it was. The current version is v0.2." in notice
    assert "Ml Engineer became Data Engineer and Modeller." in notice
    assert "Mlops was retired." in notice
    assert "Developer" not in notice
    assert 'rel="canonical" href="http://127.0.0.1:8000/articles/ml-map/v0.1/"' in page


def test_an_old_version_follows_its_roles_through_two_versions(client, site):
    placements = {"developer": (0, 40, "App Developer"), "platform-engineer": (30, 100)}
    descents = [("data-engineer", "platform-engineer"), ("modeller", None)]
    make_published(site, placements=placements, descents=descents)
    page = words(text(client, "/articles/ml-map/v0.1/"))
    assert "Ml Engineer became Platform Engineer." in page
    assert "Developer is now called App Developer." in page


def test_the_current_version_has_no_notice(client, site):
    assert "kept as it was" not in text(client, "/articles/ml-map/v0.2/")


def test_a_corrected_version_leads_to_its_first_wording(client, site):
    assert "The corrected text." in text(client, "/articles/ml-map/v0.1/")
    first = text(client, "/articles/ml-map/v0.1/r1/")
    assert "The text of v0.1." in first
    assert "The corrected text." not in first
    newest = client.get("/articles/ml-map/v0.1/r2/")
    assert (newest.status_code, newest.url) == (302, "/articles/ml-map/v0.1/")


def test_every_wording_of_a_twice_corrected_version_stays(client, site):
    make_correction(site.versions.get(minor=1), body="Corrected again.")
    assert "The corrected text." in text(client, "/articles/ml-map/v0.1/r2/")
    assert "The text of v0.1." in text(client, "/articles/ml-map/v0.1/r1/")
    assert "Corrected again." in text(client, "/articles/ml-map/v0.1/")


def test_the_versions_page_has_dates_digests_and_changes(client, site):
    page = text(client, "/articles/ml-map/versions/")
    for version in site.versions.all():
        assert version.digest in page
    for said in ("1 May 2024", "It was written again.", "A slip of the pen.", "current version"):
        assert said in page


def test_the_versions_page_keeps_a_withdrawn_number_without_its_title(client, site):
    make_withdrawn(site, title="It was hot")
    page = text(client, "/articles/ml-map/versions/")
    assert "It was wrong." in page
    assert "v0.3" in page
    assert "It was hot" not in page


def test_the_json_is_the_bytes_that_were_hashed(client, site):
    version = site.versions.get(minor=2)
    answer = client.get("/articles/ml-map/v0.2/map.json")
    assert sha256(answer.content).hexdigest() == version.digest
    assert answer["Content-Type"] == "application/json"


def test_the_json_of_a_corrected_version_is_that_of_its_correction(client, site):
    correction = site.versions.get(minor=1).corrections.get()
    answer = client.get("/articles/ml-map/v0.1/map.json")
    assert sha256(answer.content).hexdigest() == correction.digest


def test_roles_and_practices_are_listed_apart_and_by_name(client, site):
    page = text(client, "/roles/")
    roles, practices = page.split("Practices")
    assert re.findall(r'<a href="/roles/([a-z-]+)/"', roles) == [
        "data-engineer",
        "developer",
        "ml-engineer",
        "modeller",
    ]
    assert re.findall(r'<a href="/roles/([a-z-]+)/"', practices) == ["mlops"]


def test_a_role_shows_where_every_version_put_it(client, site):
    page = text(client, "/roles/developer/")
    for said in ("0 to 45", "0 to 40", "ML Map v0.1", "ML Map v0.2", "On the map of v0.2"):
        assert said in page


def test_a_role_that_is_gone_says_what_it_became(client, site):
    page = words(text(client, "/roles/ml-engineer/"))
    assert "was last on the map in v0.1; the current version is v0.2" in page
    assert "It became Data Engineer and Modeller." in page


def test_a_new_role_says_what_it_came_from(client, site):
    page = words(text(client, "/roles/modeller/"))
    assert "It came from Ml Engineer." in page


def test_a_page_with_forty_roles_is_whole(client):
    placements = {f"role-{n}": (n, n + 30) for n in range(40)}
    make_published(placements=placements)
    page = text(client, "/articles/ml-map/")
    assert {f"/roles/role-{n}/" for n in range(40)} <= set(re.findall(r'href="([^"]*)"', page))


HOSTILE = '"><script>alert(1)</script>'


def test_an_authors_words_are_escaped(client):
    article = make_article(title=HOSTILE)
    article.tags.add(HOSTILE)
    words = ["title", "teaser", "body", "cover_alt", "cover_caption", "line_start", "line_end"]
    placements = {"developer": (0, 100, HOSTILE)}
    values = dict.fromkeys(words, HOSTILE) | {"cover": make_cover(), "placements": placements}
    version = make_published(article, **values)
    make_published(article, changes=[HOSTILE])
    make_correction(version, body=f"{HOSTILE} again", reason=HOSTILE)
    make_comment(version, body=HOSTILE)
    tag = reverse("tag", args=[article.tags.get().slug])
    own = ["", "v0.1/", "v0.1/r1/", "versions/", "comments/"]
    for address in ["/", "/articles/", tag, "/roles/", "/roles/developer/"] + [
        f"/articles/ml-map/{rest}" for rest in own
    ]:
        content = client.get(address).content.decode()
        assert "alert(1)" in content, address
        assert not re.search(r"<script(?![^>]*( src=|ld.json))", content), address


def test_a_wording_has_its_own_bytes_and_digest(client, alice):
    version = make_published()
    correction = make_correction(version)
    address = f"{version.get_absolute_url()}r{{}}/map.json"
    for revision, digest in ((1, version.digest), (2, correction.digest)):
        content = client.get(address.format(revision)).content
        assert sha256(content).hexdigest() == digest
    assert client.get(address.format(3)).status_code == 404
    listed = text(client, "/articles/ml-map/versions/")
    assert version.digest in listed
    assert correction.digest in listed


def test_a_key_of_what_is_not_public_is_no_key(client, alice):
    version = make_published()
    draft = make_draft(version.article)
    hidden = draft.placements.get(role__slug="developer")
    assert client.get(f"/roles/developer/?after={hidden.pk}").status_code == 404


def test_a_picture_has_no_other_name_than_ours(client):
    for name in ("a" * 300, "0" * 31, "0" * 32 + "-" + "a" * 300):
        assert client.get(f"/media/covers/{name}.webp").status_code == 404
