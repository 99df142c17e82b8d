"""Promise 6: the same content is the same bytes, and the digest is of those bytes."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db.models import Prefetch, prefetch_related_objects

from articles.canonical import canonical_json, digest
from articles.models import Placement
from tests.factories import (
    LONG_AGO,
    MAP,
    make_article,
    make_correction,
    make_cover,
    make_published,
)

pytestmark = pytest.mark.django_db

DESCENTS = [("ml-engineer", "model-engineer"), ("ml-engineer", "data-engineer"), ("mlops", None)]
MAP_2 = {"developer": (0, 45), "data-engineer": (40, 70), "model-engineer": (40, 70)}


def make_pair(**values):
    """Publish the same two versions afresh and return the second one's bytes."""
    article = make_published(at=LONG_AGO).article
    values = {"placements": MAP_2, "descents": DESCENTS, "at": LONG_AGO} | values
    version = make_published(article, **values)
    return version, canonical_json(version)


def test_the_bytes_are_what_the_digest_is_of():
    version, data = make_pair()
    assert version.digest == digest(data) == hashlib.sha256(data).hexdigest()


def test_the_whole_of_it_is_there():
    version, data = make_pair(
        teaser="In short.", cover=make_cover(), cover_alt="A line.", cover_caption="By hand."
    )
    assert json.loads(data) == {
        "schema": 1,
        "article": "ml-map",
        "number": "0.2",
        "predecessor": "0.1",
        "published_at": "2024-05-01T09:00:00.000000+00:00",
        "revision": 1,
        "title": "ML Map v0.2",
        "teaser": "In short.",
        "body": "The text of v0.2.",
        "cover": {
            "file": version.cover.name.removeprefix("covers/"),
            "alt": "A line.",
            "caption": "By hand.",
        },
        "line": {"start": "toward the user", "end": "toward the science"},
        "placements": [
            {
                "role": slug,
                "kind": "role",
                "name": slug.replace("-", " ").title(),
                "start": start,
                "end": end,
                "summary": f"What the {slug} does.",
            }
            for slug, (start, end) in MAP_2.items()
        ],
        "descents": [
            ["ml-engineer", "data-engineer"],
            ["ml-engineer", "model-engineer"],
            ["mlops", ""],
        ],
        "changes": ["It was written again."],
    }


def test_the_bytes_are_sorted_close_and_without_fractions():
    _, data = make_pair(body="Übersicht\n\n“quoted”")
    text = data.decode()
    parsed = json.loads(text)
    again = json.dumps(parsed, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert text == again
    assert "Übersicht" in text
    assert all(
        isinstance(placement[end], int)
        for placement in parsed["placements"]
        for end in ("start", "end")
    )


def test_it_has_source_text_and_no_html():
    _, data = make_pair(body="*Emphasis* and <b>.")
    assert json.loads(data)["body"] == "*Emphasis* and <b>."


PLAIN = {"title": "\u00c5", "body": "caf\u00e9\nand more", "changes": ["\u00e9"]}


@pytest.mark.parametrize(
    "values",
    [
        {"placements": dict(reversed(MAP_2.items()))},
        {"descents": DESCENTS[::-1]},
        {"title": "A\u030a", "body": "cafe\u0301\nand more", "changes": ["e\u0301"]},
        {"body": "caf\u00e9\r\nand more"},
        {"at": LONG_AGO.astimezone(timezone(timedelta(hours=5)))},
    ],
    ids=["placements", "descents", "decomposed", "line ends", "time zone"],
)
def test_the_same_content_is_the_same_bytes_however_it_was_entered(values):
    _, data = make_pair(**PLAIN | values)
    assert data == bytes_of_another(**PLAIN)


def bytes_of_another(**values):
    """Return the bytes of a version made a second time, as if they were of the same article."""
    article = make_published(make_article("another"), at=LONG_AGO).article
    values = {"placements": MAP_2, "descents": DESCENTS, "at": LONG_AGO} | values
    return canonical_json(make_published(article, **values)).replace(b'"another"', b'"ml-map"')


def test_the_order_of_equal_spans_is_not_the_databases():
    """Databases sort "data-engineer" and "dataengineer" by the words of their own locale."""
    spans = dict.fromkeys(["data-engineer", "data", "dataengineer", "z"], (10, 20))
    version, data = make_pair(
        placements=spans | {"developer": (0, 9)},
        descents=[("ml-engineer", slug) for slug in spans] + [("mlops", None)],
    )
    shuffled = Prefetch("placements", Placement.objects.order_by("-start", "-role__slug"))
    prefetch_related_objects([version], shuffled)
    assert canonical_json(version) == data
    order = [placement["role"] for placement in json.loads(data)["placements"]]
    assert order == ["developer", "data", "data-engineer", "dataengineer", "z"]


CHANGES = {
    "title": {"title": "Other"},
    "teaser": {"teaser": "Other"},
    "body": {"body": "Other"},
    "line": {"line_end": "Other"},
    "span": {"placements": MAP_2 | {"developer": (0, 46)}},
    "name": {"placements": MAP_2 | {"developer": (0, 45, "Coder")}},
    "descents": {"descents": [*DESCENTS, ("developer", "data-engineer")]},
    "changelog": {"changes": ["Other"]},
    "number": {"minor": 3},
    "date": {"at": datetime(2024, 5, 1, 9, 0, 0, 1, tzinfo=UTC)},
}


@pytest.mark.parametrize("values", CHANGES.values(), ids=CHANGES)
def test_other_content_is_other_bytes(values):
    _, data = make_pair(**values)
    assert data != bytes_of_another()


def test_what_the_site_derives_changes_no_byte():
    version, data = make_pair()
    version.body_html, version.reading_minutes = "<p>New look.</p>", 9
    assert canonical_json(version) == data


def test_a_first_version_has_no_predecessor():
    version = make_published(placements=MAP)
    assert json.loads(canonical_json(version))["predecessor"] is None
    assert json.loads(canonical_json(version))["cover"] is None


def test_a_correction_has_bytes_and_a_digest_of_its_own():
    version, data = make_pair()
    correction = make_correction(version, "The corrected text.", "Spelling")
    corrected = canonical_json(version, correction)
    assert correction.digest == digest(corrected)
    assert correction.digest != version.digest
    differing = {"revision": 2, "body": "The corrected text.", "correction": "Spelling"}
    assert json.loads(corrected) == json.loads(data) | differing
    assert canonical_json(version) == data


@pytest.mark.parametrize("text", ["a\n\u0303b", "a\t\u0308b", "\\\u0301", '"\u0301'])
def test_a_combining_mark_does_not_break_the_json(text, alice):
    version = make_published(body=f"x{text}", changes=[f"y{text}"])
    assert json.loads(canonical_json(version))["body"] == version.body
