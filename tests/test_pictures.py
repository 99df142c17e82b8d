"""Pictures that people send are made anew: upright, bare, of a bounded size, named by content."""

import hashlib
import random
import struct
from contextlib import suppress
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageOps, PngImagePlugin

from articles.editor import store_picture
from mlmap_site import pictures
from mlmap_site.pictures import LONGEST_SIDE, remake_picture, was_remade
from tests.factories import make_picture

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!doctype html><script>alert(1)</script>"
NO_PICTURE = "This is not a picture. Send a JPEG, PNG, WebP or AVIF file."
DAMAGED = "This picture is damaged and cannot be read."
TOO_MANY = "This picture has more than 40 million pixels."
# How a camera was held, as EXIF numbers it.
ORIENTATIONS = range(1, 9)


def upload(content, name="picture.png"):
    return SimpleUploadedFile(name, content)


def saved(picture, file_format, **options):
    stream = BytesIO()
    picture.save(stream, file_format, **options)
    return stream.getvalue()


def remade(content):
    return Image.open(remake_picture(upload(content)))


def is_refused(content, words):
    with pytest.raises(ValidationError) as refusal:
        remake_picture(upload(content))
    assert refusal.value.messages == [words]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        HTML,
        SVG,
        b"\x89PNG\r\n\x1a\n",
        b"%PDF-1.7",
        saved(Image.new("L", (9, 9)), "GIF"),
        saved(Image.new("L", (9, 9)), "TIFF"),
        saved(Image.new("L", (9, 9)), "BMP"),
        saved(Image.new("L", (9, 9)), "PPM"),
        b"GIF89a" + HTML,
    ],
    ids=["nothing", "HTML", "SVG", "PNG head", "PDF", "GIF", "TIFF", "BMP", "PPM", "polyglot"],
)
def test_what_is_no_picture_is_refused(content):
    is_refused(content, NO_PICTURE)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_breaks_off_is_refused(file_format):
    whole = saved(Image.effect_noise((200, 200), 90).convert("RGB"), file_format)
    is_refused(whole[: len(whole) // 2], DAMAGED)


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_with_wrong_bytes_is_remade_or_refused_in_words(file_format):
    """Nothing else comes out of it, whichever byte is wrong."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "A description"
    noise = Image.effect_noise((24, 16), 60).convert("RGB")
    whole = saved(noise, file_format, exif=exif)
    chance = random.Random(1)  # noqa: S311 (the same bytes on every run)
    for _ in range(250):
        content = bytearray(whole)
        for _ in range(chance.choice([1, 2, 5])):
            content[chance.randrange(min(len(content), 400))] = chance.randrange(256)
        with suppress(ValidationError):
            remake_picture(upload(bytes(content)))


@pytest.mark.parametrize("tag", [0x0100, 0x011A, 0x0128])
def test_a_picture_with_nonsense_in_its_metadata_is_remade_or_refused_in_words(tag):
    """A camera held upright, and a width or resolution that is a word."""
    upright, word = (0x0112, 3, 1, b"\6\0\0\0"), (tag, 2, 4, b"abc\0")
    rows = b"".join(struct.pack("<HHI4s", *row) for row in sorted([upright, word]))
    exif = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 2) + rows + struct.pack("<I", 0)
    content = saved(Image.new("RGB", (20, 10)), "JPEG", exif=exif)
    with suppress(ValidationError):
        assert remade(content).size == (10, 20)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("side", [6_400, 13_000, 20_000])
def test_a_small_file_of_many_pixels_is_refused_before_it_is_unfolded(side):
    content = saved(Image.new("1", (side, side)), "PNG")
    assert len(content) < 100_000
    is_refused(content, TOO_MANY)


def test_a_large_file_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(pictures, "LARGEST_FILE", 10)
    is_refused(make_picture().read(), "This picture is larger than 20 MB.")


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_a_picture_comes_out_upright(orientation, file_format):
    upright = Image.new("RGB", (80, 40), "black")
    upright.paste("white", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = orientation
    held = as_held(upright, orientation)
    picture = remade(saved(held, file_format, exif=exif))
    assert picture.size == (80, 40)
    is_upright(picture)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_every_size_of_it_is_upright(orientation):
    upright = Image.new("RGB", (1000, 500), "black")
    upright.paste("white", (0, 0, 250, 250))
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = saved(as_held(upright, orientation), "JPEG", exif=exif)
    files = files_of(store_picture(remake_picture(upload(content)), "pictures"))
    shown = [Image.open(BytesIO(stored)) for stored in files.values()]
    assert sorted(picture.size for picture in shown) == sorted(
        2 * [(480, 240), (800, 400), (1000, 500)]
    )
    for picture in shown:
        is_upright(picture)


def is_upright(picture):
    """Check that the upper left corner is white and the others are black."""
    wide, high = picture.size
    places = [(x * wide // 10, y * high // 10) for y in (1, 9) for x in (1, 9)]
    corners = [picture.convert("L").getpixel(place) > 128 for place in places]
    assert corners == [True, False, False, False]


def as_held(upright, orientation):
    """Return the picture as a camera stores it that was held so."""
    undo = {
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }
    for step in undo.get(orientation, []):
        upright = upright.transpose(step)
    return upright


def pictures_of_mine():
    """Return pictures, as they are sent, that say whose they are in every way they can."""
    exif = Image.Exif()
    exif[0x010F], exif[0x013B] = "Camera-of-mine", "Artist-of-mine"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 29: "2024:05:01"})
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", "Comment-of-mine")
    texts.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>Xmp-of-mine</x:xmpmeta>")
    picture = Image.new("RGB", (640, 480), "red")
    return [
        saved(picture, "PNG", exif=exif, pnginfo=texts, icc_profile=b"Profile-of-mine"),
        saved(
            picture,
            "JPEG",
            exif=exif,
            comment=b"Comment-of-mine",
            icc_profile=b"Profile-of-mine",
            xmp=b"Xmp-of-mine",
        ),
        saved(picture, "WEBP", exif=exif, icc_profile=b"Profile-of-mine", xmp=b"Xmp-of-mine"),
        saved(picture, "AVIF", exif=exif, icc_profile=b"Profile-of-mine", xmp=b"Xmp-of-mine"),
    ]


@pytest.mark.parametrize("content", pictures_of_mine(), ids=["PNG", "JPEG", "WebP", "AVIF"])
def test_the_sender_is_in_no_file(content):
    assert b"-of-mine" in content
    path = store_picture(remake_picture(upload(content)), "pictures")
    files = files_of(path)
    assert len(files) == 4
    for stored in files.values():
        assert b"-of-mine" not in stored
        result = Image.open(BytesIO(stored))
        result.load()
        assert dict(result.getexif()) == {}
        assert not {"exif", "xmp", "icc_profile", "comment"} & {*result.info}


def files_of(path):
    """Return the content of every file that is kept of a picture, by its name."""
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".webp")
    names = [file for file in default_storage.listdir(folder)[1] if file.startswith(stem)]
    return {file: default_storage.open(f"{folder}/{file}").read() for file in names}


def test_a_file_of_ours_that_comes_back_is_known():
    made = remake_picture(upload(pictures_of_mine()[0]))
    content = made.read()
    assert was_remade(made.name, content)
    assert not was_remade(made.name, content + b"\0")
    assert not was_remade("picture.webp", content)
    assert not was_remade(made.name.replace(".webp", ".png"), content)


@pytest.mark.parametrize("content", [*pictures_of_mine(), b"", HTML, b"RIFF" + b"\0" * 11])
def test_no_other_is_taken_for_one_whatever_its_name(content):
    assert not was_remade(f"{hashlib.sha256(content).hexdigest()[:32]}.webp", content)


def test_a_file_that_is_larger_than_ours_is_not_taken_for_one():
    content = saved(Image.new("RGB", (1601, 9)), "WEBP")
    assert not was_remade(f"{hashlib.sha256(content).hexdigest()[:32]}.webp", content)


def test_what_was_appended_is_gone():
    content = make_picture().read() + HTML
    assert b"<script" not in remake_picture(upload(content)).read()


def test_the_name_is_the_content():
    first = remake_picture(make_picture())
    stem, dot, suffix = first.name.partition(".")
    assert hashlib.sha256(first.read()).hexdigest().startswith(stem)
    assert (len(stem), dot, suffix) == (32, ".", "webp")
    again = remake_picture(upload(make_picture().read(), "../../etc/passwd"))
    assert again.name == first.name
    assert remake_picture(make_picture(41)).name != first.name


@pytest.mark.parametrize(
    ("mode", "file_format"),
    [
        ("1", "PNG"),
        ("L", "PNG"),
        ("LA", "PNG"),
        ("P", "PNG"),
        ("RGBA", "PNG"),
        ("I;16", "PNG"),
        ("L", "JPEG"),
        ("CMYK", "JPEG"),
        ("RGB", "AVIF"),
        ("RGBA", "AVIF"),
        ("RGBA", "WEBP"),
    ],
)
def test_every_mode_is_remade_as_it_looks(mode, file_format):
    """The left half is dark, the right half light."""
    light = Image.new("L", (40, 30), 0)
    light.paste(255, (20, 0, 40, 30))
    if mode == "I;16":
        # A 16-bit grey that would be white if it were cut off at 255.
        row = struct.pack("<40H", *[4_000] * 20, *[60_000] * 20)
        picture = Image.frombytes("I;16", (40, 30), row * 30)
    else:
        picture = light.convert("RGB").convert(mode)
    result = remade(saved(picture, file_format)).convert("RGB").convert("L")
    assert result.getpixel((5, 15)) < 60
    assert result.getpixel((35, 15)) > 200


def test_what_one_sees_through_stays_so():
    picture = Image.new("RGBA", (40, 30), (255, 0, 0, 0))
    picture.paste((0, 0, 255, 255), (20, 0, 40, 30))
    for content in (
        saved(picture, "PNG"),
        saved(picture, "WEBP", lossless=True),
        saved(picture.quantize(), "PNG"),
    ):
        alpha = remade(content).getchannel("A")
        assert (alpha.getpixel((5, 15)), alpha.getpixel((35, 15))) == (0, 255)
    assert remade(make_picture().read()).mode == "RGB"


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((40, 30), (40, 30)),
        ((1600, 900), (1600, 900)),
        ((3200, 1800), (1600, 900)),
        ((1000, 2000), (800, 1600)),
        ((20_000, 1), (1600, 1)),
    ],
)
def test_the_longer_side_is_capped(size, expected):
    picture = remade(saved(Image.new("L", size), "PNG"))
    assert picture.size == expected
    assert max(picture.size) <= LONGEST_SIDE


def test_the_first_picture_of_a_film_is_kept():
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    content = saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    red, _, blue = remade(content).getpixel((4, 4))
    assert red > 200 > 50 > blue
    assert getattr(remade(content), "n_frames", 1) == 1


def test_an_upright_picture_is_what_its_reader_would_turn_it_to():
    """The test's own idea of the eight orientations is the library's."""
    upright = Image.new("RGB", (8, 4), "black")
    upright.putpixel((0, 0), (255, 255, 255))
    for orientation in ORIENTATIONS:
        held = as_held(upright, orientation)
        held.getexif()[0x0112] = orientation
        assert ImageOps.exif_transpose(held).tobytes() == upright.tobytes()
