"""Servers as processes of their own, on one core or on all, and what they take of the memory."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

START_WITHIN = 60
# Where a server and its load get a core each.
SERVER_CORE, LOAD_CORE = 0, 1


class Server:
    """A process and its children, from `with` to its end; `url` is where it listens.

    `command` has `{port}` where the port goes. `ready` is a path that answers when it is up.
    """

    def __init__(self, command, *, ready="/", env=None, folder=None, core=None):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.command = [str(part).replace("{port}", str(self.port)) for part in command]
        if core is not None:
            self.command = ["taskset", "-c", str(core), *self.command]
        self.env, self.folder, self.ready = env, folder, ready

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command,
            env=self.env,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait()
        return self

    def __exit__(self, *_error):
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def memory(self):
        """Return the megabytes that the process and its children hold, what they share once."""
        return sum(map(_proportional_kilobytes, _family(self.process.pid))) / 1024

    def get(self, path, **headers):
        """Return the status, headers and bytes of an answer, as they came."""
        request = urllib.request.Request(self.url + path, headers=headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()

    def _wait(self):
        end = time.monotonic() + START_WITHIN
        while time.monotonic() < end and self.process.poll() is None:
            with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
                self.get(self.ready)
                return
            time.sleep(0.1)
        raise RuntimeError(f"did not start: {' '.join(self.command)}")


def _family(pid):
    yield pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for child in map(int, children):
        yield from _family(child)


def _proportional_kilobytes(pid):
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
