"""How every public address answers: errors, methods, odd keys, and who may keep a copy."""

import pytest
from django.db import transaction
from django.test import Client

from tests.addresses import everything_in
from tests.factories import make_article, make_draft, make_published, make_site, make_user

pytestmark = pytest.mark.usefixtures("site", "db")

EVERY_PAGE = [
    "/",
    "/articles/",
    "/tags/mapping/",
    "/articles/ml-map/",
    "/articles/ml-map/v0.1/",
    "/articles/ml-map/v0.1/r1/",
    "/articles/ml-map/v0.1/map.json",
    "/articles/ml-map/v0.2/",
    "/articles/ml-map/versions/",
    "/articles/ml-map/comments/",
    "/roles/",
    "/roles/developer/",
]


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_site()
        transaction.set_rollback(True)


def text(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return everything_in(response)


# Methods and errors


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_head_answers_as_get_does(address, client):
    got, asked = client.get(address), client.head(address)
    assert (asked.status_code, asked.content) == (got.status_code, b"") == (200, b"")
    assert asked["Content-Type"] == got["Content-Type"]


READABLE = [address for address in EVERY_PAGE if not address.endswith("/comments/")]
READABLE += ["/comments/1/", "/healthz", f"/media/covers/{32 * '0'}.webp"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", READABLE)
def test_what_is_read_cannot_be_posted_to(address, method, client):
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_the_thread_takes_no_other_methods(method, client):
    assert getattr(client, method)("/articles/ml-map/comments/").status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/nothing/",
        "/articles/nothing/",
        "/articles/nothing/versions/",
        "/articles/nothing/v0.1/",
        "/articles/ml-map/v0.9/",
        "/articles/ml-map/v00.1/",
        "/articles/ml-map/v0.01/",
        "/articles/ml-map/v٠.١/",
        "/articles/ml-map/V0.1/",
        "/articles/ml-map/v1/",
        "/articles/ml-map/v0.1.0/",
        "/articles/ml-map/v0.99999/",
        "/articles/ml-map/v99999999999999999999.1/",
        "/articles/ml-map/v0.1/r0/",
        "/articles/ml-map/v0.1/r9/",
        "/articles/ml-map/v0.1/r99999999999999999999999/",
        "/articles/ml-map/v0.2/r2/",
        "/articles/ml-map/v0.9/map.json",
        "/tags/nothing/",
        "/tags/%00/",
        "/roles/nothing/",
        "/roles/Developer/",
        "/roles/%00/",
        "/comments/0/",
        "/comments/99999999999999999/",
        "/comments/9223372036854775807/",
        "/comments/99999999999999999999999999/",
        "/media/none.webp",
    ],
)
def test_what_is_not_there_is_not_found(address, client):
    page = text(client, address, status=404)
    assert "There is nothing here" in page


ODD_KEYS = ["abc", "-1", "0x1", "1.5", "²", "%00", "1%00", "9" * 18, "9" * 40, "' OR 1=1 --"]
PAGED = [
    "/articles/?after=",
    "/tags/mapping/?after=",
    "/articles/ml-map/versions/?after=",
    "/articles/ml-map/comments/?after=",
    "/articles/ml-map/comments/?from=",
    "/articles/ml-map/comments/?thread=",
    "/roles/developer/?after=",
]


@pytest.mark.parametrize("address", PAGED)
@pytest.mark.parametrize("key", ODD_KEYS)
def test_a_key_that_is_none_is_not_found(address, key, client):
    assert client.get(address + key).status_code == 404


@pytest.mark.parametrize("address", PAGED)
def test_an_empty_key_is_the_first_page(address, client):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/articles/?x=%00", "/?x=%FF", "/?after=abc"])
def test_a_query_that_nobody_asked_for_changes_nothing(address, client):
    assert client.get(address).status_code == 200


def test_a_missing_slash_is_added(client, site):
    answer = client.get("/articles/ml-map")
    assert (answer.status_code, answer.url) == (301, "/articles/ml-map/")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1"])
def test_a_host_that_is_not_ours_is_refused(host, client):
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 400
    assert b"could not be understood" in answer.content


# Who may keep a copy


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_an_anonymous_page_is_the_same_bytes_for_everyone(address):
    visitor, other = Client(), Client(headers={"user-agent": "Another", "accept-language": "de"})
    visitor.get("/accounts/login/")
    visitor.get("/articles/ml-map/comments/new/")
    assert visitor.get(address).content == other.get(address).content


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_an_anonymous_page_may_be_kept_and_holds_nothing_personal(address, client):
    answer = client.get(address)
    assert answer["Cache-Control"] == "public, max-age=0"
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.content.decode()


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_a_page_is_not_sent_twice_to_whoever_has_it(address, client):
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == first["Cache-Control"]


def test_a_page_that_changed_is_sent_again(client):
    tag = client.get("/articles/")["ETag"]
    make_published(make_article("newer"), title="Newer")
    assert client.get("/articles/", headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_no_answer_to_somebody_signed_in_is_kept(address, client):
    client.force_login(make_user("bob"))
    assert client.get(address)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/login/code/",
        "/accounts/password/reset/",
        "/accounts/profile/",
        "/articles/ml-map/comments/new/",
        "/admin/",
        "/admin/login/",
        "/nothing/",
        "/articles/nothing/",
    ],
)
def test_personal_pages_and_errors_are_not_kept(address, client):
    control = client.get(address)["Cache-Control"]
    assert "private" in control
    assert "no-store" in control


@pytest.mark.parametrize("address", ["/articles/ml-map/comments/new/", "/accounts/profile/"])
def test_a_readers_own_page_is_not_kept(address, client):
    client.force_login(make_user("bob"))
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


def test_a_preview_is_not_kept(client):
    draft = make_draft(make_article("next"))
    client.force_login(draft.article.author)
    answer = client.get(f"/admin/articles/version/{draft.pk}/preview/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_a_page_with_a_message_is_not_kept(client):
    """Whoever signed out is anonymous, and what they are told is for them alone."""
    client.force_login(make_user("bob"))
    client.post("/accounts/logout/")
    answer = client.get("/")
    assert "signed out" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
