"""Pages by key: every row once, however the pages are cut and whatever happens in between."""

import pytest
from django.db.models import F
from django.http import Http404

from mlmap_site.paging import key_or_404, page_after, page_from
from roles.models import Role

pytestmark = pytest.mark.django_db

ORDERS = [
    ("kind", "pk"),
    ("-kind", "-pk"),
    ("kind", "slug", "pk"),
    ("-kind", "-slug", "-pk"),
    ("pk",),
]


@pytest.fixture
def nine_roles():
    """Rows of which many tie in the first column of each order."""
    kinds = ["role", "practice", "role"]
    Role.objects.bulk_create(Role(slug=f"r{i * 7 % 9}", kind=kinds[i % 3]) for i in range(9))


def walk(queryset, order, size, key=None):
    """Return the pages behind a key, to the end."""
    pages = []
    for _ in range(queryset.count() + 1):
        page = page_after(queryset, order, key, size)
        pages.append(page)
        key = page.next
        if key is None:
            return pages
    pytest.fail("The pages come to no end.")


@pytest.mark.parametrize("order", ORDERS, ids="+".join)
@pytest.mark.parametrize("size", [1, 2, 3, 8, 9, 10])
def test_every_row_stands_on_one_page(order, size, nine_roles):
    pages = walk(Role.objects.all(), order, size)
    assert [row for page in pages for row in page] == list(Role.objects.order_by(*order))
    assert all(len(page) == size for page in pages[:-1])
    assert 0 < len(pages[-1]) <= size
    assert [page.is_first for page in pages] == [True] + [False] * (len(pages) - 1)


@pytest.mark.parametrize("order", ORDERS, ids="+".join)
def test_a_page_may_begin_with_any_row(order, nine_roles):
    rows = list(Role.objects.order_by(*order))
    for place, row in enumerate(rows):
        page = page_from(Role.objects.all(), order, row.pk, 3)
        assert page.rows == rows[place : place + 3]
        following = [r for p in walk(Role.objects.all(), order, 3, page.next) for r in p]
        assert following == rows[place + 3 :] or page.next is None
        assert (page.next is None) == (place + 3 >= len(rows))


def test_an_empty_list_is_one_empty_page():
    page = page_after(Role.objects.all(), ("pk",), None, 5)
    assert (page.rows, page.next, page.is_first) == ([], None, True)


def test_a_row_that_left_the_list_still_marks_the_place(nine_roles):
    rows = list(Role.objects.order_by("slug", "pk"))
    remaining = Role.objects.exclude(pk=rows[3].pk)
    anchors = Role.objects.all()
    assert page_after(remaining, ("slug", "pk"), rows[3].pk, 2, anchors).rows == rows[4:6]
    assert page_from(remaining, ("slug", "pk"), rows[3].pk, 2, anchors).rows == rows[4:6]
    with pytest.raises(Http404):
        page_after(remaining, ("slug", "pk"), rows[3].pk, 2)


def test_a_row_that_came_in_before_the_place_moves_no_page(nine_roles):
    rows = list(Role.objects.order_by("slug", "pk"))
    page = page_after(Role.objects.all(), ("slug", "pk"), None, 4)
    Role.objects.create(slug="a-first")
    assert page_after(Role.objects.all(), ("slug", "pk"), page.next, 4).rows == rows[4:8]


def test_a_computed_column_may_order_a_list(nine_roles):
    counted = Role.objects.annotate(rank=F("pk") % 3)
    for size in (1, 2, 4):
        pages = walk(counted, ("-rank", "-pk"), size)
        assert [row for page in pages for row in page] == list(counted.order_by("-rank", "-pk"))


def test_a_page_costs_the_same_anywhere(nine_roles, django_assert_num_queries):
    last = Role.objects.order_by("pk")[7].pk
    for key in (Role.objects.order_by("pk")[0].pk, last):
        with django_assert_num_queries(2):
            page_after(Role.objects.all(), ("pk",), key, 3)


@pytest.mark.parametrize("page", [page_after, page_from])
def test_a_key_that_is_no_row_is_not_found(page, nine_roles):
    for key in (10**9, 10**17):
        with pytest.raises(Http404):
            page(Role.objects.all(), ("pk",), key, 3)


@pytest.mark.parametrize("text", [None, ""])
def test_no_key_is_the_first_page(text):
    assert key_or_404(text) is None


@pytest.mark.parametrize(
    "text", ["x", "-1", "1.5", " 1", "1 ", "0x1", "²", "9" * 19, "1'--", "\x00"]
)
def test_what_is_no_key_is_not_found(text):
    with pytest.raises(Http404):
        key_or_404(text)


def test_a_key_is_a_number():
    assert key_or_404("42") == 42
