"""The two addresses of the Markdown editor, and the pictures that come of them."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from mlmap_site.markup import ARTICLE_LIMIT
from tests.factories import make_cover, make_picture, make_published

pytestmark = pytest.mark.django_db

MARKDOWNIFY = "/markdownx/markdownify/"
UPLOAD = "/markdownx/upload/"
TEXT = """# A heading

A *word*, a [link](https://example.org) and a note.[^1]

| role | place |
| :--- | ----: |
| one  |   two |

<script>alert(1)</script>

[^1]: Here.
"""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def stored():
    """Return every file that the site keeps."""
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


@pytest.fixture
def writer(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture(params=["anonymous", "reader", "staff who was shut out"])
def outsider(request, client, bob, mod):
    if request.param == "reader":
        client.force_login(bob)
    if request.param == "staff who was shut out":
        client.force_login(mod)
        mod.is_active = False
        mod.save()
    return client


# Who may


def test_nobody_else_may_use_the_editor(outsider):
    before = stored()
    picture = make_picture(width=91)
    assert outsider.post(MARKDOWNIFY, {"content": "x"}).status_code == 403
    assert outsider.post(UPLOAD, {"image": picture}).status_code == 403
    assert stored() == before


@pytest.mark.parametrize("address", [MARKDOWNIFY, UPLOAD])
@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_the_editor_only_posts(address, method, writer):
    assert getattr(writer, method)(address).status_code == 405


# The preview


def test_the_preview_is_what_the_page_shows(writer):
    preview = writer.post(MARKDOWNIFY, {"content": TEXT}).content.decode()
    version = make_published(body=TEXT)
    page = writer.get(version.get_absolute_url()).content.decode()
    assert "<h2" in preview
    assert "<script" not in preview
    assert f'<div class="prose">{preview}</div>' in page


def test_a_preview_of_nothing_is_nothing(writer):
    answer = writer.post(MARKDOWNIFY)
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_text_that_is_too_long_is_not_rendered(writer):
    answer = writer.post(MARKDOWNIFY, {"content": "x" * (ARTICLE_LIMIT + 1)})
    assert (answer.status_code, answer.content) == (413, b"This text is longer than 200 kB.")


# Uploads


def test_a_picture_is_stored_under_a_name_of_ours(writer):
    picture = make_picture(width=97)
    picture.name = "../../My <holiday>.php.png"
    before = stored()
    answer = writer.post(UPLOAD, {"image": picture})
    assert answer.status_code == 200
    [name] = re.fullmatch(
        r"!\[\]\(/media/(pictures/[0-9a-f]{32}\.webp)\)", answer.json()["image_code"]
    ).groups()
    assert {path.relative_to(settings.MEDIA_ROOT).as_posix() for path in stored() - before} == {
        name,
        name.replace(".webp", "-97.avif"),
    }
    assert Image.open(default_storage.open(name)).size == (97, 30)


def test_the_same_picture_is_stored_once(writer):
    codes = {
        writer.post(UPLOAD, {"image": make_picture(width=98)}).json()["image_code"]
        for _ in range(2)
    }
    assert len(codes) == 1


@pytest.mark.parametrize(
    ("name", "sent_as", "content"),
    [
        ("page.gif", "image/gif", b"<html><script>alert(1)</script></html>"),
        ("picture.png", "image/png", b"<html></html>"),
        ("picture.svg", "image/svg+xml", SVG),
        ("picture.png", "image/png", SVG),
        ("picture.gif", "image/gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"),
        ("picture.png", "image/png", b"\x89PNG\r\n\x1a\n"),
        ("empty.png", "image/png", b""),
        ("picture.ps", "image/png", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(name, sent_as, content, writer):
    before = stored()
    answer = writer.post(UPLOAD, {"image": SimpleUploadedFile(name, content, sent_as)})
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(("This is not a picture", "This picture is damaged"))
    assert stored() == before


@pytest.mark.parametrize("values", [{}, {"image": "words"}, {"file": "words"}])
def test_an_upload_without_a_picture_is_refused_in_words(values, writer):
    answer = writer.post(UPLOAD, values)
    assert (answer.status_code, answer.json()) == (
        400,
        {"error": "There is no picture in this upload."},
    )


# Serving


def test_a_picture_is_served_as_a_picture_and_nothing_else(client):
    answer = client.get(f"/media/{make_cover()}")
    assert answer.status_code == 200
    assert b"".join(answer)[8:12] == b"WEBP"
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not answer.cookies


def test_a_picture_is_not_sent_twice_to_whoever_has_it(client):
    first = client.get(f"/media/{make_cover()}")
    answer = client.get(f"/media/{make_cover()}", headers={"if-none-match": first["ETag"]})
    assert answer.status_code == 304
    assert answer["Cache-Control"] == first["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "page.html",
        "picture.svg",
        "picture.png",
        "pictures/",
        "covers",
        "",
        "none.webp",
        "../secret.webp",
        "../../../../../../etc/passwd",
        "%2e%2e/secret.webp",
        "..%2fsecret.webp",
        "..\\secret.webp",
        "/etc/secret.webp",
        "covers/%00.webp",
        "covers/none.webp/",
    ],
)
def test_nothing_else_is_served(path, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    for name in ("media/page.html", "media/picture.svg", "media/picture.png", "secret.webp"):
        (tmp_path / name).write_text("kept to ourselves")
    answer = client.get(f"/media/{path}")
    assert answer.status_code in (400, 404)
    assert b"kept to ourselves" not in answer.content


def test_no_folder_is_listed(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "folder.webp").mkdir()
    assert client.get("/media/folder.webp").status_code == 404
