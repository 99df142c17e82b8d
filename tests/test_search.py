"""What the search finds, for whom, and what it says where there is nothing."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from comments import posting
from comments.models import Comment, Moderation
from comments.moderation import moderate
from mlmap_site.search_index import differences
from tests.factories import (
    LONG_AGO,
    make_article,
    make_author,
    make_comment,
    make_correction,
    make_draft,
    make_published,
    make_scheduled,
)

pytestmark = pytest.mark.django_db


def ask(client, q, **where):
    response = client.get(f"/search/?{urlencode({'q': q} | where)}")
    assert response.status_code == 200
    return response


def found(client, q, **where):
    """Return the kinds of what a search finds, one for each row."""
    return [kind.kind for kind in ask(client, q, **where).context["found"] for _ in kind.rows]


def test_articles_roles_and_comments_are_found_by_all_of_their_words(client):
    version = make_published(body="Gradient descent, *patiently*.")
    make_comment(version, body="My gradients explode.")
    assert found(client, "GRADIENT") == ["article", "comment"]
    assert found(client, "gradient patiently") == ["article"]
    assert found(client, "ml engineer") == ["role"]
    assert found(client, "gradient unheard") == []


def test_chinese_is_found_by_a_part_of_a_run(client):
    make_published(body="机器学习工程师把模型带到用户面前。")
    assert found(client, "工程师") == ["article"]
    assert found(client, "学") == ["article"]
    assert found(client, "医生") == []
    assert "<mark>工程师</mark>" in ask(client, "工程师").content.decode()


def test_what_is_marked_is_escaped(client):
    version = make_published(title="Of <script> tags")
    make_comment(version, body="`<script>alert(1)</script>`")
    page = ask(client, "script").content.decode()
    assert "&lt;<mark>script</mark>&gt;" in page
    assert "<script>alert" not in page


def test_only_what_is_read_today_is_found_unless_old_versions_are_asked_for(client):
    first = make_published(body="An abacus.", at=LONG_AGO)
    make_published(first.article, body="A computer.")
    assert found(client, "abacus") == []
    assert found(client, "abacus", old="on") == ["article"]
    assert found(client, "computer", old="on") == ["article"]


def test_a_correction_is_found_and_what_it_corrected_is_not(client):
    version = make_published(body="A compter.")
    make_correction(version, body="A computer.")
    assert found(client, "computer") == ["article"]
    assert found(client, "compter") == []


def test_a_role_is_found_by_its_current_name(client):
    first = make_published(placements={"developer": (0, 50, "Tinkerer")}, at=LONG_AGO)
    make_published(first.article, placements={"developer": (0, 50, "Craftsperson")})
    assert found(client, "tinkerer") == []
    assert found(client, "craftsperson") == ["role"]


def test_a_scheduled_version_is_found_from_its_time_on(client):
    version = make_scheduled(body="A comet.", placements={"astronomer": (0, 50)})
    make_draft(make_article("other"), body="A comet draft.")
    assert found(client, "comet") == found(client, "astronomer") == []
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert found(client, "comet") == ["article"]
        assert found(client, "astronomer") == ["role"]
        publishing.withdraw(version, make_author(), "It was wrong.")
        assert found(client, "comet") == found(client, "astronomer") == []
        assert differences() == []


def test_what_is_taken_off_the_schedule_leaves_the_index():
    version = make_scheduled()
    publishing.unschedule(version, make_author())
    assert differences() == []


def test_a_comment_is_found_while_everybody_may_read_it(client, bob):
    version = make_published()
    comment = make_comment(version, bob, body="A zebra.", state=Comment.State.PENDING)
    assert found(client, "zebra") == []
    moderate(comment, make_author(), Moderation.Action.APPROVE)
    assert found(client, "zebra") == ["comment"]
    posting.edit(comment, "An okapi.")
    moderated = Comment.objects.get(pk=comment.pk)
    if not moderated.is_approved:
        moderated.enter(Comment.State.APPROVED)
    assert found(client, "zebra") == []
    assert found(client, "okapi") == ["comment"]
    moderate(comment, make_author(), Moderation.Action.REMOVE, "It was unkind.")
    assert found(client, "okapi") == []
    assert differences() == []


def test_comments_of_a_withdrawn_article_are_not_found(client):
    version = make_published()
    make_comment(version, body="A zebra.")
    publishing.withdraw(version, make_author(), "It was wrong.")
    assert found(client, "zebra") == []


def test_the_filters_narrow(client):
    one, other = (
        make_published(body="Gradient."),
        make_published(make_article("b"), body="Gradient."),
    )
    one.article.tags.add("maths")
    role = one.placements.first().role
    make_comment(one, body="Gradient?", role=role)
    make_comment(other, body="Gradient!")
    assert found(client, "gradient", kind="comment") == ["comment", "comment"]
    assert found(client, "gradient", tag="maths") == ["article", "comment"]
    assert found(client, "gradient", kind="comment", role=role.slug) == ["comment"]


def test_a_slip_of_the_fingers_is_mended(client):
    make_published()
    response = ask(client, "devloper")
    assert response.context["meant"] == "developer"
    assert 'href="?q=developer"' in response.content.decode()


def test_nobody_is_sent_to_what_is_hidden(client):
    make_published()
    make_scheduled(make_article("coming"), title="Quasimodo", placements={"quasimodo": (0, 9)})
    assert ask(client, "quasimodi").context["meant"] is None


def test_pages_of_one_kind_follow_each_other(client):
    version = make_published()
    for _ in range(23):
        make_comment(version, body="Gradient.")
    assert len(found(client, "gradient")) == 5
    assert len(found(client, "gradient", kind="comment")) == 20
    assert "page=2" in ask(client, "gradient", kind="comment").content.decode()
    assert len(found(client, "gradient", kind="comment", page=2)) == 3
    for page in ("0", "x", "51", "9" * 30):
        assert client.get(f"/search/?q=gradient&page={page}").status_code == 404


@pytest.mark.parametrize("old", ["", "on"])
def test_it_takes_as_many_queries_for_one_as_for_many(client, old):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            ask(client, "gradient", old=old)
        return len(captured)

    def pile_up(slug):
        version = make_published(make_article(slug), body="Gradient.")
        make_correction(version, body="Gradient, corrected.")
        make_comment(version, body="Gradient.")

    pile_up("one")
    queries()
    before = queries()
    for slug in ("two", "three", "four"):
        pile_up(slug)
    assert queries() == before <= 12


ODD = [
    '"',
    "'",
    "NEAR(a b)",
    "a*",
    "-a",
    "a AND",
    "OR",
    "^a",
    "{x} : y",
    "a:*",
    "&|!",
    "%s %",
    "\\",
]
ODD += ["שלום עולם", "مرحبا", "🙂", "e\u0301", "a" * 200, "机" * 200, "a b " * 50, "1e5 3.14 a@b.c"]


def test_no_query_is_too_odd(client):
    make_published()
    for q in ODD:
        response = ask(client, q)
        assert response.context["form"]["q"].value() == q


@pytest.mark.parametrize("q", ["a\x00b", "a" * 10_000, "\u202eabc", "\x1b"])
def test_what_cannot_be_looked_for_is_said_and_given_back(client, q):
    response = client.get(f"/search/?{urlencode({'q': q})}")
    assert response.status_code == 400
    assert response.context["form"]["q"].value() == q
    assert "errorlist" in response.content.decode()


def test_an_unknown_filter_is_said(client):
    make_published()
    for name in ("kind", "tag", "role"):
        assert client.get(f"/search/?q=a&{name}=none").status_code == 400


def test_a_page_without_words_helps(client):
    make_published().article.tags.add("maths")
    for q in ("", "…"):
        assert "/tags/maths/" in ask(client, q).content.decode()


def test_it_is_the_same_page_for_everyone(client):
    make_published()
    response = ask(client, "developer")
    assert response["Cache-Control"] == "public, max-age=0"
    assert not response.cookies
    assert client.post("/search/").status_code == 405


def test_reindex_sets_right_what_went_past_the_site(client):
    version = make_published()
    kept = make_comment(version, body="A zebra.")
    gone = make_comment(version, body="An okapi.")
    Comment.objects.filter(pk=kept.pk).update(body_html="<p>A giraffe.</p>")
    Comment.objects.filter(pk=gone.pk).update(state="removed")
    Comment.objects.bulk_create(
        [
            Comment(
                article=version.article,
                version=version,
                body_html="<p>A gnu.</p>",
                state="approved",
            )
        ]
    )
    assert len(differences()) == 3
    with pytest.raises(CommandError):
        call_command("reindex", check=True)
    with CaptureQueriesContext(connection) as asked:
        call_command("reindex")
    assert sum(query["sql"].startswith("DELETE") for query in asked) == 2
    assert differences() == []
    assert found(client, "giraffe") == found(client, "gnu") == ["comment"]


def test_the_archive_shows_a_year_or_a_month(client):
    make_published(at=LONG_AGO)
    make_published(make_article("new"), title="Newer")
    page = client.get("/articles/").content.decode()
    assert 'href="?in=2024"' in page
    assert 'href="?in=2024-05"' in page
    for period in ("2024", "2024-05"):
        page = client.get(f"/articles/?in={period}").content.decode()
        assert "ML Map v0.1" in page
        assert "Newer" not in page
    assert "<h1>May 2024</h1>" in page
    assert client.get("/articles/?in=1999").status_code == 200
    for period in ("x", "2024-13", "2024-5", "0000", "2024\x00"):
        assert client.get("/articles/", {"in": period}).status_code == 404


def test_roles_to_choose_have_the_names_of_today(client):
    article = make_article()
    make_published(article, placements={"developer": (0, 40), "modeller": (30, 100)})
    make_published(
        article, placements={"developer": (0, 40, "App Developer"), "modeller": (30, 100)}
    )
    choices = client.get("/search/").context["form"].fields["role"].choices
    assert [name for _key, name in choices] == ["Any", "App Developer", "Modeller"]


@pytest.mark.parametrize("field", ["tag", "role", "kind", "old"])
def test_a_nul_in_a_filter_is_refused(field, client):
    assert client.get("/search/", {"q": "map", field: "\0"}).status_code in (200, 400)
