"""Pictures that people send: looked at, made anew, and named by us before they are stored."""

import hashlib
import struct
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
LARGEST_FILE = 20 * 1024 * 1024
# A small file can unfold into gigabytes, so the size is read from its head before it is decoded.
LARGEST_AREA = 40_000_000
LONGEST_SIDE = 1600
# AVIF at this speed takes about as long as WebP, and is a fifth smaller at the same look.
ENCODERS = {
    "webp": {"format": "WEBP", "quality": 82, "method": 6},
    "avif": {"format": "AVIF", "quality": 60, "speed": 8},
}
# What a WebP file of ours consists of; metadata would be in chunks of other names.
BARE_CHUNKS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}
# Turned by hand: ImageOps.exif_transpose writes the metadata anew, and fails where it is nonsense.
TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def remake_picture(upload):
    """Return the picture as a new WebP file, upright, without metadata, named by its content.

    Raises ValidationError in words when it is no picture, broken, or too large.
    """
    if upload.size > LARGEST_FILE:
        raise ValidationError(_("This picture is larger than 20 MB."), code="size")
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            if picture.width * picture.height > LARGEST_AREA:
                raise ValidationError(
                    _("This picture has more than 40 million pixels."), code="pixels"
                )
            _read_roughly(picture)
            return _named(encode(_upright(_shrunk(picture), picture), "webp"))
    except Image.DecompressionBombError as error:
        raise ValidationError(
            _("This picture has more than 40 million pixels."), code="pixels"
        ) from error
    except UnidentifiedImageError as error:
        raise ValidationError(
            _("This is not a picture. Send a JPEG, PNG, WebP or AVIF file."), code="format"
        ) from error
    except (OSError, RuntimeError, SyntaxError, ValueError) as error:
        raise ValidationError(
            _("This picture is damaged and cannot be read."), code="damaged"
        ) from error


def encode(picture, kind):
    """Return a picture as the bytes of a "webp" or "avif" file, from its pixels alone."""
    stream = BytesIO()
    # A picture made from the pixels alone has nothing of the sender's metadata to carry over.
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    bare.save(stream, **ENCODERS[kind])
    return stream.getvalue()


def was_remade(name, content):
    """Return whether a file is one of ours that comes back: bare, and named by its content."""
    stem, _, suffix = name.rpartition(".")
    if suffix != "webp" or stem != _stem(content):
        return False
    try:
        if not BARE_CHUNKS.issuperset(_chunks(content)):
            return False
        with Image.open(BytesIO(content), formats=["WEBP"]) as picture:
            return max(picture.size) <= LONGEST_SIDE
    except (OSError, struct.error):
        return False


def _read_roughly(picture):
    """Decode a picture; a JPEG of a camera's size at a fraction of it, in as little memory."""
    scale = LONGEST_SIDE / max(picture.size)
    # No smaller than what is kept. Other formats pay no heed.
    picture.draft(None, tuple(max(1, round(side * scale)) for side in picture.size))
    picture.load()


def _shrunk(picture):
    """Return a picture's pixels in no more than the size and in one of the modes that we keep."""
    if picture.mode.startswith("I;16"):
        # Converting would cut off at 255 what runs to 65535.
        picture = picture.point(lambda value: value * (1 / 257)).convert("L")
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    mode = "RGBA" if has_alpha else "RGB"
    if picture.mode != mode:
        picture = picture.convert(mode)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return picture


def _upright(picture, sent):
    steps = TRANSPOSE.get(sent.getexif().get(ExifTags.Base.Orientation))
    return picture.transpose(steps) if steps is not None else picture


def _named(content):
    return ContentFile(content, name=f"{_stem(content)}.webp")


def _stem(content):
    return hashlib.sha256(content).hexdigest()[:32]


def _chunks(content):
    """Return the names of a WebP file's chunks."""
    at, names = 12, set()
    while at < len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        names.add(name)
        at += 8 + size + size % 2
    return names
