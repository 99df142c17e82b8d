"""Export, lose the database and the pictures, import: the same digests, the same pages."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client

from articles.editor import store_picture
from articles.models import Version
from articles.publishing import correct, withdraw
from mlmap_site.pictures import remake_picture
from tests.browser.site import ROOT, Site, database
from tests.factories import (
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
STATUSES = {"/articles/ml-map/v0.2/": 410, "/articles/ml-map/v0.4/": 404}


@pytest.fixture
def eventful(alice):
    """An article with covers, pictures in its texts, corrections, a withdrawal, and a draft."""
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
    return article


def shown(width):
    path = store_picture(remake_picture(make_picture(width, 30)), "pictures")
    return f"![*Hills*, {width} wide]({default_storage.url(path)})"


def test_a_site_is_restored_from_its_files(eventful, tmp_path):
    before = fetch(PAGES)
    assert {page: status for page, (status, _) in before.items()} == (
        dict.fromkeys(PAGES, 200) | STATUSES
    )
    pictures = {a for _, page in before.values() for a in re.findall(rb"/media/[\w/.-]+", page)}
    before |= fetch(sorted(address.decode() for address in pictures))
    assert len(before) == len(PAGES) + 10
    (tmp_path / "pages.json").write_text(json.dumps(list(before)))
    call_command("export_version", "ml-map", to=tmp_path)

    seen = restore(tmp_path)

    versions = Version.objects.filter(article=eventful).order_by("major", "minor")
    assert seen["digests"] == list(versions.values_list("digest", flat=True))
    for number, (page, (status, content)) in enumerate(before.items()):
        assert seen["statuses"][number] == status, page
        assert (tmp_path / "restored" / str(number)).read_bytes() == content, page


def fetch(pages):
    """Return what a reader gets at each address: its status and its bytes."""
    client = Client()
    answers = {page: client.get(page) for page in pages}
    return {page: (answer.status_code, answer.getvalue()) for page, answer in answers.items()}


def restore(folder):
    """Make the site anew in a process of its own, from what is in the folder and nothing else."""
    with database(folder, like=os.environ["DATABASE_URL"], name="restored") as address:
        env = Site(folder, address).env
        command = [sys.executable, "-m", "tests.restore", str(folder)]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
