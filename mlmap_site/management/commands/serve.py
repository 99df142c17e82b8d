import os
import sys

from django.core.management.base import BaseCommand

# Two threads: while one waits for the database or draws a picture, the other goes on.
THREADS = 2
# Connections that a worker holds at once, within what a system gives a process; others wait.
CONNECTIONS = 512
# Milliseconds in which a request's head has to come, so that slow senders hold no place for long.
HEAD_WITHIN = 5000
# Seconds after which a worker that was told to stop, and still answers somebody, is ended.
PATIENCE = 30


class Command(BaseCommand):
    help = "Serve the site. SIGTERM ends it, SIGHUP renews its workers; what is under way finishes."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=cores(), help="one a core, unless told")

    def handle(self, *, host, port, workers, **options):
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
        command += ["--host", host, "--port", str(port), "--workers", str(workers)]
        command += ["--blocking-threads", str(THREADS), "--backpressure", str(CONNECTIONS)]
        command += ["--http1-header-read-timeout", str(HEAD_WITHIN)]
        command += ["--respawn-failed-workers", "--workers-kill-timeout", str(PATIENCE)]
        command += ["--log-level", "warning", "mlmap_site.wsgi:application"]
        # The server takes this process's place, so that a signal reaches it and nobody between.
        os.execv(sys.executable, command)  # noqa: S606 -- no shell is wanted


def cores():
    """Return how many cores this process may use, which a container may have limited."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
