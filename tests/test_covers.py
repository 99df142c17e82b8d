"""A cover and the pictures in a text as pages show them: in every size, around the focus."""

import hashlib
import re
from html.parser import HTMLParser
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from PIL import Image

from articles import publishing
from articles.editor import store_picture
from articles.exchange import export_version, import_versions
from articles.models import Article, Version
from mlmap_site import picture_sizes
from mlmap_site.markup import AUTHOR_CLEANER, render_author_text
from mlmap_site.pictures import remake_picture
from tests.desk import address, errors_in, form_of
from tests.environment import rarely
from tests.factories import make_article, make_draft, make_picture, make_published, make_scheduled
from tests.stock import refuses, run, save_with

pytestmark = pytest.mark.django_db


class Pictures(HTMLParser):
    """The pictures of a page, each as its source's attributes and its image's."""

    def __init__(self, html):
        super().__init__()
        self.sources, self.found = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "source":
            self.sources.append(dict(attrs))
        elif tag == "img":
            self.found.append((self.sources, dict(attrs)))
            self.sources = []


def pictures_on(client, page):
    return Pictures(client.get(page).text).found


def red_and_blue(width=1600, height=900, turned=False):
    """Store a cover whose left half is red and right half blue; or upper and lower, turned."""
    picture = Image.new("RGB", (width, height), "blue")
    half = (width, height // 2) if turned else (width // 2, height)
    picture.paste("red", (0, 0, *half))
    stream = BytesIO()
    picture.save(stream, "PNG")
    upload = SimpleUploadedFile("cover.png", stream.getvalue())
    return store_picture(remake_picture(upload), "covers")


def make_covered(cover=None, **values):
    article = make_article(values.pop("slug", "ml-map"))
    cover = cover or red_and_blue()
    return make_published(article, cover=cover, cover_alt="Two halves.", **values)


def stored_covers():
    return sorted(default_storage.listdir("covers")[1]) if default_storage.exists("covers") else []


def opened(path):
    return Image.open(BytesIO(default_storage.open(path.removeprefix("/media/")).read()))


def listed(srcset):
    """Return the widths that a srcset promises, by address."""
    candidates = [candidate.split() for candidate in srcset.split(", ")]
    return {at: int(width.removesuffix("w")) for at, width in candidates}


def is_sound(sources, image, formats=("AVIF", "WEBP")):
    """Check that each size is a file of the width and shape that the page says."""
    [source] = sources
    assert source["type"] == "image/avif"
    shape = int(image["width"]) / int(image["height"])
    widths = []
    for srcset, file_format in zip((source["srcset"], image["srcset"]), formats, strict=True):
        for at, width in listed(srcset).items():
            picture = opened(at)
            assert (picture.format, picture.width) == (file_format, width)
            assert abs(picture.height - width / shape) <= 1
        widths.append([*listed(srcset).values()])
    assert widths[0] == widths[1]
    assert int(image["width"]) == widths[0][-1]
    assert image["src"] == [*listed(image["srcset"])][-1]
    assert source["sizes"] == image["sizes"]
    return widths[0]


# Sizes


@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((2400, 1200), [480, 800, 1200, 1600]),
        ((1600, 900), [480, 800, 1200, 1600]),
        ((1000, 500), [480, 800, 1000]),
        ((480, 300), [480]),
        ((40, 30), [40]),
        ((1, 1), [1]),
        ((900, 1800), [480, 800]),
        ((3, 1600), [3]),
        ((1600, 1), [480, 800, 1200, 1600]),
    ],
)
def test_a_cover_is_sent_in_sizes_that_are_there_and_no_larger_than_it_is(size, widths, client):
    version = make_covered(red_and_blue(*size))
    [(sources, image)] = pictures_on(client, version.get_absolute_url())
    assert is_sound(sources, image) == widths
    assert (image["width"], image["height"]) == (
        str(version.cover_width),
        str(version.cover_height),
    )
    assert image["src"] == version.cover.url
    assert image["alt"] == "Two halves."
    # The first thing on the page does not wait until it is near.
    assert "loading" not in image


@pytest.mark.parametrize("size", [(1600, 900), (700, 700), (300, 900), (150, 90), (5, 3), (1, 1)])
@pytest.mark.parametrize("focus", [(3, 98), *rarely((50, 50), (0, 0), (100, 100))])
def test_a_card_has_one_shape_whatever_the_cover_and_the_focus(size, focus, client):
    x, y = focus
    make_covered(red_and_blue(*size), cover_focus_x=x, cover_focus_y=y)
    # The front page lists no card of the article whose map it shows.
    make_published(make_article("newer"), title="A newer map")
    for page in ("/articles/", "/"):
        cards = [found for found in pictures_on(client, page) if "-card-" in found[1]["src"]]
        [(sources, image)] = cards
        assert is_sound(sources, image)[-1] <= min(size[0], 320)
        assert (image["alt"], image["loading"]) == ("", "lazy")
        if min(size) >= 90:
            assert abs(int(image["width"]) / int(image["height"]) - 4 / 3) < 0.05


def test_a_picture_in_the_text_is_sent_in_sizes_with_its_room_kept(client, alice):
    client.force_login(alice)
    sent = {"image": make_picture(1700, 850)}
    code = client.post("/markdownx/upload/", sent).json()["image_code"]
    body = code.replace("![]", "![A *map*]").replace(")", ' "By hand")')
    preview = client.post("/markdownx/markdownify/", {"content": body}).text
    version = make_published(body=body)
    [(sources, image)] = pictures_on(client, version.get_absolute_url())
    assert is_sound(sources, image) == [480, 800, 1200, 1600]
    assert (image["width"], image["height"]) == ("1600", "800")
    assert (image["alt"], image["title"], image["loading"]) == ("A map", "By hand", "lazy")
    assert Pictures(preview).found == [(sources, image)]


@pytest.mark.parametrize(
    "source",
    [
        "/media/pictures/" + "0" * 32 + ".webp",
        "/media/pictures/../covers/x.webp",
        "/static/picture.webp",
        "pictures/" + "0" * 32 + ".webp",
    ],
)
def test_what_is_no_picture_of_this_site_is_left_as_it_is(source):
    html = render_author_text(f"![x]({source})")
    assert html == f'<p><img src="{source}" alt="x" loading="lazy"></p>\n'


def test_no_address_but_of_a_picture_is_left_in_a_set():
    for bad in ("javascript:alert(1) 1w", "//evil.example/x 1w", "/x.webp 1w, data:x 2w", "/x"):
        assert "srcset" not in AUTHOR_CLEANER.clean(f'<img src="/x" srcset="{bad}">')


@pytest.mark.parametrize(("kind", "mark"), [("webp", b"WEBP"), ("avif", b"ftypavif")])
def test_every_size_is_served_as_what_it_is(kind, mark, client):
    version = make_covered()
    answer = client.get(f"/media/{version.cover_sizes.path(800, kind)}")
    assert answer.status_code == 200
    assert mark in b"".join(answer)[:16]
    assert answer["Content-Type"] == f"image/{kind}"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"


def test_reading_makes_no_file(client):
    version = make_covered(body="Words.")
    for path, _ in [*version.cover_sizes.files, *version.cover_card.files]:
        default_storage.delete(path)
    for page in ("/", "/articles/", version.get_absolute_url()):
        client.get(page)
    left = [path for path, _ in version.cover_card.files if default_storage.exists(path)]
    assert left == []
    # Sending it once more makes what is missing, and the picture itself is as it was.
    assert red_and_blue() == version.cover.name
    assert all(default_storage.exists(path) for path, _ in version.cover_sizes.files)
    call_command("verify")


def test_what_breaks_while_sizes_are_made_leaves_no_picture(monkeypatch):
    def full(*_):
        raise OSError("No space left on device")

    picture = remake_picture(make_picture(333, 222))
    monkeypatch.setattr(picture_sizes, "encode", full)
    with pytest.raises(OSError, match="No space"):
        store_picture(picture, "covers")
    assert not default_storage.exists(f"covers/{picture.name}")


def test_two_who_store_the_same_picture_at_once_store_one(monkeypatch):
    path = store_picture(remake_picture(make_picture(211, 97)), "covers")
    before = stored_covers()
    late = SimpleNamespace(
        exists=lambda path: False, save=default_storage.save, delete=default_storage.delete
    )
    monkeypatch.setattr(picture_sizes, "default_storage", late)
    assert store_picture(remake_picture(make_picture(211, 97)), "covers") == path
    assert stored_covers() == before


# The focus


@pytest.mark.parametrize("turned", [False, True], ids=["wide", "tall"])
@pytest.mark.parametrize(("at", "red_share"), [(0, 1), (25, 1), (50, 0.5), (75, 0), (100, 0)])
def test_a_card_shows_what_is_around_the_focus(at, red_share, turned, client):
    """Of a picture twice as long as a card, a focus before the middle shows the first half."""
    size, focus = ((800, 300), (at, 50)) if not turned else ((300, 450), (50, at))
    cover = red_and_blue(*size, turned=turned)
    make_covered(cover, cover_focus_x=focus[0], cover_focus_y=focus[1])
    [(sources, image)] = pictures_on(client, "/articles/")
    for candidate in [*listed(sources[0]["srcset"]), *listed(image["srcset"])]:
        picture = opened(candidate).convert("RGB")
        ends = (5, picture.height - 5) if turned else (5, picture.width - 5)
        first, last = (picture.getpixel((9, e) if turned else (e, 9)) for e in ends)
        assert [first[0] > first[2], last[0] > last[2]] == [red_share > 0, red_share == 1]


def test_the_author_chooses_the_focus_in_the_form(client, alice):
    client.force_login(alice)
    draft = make_draft()
    page = client.get(address("change", draft)).text
    assert 'name="cover_focus_x" value="50"' in page
    assert "Lists show the part of the cover around this point" in page
    sent = form_of(draft, cover=make_picture(900, 300), cover_focus_x=90, cover_focus_y=10)
    assert client.post(address("change", draft), sent).status_code == 302
    draft.refresh_from_db()
    assert (draft.cover_focus_x, draft.cover_focus_y) == (90, 10)
    assert all(default_storage.exists(path) for path, _ in draft.cover_card.files)
    assert "-card-90-10-" in draft.cover_card.address


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (101, "less than or equal to 100"),
        (-1, "greater than or equal to 0"),
        ("left", "whole number"),
        ("1.5", "whole number"),
        ("", "required"),
    ],
)
@pytest.mark.parametrize("field", ["cover_focus_x", "cover_focus_y"])
def test_a_focus_is_on_the_cover(field, value, words, client, alice):
    client.force_login(alice)
    answer = client.post(address("change", draft := make_draft()), form_of(draft) | {field: value})
    assert answer.status_code == 422
    assert words in errors_in(answer)[field]


def test_the_database_refuses_a_focus_beside_the_cover():
    draft = make_draft()
    sql = f"UPDATE articles_version SET cover_focus_x = 101 WHERE id = {draft.pk}"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    draft.cover_focus_y = 101
    with pytest.raises(ValidationError, match="from 0 to 100 in both directions"):
        draft.validate_constraints()


@pytest.mark.parametrize("make", [make_published, make_scheduled])
@pytest.mark.parametrize("column", ["cover_focus_x", "cover_focus_y"])
def test_the_focus_of_a_frozen_version_stays(column, make):
    version = make(cover=red_and_blue(16, 9), cover_alt="Two halves.")
    rows = Version._base_manager.filter(pk=version.pk)
    sql = f"UPDATE articles_version SET {column} = 1 WHERE id = {version.pk}"
    for act in (
        lambda: save_with(version, **{column: 1}),
        lambda: save_with(version, [column], **{column: 1}),
        lambda: Version.objects.filter(pk=version.pk).update(**{column: 1}),
        lambda: rows.update(**{column: 1}),
        lambda: run(sql),
    ):
        refuses(act)


def test_the_next_draft_starts_with_the_focus():
    version = make_covered(red_and_blue(16, 9), cover_focus_x=12, cover_focus_y=34)
    draft = publishing.start_draft(version.article, version.article.author)
    assert (draft.cover_focus_x, draft.cover_focus_y) == (12, 34)


def test_the_focus_is_not_in_the_digest(client):
    pages = []
    for slug, x in (("one", 0), ("two", 100)):
        make_covered(red_and_blue(16, 9), slug=slug, cover_focus_x=x)
        page = client.get(f"/articles/{slug}/v0.1/map.json").text
        pages.append(re.sub(r'"published_at":"[^"]*"', "", page).replace(slug, ""))
    assert pages[0] == pages[1]


# Out to files and in from files


def test_the_focus_goes_out_and_comes_in(tmp_path, alice):
    version = make_covered(red_and_blue(16, 9), cover_focus_x=0, cover_focus_y=73)
    path = export_version(version, tmp_path)
    assert "  focus:\n    x: 0\n    y: 73\n" in path.read_text()
    path.write_text(path.read_text().replace("article: ml-map", "article: copy"))
    picture_sizes.forget(version.cover.name)
    [copy] = import_versions([path], lambda username: alice)
    assert (copy.cover_focus_x, copy.cover_focus_y) == (0, 73)
    assert copy.cover.name == version.cover.name
    files = [*copy.cover_sizes.files, *copy.cover_card.files]
    assert all(default_storage.exists(path) for path, _ in files)


def test_a_focus_in_the_middle_is_not_written(tmp_path):
    assert "focus" not in export_version(make_covered(red_and_blue(16, 9)), tmp_path).read_text()


@pytest.mark.parametrize(
    ("focus", "said"),
    [
        ("{x: 101, y: 0}", r"line 8, cover\.focus\.x: Ensure this value is less than or equal"),
        ("{x: 0, y: -1}", r"line 8, cover\.focus\.y: Ensure this value is greater than"),
        ("{x: 0}", r"line 8, cover\.focus\.y: is missing"),
        ("{x: left, y: 0}", r"cover\.focus\.x: must be a whole number"),
        ("middle", r"line 8, cover\.focus: must be fields"),
    ],
)
def test_a_bad_focus_is_named_and_leaves_no_file(focus, said, tmp_path, alice):
    (tmp_path / "cover.png").write_bytes(make_picture(457, 123).read())
    path = tmp_path / "small.md"
    path.write_text(
        '---\narticle: small\nwork: Small\nnumber: "0.1"\ntitle: Small\ncover:\n'
        f"  file: cover.png\n  focus: {focus}\n---\nIt begins.\n"
    )
    before = stored_covers()
    with pytest.raises(Exception, match=said):
        import_versions([path], lambda username: alice)
    assert not Article.objects.exists()
    assert stored_covers() == before


def test_a_picture_that_is_named_like_ours_is_made_anew(tmp_path, alice):
    """A name says nothing of what else is in the file."""
    exif = Image.Exif()
    exif[0x013B] = "Artist-of-mine"
    stream = BytesIO()
    Image.new("RGB", (90, 60), "red").save(stream, "WEBP", exif=exif)
    name = hashlib.sha256(stream.getvalue()).hexdigest()[:32]
    (tmp_path / f"{name}.webp").write_bytes(stream.getvalue())
    path = tmp_path / "small.md"
    path.write_text(
        '---\narticle: small\nwork: Small\nnumber: "0.1"\ntitle: Small\ncover:\n'
        f"  file: {name}.webp\n---\nIt begins.\n"
    )
    [draft] = import_versions([path], lambda username: alice)
    assert name not in draft.cover.name
    assert b"-of-mine" not in default_storage.open(draft.cover.name).read()
