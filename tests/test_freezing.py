"""Promise 3: what is published, scheduled or withdrawn refuses every way that Django has to change
it (raw SQL: test_freezing_sql.py), and what is a draft allows every one of them."""

import pytest
from django.db import IntegrityError

from articles.freezing import Frozen
from articles.models import Article, Change, Correction, Descent, Placement, Version
from articles.publishing import unschedule
from comments.models import Comment
from roles.models import Role
from tests.factories import make_article, make_comment, make_draft, make_role
from tests.stock import PARTS, in_state, queryset, refuses, rows, run, save_with, with_values

pytestmark = pytest.mark.django_db


def create_over(row, fields, **values):
    """Insert a row with the key of one that is there, and let the database write over that."""
    with_values(row, **values)._state.adding = True
    type(row).objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["pk"], update_fields=fields
    )


# A version

VERSION_ACTS = {
    "save": lambda v: save_with(v, title="Other"),
    "save one field": lambda v: save_with(v, ["title"], title="Other"),
    "save what the verbs may": lambda v: save_with(v, ["title", "withdrawn_at"], title="Other"),
    "delete": lambda v: v.delete(),
    "update": lambda v: queryset(v).update(title="Other"),
    "update through the article": lambda v: v.article.versions.update(title="Other"),
    "delete by queryset": lambda v: queryset(v).delete(),
    "bulk_update": lambda v: Version.objects.bulk_update(
        [with_values(v, title="Other")], ["title"]
    ),
    "bulk_create over it": lambda v: create_over(v, ["title"], title="Other"),
    "update_or_create": lambda v: Version.objects.update_or_create(
        {"title": "Other"}, article=v.article, major=v.major, minor=v.minor
    ),
    "base manager": lambda v: Version._base_manager.filter(pk=v.pk).update(title="Other"),
}


@pytest.mark.parametrize("act", VERSION_ACTS.values(), ids=VERSION_ACTS)
def test_a_frozen_version_refuses(act, frozen):
    refuses(lambda: act(frozen))


@pytest.mark.parametrize(
    "name", ["save", "delete", "update", "delete by queryset", "bulk_update", "update_or_create"]
)
def test_python_refuses_before_the_database_has_to(name, published):
    refuses(lambda: VERSION_ACTS[name](published), errors=Frozen)


@pytest.mark.parametrize("act", VERSION_ACTS.values(), ids=VERSION_ACTS)
def test_a_draft_allows(act, stock):
    draft = make_draft(make_article("alone"))
    act(draft)
    assert not Version.objects.filter(pk=draft.pk, title=f"ML Map {draft.label}").exists()


def test_the_date_and_digest_of_what_is_published_are_set_by_no_save(published):
    refuses(lambda: save_with(published, ["published_at", "digest"], digest="0" * 64))


def test_a_withdrawal_stands(stock):
    version = in_state("withdrawn")
    refuses(
        lambda: save_with(version, Version.WITHDRAWAL_FIELDS, withdrawal_reason="Another."),
        match="a withdrawal stands",
    )


def test_the_rendered_html_may_be_made_again(frozen):
    run(f"UPDATE articles_version SET body_html = '<p>New look.</p>' WHERE id = {frozen.pk}")
    frozen.refresh_from_db()
    assert frozen.html == "<p>New look.</p>"


def test_a_scheduled_version_may_be_taken_off_the_schedule_and_changed(stock):
    scheduled = in_state("scheduled")
    draft = unschedule(scheduled, scheduled.article.author)
    save_with(draft, title="Other")
    draft.placements.all().delete()
    assert in_state("scheduled").title == "Other"
    assert not in_state("scheduled").placements.exists()


# The parts of a version

PART_ACTS = {
    "save": lambda part: save_with(part, **other_value(part)),
    "save one field": lambda part: save_with(part, [*other_value(part)], **other_value(part)),
    "delete": lambda part: part.delete(),
    "update": lambda part: queryset(part).update(**other_value(part)),
    "delete by queryset": lambda part: queryset(part).delete(),
    "update through the version": lambda part: (
        siblings(part).filter(pk=part.pk).update(**other_value(part))
    ),
    "delete through the version": lambda part: siblings(part).all().delete(),
    "bulk_update": lambda part: type(part).objects.bulk_update(
        [with_values(part, **other_value(part))], [*other_value(part)]
    ),
    "update_or_create": lambda part: type(part).objects.update_or_create(
        other_value(part), pk=part.pk
    ),
    "bulk_create over it": lambda part: create_over(
        part, [*other_value(part)], **other_value(part)
    ),
    "create": lambda part: type(part).objects.create(version=part.version, **new_values(part)),
    "create through the version": lambda part: siblings(part).create(**new_values(part)),
    "get_or_create": lambda part: type(part).objects.get_or_create(
        version=part.version, **new_values(part)
    ),
    "bulk_create": lambda part: type(part).objects.bulk_create(
        [type(part)(version=part.version, **new_values(part))]
    ),
    "base manager": lambda part: (
        type(part)._base_manager.filter(pk=part.pk).update(**other_value(part))
    ),
}


def other_value(part):
    """Return a value that one of the part's columns does not have, and may have on a draft."""
    if isinstance(part, Descent):
        return {"descendant": make_role("developer")}
    return {Placement: {"summary": "Other."}, Change: {"text": "Other."}}[type(part)]


def new_values(part):
    """Return the values of one more part like it."""
    analyst = make_role("analyst")
    return {
        Placement: {"role": analyst, "name": "Analyst", "start": 1, "end": 9},
        Descent: {"descendant": analyst},
        Change: {"text": "One more."},
    }[type(part)]


def siblings(part):
    return getattr(part.version, f"{type(part).__name__.lower()}s")


@pytest.mark.parametrize("act", PART_ACTS.values(), ids=PART_ACTS)
@pytest.mark.parametrize("model", PARTS)
def test_the_parts_of_a_frozen_version_refuse(act, model, frozen):
    refuses(lambda: act(model.objects.filter(version=frozen).first()))


# The others go past what Python of ours can see.
SEEN = sorted(PART_ACTS.keys() - {"bulk_create over it", "base manager"})


@pytest.mark.parametrize("name", SEEN)
@pytest.mark.parametrize("model", PARTS)
def test_python_refuses_for_the_parts_before_the_database_has_to(name, model, published):
    part = model.objects.filter(version=published).first()
    refuses(lambda: PART_ACTS[name](part), errors=Frozen)


@pytest.mark.parametrize("act", PART_ACTS.values(), ids=PART_ACTS)
@pytest.mark.parametrize("model", PARTS)
def test_the_parts_of_a_draft_allow(act, model, draft):
    before = rows(model)
    act(model.objects.filter(version=draft).first())
    assert rows(model) != before


MOVES = {
    "save": lambda part, version: save_with(part, version=version),
    "save one field": lambda part, version: save_with(part, ["version"], version=version),
    "update": lambda part, version: queryset(part).update(version=version),
    "bulk_update": lambda part, version: type(part).objects.bulk_update(
        [with_values(part, version=version)], ["version"]
    ),
    "add": lambda part, version: siblings(type(part)(version=version)).add(part),
    "raw SQL": lambda part, version: run(
        f"UPDATE {part._meta.db_table} SET version_id = {version.pk} WHERE id = {part.pk}"
    ),
}


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
@pytest.mark.parametrize("model", PARTS)
def test_no_part_is_moved_away_from_a_frozen_version(move, model, published):
    other = make_draft(make_article("alone"), placements={})
    refuses(lambda: move(model.objects.filter(version=published).first(), other))


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
@pytest.mark.parametrize("model", PARTS)
def test_no_part_is_moved_onto_a_frozen_version(move, model, draft):
    other = Version.objects.get(article__slug="empty")
    refuses(lambda: move(model.objects.filter(version=draft).first(), other))


@pytest.mark.parametrize("model", PARTS)
def test_python_refuses_a_move_before_the_database_has_to(model, published, draft):
    for part, version in [
        (model.objects.filter(version=published).first(), draft),
        (model.objects.filter(version=draft).first(), published),
    ]:
        refuses(lambda part=part, to=version: save_with(part, version=to), errors=Frozen)


# What else stands for ever

CORRECTION_ACTS = {
    "save": lambda c: save_with(c, body="Other."),
    "save one field": lambda c: save_with(c, ["reason"], reason="Other."),
    "delete": lambda c: c.delete(),
    "update": lambda c: queryset(c).update(body="Other."),
    "delete by queryset": lambda c: queryset(c).delete(),
    "bulk_update": lambda c: Correction.objects.bulk_update(
        [with_values(c, body="Other.")], ["body"]
    ),
}


@pytest.mark.parametrize("act", CORRECTION_ACTS.values(), ids=CORRECTION_ACTS)
def test_a_correction_stands(act, stock):
    refuses(lambda: act(Correction.objects.get()), match="(?i)a correction stands|never changes")


SLUG_ACTS = {
    "save": lambda row: save_with(row, slug="other"),
    "update": lambda row: queryset(row).update(slug="other"),
    "raw SQL": lambda row: run(
        f"UPDATE {row._meta.db_table} SET slug = 'other' WHERE id = {row.pk}"
    ),
}


@pytest.mark.parametrize("act", SLUG_ACTS.values(), ids=SLUG_ACTS)
def test_an_article_keeps_its_slug_once_a_version_is_frozen(act, frozen):
    refuses(lambda: act(frozen.article), match="a published article keeps its address")


@pytest.mark.parametrize("act", SLUG_ACTS.values(), ids=SLUG_ACTS)
def test_an_article_that_only_has_a_draft_may_change_its_slug(act, stock):
    act(make_draft(make_article("alone")).article)
    assert Article.objects.filter(slug="other").exists()


@pytest.mark.parametrize("act", SLUG_ACTS.values(), ids=SLUG_ACTS)
def test_a_role_keeps_its_slug(act, stock):
    refuses(lambda: act(make_role("developer")), match="a role keeps its slug")


def test_a_role_keeps_its_kind(stock):
    role = make_role("developer")
    refuses(lambda: save_with(role, kind=Role.Kind.PRACTICE), match="a role keeps its slug")


@pytest.mark.parametrize("column", ["version_id", "article_id", "root_id", "in_reply_to_id"])
def test_a_comment_keeps_its_place(column, published):
    reply = make_comment(published, parent=make_comment(published))
    other = make_comment(Version.objects.get(article__slug="empty"))
    value = {"version_id": other.version_id, "article_id": other.article_id}.get(column, other.pk)
    refuses(
        lambda: Comment.objects.filter(pk=reply.pk).update(**{column: value}),
        match="a comment keeps the version it was made on",
    )


def test_a_comment_belongs_to_the_article_of_its_version(published):
    other = Version.objects.get(article__slug="empty")
    comment = Comment(article=other.article, version=published, author=other.article.author)
    with pytest.raises(IntegrityError, match="a comment belongs to one article"):
        comment.save()
