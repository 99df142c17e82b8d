"""The map as a picture: what stands in it, that it stands alone, and that it is kept."""

import math
import re
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.utils.translation import override
from PIL import Image, ImageChops

from articles import renditions
from articles.drawings import (
    DARK,
    FONTS,
    LIGHT,
    MAP_PNG_WIDTH,
    SOCIAL_WIDTH,
    STYLE,
    map_png_source,
    map_svg,
    png,
    social_source,
)
from comments.delivery import deliver
from roles.spectrum import Span
from tests.factories import make_article, make_draft, make_published

ORIGIN = "https://maps.example"
HOSTILE = '"</script><b>&{}%'
SPANS = [
    Span("developer", "Developer", 0, 45),
    Span("ml-engineer", "ML Engineer", 35, 100),
    Span("mlops", "MLOps", 20, 80, practice=True),
]
SVG = "{http://www.w3.org/2000/svg}"


def a_version(title="The roles of machine learning", author="Anna Müller", **values):
    words = {"label": "v0.1", "line_start": "toward the user", "line_end": "toward the science"}
    author = SimpleNamespace(display_name=author)
    article = SimpleNamespace(author=author)
    return SimpleNamespace(**(words | {"title": title, "article": article} | values))


def read(content):
    picture = Image.open(BytesIO(content))
    assert picture.format == "PNG"
    return picture.convert("RGB")


def parse(source):
    return ElementTree.fromstring(source)  # noqa: S314 - what we drew ourselves


def words_of(root):
    return [element.text for element in root.iter(f"{SVG}text")]


# SVG


def test_the_file_has_a_title_a_description_and_every_name():
    root = parse(map_svg(a_version(), SPANS, ORIGIN))
    assert root.find(f"{SVG}title").text == "The roles of machine learning (v0.1)"
    assert "ML Engineer, right part of the line" in root.find(f"{SVG}desc").text
    names = {"Developer", "ML Engineer", "MLOps", "toward the user", "toward the science"}
    assert set(words_of(root)) == names


def test_its_links_lead_back_to_the_site():
    root = parse(map_svg(a_version(), SPANS, ORIGIN))
    links = [element.get("href") for element in root.iter(f"{SVG}a")]
    assert links == [f"{ORIGIN}/roles/{span.slug}/" for span in SPANS]


def test_it_needs_nothing_from_outside_and_runs_nothing():
    source = map_svg(a_version(), SPANS, ORIGIN)
    root = parse(source)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert not tags & {"script", "image", "use", "foreignObject", "link"}
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in attributes if name.startswith("on") or name == "style"]
    assert set(re.findall(r"url\(([^)]*)\)", source)) == {"#map-wide-line"}
    assert "@import" not in source
    assert "@font-face" not in source


def test_it_is_light_and_dark():
    style = parse(map_svg(a_version(), SPANS, ORIGIN)).find(f"{SVG}style").text
    assert style == STYLE
    light, dark = style.split("@media (prefers-color-scheme:dark)")
    for colour in ("card", "ink", "band"):
        assert LIGHT[colour] in light
        assert DARK[colour] in dark


def test_a_hostile_title_is_text():
    version = a_version(title=HOSTILE, line_start=HOSTILE)
    spans = [Span("a", HOSTILE, 0, 50)]
    root = parse(map_svg(version, spans, ORIGIN))
    assert root.find(f"{SVG}title").text == f"{HOSTILE} (v0.1)"
    assert words_of(root) == [HOSTILE, HOSTILE, "toward the science"]
    social = parse(social_source(a_version(HOSTILE, HOSTILE), spans))
    assert words_of(social).count(HOSTILE) == 3


@pytest.mark.parametrize("write", [map_png_source, social_source])
def test_the_same_map_is_the_same_bytes_in_every_language(write):
    with override("de"):
        german = write(a_version(), SPANS)
    assert german == write(a_version(), SPANS)
    assert png(german, 300) == png(german, 300)


def hexadecimal(lightness, chroma, hue):
    """Return a colour given as oklch() the way LIGHT and DARK have it."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
    light = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
    )
    channels = (12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in light)
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)


def test_the_colours_are_those_of_the_pages():
    styles = [Path(settings.BASE_DIR, "static/css", name) for name in ("variables.css", "map.css")]
    text = "".join(style.read_text() for style in styles)
    for name in ("paper", "ink", "soft"):
        light, dark = re.search(rf"--{name}: light-dark\((\S+), (\S+)\);", text).groups()
        assert LIGHT[name] == light
        assert DARK.get(name, dark) == dark
    stops = re.findall(r"--map-\d: light-dark\(oklch\((.*?)\), oklch\((.*?)\)\)", text)
    for palette, column in ((LIGHT, 0), (DARK, 1)):
        colours = [hexadecimal(*map(float, stop[column].split())) for stop in stops]
        assert list(palette["stops"]) == colours


# PNG


def test_the_map_is_twice_its_size():
    picture = read(png(map_png_source(a_version(), SPANS), MAP_PNG_WIDTH))
    assert picture.width == 2080
    assert 300 < picture.height < 1200
    assert picture.getpixel((2, 2)) == (255, 255, 255)


@pytest.mark.parametrize("spans", [SPANS, []], ids=["map", "text"])
def test_the_social_picture_is_of_the_size_that_all_sites_take(spans):
    content = png(social_source(a_version(), spans), SOCIAL_WIDTH)
    assert read(content).size == (1200, 630)
    assert len(content) < 300_000


def test_the_social_picture_shows_title_author_and_number():
    text = " ".join(words_of(parse(social_source(a_version(), SPANS))))
    for said in ("The roles", "machine learning", "Anna Müller", "v0.1", "ML Engineer", "MLOps"):
        assert said in text


def inked(content, box):
    """Return whether anything is drawn in a part of a picture."""
    part = read(content).crop(box)
    plain = Image.new("RGB", part.size, LIGHT["paper"])
    return ImageChops.difference(part, plain).getbbox() is not None


@pytest.mark.parametrize("title", ["A", "word " * 32, "W" * 160, "机器学习地图" * 20], ids=len)
def test_no_title_leaves_the_picture_or_runs_into_the_map(title):
    version = a_version(title=title.strip(), author="A long name " * 5)
    content = png(social_source(version, []), SOCIAL_WIDTH)
    assert not inked(content, (1140, 0, 1200, 630))
    assert not inked(content, (0, 530, 1200, 555))
    root = parse(social_source(version, SPANS))
    bottom = max(
        float(e.get("y")) for e in root.iter(f"{SVG}text") if e.get("class") == "social-title"
    )
    *_, map_top = re.findall(r"translate\(\S+ (\S+)\) scale", social_source(version, SPANS))
    assert bottom < float(map_top)


def test_where_names_would_be_specks_the_hills_speak_alone():
    spans = [Span(f"role-{n}", f"Role number {n}", n, n + 40) for n in range(40)]
    root = parse(social_source(a_version(), spans))
    assert not [text for text in words_of(root) if text.startswith("Role")]
    assert len(list(root.iter(f"{SVG}path"))) == 40 + 2  # and the two hills of the site's mark
    assert len(png(social_source(a_version(), spans), SOCIAL_WIDTH)) < 300_000


@pytest.mark.parametrize(
    "name", ["机器学习", "مهندس", "👩🏽‍🔬", "\u0301", "\U000e0001", "ἀρχή Ж ệ"]
)
def test_any_script_makes_a_picture(name):
    version = a_version(title=name, author=name)
    spans = [Span("a", name, 0, 50)]
    assert read(png(social_source(version, spans), SOCIAL_WIDTH)).size == (1200, 630)
    assert read(png(map_png_source(version, spans), MAP_PNG_WIDTH)).width == 2080


def test_the_fonts_are_shipped_with_their_licence_and_are_small():
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text()
    assert sum(font.stat().st_size for font in FONTS.iterdir()) < 400_000


def test_the_shipped_fonts_write_latin_without_any_other():
    """A title drawn from the site's own fonts alone leaves ink where its letters stand."""
    assert inked(
        png(social_source(a_version(title="Title"), []), SOCIAL_WIDTH), (72, 130, 300, 200)
    )


# Kept


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "maps"


@pytest.fixture
def draws(monkeypatch):
    """Count how often a picture is drawn."""
    drawn = []
    draw = renditions.png
    monkeypatch.setattr(renditions, "png", lambda *args: drawn.append(1) or draw(*args))
    return drawn


def ask(client, name="social.png"):
    answer = client.get(f"/articles/ml-map/v0.1/{name}")
    assert answer.status_code == 200
    return answer.content


def test_a_picture_is_drawn_once(client, version, media, draws):
    assert ask(client) == ask(client) == ask(client)
    assert len(draws) == 1
    (kept,) = media.iterdir()
    assert kept.name.startswith(f"{version.digest[:32]}-social-")


def test_publishing_draws_nothing_and_telling_of_it_does_after_its_transaction(
    client, db, media, draws, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        make_published()
    assert draws == []
    with django_capture_on_commit_callbacks(execute=True):
        deliver()
        assert draws == []
    assert len(list(media.iterdir())) == len(draws) == 2
    ask(client, "map.png")
    ask(client, "social.png")
    assert len(draws) == 2


def test_telling_does_not_fail_with_the_pictures(db):
    make_published()
    deliver()
    (_, draw, is_robust), *_ = connection.run_on_commit
    assert draw.func is renditions.make_pictures
    assert is_robust


def test_a_draft_draws_nothing(db, media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        make_draft(make_article())
    assert not media.exists()


def test_a_picture_that_was_cut_short_is_drawn_again(client, version, media):
    whole = ask(client)
    (kept,) = media.iterdir()
    kept.write_bytes(whole[:1000])
    assert ask(client) == whole
    assert kept.read_bytes() == whole


def test_a_full_disk_costs_nobody_the_picture(client, version, media, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    assert read(ask(client)).size == (1200, 630)


def test_a_new_name_of_the_author_is_a_new_picture(client, version, media):
    before = ask(client)
    version.article.author.name = "Another name"
    version.article.author.save()
    assert ask(client) != before
    assert len(list(media.iterdir())) == 2


def test_kept_pictures_are_not_served_as_media(client, version, media):
    default_storage.save("maps/some.png", ContentFile(ask(client)))
    assert client.get("/media/maps/some.png").status_code == 404
