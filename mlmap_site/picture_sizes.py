"""The sizes in which a stored picture is sent. They are made when it is stored, never when read.

`covers/<hash>.webp` is the picture itself; its name is what a digest is of. Beside it stand
`<hash>-800.avif`, `<hash>-800.webp` and other widths, and for lists `<hash>-card-50-50-160.avif`
and the like, cut around a focus. Which widths there are follows from the picture's own, so no table
says it and no page looks for files.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from mlmap_site.pictures import LONGEST_SIDE, encode

FORMATS = ("avif", "webp")
# A phone's column at one, two and three dots a pixel, and the widest column at two.
WIDTHS = (480, 800, 1200, LONGEST_SIDE)
# The cover of a card is at most 10rem wide (static/css/article.css).
CARD_WIDTHS = (160, 320)
# Less wide than most covers, so that there is something left of it in so little room.
CARD_SHAPE = (4, 3)
# A reader's picture is a disc of 2.6rem beside what they write, and of 6rem on their own page.
AVATAR_WIDTHS = (48, 96, 192)
AVATAR_SIDE = AVATAR_WIDTHS[-1]
STORED = re.compile(r"(covers|pictures)/[0-9a-f]{32}\.webp")


@dataclass(frozen=True, slots=True)
class Sizes:
    """What is shown of a picture (`box` of the file at `original`) and the widths it is kept in."""

    original: str
    stem: str
    box: tuple[int, int, int, int]
    steps: tuple[int, ...]

    @property
    def widths(self):
        """Return the widths there are: none is wider than what it was made from."""
        left, _, right, _ = self.box
        return sorted({min(step, right - left) for step in self.steps})

    @property
    def width(self):
        return self.widths[-1]

    @property
    def height(self):
        return self.height_at(self.width)

    def height_at(self, width):
        left, top, right, bottom = self.box
        return max(1, round((bottom - top) * width / (right - left)))

    @property
    def files(self):
        """Return the path of each file with its width, but for the picture itself."""
        paths = [(self.path(width, kind), width) for width in self.widths for kind in FORMATS]
        return [(path, width) for path, width in paths if path != self.original]

    def path(self, width, kind):
        is_whole = self.original == f"{self.stem}.webp"
        if is_whole and kind == "webp" and width == self.width:
            return self.original
        return f"{self.stem}-{width}.{kind}"

    @property
    def address(self):
        return default_storage.url(self.path(self.width, "webp"))

    @property
    def avif(self):
        return self._srcset("avif")

    @property
    def webp(self):
        return self._srcset("webp")

    def _srcset(self, kind):
        return ", ".join(f"{default_storage.url(self.path(w, kind))} {w}w" for w in self.widths)


def whole(path, width, height):
    """Return the sizes of a picture as it is."""
    return Sizes(path, path.removesuffix(".webp"), (0, 0, width, height), WIDTHS)


def card(path, width, height, focus):
    """Return the sizes of what lists show of a picture; `focus` is in percent of its sides."""
    stem = "{}-card-{}-{}".format(path.removesuffix(".webp"), *focus)
    return Sizes(path, stem, card_box(width, height, focus), CARD_WIDTHS)


def avatar(path):
    """Return the sizes of a reader's picture, whose file is a square of AVATAR_SIDE."""
    stem = path.removesuffix(".webp")
    return Sizes(path, stem, (0, 0, AVATAR_SIDE, AVATAR_SIDE), AVATAR_WIDTHS)


def card_box(width, height, focus):
    """Return the largest box of a card's shape with the focus as near its middle as can be."""
    across, down = CARD_SHAPE
    wide = max(1, min(width, round(height * across / down)))
    high = max(1, min(height, round(width * down / across)))
    left = _start(focus[0], width, wide)
    top = _start(focus[1], height, high)
    return left, top, left + wide, top + high


def _start(percent, length, part):
    return min(max(round(length * percent / 100 - part / 2), 0), length - part)


def at_address(address):
    """Return the sizes of the stored picture that an address of this site shows, or None."""
    path = path_at(address)
    return at_path(path) if path else None


def path_at(address):
    """Return where the picture at an address of this site is stored or would be, or None."""
    path = address.removeprefix(settings.MEDIA_URL)
    return path if path != address and STORED.fullmatch(path) else None


def at_path(path):
    """Return the sizes of a stored picture, None where there is none at this path."""
    if not STORED.fullmatch(path):
        return None
    try:
        return whole(path, *_stored_size(path))
    except OSError:
        return None


# A name stands for a content, so what it is named by has one size for ever.
@lru_cache(maxsize=1024)
def _stored_size(path):
    with default_storage.open(path) as file, Image.open(file, formats=["WEBP"]) as picture:
        return picture.size


def make(sizes, content=None):
    """Make the files that are not there yet, from `content` where the picture is yet to be stored.

    Whoever stores a picture makes its sizes first: where a picture is, all its sizes are.
    """
    missing = [(path, w) for path, w in sizes.files if not default_storage.exists(path)]
    if not missing:
        return
    file = content or default_storage.open(sizes.original)
    with file, Image.open(file, formats=["WEBP"]) as picture:
        shown = picture.crop(sizes.box)
    for path, width in missing:
        resized = shown.resize((width, sizes.height_at(width)), Image.Resampling.LANCZOS)
        store(path, ContentFile(encode(resized, path.rpartition(".")[2])))


def store(path, content):
    """Store a file under exactly this name, once: another with this name has the same content."""
    if default_storage.exists(path):
        return
    stored = default_storage.save(path, content)
    if stored != path:
        # Another process stored it in the same moment.
        default_storage.delete(stored)


def forget(path):
    """Delete a picture with all that was made of it."""
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".webp")
    for file in default_storage.listdir(folder)[1]:
        if file.startswith((f"{stem}.", f"{stem}-")):
            default_storage.delete(f"{folder}/{file}")
