"""What the log says: one line for each request and event, as key=value, and nobody's data.

It has no name, code, token, mail or network address, no query and nothing that was sent. A value
that could hold a space, a quote or a line break is written as JSON, so that a line stays one.
"""

import json
import logging
import re
import time
import traceback
from contextvars import ContextVar
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db import OperationalError
from django.dispatch import receiver

log = logging.getLogger("mlmap")
request_id = ContextVar("request_id", default="-")

PLAIN = re.compile(r"[\w./:*+-]+", re.ASCII)
FROM_A_PROXY = re.compile(r"[\w.-]{1,64}", re.ASCII)
# What stands in an address and is for one reader alone.
SECRET_ARGUMENTS = {"token", "key", "uidb36"}
DENIED = {401, 403}
TOO_MANY = 429


class RequestLog:
    """Give each request an id, and write a line once it is answered."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "") if settings.PROXIES else ""
        own = given if FROM_A_PROXY.fullmatch(given) else uuid4().hex
        mark = request_id.set(own)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = own
            # Each page asks for a dozen styles and scripts: they would hide the rest.
            if not request.path_info.startswith(settings.STATIC_URL):
                self.write(request, response.status_code, time.perf_counter() - began)
        finally:
            request_id.reset(mark)
        return response

    def write(self, request, status, seconds):
        where = {"method": request.method, "path": path_of(request)}
        if status in DENIED:
            event("denied", **where, level=logging.WARNING)
        elif status == TOO_MANY:
            event("limit", **where, level=logging.WARNING)
        event("request", **where, status=status, ms=round(seconds * 1000))


def path_of(request):
    """Return the path of a request without what is for one reader alone.

    Of an address that leads nowhere only the beginning is told: it may be one of those, cut.
    """
    match = request.resolver_match
    if match is None:
        first, slash, rest = request.path_info.lstrip("/").partition("/")
        return f"/{first[:20]}/*" if rest else f"/{first[:20]}{slash}"
    path = request.path
    for name in SECRET_ARGUMENTS & match.kwargs.keys():
        path = path.replace(str(match.kwargs[name]), "*")
    return path


def event(name, *, level=logging.INFO, **values):
    """Write a line about something that happened."""
    log.log(level, name, extra={"values": values})


@receiver(user_logged_in)
def signed_in(**kwargs):
    event("sign-in", result="ok")


@receiver(user_login_failed)
def not_signed_in(**kwargs):
    event("sign-in", result="failed", level=logging.WARNING)


class KeyValues(logging.Formatter):
    """Write a record as key=value."""

    converter = time.gmtime

    def format(self, record):
        values = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ"),
            "level": record.levelname.lower(),
            "id": request_id.get(),
            "event": record.name,
        }
        if hasattr(record, "values"):
            values |= {"event": record.getMessage(), **record.values}
        elif hasattr(record, "request"):
            # Django's own words have the whole path in them.
            values["path"] = path_of(record.request)
        else:
            # Nothing that was put into the words: it may be somebody's.
            values["message"] = str(record.msg)
        if record.exc_info and record.exc_info[1]:
            values |= _told(record.exc_info[1])
        return " ".join(f"{name}={_written(value)}" for name, value in values.items())


def _told(error):
    """Return what went wrong and where; an error's own words may quote what a reader sent."""
    frames = reversed(traceback.extract_tb(error.__traceback__))
    told = {
        "error": type(error).__name__,
        "trace": " < ".join(f"{f.filename}:{f.lineno}:{f.name}" for f in list(frames)[:12]),
    }
    if isinstance(error, OperationalError):
        told["why"] = str(error)
    if isinstance(error, OSError) and error.errno:
        told["errno"] = error.errno
    return told


def _written(value):
    text = str(value)
    return text if PLAIN.fullmatch(text) else json.dumps(text)
