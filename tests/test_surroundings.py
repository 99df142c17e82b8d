"""What stands around an article: contents, versions beside it, others, words for machines."""

import json
import re

import pytest

from articles import surroundings as beside
from articles.models import Version
from comments.models import Like
from mlmap_site.markup import headings_in, render_author_text
from tests.factories import (
    make_article,
    make_comment,
    make_correction,
    make_draft,
    make_published,
    make_scheduled,
    make_user,
)

pytestmark = pytest.mark.django_db


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def linked_data(client, address):
    found = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', page(client, address), re.DOTALL
    )
    return json.loads(found[1])["@graph"]


def make_tagged(slug, *tags, **values):
    version = make_published(make_article(slug, **values))
    version.article.tags.add(*tags)
    return version


def surroundings(version):
    versions = beside.with_surroundings(Version.objects.filter(pk=version.pk))
    return beside.surroundings(versions.get())


def slugs(articles):
    return [article.slug for article in articles]


# Contents


def test_the_contents_are_the_headings_of_the_text():
    html = render_author_text("# One & *two*\n\n### Three\n\n#### Four\n\n`## no`\n\n## One & two")
    assert [tuple(heading) for heading in headings_in(html)] == [
        (2, "one-two", "One & two"),
        (3, "three", "Three"),
        (2, "one-two-1", "One & two"),
    ]


def test_a_text_of_many_headings_has_a_table_of_contents(client):
    body = "\n\n".join(f"## Part {n} <b>\n\nWords." for n in range(4))
    make_published(make_article("long"), body=body)
    words = page(client, "/articles/long/")
    for number in range(4):
        assert f'<a href="#part-{number}-b">Part {number} &lt;b&gt;</a>' in words


def test_a_short_text_has_none(client):
    make_published(make_article("short"), body="## One\n\n## Two")
    assert 'class="contents"' not in page(client, "/articles/short/")


# Versions before and after


def test_a_version_leads_to_those_beside_it():
    article = make_article()
    versions = [make_published(article) for _ in range(3)]
    make_draft(article)
    found = [surroundings(version) for version in versions]
    assert [around.before for around in found] == [None, *versions[:2]]
    assert [around.after for around in found] == [*versions[1:], None]


def test_what_readers_may_not_see_is_not_beside_anything():
    first = make_published()
    make_scheduled(first.article)
    assert surroundings(first).after is None


def test_the_head_names_the_relations_between_versions(client):
    article = make_article()
    for _ in range(3):
        make_published(article)
    words = page(client, "/articles/ml-map/v0.2/")
    for relation, address in {
        "version-history": "/articles/ml-map/versions/",
        "latest-version": "/articles/ml-map/",
        "predecessor-version": "/articles/ml-map/v0.1/",
        "successor-version": "/articles/ml-map/v0.3/",
    }.items():
        assert f'<link rel="{relation}" href="{address}">' in words


# Other articles


def test_related_are_those_that_share_tags_the_most_shared_first():
    here = make_tagged("here", "ml", "roles")
    make_tagged("one", "ml")
    make_tagged("both", "ml", "roles")
    make_tagged("none", "cooking", author=make_user("cook"))
    discussed = make_tagged("discussed", "roles")
    make_comment(discussed)
    assert slugs(surroundings(here).related) == ["both", "discussed", "one"]


def test_related_is_also_what_the_readers_of_an_article_like():
    here = make_tagged("here", "ml")
    make_tagged("kin", "ml")
    cook = make_user("cook")
    for slug, reader in (("liker", "bob"), ("talker", "carol"), ("stranger", "dan")):
        Like.objects.put(
            make_user(reader), article=make_tagged(slug, author=cook).article, wanted=True
        )
    Like.objects.put(make_user("bob"), article=here.article, wanted=True)
    make_comment(here, make_user("carol"))
    make_comment(here, make_user("dan"), state="pending")
    assert slugs(surroundings(here).related) == ["kin", "talker", "liker"]


def test_others_of_the_author_are_not_named_twice():
    here = make_tagged("here", "ml")
    make_tagged("kin", "ml")
    make_tagged("other")
    make_tagged("foreign", author=make_user("cook"))
    make_draft(make_article("begun"))
    around = surroundings(here)
    assert slugs(around.related) == ["kin"]
    assert slugs(around.by_author) == ["other"]


def test_the_page_shows_them_with_teaser_and_comments(client):
    make_tagged("here", "ml")
    other = make_published(make_article("there"), teaser="A teaser of it.")
    other.article.tags.add("ml")
    make_comment(other)
    words = page(client, "/articles/here/")
    assert "Related articles" in words
    assert "A teaser of it." in words
    assert "1 comment<" in words


@pytest.mark.parametrize("count", [1, 12])
def test_what_stands_around_takes_two_queries(count, django_assert_num_queries):
    here = make_tagged("here", "ml")
    for number in range(count):
        make_tagged(f"other-{number}", "ml")
    with django_assert_num_queries(2):
        surroundings(here)


# For machines


def test_a_version_says_what_it_is(client):
    version = make_published(teaser="</script><b>", title="A & B")
    version.article.tags.add("mapping")
    make_correction(version)
    article, way = linked_data(client, "/articles/ml-map/")
    assert article["headline"] == "A & B"
    assert article["description"] == "</script><b>"
    assert article["version"] == "0.1"
    assert article["url"] == "http://127.0.0.1:8000/articles/ml-map/v0.1/"
    assert (
        article["author"]["url"]
        == f"http://127.0.0.1:8000/authors/{version.article.author.username}/"
    )
    assert article["keywords"] == ["mapping"]
    assert article["dateModified"] > article["datePublished"]
    assert [step["name"] for step in way["itemListElement"]] == ["ML Map", "ML Map", "v0.1"]


def test_the_way_between_versions_is_in_the_headers_too(client):
    article = make_published().article
    make_published(article)
    make_published(article)
    here = "/articles/ml-map/"
    response = client.get("/articles/ml-map/v0.2/")
    links = dict(
        reversed(re.fullmatch(r'<(.*)>; rel="(.*)"', link).groups())
        for link in response["Link"].split(", ")
    )
    assert links == {
        "version-history": f"{here}versions/",
        "latest-version": here,
        "predecessor-version": f"{here}v0.1/",
        "successor-version": f"{here}v0.3/",
    }
    for relation, address in links.items():
        assert f'<link rel="{relation}" href="{address}">' in response.text
        assert client.get(address).status_code == 200


def test_a_thread_says_who_said_what_on_which_version(client):
    version = make_published()
    root = make_comment(version, body="Why? </script><script>")
    reply = make_comment(version, parent=root, body="So.")
    make_comment(version, state="pending", body="Not looked at yet.")
    words = page(client, "/articles/ml-map/")
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', words, re.DOTALL)
    asked, answered = json.loads(found[1])["@graph"]
    assert asked["text"] == "Why? </script><script>"
    assert asked["about"] == {"@id": "http://127.0.0.1:8000/articles/ml-map/v0.1/"}
    assert (
        client.get(asked["url"].removeprefix("http://127.0.0.1:8000"), follow=True).status_code
        == 200
    )
    assert answered["@id"] == f"http://127.0.0.1:8000/comments/{reply.pk}/"
    assert answered["parentItem"] == {"@id": asked["@id"]}
    assert answered["author"]["name"] == reply.author.display_name


def test_a_preview_says_nothing_to_machines(client):
    draft = make_draft()
    client.force_login(draft.article.author)
    words = page(client, f"/admin/articles/version/{draft.pk}/preview/")
    assert "ld+json" not in words
    assert "latest-version" not in words
