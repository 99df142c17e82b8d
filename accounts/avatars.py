"""A reader's picture: a small square, made anew, under a name that says nothing of whose it is.

Its file and sizes are of one reader alone, even where two send the same picture, so that it is
gone once that reader takes it back.
"""

import uuid
from functools import partial
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from accounts.models import User
from mlmap_site import picture_sizes
from mlmap_site.picture_sizes import AVATAR_SIDE
from mlmap_site.pictures import encode


@transaction.atomic
def show_by(reader, picture):
    """Show a reader by a remade picture instead of the one before; None: by their initials."""
    path = _store(picture) if picture else ""
    before = User.objects.select_for_update(no_key=True).get(pk=reader.pk).avatar.name
    User.objects.filter(pk=reader.pk).update(avatar=path)
    reader.avatar = path
    if before:
        transaction.on_commit(partial(_forget, before))


def _store(picture):
    """Store a picture as a square around its middle, in all its sizes; return its path."""
    with Image.open(picture) as opened:
        side = min(opened.size)
        left, top = (opened.width - side) // 2, (opened.height - side) // 2
        square = opened.crop((left, top, left + side, top + side))
    small = square.resize((AVATAR_SIDE, AVATAR_SIDE), Image.Resampling.LANCZOS)
    content = encode(small, "webp")
    path = f"avatars/{uuid.uuid4().hex}.webp"
    picture_sizes.make(picture_sizes.avatar(path), BytesIO(content))
    picture_sizes.store(path, ContentFile(content))
    return path


def _forget(path):
    # By name: a folder of all readers' pictures would take long to look through.
    for file in [path, *(file for file, _ in picture_sizes.avatar(path).files)]:
        default_storage.delete(file)
