"""A folder with a site in it, sealed by checksums that `sha256sum --check SHA256SUMS` reads too.

`manifest.json` says what it is of, `database.*` and `media/` hold it, `SHA256SUMS` names each file.
It is written under another name, and gets its own when it is whole.
"""

import hashlib
import json
import os
import platform
import shutil
from contextlib import contextmanager
from pathlib import Path

import django
from django.utils import timezone

from mlmap_site.backups import Refused

FORMAT = "mlmap-backup/1"
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
MEDIA = "media"


@contextmanager
def being_written(path):
    """Yield a folder to write to, which is at `path` once all went well, and gone otherwise."""
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise Refused(f"{path} is there already; a backup is written to a new folder.")
    # Whoever else reads this machine's disks is not to read what readers said in confidence.
    unfinished = path.with_name(f".{path.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700, parents=True)
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def seal(folder, **manifest):
    """Write the manifest, and the checksum of each file."""
    manifest = {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "django": django.get_version(),
        "python": platform.python_version(),
        **manifest,
    }
    _write(folder / MANIFEST, json.dumps(manifest, indent=1))
    lines = [f"{digest}  {name}\n" for name, digest in _digests(folder).items()]
    _write(folder / SUMS, "".join(lines))


def opened(folder):
    """Return the manifest of a backup that is whole; raise Refused for what is not one."""
    if not (folder / MANIFEST).is_file() or not (folder / SUMS).is_file():
        raise Refused(f"{folder} is no backup: it has no {MANIFEST} with {SUMS} beside it.")
    expected = _read_sums(folder / SUMS)
    found = _digests(folder)
    faults = [f"{name} is missing" for name in sorted(expected.keys() - found.keys())]
    faults += [f"{name} is not of it" for name in sorted(found.keys() - expected.keys())]
    both = sorted(expected.keys() & found.keys())
    faults += [f"{name} is damaged" for name in both if expected[name] != found[name]]
    if faults:
        raise Refused(f"{folder} is not as it was written: {'; '.join(faults)}.")
    return _read_manifest(folder)


def _read_manifest(folder):
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        kind = manifest["format"]
    except (ValueError, KeyError, TypeError):
        kind = None
    if kind != FORMAT:
        raise Refused(f"{folder} is not a backup of this kind of site ({FORMAT}).")
    return manifest


def copy_pictures(names, source, target):
    """Copy files that are not there yet, each under its name at once or not at all.

    Returns those that were copied.
    """
    copied = []
    for name in names:
        path = target / name
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = unfinished_name(path)
        try:
            shutil.copyfile(source / name, unfinished)
        except FileNotFoundError:
            # Its reader took it off meanwhile.
            continue
        unfinished.replace(path)
        copied.append(path)
    return copied


def unfinished_name(path):
    """Return the name of a file while it is copied, which a copy that was killed leaves behind."""
    return path.with_name(f".{path.name}.unfinished")


def _digests(folder):
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in files}
    names.pop(SUMS, None)
    return {name: digest_of(path) for name, path in names.items()}


def digest_of(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_sums(path):
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    except ValueError as error:
        raise Refused(f"{path} cannot be read as a list of checksums.") from error


def _write(path: Path, text):
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
