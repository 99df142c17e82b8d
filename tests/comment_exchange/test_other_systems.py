"""Comments from other systems become ours, once however often they come."""

import re
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import IntegrityError
from django.test import Client

from accounts.models import User
from comments.counting import differences
from comments.models import Comment, Notice
from tests.comment_exchange.conftest import SAME, brought
from tests.factories import make_article, make_published, make_user, make_withdrawn

pytestmark = pytest.mark.django_db

EXPORTS = Path(__file__).parent / "exports"
DISQUS, WORDPRESS = EXPORTS / "disqus.xml", EXPORTS / "wordpress.xml"


@pytest.fixture
def isso(tmp_path):
    path = tmp_path / "comments.db"
    with sqlite3.connect(path) as database:
        database.executescript((EXPORTS / "isso.sql").read_text())
    database.close()
    return path


def body(origin):
    return Comment.objects.get(origin=origin).body


def html(origin):
    return Comment.objects.get(origin=origin).body_html


# Disqus


def test_a_disqus_export_becomes_a_thread(article, run):
    told = run(DISQUS, "disqus")
    assert brought("version__minor", "byline", "root__origin", "in_reply_to__origin") == [
        ("disqus:101", 1, "Carla Núñez", None, None),
        ("disqus:102", 1, "dieter", "disqus:101", "disqus:101"),
        ("disqus:103", 1, "Alice", "disqus:101", "disqus:102"),
        ("disqus:105", 1, "Erik Ö", "disqus:101", "disqus:101"),
        ("disqus:107", 2, "Mallory", None, None),
    ]
    assert told == [
        "ml-map: 5 comments were brought.",
        "5 comments were brought, 0 were here already, 4 were left out.",
        "1 left out: it is deleted",
        "  disqus:104, https://old.example/2024/05/ml-map/",
        "1 left out: it is spam",
        "  disqus:106, https://old.example/2024/05/ml-map/",
        "1 left out: its thread is deleted",
        "  disqus:109, https://old.example/2023/01/ml-map/",
        "1 left out: no article has its address",
        "  disqus:108, https://old.example/about-us/",
        "1 brought: as an answer to disqus:101",
        "  disqus:105, https://old.example/2024/05/ml-map/",
    ]
    article.refresh_from_db()
    assert article.comment_count == 5
    assert Comment.objects.get(origin="disqus:101").reply_count == 3
    assert differences() == []


def test_html_is_shown_as_it_read_elsewhere(article, run):
    run(DISQUS, "disqus")
    link = '<a href="https://example.org/a_b" rel="nofollow ugc noopener">this</a>'
    assert html("disqus:101") == (
        "<p>Where does <strong>MLOps</strong> end &amp; data engineering <em>begin</em>?</p>\n"
        f"<p>See {link}.</p>\n"
    )
    address = "https://example.org/a_b_c?x=1*2*3"
    assert html("disqus:102") == (
        "<p>2 * 3 is not *emphasis*, and snake_case_name is a name. "
        f'<a href="{address}" rel="nofollow ugc noopener">{address}</a>, too.</p>\n'
    )


def test_html_that_would_do_harm_is_words(article, run):
    run(DISQUS, "disqus")
    shown = html("disqus:107")
    assert "&lt;script&gt;alert(2)&lt;/script&gt;" in shown
    assert "<strong>Loud</strong>" in shown
    assert 'href="https://example.org/x.png"' in shown
    for harm in ("<script", "<img", "onerror", "javascript:", "alert(1)", "<h2"):
        assert harm not in shown


def test_nobody_is_told_and_no_account_is_meant(article, run):
    carla = make_user("carla", name="Carla Núñez")
    run(DISQUS, "disqus")
    assert set(Comment.objects.values_list("author", flat=True)) == {None}
    assert not carla.comments.exists()
    assert not Notice.objects.exists()
    assert User.objects.count() == 2


def test_no_address_of_a_person_is_kept(article, run, export):
    run(DISQUS, "disqus")
    run(WORDPRESS, "wordpress")
    everything = export()
    for private in ("192.0.2", "2001:db8", "carla@", "gerda@", "dieter@", "gerda.example"):
        assert private not in everything


def test_it_is_read_in_the_thread(article, run):
    run(DISQUS, "disqus")
    page = Client().get("/articles/ml-map/comments/").content.decode()
    assert "Carla Núñez" in page
    assert "on v0.1" in page
    assert "on v0.2" in page


@pytest.mark.parametrize(("source", "path"), [("disqus", DISQUS), ("wordpress", WORDPRESS)])
def test_brought_twice_is_once(source, path, article, run):
    run(path, source)
    before = list(Comment.objects.order_by("pk").values())
    told = run(path, source)
    assert f"0 comments were brought, {len(before)} were here already" in told[0]
    assert list(Comment.objects.order_by("pk").values()) == before


def test_what_came_later_is_added_to_what_is_here(article, run, tmp_path):
    """An answer in a newer file hangs on what an older file brought."""
    whole = DISQUS.read_text()
    older = tmp_path / "older.xml"
    start, end = whole.index('  <post dsq:id="102">'), whole.index('  <post dsq:id="104">')
    older.write_text(whole[:start] + whole[end:])
    run(older, "disqus")
    assert "2 comments were brought, 3 were here already, 4 were left out." in run(DISQUS, "disqus")
    answer = Comment.objects.get(origin="disqus:103")
    assert (answer.root.origin, answer.in_reply_to.origin) == ("disqus:101", "disqus:102")
    assert answer.root.reply_count == 3


def test_a_dry_run_says_the_same_and_stores_nothing(article, run):
    told = run(DISQUS, "disqus", "--dry-run")
    assert not Comment.objects.exists()
    article.refresh_from_db()
    assert article.comment_count == 0
    assert told[0] == "ml-map: 5 comments would be brought."
    assert [line.replace("would be", "were") for line in told] == run(DISQUS, "disqus")


def test_a_failure_stores_nothing(article, run, monkeypatch):
    def fail(articles):
        raise IntegrityError("the power went")

    monkeypatch.setattr("comments.exchange.storing.recount", fail)
    with pytest.raises(IntegrityError):
        run(DISQUS, "disqus")
    assert not Comment.objects.exists()


# Which article, and which version


def test_every_thread_goes_to_the_article_that_is_named(article, run):
    other = make_published(make_article("other"), placements={})
    run(DISQUS, "disqus", "--article", "other")
    assert Comment.objects.get(origin="disqus:108").version == other
    assert not article.comments.exists()


@pytest.mark.parametrize("name", ["https://old.example/about-us/", "9002"])
def test_a_map_names_the_article_of_a_thread(name, article, run, tmp_path):
    make_published(make_article("other"), placements={})
    named = tmp_path / "map"
    named.write_text(f"# theirs ours\n\n12 https://old.example/?p=12 other\n{name} ml-map\n")
    run(DISQUS, "disqus", "--map", str(named))
    slugs = dict(brought("article__slug"))
    assert (slugs["disqus:108"], slugs["disqus:101"]) == ("ml-map", "other")


@pytest.mark.parametrize(
    ("line", "words"),
    [("https://old.example/", "Line 1 of the map"), ("x nothing", "There is no article nothing.")],
)
def test_a_map_that_cannot_be_followed_is_refused(line, words, article, run, tmp_path):
    named = tmp_path / "map"
    named.write_text(line)
    with pytest.raises(CommandError, match=words):
        run(DISQUS, "disqus", "--map", str(named))


def test_what_is_older_than_every_version_is_on_the_first(run):
    version = make_published(**SAME)
    run(DISQUS, "disqus")
    assert set(Comment.objects.values_list("version", flat=True)) == {version.pk}


def test_an_article_without_a_public_version_takes_nothing(run):
    make_withdrawn()
    assert "5 left out: ML Map has no such version" in run(DISQUS, "disqus")
    assert not Comment.objects.exists()


@pytest.mark.parametrize("path", [DISQUS, WORDPRESS], ids=["disqus", "wordpress"])
def test_answers_to_what_is_deleted_stay_together_under_a_gap(path, article, run, tmp_path):
    source, text = path.stem, path.read_text()
    if source == "disqus":
        first, *others = re.split('(?=<post dsq:id="102">)', text)
        start, post = first.rsplit("<post", 1)
        post = post.replace("<isDeleted>false", "<isDeleted>true")
        text = "".join([f"{start}<post{post}", *others])
        gap, answers = "disqus:101", ["disqus:102", "disqus:103", "disqus:105"]
    else:
        text = text.replace("<wp:comment_approved><![CDATA[1]]>", "<wp:comment_approved>trash", 1)
        gap, answers = "wordpress:31", ["wordpress:32"]
    export = tmp_path / path.name
    export.write_text(text)
    told = run(export, source)
    assert "1 brought: as a gap: it is deleted, and others answered it" in told
    root = Comment.objects.get(origin=gap)
    assert (root.state, root.body, root.byline, root.stands) == ("removed", "", "", True)
    assert [reply.origin for reply in root.replies.order_by("created_at")] == answers
    assert differences() == []
    assert run(export, source)[0].startswith("0 comments were brought")
    thread = Client().get("/articles/ml-map/comments/").content.decode()
    assert "A comment stood here and was removed." in thread


# WordPress


def test_a_wordpress_export_becomes_a_thread(article, run):
    told = run(WORDPRESS, "wordpress")
    assert brought("byline", "root__origin", "created_at") == [
        ("wordpress:31", "Gerda", None, datetime(2024, 5, 20, 10, tzinfo=UTC)),
        ("wordpress:32", "Anonymous", "wordpress:31", datetime(2024, 5, 21, 10, tzinfo=UTC)),
    ]
    assert html("wordpress:31") == (
        "<p>First line<br>\nsecond line.</p>\n"
        "<p>Another paragraph with <em>emphasis</em> &amp; <code>a_b</code>.</p>\n"
        "<pre><code>for x in y:\n\n    print(x)\n</code></pre>\n"
    )
    left_out = [line for line in told if "left out:" in line]
    assert left_out == [
        "1 left out: it is a pingback, which nobody wrote here",
        "1 left out: it is deleted",
        "1 left out: it is not approved",
        "1 left out: it is spam",
    ]


def test_a_comment_that_knows_its_local_time_alone_has_that(article, run, tmp_path):
    export = tmp_path / "local.xml"
    export.write_text(WORDPRESS.read_text().replace("2024-05-20 10:00:00", "0000-00-00 00:00:00"))
    run(export, "wordpress")
    assert Comment.objects.get(origin="wordpress:31").created_at.date() == date(2024, 5, 20)


# Isso


def test_an_isso_database_becomes_a_thread(article, run, isso):
    before = isso.read_bytes()
    told = run(isso, "isso")
    assert brought("byline", "root__origin", "body") == [
        ("isso:1", "Hilde", None, "It *is* **Markdown** already.\n\n> quoted"),
        ("isso:2", "Anonymous", "isso:1", "An answer."),
        ("isso:4", "", None, ""),
        ("isso:5", "Jo", "isso:4", "Under what was deleted."),
    ]
    answer = Comment.objects.get(origin="isso:2")
    assert (answer.edited_at - answer.created_at).total_seconds() == 100
    assert "1 brought: as a gap: it is deleted, and others answered it" in told
    assert {line for line in told if "left out:" in line} == {
        "1 left out: it is not approved",
        "1 left out: no article has its address",
    }
    assert isso.read_bytes() == before
    assert list(isso.parent.iterdir()) == [isso]


# What cannot be read


@pytest.mark.parametrize(
    ("source", "name"),
    [("disqus", "laughs.xml"), ("wordpress", "laughs.xml"), ("wordpress", "outside.xml")],
)
def test_a_file_that_would_do_harm_is_refused(source, name, article, run):
    with pytest.raises(CommandError, match="declares a document type or entities"):
        run(EXPORTS / name, source)
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("source", "content", "words"),
    [
        ("disqus", b"<disqus><post>", "not whole XML"),
        ("disqus", b"", "not whole XML"),
        ("disqus", b"\xff\xfe\x00", "not whole XML"),
        ("disqus", b'<?xml version="1.0" encoding="nonsense"?><disqus/>', "encoding"),
        ("disqus", b"<rss/>", "outermost element is <rss>, and should be <disqus>"),
        ("wordpress", b"<disqus/>", "outermost element is <disqus>, and should be <rss>"),
        ("isso", b"no database", "no database of Isso's"),
        ("isso", b"", "no database of Isso's: no such table"),
        ("json", b"{", "not JSON"),
        ("json", b"\xff", "not JSON"),
        ("json", b"[" * 100_000, "not JSON"),
        ("json", b"[]", "not of the format ml-map-comments-1"),
        ("json", b'{"format": "ml-map-comments-1"}', "no list of comments"),
    ],
)
def test_a_file_that_is_no_export_is_refused_in_words(source, content, words, run, tmp_path):
    path = tmp_path / "export"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        run(path, source)


@pytest.mark.parametrize("source", ["disqus", "wordpress", "isso", "json"])
def test_a_file_that_is_not_there_is_said(source, run, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "nothing", source)
