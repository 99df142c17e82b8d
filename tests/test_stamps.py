"""Whatever changes a public page stamps it in the same transaction, however it is written."""

import pytest
from django.db import connection, transaction
from django.db.models import Max

from articles import publishing
from articles.models import Article, Change, Follow, Place, Placement, Version
from comments import leaving, moderation, posting, triage
from comments.models import Comment, Like
from mlmap_site.models import Stamp
from mlmap_site.stamps import SITE, article_topic, role_topic
from roles.models import Role
from tests.factories import (
    make_article,
    make_comment,
    make_correction,
    make_cover,
    make_draft,
    make_published,
    make_role,
    make_scheduled,
    make_user,
)

pytestmark = pytest.mark.django_db

Act = moderation.Action


class Scene:
    """A published version with comments, a tag and a draft; each row is read anew."""

    def __init__(self):
        self.alice = make_published().article.author
        self.article.tags.add("mapping")
        make_published(make_article("second"))
        make_scheduled(make_article("third"))
        role = make_role("developer")
        self.key = make_comment(self.version, role=role).pk
        self.waiting_key = make_comment(self.version, state=Comment.State.PENDING).pk
        make_draft(self.article, changes=["Better."])
        Place.objects.keep(self.charlie, self.version, 30)
        make_role("unused")

    article = property(lambda self: Article.objects.get(slug="ml-map"))
    version = property(lambda self: self.article.versions.get(minor=1))
    draft = property(lambda self: self.article.versions.get(minor=2))
    scheduled = property(lambda self: Version.objects.get(article__slug="third"))
    second = property(lambda self: Version.objects.get(article__slug="second"))
    comment = property(lambda self: Comment.objects.get(pk=self.key))
    waiting = property(lambda self: Comment.objects.get(pk=self.waiting_key))
    comments = property(lambda self: Comment.objects.filter(pk=self.key))
    tag = property(lambda self: self.article.tags.get())
    bob = property(lambda self: make_user("bob"))
    charlie = property(lambda self: make_user("charlie"))
    users = property(lambda self: type(self.alice).objects.filter(username="bob"))

    def moderate(self, act, comment=None):
        moderation.moderate(comment or self.comment, self.alice, act, "It had to be.")


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def save(row, **values):
    for field, value in values.items():
        setattr(row, field, value)
    row.save()


def another_comment(scene):
    values = {"article": scene.article, "version": scene.version, "author": scene.bob}
    return Comment(**values, body="Too.", body_html="<p>Too.</p>", state=Comment.State.APPROVED)


ON_THE_ARTICLE = {
    "post": lambda s: make_comment(s.version),
    "answer": lambda s: make_comment(s.version, parent=s.comment),
    "edit": lambda s: posting.edit(s.comment, "In other words."),
    "take back": lambda s: posting.delete(s.comment),
    "approve": lambda s: s.moderate(Act.APPROVE, s.waiting),
    "remove": lambda s: s.moderate(Act.REMOVE),
    "pin": lambda s: s.moderate(Act.PIN),
    "like a comment": lambda s: Like.objects.put(s.alice, wanted=True, comment=s.comment),
    "like the article": lambda s: Like.objects.put(s.bob, wanted=True, article=s.article),
    "comments in bulk": lambda s: Comment.objects.bulk_create([another_comment(s)]),
    "comments by update": lambda s: s.comments.update(body_html="<p>Other.</p>"),
    "comments by SQL": lambda s: sql("DELETE FROM comments_comment WHERE id = %s", s.key),
    "a state by SQL": lambda s: sql(
        "UPDATE comments_comment SET state = 'approved' WHERE id = %s", s.waiting_key
    ),
    "counts": lambda s: Article.objects.filter(pk=s.article.pk).update(comment_count=9),
    "keep a place": lambda s: Place.objects.keep(s.bob, s.version, 40),
    "forget a place": lambda s: Place.objects.forget(s.charlie, s.version),
}
ON_THE_ROLE = ("edit", "take back", "remove", "pin", "comments by update", "comments by SQL")
ANYWHERE = {
    "publish": lambda s: publishing.publish(s.draft, s.alice),
    "schedule": lambda s: make_scheduled(make_article("fourth")),
    "unschedule": lambda s: publishing.unschedule(s.scheduled, s.alice),
    "correct": lambda s: make_correction(s.version),
    "withdraw": lambda s: publishing.withdraw(s.second, s.alice, "It was wrong."),
    "publish by update": lambda s: Version.objects.filter(pk=s.draft.pk).update(
        published_at="2024-05-01T00:00Z", digest="0" * 64
    ),
    "close": lambda s: moderation.close(s.article, s.alice, "Enough."),
    "title": lambda s: save(s.article, title="Another"),
    "title by update": lambda s: Article.objects.update(title="Another"),
    "title in bulk": lambda s: Article.objects.bulk_update(
        [Article(s.article.pk, title="X")], ["title"]
    ),
    "another author": lambda s: save(s.article, author=s.bob),
    "credit": lambda s: triage.credit(s.comment, Change.objects.all(), s.alice),
    "tag": lambda s: s.article.tags.add("new"),
    "untag": lambda s: s.article.tags.clear(),
    "rename a tag": lambda s: save(s.tag, name="Other"),
    "delete a tag": lambda s: s.tag.delete(),
    "name": lambda s: save(s.bob, name="Robert"),
    "username": lambda s: save(s.bob, username="robert"),
    "bio": lambda s: s.users.update(bio="Here.", bio_html="<p>Here.</p>"),
    "courses": lambda s: s.users.update(courses="A https://a.example/"),
    "links": lambda s: s.users.update(links="A https://a.example/"),
    "picture": lambda s: save(s.bob, avatar=make_cover()),
    "name by SQL": lambda s: sql("UPDATE accounts_user SET name = 'R' WHERE username = 'bob'"),
    "named in credits": lambda s: s.users.update(named_in_credits=False),
    "leave": lambda s: leaving.delete_account(s.bob, leaving.Words.KEEP),
    "delete a role": lambda s: Role.objects.filter(slug="unused").delete(),
}
NOWHERE = {
    "write a draft": lambda s: save(s.draft, body="More."),
    "start a draft": lambda s: make_draft(make_article("fifth")),
    "place on a draft": lambda s: Placement.objects.filter(version=s.draft).update(summary="So."),
    "wait": lambda s: make_comment(s.version, state=Comment.State.PENDING),
    "edit what waits": lambda s: posting.edit(s.waiting, "In other words."),
    "follow": lambda s: Follow.objects.put(s.bob, s.article, wanted=True),
    "sign up": lambda s: make_user("new"),
    "sign in": lambda s: s.users.update(last_login="2024-05-01T00:00Z", password="x"),
    "block": lambda s: moderation.block(s.bob, s.alice, "Spam."),
}


def stamped_by(act, scene):
    """Return the topics that an act stamps, and undo the act with its stamps."""
    last = Stamp.objects.aggregate(last=Max("pk"))["last"]
    new = Stamp.objects.filter(pk__gt=last)
    with transaction.atomic():
        act(scene)
        found = set(new.values_list("topic", flat=True))
        transaction.set_rollback(True)
    assert not new.exists()
    return found


@pytest.fixture
def scene(db):
    return Scene()


def test_what_is_said_on_an_article_stamps_it_and_its_role(scene):
    article, role = article_topic(scene.article.pk), role_topic(make_role("developer").pk)
    found = {what: stamped_by(act, scene) for what, act in ON_THE_ARTICLE.items()}
    assert {what for what, topics in found.items() if article not in topics} == set()
    assert {what for what in ON_THE_ROLE if role not in found[what]} == set()
    # None of them makes the pages of other articles anew.
    assert {what for what, topics in found.items() if topics - {article, role}} == set()


def test_what_may_show_anywhere_stamps_the_site(scene):
    found = {what: stamped_by(act, scene) for what, act in ANYWHERE.items()}
    assert {what for what, topics in found.items() if SITE not in topics} == set()


def test_what_no_reader_sees_stamps_nothing(scene):
    found = {what: stamped_by(act, scene) for what, act in NOWHERE.items()}
    assert {what: topics for what, topics in found.items() if topics} == {}
