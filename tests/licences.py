"""Under which licence everything is that the site brings along: `make licences` writes the page."""

import hashlib
import re
from importlib.metadata import metadata
from pathlib import Path

SITE = Path(__file__).resolve().parent.parent
# What a site may be run with.
RUNTIME = [
    "requirements.txt",
    "requirements-akismet.txt",
    "requirements-social.txt",
    "requirements-s3.txt",
    "requirements-redis.txt",
]
PIN = re.compile(r"^([\w.-]+)==([\w.]+)", re.MULTILINE)
# A package whose metadata does not say which, by the file of its licence.
BY_ITS_FILE = {
    "python-dateutil": "Apache-2.0 or BSD-3-Clause",
    "pysqlite3": "Zlib",
    "resvg-py": "MIT",
}
# Files of others in this repository; beside each stands its licence.
VENDORED = {
    "static/vendor/htmx.min.js": ("htmx 2.0.11", "0BSD", "static/vendor/htmx.LICENSE"),
    "static/fonts/Inter-Bold.otf": ("Inter 3.019, reduced", "OFL-1.1", "static/fonts/OFL.txt"),
    "static/fonts/Inter-Regular.otf": ("Inter 3.019, reduced", "OFL-1.1", "static/fonts/OFL.txt"),
}


def pins(*names):
    """Return the versions of each package that these files pin."""
    found = {}
    for name in names:
        for package, version in PIN.findall((SITE / name).read_text()):
            found.setdefault(package, set()).add(version)
    return dict(sorted(found.items()))


def licence_of(package):
    told = metadata(package)
    classes = [
        kind.rpartition(" :: ")[2]
        for kind in told.get_all("Classifier") or []
        if kind.startswith("License :: ")
    ]
    # Some put the whole text where its name belongs.
    named = (told["License"] or "").partition("\n")[0].strip()
    short = named if len(named) < 20 else ""
    return BY_ITS_FILE.get(package) or told["License-Expression"] or short or " or ".join(classes)


def page():
    lines = [
        "# Licences",
        "",
        "What a site is run with, and under which licence, as each package says it.",
        "`make licences` writes this page, and a test holds it.",
        "Of two versions, the machine's Python chooses.",
        "",
        "| package | version | licence |",
        "| --- | --- | --- |",
    ]
    for package, versions in pins(*RUNTIME).items():
        lines.append(f"| {package} | {', '.join(sorted(versions))} | {licence_of(package)} |")
    lines += [
        "",
        "Files of others in this repository:",
        "",
        "| file | what | licence | SHA-256 |",
        "| --- | --- | --- | --- |",
    ]
    for name, (what, licence, text) in VENDORED.items():
        digest = hashlib.sha256((SITE / name).read_bytes()).hexdigest()
        lines.append(f"| `{name}` | {what} | {licence} (`{text}`) | `{digest}` |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201 -- what the command is for
