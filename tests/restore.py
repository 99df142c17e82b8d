"""A site that is lost and comes back from its files, in processes that keep what they commit.

`python -m tests.restore build FOLDER` makes the site, writes its versions as files into FOLDER, and
keeps there what readers get. After its database and its pictures are deleted, `python -m
tests.restore bring FOLDER` makes it anew from the files, and keeps what readers get then.
"""

import re
import sys
from pathlib import Path

from tests.races import stage

stage.set_up()

from django.core.files.storage import default_storage  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from articles.editor import store_picture  # noqa: E402
from articles.models import Version  # noqa: E402
from articles.publishing import correct, withdraw  # noqa: E402
from mlmap_site.pictures import remake_picture  # noqa: E402
from tests.factories import (  # noqa: E402
    LONG_AGO,
    make_article,
    make_cover,
    make_draft,
    make_picture,
    make_published,
    make_user,
)

PAGES = [
    "/",
    "/articles/",
    "/tags/mapping/",
    "/roles/",
    "/roles/data-engineer/",
    "/articles/ml-map/",
    "/articles/ml-map/versions/",
    "/articles/ml-map/compare/v0.1...v0.3/",
    *(f"/articles/ml-map/{n}/" for n in ("v0.1", "v0.1/r1", "v0.1/r2", "v0.2", "v0.3", "v0.4")),
    *(f"/articles/ml-map/v0.1/{name}" for name in ("map.json", "r1/map.json", "r2/map.json")),
    *(f"/articles/ml-map/v0.3/{name}" for name in ("map.json", "map.svg", "map.png")),
    *(f"/articles/ml-map/v0.3/{name}" for name in ("embed/", "social.png", "cite/")),
    "/articles/ml-map/v0.3/cite/?format=csl",
]


def build(folder):
    """Make an eventful site, and write its files."""
    alice = make_user("alice", is_staff=True, is_superuser=True)
    make_eventful(alice)
    call_command("export_version", "ml-map", to=folder, stdout=sys.stderr)
    tell(folder / "before")


def bring(folder):
    """Make the site from its files and nothing else."""
    assert not Version.objects.exists()
    # Accounts are not in the files.
    make_user("alice", is_staff=True, is_superuser=True)
    call_command("import_version", *sorted(folder.glob("*.md")), verbosity=0, stdout=sys.stderr)
    call_command("verify", stdout=sys.stderr)
    tell(folder / "after")


def make_eventful(alice):
    """Make an article with covers, pictures in its texts, corrections, a withdrawal, a draft."""
    # Rows are numbered otherwise than they will be in an empty database.
    make_article("gone").delete()
    make_user("gone").delete()
    article = make_article()
    article.tags.add("mapping", "roles")
    words = {"cover": make_cover(), "cover_alt": "Hills.", "cover_caption": "By hand."}
    first = make_published(
        article, at=LONG_AGO, body=f"# One\n\n> two: 三\n\n{shown(70)}", cover_focus_x=20, **words
    )
    correct(first, alice, "A number: “3”.", f"# One\n\n> two: 3\n\n{shown(80)}")
    correct(first, alice, "It is hills.", f"# One\n\n> two: 3\n\n{shown(80)}", "Soft hills.")
    withdraw(make_published(article, body="A mistake."), alice, "It was wrong: quite.")
    descents = [("ml-engineer", "data-engineer"), ("ml-engineer", "modeller"), ("mlops", None)]
    spans = {"developer": (0, 40), "data-engineer": (30, 70), "modeller": (60, 100)}
    make_published(article, body=shown(90), placements=spans, descents=descents)
    make_draft(article, title="Next: a draft # not a comment")


def shown(width):
    path = store_picture(remake_picture(make_picture(width, 30)), "pictures")
    return f"![*Hills*, {width} wide]({default_storage.url(path)})"


def tell(folder):
    """Keep what a reader gets at each address, pictures included, and report all in short."""
    folder.mkdir()
    client, answers, pages = Client(), {}, list(PAGES)
    for page in pages:
        answer = client.get(page)
        content = answer.getvalue()
        (folder / str(len(answers))).write_bytes(content)
        answers[page] = answer.status_code
        shown_here = {found.decode() for found in re.findall(rb"/media/[\w/.-]+", content)}
        pages.extend(sorted(shown_here - set(pages)))
    digests = Version.objects.order_by("major", "minor").values_list("digest", flat=True)
    stage.report(answers=answers, digests=list(digests))


if __name__ == "__main__":
    {"build": build, "bring": bring}[sys.argv[1]](Path(sys.argv[2]))
