"""Whole pages, kept before Django: an anonymous reader's page is the same bytes for everyone.

A page is given from here while no stamp of what it shows has risen (stamps.py) and for a minute at
most, since it says how long ago things were. So it is never older than the last look at the stamps,
in any process on any machine, and nothing has to be flushed. Whoever has a session goes past it.
"""

import gzip
import threading
import time
from functools import lru_cache
from hashlib import blake2b

import brotli
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import get_bytes_from_wsgi
from django.http import QueryDict

from mlmap_site.privacy import SAFE_METHODS, SHARED, only
from mlmap_site.stamps import Stamps

LIFETIME = 60
# When the site itself cannot answer, a page that is not known to be outdated is better than none.
LIFETIME_IF_ERROR = 300
LARGEST_PAGE = 1024 * 1024
SHORTEST_COMPRESSED = 256
MOST_PATHS = 10_000
COMPRESS = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
COMPRESSIBLE = ("text/", "application/json", "application/xml", "image/svg+xml")
# With it, what asks for a piece of a page (key_of) could be spelled in other ways.
OTHER_SPELLING = "HTTP_HX_REQUEST_URI_AUTOENCODED"
# What Django's answer to a condition would leave out of the page that is kept.
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")


class Page:
    """One answer with status 200, and its encodings, made when they are first asked for."""

    def __init__(self, headers, body, *, serial, topics):
        self.serial = serial
        self.topics = topics
        self.filled_at = time.monotonic()
        # Whatever it is compressed to is smaller.
        self.size = 2 * len(body) + 2048
        self.etag = f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
        # The id names the request that the page was made for, and no other.
        dropped = {"content-length", "etag", "x-request-id"}
        self.headers = [(n, v) for n, v in headers if n.lower() not in dropped]
        self.headers.append(("ETag", self.etag))
        types = [value for name, value in headers if name.lower() == "content-type"]
        self.is_compressible = len(body) >= SHORTEST_COMPRESSED and types[0].startswith(
            COMPRESSIBLE
        )
        if self.is_compressible:
            self.headers = _varying(self.headers, "Accept-Encoding")
        self.encoded = {"identity": self._with_length(body)}

    def _with_length(self, body, *more):
        return [*self.headers, *more, ("Content-Length", str(len(body)))], body

    def answer(self, environ, start_response):
        if self.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", self.headers[:])
            return []
        headers, body = self._as_accepted(environ.get("HTTP_ACCEPT_ENCODING", ""))
        start_response("200 OK", headers[:])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _as_accepted(self, accepted):
        encoding = preferred(accepted) if self.is_compressible else "identity"
        if encoding not in self.encoded:
            body = COMPRESS[encoding](self.encoded["identity"][1])
            self.encoded[encoding] = self._with_length(body, ("Content-Encoding", encoding))
        return self.encoded[encoding]


class PageCache:
    """A WSGI application before another, which it asks for what it does not have."""

    def __init__(self, application, megabytes):
        self.application = application
        self.most = megabytes * 1024 * 1024
        self.stamps = Stamps()
        self.pages = {}
        self.size = 0
        # Which keys of a query string a path reads, as its last answer said.
        self.queries = {}
        self._storing = threading.Lock()
        # One thread makes a page while others that want it wait; two pages may share a lock.
        self._filling = [threading.Lock() for _ in range(64)]

    def __call__(self, environ, start_response):
        if environ["REQUEST_METHOD"] not in SAFE_METHODS or is_personal(environ):
            return self.application(environ, start_response)
        environ.pop(OTHER_SPELLING, None)
        serial = self.stamps.look()
        key = self.key(environ)
        if key is None:
            return self.ask(environ, start_response, serial)
        page = self.pages.get(key)
        if page and self.is_fresh(page):
            return page.answer(environ, start_response)
        with self._filling[hash(key) % len(self._filling)]:
            page = self.pages.get(key)
            if page and self.is_fresh(page):
                return page.answer(environ, start_response)
            return self.fill(environ, start_response, serial, page)

    def key(self, environ):
        """Return the key of a request's page, None where it cannot be known."""
        names = self.queries.get(environ["PATH_INFO"])
        try:
            return None if names is None else key_of(environ, names)
        except SuspiciousOperation:
            # Django refuses it in its own words.
            return None

    def is_fresh(self, page):
        is_young = time.monotonic() - page.filled_at < LIFETIME
        return is_young and not self.stamps.is_blind and not self.is_outdated(page)

    def is_outdated(self, page):
        return self.stamps.changed_since(page.serial, page.topics)

    def fill(self, environ, start_response, serial, old):
        """Answer with a page made anew; with the old one where it cannot be made."""
        method, conditions = environ["REQUEST_METHOD"], {}
        environ["REQUEST_METHOD"] = "GET"
        for name in CONDITIONS:
            if name in environ:
                conditions[name] = environ.pop(name)
        answer = Answer(self.application, environ)
        environ |= conditions | {"REQUEST_METHOD": method}
        if answer.status >= "500" and old and self.may_stand_in(old):
            answer.close()
            return old.answer(environ, start_response)
        page = self.keep(environ, answer, serial)
        if page:
            return page.answer(environ, start_response)
        return answer.send(start_response, with_body=method == "GET")

    def may_stand_in(self, page):
        is_young = time.monotonic() - page.filled_at < LIFETIME_IF_ERROR
        return is_young and not self.is_outdated(page)

    def ask(self, environ, start_response, serial):
        """Let a path of which nothing is known be answered, and learn whether it is shared."""
        answer = Answer(self.application, environ)
        if environ["REQUEST_METHOD"] == "GET":
            page = self.keep(environ, answer, serial)
            if page:
                return page.answer(environ, start_response)
        return answer.send(start_response)

    def keep(self, environ, answer, serial):
        """Return the page that an answer is, kept from now on; None where it is not shared."""
        shared = environ.pop(SHARED, None)
        names = {name.lower() for name, _ in answer.headers}
        if shared is None or not answer.status.startswith("200") or "set-cookie" in names:
            return None
        body = answer.read()
        if len(self.queries) >= MOST_PATHS:
            self.queries.clear()
        self.queries[environ["PATH_INFO"]] = shared.query
        page = Page(answer.headers, body, serial=serial, topics=shared.topics)
        if len(body) <= LARGEST_PAGE:
            self.store(key_of(environ, shared.query), page)
        return page

    def store(self, key, page):
        with self._storing:
            self.drop(key)
            self.pages[key] = page
            self.size += page.size
            while self.size > self.most:
                self.drop(next(iter(self.pages)))

    def drop(self, key):
        if page := self.pages.pop(key, None):
            self.size -= page.size


class Answer:
    """What an application answered, before any of it is sent."""

    def __init__(self, application, environ):
        self.result = application(environ, self._start)
        self.body = None

    def _start(self, status, headers, exc_info=None):
        self.status, self.headers = status, headers

    def read(self):
        self.body = b"".join(self.result)
        self.close()
        return self.body

    def close(self):
        if hasattr(self.result, "close"):
            self.result.close()

    def send(self, start_response, *, with_body=True):
        start_response(self.status, self.headers)
        if self.body is None and with_body:
            # A file goes as it is: the server may have a quicker way to send it.
            return self.result
        if self.body is None:
            self.close()
        return [self.body] if with_body else []


PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")


def key_of(environ, names):
    """Return all that an anonymous page depends on, besides the stamps."""
    query = get_bytes_from_wsgi(environ, "QUERY_STRING", "")
    if query:
        query = only(QueryDict(query), names).urlencode()
    is_part = environ.get("HTTP_HX_REQUEST") == "true"
    return environ.get("HTTP_HOST"), scheme(environ), environ["PATH_INFO"], query or "", is_part


def is_personal(environ):
    """Return whether a request says who makes it."""
    cookies = environ.get("HTTP_COOKIE")
    if cookies and any(name in cookies for name in PERSONAL_COOKIES):
        return True
    return "HTTP_AUTHORIZATION" in environ


def scheme(environ):
    """Return the scheme as Django sees it: a proxy of ours says it, nobody else."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, secure = settings.SECURE_PROXY_SSL_HEADER
        if name in environ:
            is_secure = environ[name].split(",", 1)[0].strip() == secure
            return "https" if is_secure else "http"
    return environ["wsgi.url_scheme"]


@lru_cache(maxsize=256)
def preferred(accepted):
    """Return the encoding to send to whoever accepts these."""
    weights = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.partition(";")
        weights[name.strip()] = parameters.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00"}
    return next((name for name in COMPRESS if weights.get(name)), "identity")


def _varying(headers, name):
    """Return headers that say that the answer varies with one more of the request's."""
    varied = [value for header, value in headers if header.lower() == "vary"]
    others = [(header, value) for header, value in headers if header.lower() != "vary"]
    return [*others, ("Vary", ", ".join([*varied, name]))]
