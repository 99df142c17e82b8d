"""Our own comments go out as JSON and come back, byte for byte."""

import json

import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import Article, Change, Version
from comments.counting import differences
from comments.models import Comment, Like, Moderation, Notice
from comments.moderation import moderate
from mlmap_site.markup import COMMENT_LIMIT
from roles.models import Role
from tests.comment_exchange.conftest import FIRST_DAY, SECOND_DAY, brought
from tests.factories import make_article, make_comment, make_published, make_user

pytestmark = pytest.mark.django_db


def rows_of(*rows):
    return json.dumps({"format": "ml-map-comments-1", "comments": list(rows)})


def row(key="other:1", **values):
    words = {"id": key, "article": "ml-map", "version": "v0.1", "name": "Kim", "body": "Words."}
    return words | {"created_at": "2024-05-02T09:00:00+00:00", "state": "approved"} | values


@pytest.fixture
def run_rows(run, tmp_path):
    def run_import(*rows):
        path = tmp_path / "rows.json"
        path.write_text(rows_of(*rows))
        return run(path, "json")

    return run_import


def make_conversation(article):
    """Fill a thread with whatever a comment can have; return what the changes were."""
    first, second = article.versions.order_by("minor")
    bob, role = make_user("bob"), Role.objects.get(slug="developer")
    root = make_comment(first, bob, role=role, body="Größer\n\n> als *je*")
    for state in Comment.State:
        words = "" if state in ("deleted", "removed") else f"A reply, {state}."
        make_comment(first, bob, parent=root, state=state, body=words)
    answer = make_comment(second, article.author, parent=root)
    make_comment(second, bob, parent=answer, edited_at=SECOND_DAY)
    gone = make_comment(first, make_user("x" * 150))
    make_comment(first, None, parent=gone, byline="Lea")
    Comment.objects.filter(byline="Lea").update(author=None)
    moderate(gone, article.author, Moderation.Action.REMOVE, "It was unkind.")
    Comment.objects.filter(pk=root.pk).update(is_pinned=True, triage="done", triage_note="Soon.")
    root.changes.add(*second.changes.all())
    # Posted in one moment.
    same = [make_comment(first, bob, body=f"Number {n}", created_at=FIRST_DAY) for n in range(3)]
    Comment.objects.filter(pk=same[1].pk).update(origin="disqus:7")
    Like.objects.put(make_user("charlie"), wanted=True, comment=root)
    other = make_published(make_article("another"), placements={})
    make_comment(other, bob)


def empty_the_threads():
    """Leave the articles as they are, and nothing of what was said."""
    Like.objects.all().delete()
    Notice.objects.all().delete()
    Moderation.objects.all().delete()
    for answers in (Comment.objects.exclude(root=None).order_by("-pk"), Comment.objects.all()):
        for comment in answers:
            comment.changes.clear()
            comment.delete()
    Article.objects.update(comment_count=0)


def test_what_was_exported_and_imported_is_exported_to_the_byte(article, run, export, tmp_path):
    make_conversation(article)
    before, counts = export(), brought_counts()
    empty_the_threads()
    path = tmp_path / "comments.json"
    path.write_text(before)
    told = run(path, "json")
    assert told[:3] == [
        "another: 1 comments were brought.",
        "ml-map: 13 comments were brought.",
        "14 comments were brought, 0 were here already, 0 were left out.",
    ]
    assert len(told) == 3
    assert export() == before
    assert brought_counts() == counts
    assert differences() == []
    assert "14 were here already" in run(path, "json")[0]


def brought_counts():
    return sorted(Article.objects.values_list("slug", "comment_count"))


def test_our_own_comments_are_known_when_they_come_back(article, run, export, tmp_path):
    make_conversation(article)
    path = tmp_path / "comments.json"
    call_command("export_comments", str(path))
    assert path.read_text() == export()
    assert run(path, "json") == ["0 comments were brought, 14 were here already, 0 were left out."]
    assert Comment.objects.count() == 14


def test_the_number_of_likes_is_written_where_it_is_asked_for(article, run, export, tmp_path):
    make_conversation(article)
    likes = [row["likes"] for row in json.loads(export("--likes"))["comments"]]
    assert sorted(likes) == [0] * 13 + [1]
    assert "likes" not in export()
    path = tmp_path / "comments.json"
    path.write_text(export("--likes"))
    empty_the_threads()
    run(path, "json")
    assert not Comment.objects.exclude(like_count=0).exists()


def test_it_is_written_in_as_many_queries_for_many_as_for_few(
    article, export, django_assert_num_queries
):
    first = article.versions.get(minor=1)
    for _ in range(12):
        make_comment(first, parent=make_comment(first))
    with django_assert_num_queries(3):
        export()


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"body": "x" * (COMMENT_LIMIT + 1)}, "it is too long: it has 5001 characters"),
        ({"body": " \n "}, "it has no words"),
        ({"body": "a\u202eb"}, "hidden character that reverses its direction (U+202E)"),
        ({"body": "a\0b"}, "cannot be shown (U+0000)"),
        ({"name": "a\u202eb"}, "hidden character"),
        ({"name": "x" * 61}, "name or note is too long"),
        ({"name": 7}, "its name is lacking or not of the right kind"),
        ({"id": "disqus 1"}, "its id is lacking or not of the right kind"),
        ({"id": f"x:{'y' * 120}"}, "its id is lacking or not of the right kind"),
        ({"created_at": "yesterday"}, "it has no date"),
        ({"created_at": "2024-05-02T09:00:00"}, "it has no date"),
        ({"created_at": "2999-05-02T09:00:00+00:00"}, "it has no date, or one that is still"),
        ({"state": "spam"}, "its state is not known"),
        ({"triage": "never"}, "its triage is not known"),
        ({"version": "v0.9"}, "ML Map has no such version"),
        ({"version": "new"}, "ML Map has no such version"),
        ({"article": "nothing"}, "no article has its address"),
    ],
)
def test_what_cannot_be_brought_is_named_with_its_reason(values, why, article, run_rows):
    told = run_rows(row(**values), row("other:2"))
    assert "1 comments were brought, 0 were here already, 1 were left out." in told
    assert any(line.startswith("1 left out: ") and why in line for line in told)
    assert brought() == [("other:2",)]


def test_what_is_not_here_is_said_and_the_words_are_brought(article, run_rows):
    told = run_rows(
        row("other:1", role="nothing", led_to=[["v0.9", 1], ["v0.2", 1], 5]),
        row("other:2", pinned=True),
        row("other:3", pinned=True),
    )
    assert told[2:] == [
        "1 brought: without a change it led to, which there is not here",
        "  other:1, ml-map",
        "1 brought: without being pinned",
        "  other:3, ml-map",
        "1 brought: without its role, which there is not here",
        "  other:1, ml-map",
    ]
    first = Comment.objects.get(origin="other:1")
    assert list(first.changes.all()) == list(Change.objects.filter(version__minor=2))
    assert brought("is_pinned")[1:] == [("other:2", True), ("other:3", False)]


def test_a_key_stands_for_one_comment(article, run_rows):
    told = run_rows(row("other:1"), row("other:1", body="Again."))
    assert "1 left out: its key comes twice in the file" in told
    told = run_rows(row("other:1", created_at="2024-05-03T09:00:00+00:00", body="Another."))
    assert "1 left out: another comment was brought under its key" in told
    assert [row[1] for row in brought("body")] == ["Words."]


def test_answers_that_go_round_in_a_ring_begin_somewhere(article, run_rows):
    run_rows(
        row("other:1", in_reply_to="other:3"),
        row("other:2", in_reply_to="other:1"),
        row("other:3", in_reply_to="other:2"),
        row("other:4", in_reply_to="other:4"),
    )
    assert Comment.objects.count() == 4
    assert Comment.objects.roots().count() == 2


def test_an_answer_across_articles_is_none(article, run_rows):
    make_published(make_article("other"), placements={})
    run_rows(row("other:1", article="other"), row("other:2", in_reply_to="other:1"))
    assert brought("root")[1] == ("other:2", None)


def test_a_deep_conversation_is_flat_here(article, run_rows):
    run_rows(
        row("other:0"), *(row(f"other:{n}", in_reply_to=f"other:{n - 1}") for n in range(1, 40))
    )
    root = Comment.objects.get(origin="other:0")
    assert (root.reply_count, root.replies.count()) == (39, 39)
    assert Comment.objects.get(origin="other:39").in_reply_to.origin == "other:38"


def test_a_name_without_an_account_is_shown_beside_the_words(article, run_rows):
    run_rows(row(name="Kim <b>"))
    page = Client().get("/articles/ml-map/comments/").content.decode()
    assert "Kim &lt;b&gt;" in page
    assert Version.objects.get(minor=1).comments.get().writer.initials == "K"
