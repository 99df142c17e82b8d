"""A version as canonical JSON: the bytes that are hashed, stored by readers and cited.

The same content is the same bytes: sorted keys, no spaces, NFC, integers, source text and never
HTML, so that a new look of the site changes no digest.
"""

import hashlib
import json
import unicodedata
from datetime import UTC
from pathlib import PurePosixPath

SCHEMA = 1


def canonical_json(version, correction=None):
    """Return the bytes of a version, or of it with a correction's words in place of its own."""
    text = correction or version
    data = {
        "schema": SCHEMA,
        "article": version.article.slug,
        "number": version.label.removeprefix("v"),
        "predecessor": version.predecessor and version.predecessor.label.removeprefix("v"),
        "published_at": version.published_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "revision": correction.revision if correction else 1,
        "title": version.title,
        "teaser": version.teaser,
        "body": text.body,
        "cover": _cover(version, text),
        "line": {"start": version.line_start, "end": version.line_end},
        "placements": [_placement(placement) for placement in _along_the_line(version)],
        "descents": sorted(_descent(descent) for descent in version.descents.all()),
        "changes": [change.text for change in version.changes.all()],
    }
    if correction:
        data["correction"] = correction.reason
    # Before it is written as JSON: a combining mark would join with the letter of an escape.
    data = _composed(data)
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(data):
    """Return the SHA-256 of canonical bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _composed(value):
    """Return a value with every text in it in Unicode's composed form (NFC)."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {key: _composed(item) for key, item in value.items()}
    return [_composed(item) for item in value] if isinstance(value, list) else value


def _cover(version, text):
    if not version.cover:
        return None
    # The file is named by its content (mlmap_site/pictures.py), so its name stands for its bytes.
    return {
        "file": PurePosixPath(version.cover.name).name,
        "alt": text.cover_alt,
        "caption": version.cover_caption,
    }


def _along_the_line(version):
    return sorted(version.placements.all(), key=lambda p: (p.start, p.end, p.role.slug))


def _placement(placement):
    return {
        "role": placement.role.slug,
        "kind": placement.role.kind,
        "name": placement.name,
        "start": placement.start,
        "end": placement.end,
        "summary": placement.summary,
    }


def _descent(descent):
    """Return ancestor and descendant; an empty end sorts first and reads as ""."""
    ends = (descent.ancestor, descent.descendant)
    return [role.slug if role else "" for role in ends]
