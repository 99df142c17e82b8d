"""The server's process is killed at each statement of a publication in turn."""

import os
import signal
import sys

from tests.races import stage

stage.set_up()

from django.contrib.admin.models import LogEntry  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from articles.canonical import canonical_json, digest  # noqa: E402
from articles.models import Version  # noqa: E402
from articles.publishing import publish  # noqa: E402
from tests.factories import make_article, make_draft, make_published, make_user  # noqa: E402


def press_publish(version, author, point):
    """Press the button, and be killed before the statement with this number."""
    client = Client()
    client.force_login(author)
    count = 0

    def kill(execute, sql, *rest):
        nonlocal count
        count += 1
        if count == point:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *rest)

    with connection.execute_wrapper(kill):
        client.post(reverse("admin:articles_version_publish", args=[version.pk]))
    # Not killed: there are no more statements than this.
    os._exit(3)


def state_of(version):
    """Return "old" or "new" where everything agrees that it is, and what disagrees otherwise."""
    version = Version.objects.select_related("article", "predecessor").get(pk=version.pk)
    page = Client().get(version.article.get_absolute_url()).content.decode()
    records = LogEntry.objects.filter(
        object_id=str(version.pk), change_message__startswith="Published."
    ).count()
    if version.published_at is None:
        whole = version.digest == "" and records == 0 and "The old text." in page
        return "old" if whole and "The new text." not in page else "torn draft"
    whole = digest(canonical_json(version)) == version.digest and records == 1
    return "new" if whole and "The new text." in page else "torn publication"


def main(runs):
    author = make_user("alice", is_staff=True, is_superuser=True)
    seen, killed, point = [], 0, 0
    for run in range(runs):
        article = make_article(f"killed-{run}")
        # Without a map, whose picture is drawn after the commit and takes its time.
        make_published(article, body="The old text.", placements={})
        version = make_draft(article, body="The new text.")
        point += 1
        child = stage.in_child(press_publish, version, author, point)
        _, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status)
        if not os.WIFSIGNALED(status):
            point = 0
        seen.append(state_of(version))
        if seen[-1] == "old":
            publish(Version.objects.get(pk=version.pk), author)
    stage.report(runs=runs, killed=killed, states=sorted(set(seen)))


if __name__ == "__main__":
    main(int(sys.argv[1]))
