"""Checks 32 and 33: nobody makes a kept page that another reader would not have been given."""

import pytest

from tests.factories import make_comment
from tests.page_reader import PAGE, Reader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_connection")]

THREAD = PAGE + "comments/"
SEARCH = "/search/"
# What may come with a request beside its address, host and language, and changes nothing for all.
FOREIGN = {
    "an encoding": {"CONTENT_TYPE": "text/html; charset=latin-1"},
    "an encoding without letters": {"CONTENT_TYPE": "text/html; charset=utf-16"},
    "an encoding that is none of text": {"CONTENT_TYPE": "text/html; charset=hex"},
    "a form": {"CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": "3"},
    "a piece by another spelling": {
        "HTTP_HX_REQUEST": "%74rue",
        "HTTP_HX_REQUEST_URI_AUTOENCODED": "true",
    },
    "boosted": {"HTTP_HX_BOOSTED": "true", "HTTP_HX_TARGET": "x", "HTTP_HX_PROMPT": "x"},
    "from history": {"HTTP_HX_HISTORY_RESTORE_REQUEST": "true"},
    "another method": {"HTTP_X_HTTP_METHOD_OVERRIDE": "POST", "HTTP_X_METHOD_OVERRIDE": "DELETE"},
    "a proxy's words": {
        "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_X_FORWARDED_PORT": "6666",
        "HTTP_X_FORWARDED_PREFIX": "/evil",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_FORWARDED": "host=evil.example;proto=https",
        "HTTP_X_FORWARDED_FOR": "203.0.113.7",
    },
    "another address": {"HTTP_X_ORIGINAL_URL": "/admin/", "HTTP_X_REWRITE_URL": "/admin/"},
    "another language": {"HTTP_ACCEPT_LANGUAGE": "zh-Hans", "HTTP_COOKIE": "django_language=de"},
    "a piece of the page": {"HTTP_RANGE": "bytes=0-1"},
    "a condition": {"HTTP_IF_NONE_MATCH": "*", "HTTP_IF_MODIFIED_SINCE": "Fri, 1 Jan 2100"},
    "a browser": {"HTTP_USER_AGENT": "<b>x</b>", "HTTP_REFERER": "//evil.example"},
    "another form of it": {"HTTP_ACCEPT": "application/json"},
    "a name for it": {"HTTP_X_REQUEST_ID": "planted-by-somebody"},
    "a cookie": {"HTTP_COOKIE": "csrftoken=" + "x" * 32},
    "the head alone": {"method": "HEAD"},
}
PAGES = [(THREAD, ""), (SEARCH, "q=%E4%B8%AD"), ("/feed/", "")]


@pytest.fixture(autouse=True)
def site(settings, version):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    settings.PROXIES = 1
    make_comment(version)


def told(reader, page, query):
    """Return all that a reader is given, but for the name of the request."""
    body = reader.get(page, query)
    kept = {name: value for name, value in reader.headers.items() if name != "X-Request-ID"}
    return reader.status, kept, body


def test_whatever_somebody_sends_the_next_reader_is_given_the_page_as_it_is():
    clean = Reader()
    as_they_are = {page: told(clean, *page) for page in PAGES}
    poisoned = []
    for name, sent in FOREIGN.items():
        for page in PAGES:
            reader = Reader()
            # The first time, nothing is known of the address yet.
            for _ in "12":
                reader.get(*page, **sent)
                assert not reader.status.startswith("5"), (name, page)
            if told(reader, *page) != as_they_are[page]:
                poisoned.append((name, page))
    assert poisoned == []


def test_a_kept_page_has_no_name_of_the_request_that_made_it():
    reader = Reader()
    reader.get()
    reader.get()
    assert reader.rendered == 1
    assert "X-Request-ID" not in reader.headers


def test_what_varies_with_a_script_says_so_whole_and_in_pieces():
    reader = Reader()
    for sent in ({}, {"HTTP_HX_REQUEST": "true"}):
        reader.get(THREAD, **sent)
        assert "HX-Request" in reader.headers["Vary"]


@pytest.mark.parametrize(
    "path",
    ["//evil.example/articles", "/\\evil.example/articles", "/%2F/evil.example/articles"],
)
def test_a_path_leads_to_no_other_site(path):
    reader = Reader()
    reader.get(path)
    assert not reader.headers.get("Location", "").startswith(("//", "/\\", "http"))


def test_who_comes_by_plain_http_is_led_on_and_given_no_page_that_was_kept_for_https(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    reader = Reader()
    for _ in "12":
        reader.get(**{"wsgi.url_scheme": "https"})
    assert reader.status == "200 OK"
    reader.get(HTTP_X_FORWARDED_PROTO="http")
    assert reader.headers["Location"] == "https://127.0.0.1" + PAGE


ODD_ENCODINGS = [
    *("hex", "utf-16", "undefined", "punycode", "idna", "latin-1", "nonsense", "x" * 20_000),
]


@pytest.mark.parametrize("charset", ODD_ENCODINGS, ids=lambda name: name[:9])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_an_encoding_that_no_page_asked_for_is_refused(charset, method):
    reader = Reader()
    for kind in (f"text/html; charset={charset}", f"multipart/form-data; charset*={charset}''x"):
        reader.get(SEARCH, "q=%E4%B8%AD", method, CONTENT_TYPE=kind)
        assert reader.status.startswith("415")
    assert reader.rendered == 0


@pytest.mark.parametrize(
    "kind", ["text/html", "text/html; charset=UTF8", "text/html; Charset=utf-8"]
)
def test_its_own_is_read(kind):
    reader = Reader()
    assert "中".encode() in reader.get(SEARCH, "q=%E4%B8%AD", CONTENT_TYPE=kind)
