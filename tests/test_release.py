"""A new release takes the place of the old one while people read, and the old one comes back."""

import shutil
import signal
import subprocess
import sys
import time

import pytest

from tests.browser.site import ROOT, Site
from tests.databases import migrated_database
from tests.serving import Readers, ask, files_in, serving, workers_of

pytestmark = pytest.mark.django_db

PARTS = ("accounts", "articles", "comments", "locale", "mlmap_site", "roles", "static", "templates")
STYLE = "static/css/base.css"


def style_of(site):
    _, page = ask(site, f"/roles/?n={time.monotonic_ns()}")
    return next(name for name in files_in(page) if "/base." in name)


def release(root, site, server, style):
    """Put a style in the place of the old one, as an upgrade does."""
    (root / STYLE).write_text(style)
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(command, cwd=root, env=site.env, check=True)
    if server is None:
        return
    before = set(workers_of(server))
    server.send_signal(signal.SIGHUP)
    end = time.monotonic() + 60
    while before & set(workers_of(server)):
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_file_that_came_since_is_sent_and_nothing_beside_it(client, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    name = "new.0123456789ab.css"
    assert client.get(f"/static/{name}").status_code == 404
    for path in (settings.STATIC_ROOT / name, settings.STATIC_ROOT / "new.css", tmp_path / name):
        path.write_text(str(path.parent))
    assert client.get(f"/static/{name}").getvalue().decode() == str(settings.STATIC_ROOT)
    for elsewhere in ("new.css", f"../{name}", f"%2e%2e/{name}", f"/{tmp_path}/{name}"):
        assert client.get(f"/static/{elsewhere}").status_code == 404


@pytest.mark.thorough
def test_a_release_breaks_no_request_and_leaves_old_pages_their_files(tmp_path):
    root = tmp_path / "code"
    for part in PARTS:
        shutil.copytree(ROOT / part, root / part)
    shutil.copy(ROOT / "manage.py", root)
    old = (root / STYLE).read_text()
    with migrated_database(tmp_path, "release") as address:
        site = Site(tmp_path, address)
        release(root, site, None, old)
        with serving(site, root=root) as server, Readers(site) as readers:
            first = style_of(site)
            release(root, site, server, f"{old}\n:root {{ --of-another-release: 1 }}\n")
            second = style_of(site)
            release(root, site, server, old)
            assert style_of(site) == first
            assert [ask(site, name)[0] for name in (first, second)] == [200, 200]
    rate = readers.answers.total() / readers.seconds
    print(f"{rate:.0f} requests a second: {dict(readers.answers)}")  # noqa: T201
    assert first != second
    assert second in readers.files
    assert readers.missed == []
    assert set(readers.answers) <= {200, "closed"}
