"""A query that is written once finds what one that is written anew does, whoever asks, and when."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.http import Http404
from django.utils import timezone

from articles.models import Version, current_version
from comments.models import Comment
from comments.threads import Order, first_roots, with_keys
from mlmap_site.prepared import first_or_404, prepared
from roles.models import Role
from tests.factories import (
    make_article,
    make_comment,
    make_draft,
    make_published,
    make_role,
    make_scheduled,
    make_user,
)


@pytest.fixture
def roles(db):
    return [make_role(slug) for slug in ("developer", "engineer", "researcher")]


def test_a_query_is_written_once_for_each_shape(roles):
    shapes = []

    @prepared
    def called(direction, *, slug):
        shapes.append(direction)
        return Role.objects.filter(slug__gte=slug).order_by(f"{direction}slug")

    assert called("", slug="engineer") == roles[1:]
    assert called("", slug="f") == roles[2:]
    assert called("-", slug="") == roles[::-1]
    assert called("", slug="z") == []
    assert shapes == ["", "-"]


def test_a_list_has_as_many_values_as_its_shape_says(roles):
    @prepared
    def among(count, *, keys):
        return Role.objects.filter(pk__in=keys.each(count)).order_by("slug")

    first, second, third = (role.pk for role in roles)
    assert among(1, keys=[second]) == roles[1:2]
    assert among(1, keys=[third]) == roles[2:]
    assert among(2, keys=[third, first]) == [roles[0], roles[2]]


def test_a_moment_is_a_value_as_any_other(db):
    @prepared
    def since(*, moment):
        return Version.objects.filter(published_at__gte=moment)

    version = make_published()
    at = version.published_at
    assert since(moment=at) == [version]
    assert since(moment=at + timedelta(microseconds=1)) == []
    assert since(moment=at.astimezone(timezone.get_fixed_timezone(480))) == [version]


def test_what_a_value_is_means_nothing_in_the_query(roles):
    @prepared
    def called(*, slug):
        return Role.objects.filter(slug=slug)

    for slug in ("%s", "' OR 1=1 --", "engineer' --", "%", '"', "slug"):
        assert called(slug=slug) == []


def test_what_stays_the_same_is_written_into_the_query(roles):
    """A value that is bound to it makes SQLite plan the statement anew, each time."""
    sent = []

    def keep(execute, sql, params, many, context):
        sent.append(params)
        return execute(sql, params, many, context)

    @prepared
    def called(*, slug):
        return Role.objects.filter(slug=slug).exclude(kind__in=["100 %s", "it's"])

    with connection.execute_wrapper(keep):
        assert called(slug="engineer") == roles[1:2]
    assert sent == [("engineer",)]


def test_what_becomes_public_is_found_from_its_moment_on(db):
    article = make_article()
    first = make_published(article)
    assert current_version(article=article.pk) == [first]
    at = timezone.now() + timedelta(days=1)
    second = make_scheduled(article, at=at, minor=2)
    with time_machine.travel(at - timedelta(seconds=1), tick=False):
        assert current_version(article=article.pk) == [first]
    with time_machine.travel(at, tick=False):
        assert current_version(article=article.pk) == [second]
    assert current_version(article=article.pk) == [first]


def test_the_current_version_is_that_of_its_article(db):
    shown = [make_published(make_article(slug)) for slug in ("one", "two")]
    make_draft(make_article("three"))
    assert [version.article.current() for version in shown] == shown
    assert make_article("four").current() is None


def test_a_reader_is_told_of_their_own_likes_alone(db):
    version = make_published()
    comment, other = make_comment(version), make_comment(version, parent=None, body="Another.")
    alice, bob = make_user("likes-it"), make_user("does-not")
    comment.likes.create(reader=alice)
    keys = [comment.pk, other.pk]
    for reader, liked in ((alice, {comment}), (bob, set()), (alice, {comment})):
        found = with_keys(2, True, keys=keys, reader=reader.pk)
        assert {c for c in found if c.is_liked} == liked
    assert not any(c.is_liked for c in with_keys(2, False, keys=keys, reader=None))


@pytest.mark.parametrize("order", Order)
def test_a_thread_begins_as_the_query_that_is_written_anew_does(order, db):
    versions = [make_published(make_article(slug)) for slug in ("one", "two", "none")]
    for n in range(5):
        root = make_comment(versions[n % 2], body=f"Number {n}.", like_count=n % 3)
        make_comment(root.version, parent=root, body="Yes.")
    for version in versions:
        anew = Comment.objects.roots().standing().filter(article=version.article)
        assert first_roots(order, article=version.article_id) == list(anew.order_by(*order.columns))


def test_no_row_is_no_page():
    assert first_or_404([1, 2]) == 1
    with pytest.raises(Http404):
        first_or_404([])
