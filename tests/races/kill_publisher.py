"""The server's process is killed at a statement of a publication, then at a later one, and so on.

What it served before and after is asked for over HTTP, as a reader's browser does.
"""

import http.client
import os
import signal
import sys
from contextlib import contextmanager, suppress
from io import StringIO
from urllib.parse import urlencode
from wsgiref.simple_server import WSGIRequestHandler, make_server

from tests.races import stage

stage.set_up()

from django.contrib.admin.models import LogEntry  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from articles.canonical import canonical_json, digest  # noqa: E402
from articles.models import Version  # noqa: E402
from articles.publishing import publish  # noqa: E402
from tests.factories import make_article, make_draft, make_published, make_user  # noqa: E402

# The secret of a form, which its cookie and its hidden field agree on.
TOKEN = "t" * 32
site = get_wsgi_application()


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


@contextmanager
def server(listening, point=None):
    """Run a server that dies before the statement of a POST with this number; yield its key."""
    count = 0

    def kill(execute, sql, *rest):
        nonlocal count
        count += 1
        if count == point:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *rest)

    def application(environ, start_response):
        if environ["REQUEST_METHOD"] != "POST":
            return site(environ, start_response)
        with connection.execute_wrapper(kill):
            return site(environ, start_response)

    listening.set_app(application)
    child = stage.in_child(listening.serve_forever)
    try:
        yield child
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(child, 0)


def ask(listening, method, path, form=None, cookies=""):
    """Return the status and the text of an answer; None for both where the server died of it."""
    browser = http.client.HTTPConnection("127.0.0.1", listening.server_port, timeout=30)
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    try:
        browser.request(method, path, form and urlencode(form), headers)
        answer = browser.getresponse()
        return answer.status, answer.read().decode()
    except (http.client.RemoteDisconnected, ConnectionResetError):
        return None, None
    finally:
        browser.close()


def press_publish(listening, version, session):
    """Press the button; return whether the server was killed by it."""
    path = reverse("admin:articles_version_publish", args=[version.pk])
    cookies = f"sessionid={session}; csrftoken={TOKEN}"
    form = {"csrfmiddlewaretoken": TOKEN, "publish": "now"}
    status, _ = ask(listening, "POST", path, form, cookies)
    assert status in (None, 302), status
    return status is None


def state_of(version, page):
    """Return "old" or "new" where everything agrees that it is, and what disagrees otherwise."""
    version = Version.objects.select_related("article", "predecessor").get(pk=version.pk)
    records = LogEntry.objects.filter(
        object_id=str(version.pk), change_message__startswith="Published."
    ).count()
    if version.published_at is None:
        whole = version.digest == "" and records == 0 and "The old text." in page
        return "old" if whole and "The new text." not in page else "torn draft"
    whole = digest(canonical_json(version)) == version.digest and records == 1
    return "new" if whole and "The new text." in page else "torn publication"


def main(step, runs):
    """Kill it at the first statement, and `step` further each time, until it lives to the end.

    Then begin again, until there were so many `runs`.
    """
    author = make_user("alice", is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(author)
    session = client.cookies["sessionid"].value
    listening = make_server("127.0.0.1", 0, site, handler_class=Quiet)
    seen, killed, point, was_killed = [], 0, 1, True
    while was_killed or len(seen) < runs:
        article = make_article(f"killed-{len(seen)}")
        # Without a map, whose picture is drawn after the commit and takes its time.
        make_published(article, body="The old text.", placements={})
        version = make_draft(article, body="The new text.")
        with server(listening, point):
            was_killed = press_publish(listening, version, session)
        killed += was_killed
        point = point + step if was_killed else 1
        with server(listening):
            _, page = ask(listening, "GET", article.get_absolute_url())
        seen.append(state_of(version, page))
        if seen[-1] == "old":
            publish(Version.objects.get(pk=version.pk), author)
    call_command("reindex", "--check", stdout=(found := StringIO()))
    stage.report(killed=killed, states=sorted(set(seen)), index=found.getvalue().strip())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
