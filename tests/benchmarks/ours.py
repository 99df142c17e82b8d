"""Our own site as its users have it, on made data."""

import json
import os
import subprocess
import sys
import sysconfig
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

from tests.benchmarks.machine import Server

ROOT = Path(__file__).resolve().parent.parent.parent


class Made:
    """A database of made data with what else a site keeps, in a folder."""

    def __init__(self, folder, kind):
        folder.mkdir(parents=True, exist_ok=True)
        self.database = folder / "site.sqlite3"
        self.readers = folder / "readers.tsv"
        # As on a machine of its users, what was compiled is kept: a worker that has to do it holds
        # some megabytes more.
        self.env = os.environ | {
            "PYTHONDONTWRITEBYTECODE": "",
            "ENV_FILE": os.devnull,
            "DJANGO_SETTINGS_MODULE": "mlmap_site.settings",
            "SECRET_KEY": "only-for-the-benchmark-" + "0123456789" * 4,
            "HTTPS": "off",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "CACHE_URL": "dbcache://mlmap_cache",
            "MEDIA_ROOT": str(folder / "media"),
            "STATIC_ROOT": str(folder.parent / "static"),
            "EMAIL_URL": "consolemail://",
            # Each of its readers posts from an address of their own, which a proxy would say.
            "PROXIES": "1",
            "COMMENTS_HOLD_FIRST": "off",
        }
        if not self.database.exists():
            self.run("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
            self.run("-m", "tests.benchmarks.fill", kind, str(self.readers))

    def run(self, *arguments):
        """Run a program on this data and return what it prints."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.env,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    def served(self, *, cached=True, workers=2, core=None):
        """Return the site's server, with its page cache or without."""
        command = [sys.executable, "manage.py", "serve", "--port", "{port}"]
        command += ["--workers", str(workers)]
        env = self.env if cached else self.env | {"PAGE_CACHE_MB": "0"}
        return Server(command, env=env, folder=ROOT, ready="/healthz", core=core)

    def served_by_gunicorn(self, bin):
        """Return the site behind the peers' gunicorn, with as many workers and threads."""
        command = [bin / "gunicorn", "-b", "127.0.0.1:{port}", "-w", 2, "-k", "gthread"]
        command += ["--threads", 2, "mlmap_site.wsgi:application"]
        env = self.env | {"PYTHONPATH": sysconfig.get_path("purelib")}
        return Server(command, env=env, folder=ROOT, ready="/healthz")

    def number_of_comments(self):
        with closing(connect(self.database, timeout=30)) as database:
            return database.execute("SELECT count(*) FROM comments_comment").fetchone()[0]

    def session(self):
        """Return the cookies of a reader who is signed in."""
        return self.readers.read_text().split("\t", 1)[0]

    def queries(self, path, cookies=""):
        """Return how many queries the site makes for an address, without its page cache."""
        return json.loads(self.run("-m", "tests.benchmarks.queries", path, cookies))

    def profile(self, path, *readers):
        """Return where the time goes that a page takes, or a post of one of these readers."""
        return json.loads(self.run("-m", "tests.benchmarks.profile", path, *readers))
