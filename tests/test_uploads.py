"""Bad uploads through both doors: refused in words, and before they cost anything."""

import json
import os
import subprocess
import sys
from io import BytesIO

import pytest
from django.conf import settings
from PIL import Image

from tests.databases import migrated_database

NO_PICTURE = "This is not a picture. Send a JPEG, PNG, WebP or AVIF file."
BAD = {
    "bomb.png": "This picture has more than 40 million pixels.",
    "larger-bomb.png": "This picture has more than 40 million pixels.",
    "film.gif": NO_PICTURE,
    "script.png": NO_PICTURE,
    "drawing.svg": NO_PICTURE,
    "drawing.png": NO_PICTURE,
    "broken-off.jpg": "This picture is damaged and cannot be read.",
}
MOST_MEMORY = 100
# In seconds of work. What breaks off only at its end is unfolded first.
MOST_TIME = {"broken-off.jpg": 5}


def contents():
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    camera = saved(Image.linear_gradient("L").resize((6_200, 6_200)).convert("RGB"), "JPEG")
    return {
        "bomb.png": saved(Image.new("1", (13_000, 13_000)), "PNG"),
        "larger-bomb.png": saved(Image.new("1", (20_000, 20_000)), "PNG"),
        "film.gif": film(10_000),
        "script.png": b"<!doctype html><script>alert(1)</script>",
        "drawing.svg": svg,
        "drawing.png": svg,
        "broken-off.jpg": camera[: len(camera) * 19 // 20],
    }


def film(frames):
    """Return a GIF of so many pictures."""
    one = saved(Image.new("1", (99, 99)), "GIF")
    start = one.index(b",")
    return one[:start] + one[start:-1] * frames + one[-1:]


def saved(picture, file_format):
    stream = BytesIO()
    picture.save(stream, file_format)
    return stream.getvalue()


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    files = contents()
    assert 169_000_000 // len(files["bomb.png"]) > 5_000
    folder = tmp_path_factory.mktemp("uploads")
    with migrated_database(folder, "uploads") as address:
        done = subprocess.run(
            [sys.executable, "-m", "tests.measured_uploads"],
            input=json.dumps({name: content.hex() for name, content in files.items()}),
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "mlmap_site.settings",
                "DATABASE_URL": address,
                "DEBUG": "on",
                "MEDIA_ROOT": str(folder / "media"),
            },
            cwd=settings.BASE_DIR,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
    return json.loads(done.stdout)


def test_a_good_picture_comes_in_by_both_doors(measured):
    assert [status for status, _ in measured["good"]] == [200, 302]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_one_is_refused_in_words_by_both_doors(name, measured):
    (dropped, *words), (chosen, *others) = (answer[:2] for answer in measured[name])
    assert (dropped, chosen) == (400, 422)
    assert words == others == [BAD[name]]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_one_costs_little_memory(name, measured):
    assert max(grown for *_, grown in measured[name]) < MOST_MEMORY


@pytest.mark.parametrize("name", BAD)
def test_a_bad_one_is_refused_at_once(name, measured):
    assert max(took for *_, took, _ in measured[name]) < MOST_TIME.get(name, 1)


def test_a_bomb_that_was_unfolded_would_have_been_seen(measured):
    assert measured["bomb unfolded"] > MOST_MEMORY
