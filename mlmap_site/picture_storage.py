"""Pictures in a folder, where MEDIA_URL names no bucket (object_storage.py)."""

import uuid
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class FolderOfPictures(FileSystemStorage):
    """A file is there whole or not at all.

    A name stands for a content, so half of one would be taken for the picture ever after.
    """

    def _save(self, name, content):
        unfinished = f"{name}.{uuid.uuid4().hex}.unfinished"
        try:
            super()._save(unfinished, content)
            Path(self.path(unfinished)).replace(self.path(name))
        finally:
            Path(self.path(unfinished)).unlink(missing_ok=True)
        return name
