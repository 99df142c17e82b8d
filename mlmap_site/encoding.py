"""The site reads and writes UTF-8, and nobody chooses another encoding for it."""

import codecs

from django.utils.http import parse_header_parameters


class Utf8Alone:
    """A WSGI application before another: it refuses what says that it is in another encoding.

    Django reads the query string in it, too, before any of its middleware is asked: a page that is
    kept for everyone would show other words than its address has, and some encodings are none of
    text at all.
    """

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        if is_utf8(environ.get("CONTENT_TYPE", "")):
            return self.application(environ, start_response)
        body = b"This site reads UTF-8.\n"
        headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))]
        start_response("415 Unsupported Media Type", headers)
        return [body]


def is_utf8(content_type):
    if not content_type:
        return True
    try:
        charset = parse_header_parameters(content_type)[1].get("charset", "utf-8")
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return False
