"""What is refused before Django has a look: it would break over it, or store it first."""

import codecs

from django.utils.http import parse_header_parameters

from mlmap_site.pictures import LARGEST_FILE

# A picture that is too large is refused in words, beside its field; what is larger still is not
# even read.
LARGEST_REQUEST = 2 * LARGEST_FILE


class Door:
    """A WSGI application before another."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        if not is_utf8(environ.get("CONTENT_TYPE", "")):
            return refuse(start_response, "415 Unsupported Media Type", b"This site reads UTF-8.\n")
        if is_too_large(environ.get("CONTENT_LENGTH", "")):
            return refuse(start_response, "413 Content Too Large", b"This is too much to send.\n")
        return self.application(environ, start_response)


def is_utf8(content_type):
    """Return whether a request is in no other encoding.

    Django reads the query string in it, too, before any of its middleware is asked: a page that is
    kept for everyone would show other words than its address has, and some encodings are none of
    text at all.
    """
    if not content_type:
        return True
    try:
        charset = parse_header_parameters(content_type)[1].get("charset", "utf-8")
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return False


def is_too_large(length):
    """Return whether a request is larger than any form of the site; files go to the disk."""
    return length.isdecimal() and int(length[:20]) > LARGEST_REQUEST


def refuse(start_response, status, body):
    headers = [("Content-Type", "text/plain"), ("X-Content-Type-Options", "nosniff")]
    start_response(status, [*headers, ("Content-Length", str(len(body)))])
    return [body]
