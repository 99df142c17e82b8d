"""What the site is measured against: nginx with its very bytes, Wagtail with its text, Isso with as
many comments. Wagtail and Isso run from the registry's packages in an environment of their own.
"""

import gzip
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

from tests.benchmarks.machine import Server

HERE = Path(__file__).resolve().parent
ISSO_COMMENT = (
    '{"text": "I see it otherwise: the border between the two is *softer* than the map says, since '
    'whoever puts a model in front of users learns to prepare its data, too.", "author": "reader", '
    '"title": "ML Map"}'
)
ISSO_THREAD = "?uri=%2Farticle%2F"
NGINX = """
daemon off; worker_processes {workers}; pid {folder}/nginx.pid; error_log /dev/null;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 1000000; sendfile on; tcp_nopush on;
  open_file_cache max=100 inactive=60s; default_type text/html; gzip_static on;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{{port}}; root {folder}; }}
}}
"""


def environment(folder):
    """Make the environment of the peers and return its bin/."""
    bin = folder / ".venv" / "bin"
    if not (bin / "wagtail").exists():
        subprocess.run([sys.executable, "-m", "venv", folder / ".venv"], check=True)
        pip = [bin / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        pip += ["--require-hashes", "--no-deps"]
        subprocess.run([*pip, "-r", HERE / "requirements.txt"], check=True)
    return bin


class Nginx(Server):
    """nginx that serves one page from files, compressed beforehand."""

    def __init__(self, folder, page, workers=2, core=None):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        (folder / "index.html").write_bytes(page)
        (folder / "index.html.gz").write_bytes(gzip.compress(page, 9))
        conf = folder / "nginx.conf"
        super().__init__(["nginx", "-p", folder, "-c", conf], core=core)
        text = NGINX.format(folder=folder, workers=workers).replace("{port}", str(self.port))
        conf.write_text(text)


class Wagtail(Server):
    """A new Wagtail site as `wagtail start` makes it, with one page that has the text."""

    def __init__(self, bin, folder, html, core=None):
        env = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO")}
        env["DJANGO_SETTINGS_MODULE"] = "bench.settings.production"
        if not folder.exists():
            self._make(bin, folder, html, env)
        command = [bin / "granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1"]
        command += ["--port", "{port}", "--workers", 2, "--blocking-threads", 1]
        super().__init__([*command, "bench.wsgi:application"], env=env, folder=folder, core=core)

    def _make(self, bin, folder, html, env):
        folder.mkdir(parents=True)
        run = {"env": env, "check": True, "stdout": subprocess.DEVNULL}
        subprocess.run([bin / "wagtail", "start", "bench", folder], **run)
        home = folder / "home"
        (home / "models.py").write_text((HERE / "wagtail_models.py").read_text())
        template = home / "templates" / "home" / "home_page.html"
        template.write_text((HERE / "wagtail_page.html").read_text())
        local = 'SECRET_KEY = "only-for-the-benchmark" * 3\nALLOWED_HOSTS = ["127.0.0.1"]\n'
        (folder / "bench" / "settings" / "local.py").write_text(local)
        (folder / "text.html").write_text(html)
        manage = [bin / "python", "manage.py"]
        for command in (["makemigrations", "home"], ["migrate"], ["collectstatic", "--noinput"]):
            subprocess.run([*manage, *command, "-v", "0"], cwd=folder, **run)
        store = (
            "from home.models import HomePage; page = HomePage.objects.get(); "
            "page.title = 'ML Map'; page.body = open('text.html').read(); page.save()"
        )
        subprocess.run([*manage, "shell", "-v", "0", "-c", store], cwd=folder, **run)


class Isso(Server):
    """Isso with so many comments in one thread, and its limits off."""

    def __init__(self, bin, folder, comments, core=None):
        folder.mkdir(parents=True, exist_ok=True)
        self.comments, self.thread = comments, f"{ISSO_THREAD}"
        conf = folder / "isso.cfg"
        text = (HERE / "isso.cfg").read_text()
        conf.write_text(text.replace("DBPATH", str(folder / "isso.sqlite3")))
        env = os.environ | {"ISSO_SETTINGS": str(conf)}
        command = [bin / "gunicorn", "-b", "127.0.0.1:{port}", "-w", "2", "isso.run"]
        super().__init__(command, env=env, folder=folder, ready="/info", core=core)

    def __enter__(self):
        super().__enter__()
        for _ in range(self.comments):
            request = urllib.request.Request(
                f"{self.url}/new{self.thread}",
                data=ISSO_COMMENT.encode(),
                headers={"Content-Type": "application/json"},
            )
            with urllib.request.urlopen(request):
                pass
        return self
