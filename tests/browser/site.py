"""The site as its users have it: the production server in a process of its own, on real storage.

SERVERS=2 runs two of them on one database behind nginx, which gives them each request in turn: no
reader stays with one.
"""

import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from tests.databases import is_postgres, name_in
from tests.once import RUN, once_a_run

ROOT = Path(__file__).resolve().parent.parent.parent
AUTHOR_PASSWORD = "the-author's-password"
START_WITHIN = 60
SERVERS = int(os.environ.get("SERVERS", "1"))
NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 512; }}
http {{
  access_log off; client_body_temp_path {folder}; proxy_temp_path {folder};
  fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
  # Kept in memory: started by root, it gives up its rights and writes no files here.
  client_max_body_size 16m; client_body_buffer_size 16m; proxy_max_temp_file_size 0;
  upstream site {{ {servers} }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://site;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
    }}
  }}
}}
"""


class Site:
    """A running site; `url` is its address, `folder` holds all it stores."""

    def __init__(self, folder, database_url):
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = {
            **os.environ,
            "ENV_FILE": os.devnull,
            "SECRET_KEY": "only-for-the-browser-tests-" + "0123456789" * 4,
            "HTTPS": "off",
            "DATABASE_URL": database_url,
            "CACHE_URL": "dbcache://mlmap_cache",
            "MEDIA_ROOT": str(folder / "media"),
            "STATIC_ROOT": str(folder / "static"),
            "EMAIL_URL": f"filemail:///{folder / 'mail'}",
            "AUTHOR_PASSWORD": AUTHOR_PASSWORD,
            "SITE_URL": self.url,
        }
        if SERVERS > 1:
            self.env["PROXIES"] = "1"
        del self.env["DJANGO_ALLOW_ASYNC_UNSAFE"]

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run_sql(self, sql):
        """Do to the database what the site itself never would; return the rows of the answer."""
        address = self.env["DATABASE_URL"]
        if is_postgres(address):
            import psycopg

            connection = psycopg.connect(address, autocommit=True)
        else:
            connection = sqlite3.connect(name_in(address), isolation_level=None)
        with closing(connection):
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def set_up(self):
        """Do what else `make run` does before it serves."""
        self.collect()
        self.manage("load_content")

    def collect(self):
        """Collect the static files that serve all of a run."""
        self.env["STATIC_ROOT"] = str(RUN / "collected")
        once_a_run("collected", lambda: self.manage("collectstatic", "--noinput", "-v0"))

    @contextmanager
    def running(self):
        with ExitStack() as servers:
            if SERVERS == 1:
                servers.enter_context(self._process(*self._server(self.port)))
                self.wait(self.port)
            else:
                ports = [free_port() for _ in range(SERVERS)]
                for port in ports:
                    servers.enter_context(self._process(*self._server(port)))
                for port in ports:
                    self.wait(port)
                servers.enter_context(self._process("nginx", "-c", self._in_turn(ports)))
                self.wait(self.port)
            yield self

    def _server(self, port):
        return [sys.executable, "manage.py", "serve", "--port", str(port)]

    @contextmanager
    def _process(self, *command):
        with (self.folder / "server.log").open("a") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=log, stderr=log)
            try:
                yield
            finally:
                process.terminate()
                process.wait(timeout=20)

    def _in_turn(self, ports):
        """Return the path of what tells nginx to pass each request on to the next of the ports."""
        servers = " ".join(f"server 127.0.0.1:{port};" for port in ports)
        path = self.folder / "nginx.conf"
        path.write_text(NGINX.format(folder=self.folder, servers=servers, port=self.port))
        return str(path)

    def mail_to(self, address):
        """Return the newest mail to an address."""
        mails = sorted((self.folder / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime)
        return [text for text in map(Path.read_text, mails) if f"To: {address}" in text][-1]

    def mailed_code(self, address):
        return re.findall(r"^([A-Z0-9-]{6,12})$", self.mail_to(address), re.MULTILINE)[-1]

    def wait(self, port):
        end = time.monotonic() + START_WITHIN
        while time.monotonic() < end:
            with suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2)
                return
            time.sleep(0.1)
        raise RuntimeError((self.folder / "server.log").read_text())


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
