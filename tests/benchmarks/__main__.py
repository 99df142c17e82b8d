"""The site measured against its peers by `make bench`; WORKS=posting measures that work alone.

What is compared takes turns in one run on one machine; only ratios mean anything elsewhere. Needs
nginx and wrk (Debian's packages), two cores, and about five minutes; talks to this machine
alone. The table goes to docs/speed.md.
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks import works
from tests.benchmarks.ours import ROOT, Made
from tests.benchmarks.peers import environment
from tests.benchmarks.profile import KINDS

PEERS = ROOT / "var" / "bench-peers"
TABLE = ROOT / "docs" / "speed.md"
BEGIN, END = "<!-- The table that make bench writes. -->", "<!-- Its end. -->"


@dataclass(frozen=True)
class Place:
    """Where a run has its things: data, peers, and the text that all of them show."""

    folder: Path
    bin: Path
    small: Made
    large: Made
    text: str


def prepare(folder):
    PEERS.mkdir(parents=True, exist_ok=True)
    bin = environment(PEERS)
    small, large = Made(folder / "small", "small"), Made(folder / "large", "large")
    text = (
        "from articles.models import Version; "
        "print(Version.objects.get(article__slug='measured').body_html)"
    )
    return Place(folder, bin, small, large, small.run("manage.py", "shell", "-v", "0", "-c", text))


def table(rows, seconds):
    """Return the rows as Markdown, with where and how they were measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    lines = [
        f"`make bench` on {datetime.now(UTC):%d %B %Y}: {os.cpu_count()} cores, {memory:.0f} GB, "
        f"Python {platform.python_version()}, {seconds / 60:.0f} minutes. Load and server share "
        "the cores, but where each has one.",
        "",
        "| work | page cache | the site | beside it | figure | goal | |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        cells = (row.work, row.kind, row.measured, row.against, row.figure, row.goal)
        lines.append(f"| {' | '.join(cells)} | {'reached' if row.reached else 'not reached'} |")
    return "\n".join(lines)


def profile_table(profiles):
    """Return as Markdown where the time goes of what is not from the page cache."""
    lines = [
        "| one request | of a core | " + " | ".join(KINDS) + " |",
        "| --- |" + " --- |" * (len(KINDS) + 1),
    ]
    for name, found in profiles.items():
        shares = " | ".join(f"{found['shares'][kind]:.0%}" for kind in KINDS)
        lines.append(f"| {name} | {found['ms']:.0f} ms | {shares} |")
    return "\n".join(lines)


def write(text):
    before, _, rest = TABLE.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    TABLE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")


def main(names):
    missing = [name for name in ("nginx", "wrk", "taskset") if not shutil.which(name)]
    if missing:
        sys.exit(
            f"Needed, and not here: {', '.join(missing)} (Debian: nginx-light wrk util-linux)."
        )
    chosen = [work for work in works.ALL if not names or work.__name__ in names]
    begun, rows = time.monotonic(), []
    with tempfile.TemporaryDirectory(prefix="mlmap-bench-") as name:
        # nginx gives up its rights and reads all the same.
        Path(name).chmod(0o755)
        place = prepare(Path(name))
        sys.stderr.write(f"data after {time.monotonic() - begun:.0f} s\n")
        for work in chosen:
            try:
                rows += work(place)
            except (subprocess.CalledProcessError, RuntimeError) as error:
                sys.exit(f"{work.__name__}: {error}")
            sys.stderr.write(f"{work.__name__} after {time.monotonic() - begun:.0f} s\n")
        profiles = works.profiles(place) if not names else {}
    text = table(rows, time.monotonic() - begun)
    if profiles:
        text += f"\n\n{profile_table(profiles)}"
    sys.stdout.write(f"{text}\n")
    if not names:
        write(text)


if __name__ == "__main__":
    main(sys.argv[1:])
