"""What tests/test_serving.py needs beside the running server: people and drafts, and what is left.

`prepare N M` makes N drafts, four readers for each and M others; `check` says what is stored.
"""

import sys

from tests.races import stage

stage.set_up()

from django.contrib.admin.models import LogEntry  # noqa: E402
from django.test import Client  # noqa: E402

from articles.canonical import canonical_json, digest  # noqa: E402
from articles.models import Version  # noqa: E402
from comments.counting import differences  # noqa: E402
from comments.models import Comment  # noqa: E402
from tests.factories import make_article, make_draft, make_published  # noqa: E402
from tests.mailing import make_reader  # noqa: E402


def session_of(user):
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def prepare(count, more):
    author = make_reader("alice", is_staff=True, is_superuser=True)
    drafts = {}
    for number in range(count):
        article = make_article(f"killed-{number}")
        make_published(article, body="The old text.", placements={})
        drafts[article.slug] = make_draft(article, body="The new text.").pk
    sessions = [session_of(make_reader(f"reader-{n}")) for n in range(4 * count + more)]
    readers, others = sessions[more:], sessions[:more]
    stage.report(author=session_of(author), drafts=drafts, readers=readers, others=others)


def state_of(version):
    """Return "old" or "new" where all that is stored of a publication agrees that it is."""
    records = LogEntry.objects.filter(
        object_id=str(version.pk), change_message__startswith="Published."
    ).count()
    if version.published_at is None:
        return "old" if version.digest == "" and records == 0 else "torn draft"
    is_whole = digest(canonical_json(version)) == version.digest and records == 1
    return "new" if is_whole else "torn publication"


def check():
    versions = Version.objects.filter(article__slug__startswith="killed-", minor=2)
    stage.report(
        comments=list(Comment.objects.values_list("body", flat=True)),
        states={v.article.slug: state_of(v) for v in versions.select_related("article")},
        miscounted=[str(difference) for difference in differences()],
    )


if __name__ == "__main__":
    prepare(*map(int, sys.argv[2:])) if sys.argv[1] == "prepare" else check()
