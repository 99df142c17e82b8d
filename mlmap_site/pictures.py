"""Pictures that people send: looked at, made anew, and named by us before they are stored."""

import hashlib
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
LARGEST_FILE = 20 * 1024 * 1024
# A small file can unfold into gigabytes, so the size is read from its head before it is decoded.
LARGEST_AREA = 40_000_000
LONGEST_SIDE = 1600
QUALITY = 82


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
            picture.load()
            return _encode(ImageOps.exif_transpose(picture))
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise ValidationError(
            _("This is not a picture. Send a JPEG, PNG, WebP or AVIF file."), code="format"
        ) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise ValidationError(
            _("This picture is damaged and cannot be read."), code="damaged"
        ) from error


def _encode(picture):
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    picture = picture.convert("RGBA" if has_alpha else "RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    stream = BytesIO()
    # A picture made from the pixels alone has nothing of the sender's metadata to carry over.
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    bare.save(stream, "WEBP", quality=QUALITY, method=6)
    name = hashlib.sha256(stream.getvalue()).hexdigest()[:32]
    return ContentFile(stream.getvalue(), name=f"{name}.webp")
