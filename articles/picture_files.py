"""The pictures of versions as files beside theirs: out with an export, in with an import.

A text names its pictures by their address, so they stand in folders named as the site's own.
"""

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.editor import store_picture
from mlmap_site import picture_sizes
from mlmap_site.markup import pictures_in
from mlmap_site.pictures import remake_picture, was_remade


def export_pictures(version, folder):
    """Write the pictures of a version, as far as they are stored, into a folder."""
    for path in set(_paths(version)) - set(missing_pictures(version)):
        (folder / path).parent.mkdir(exist_ok=True)
        with default_storage.open(path) as stored:
            (folder / path).write_bytes(stored.read())


def missing_pictures(version):
    """Return the paths of what a version shows and this site has not."""
    return [path for path in _paths(version) if not default_storage.exists(path)]


class Incoming:
    """The pictures that come with a file; what is stored can be taken out again."""

    def __init__(self, file, folder):
        self._file, self._folder, self._stored = file, folder, []

    def take_cover(self, name):
        """Store a cover, made anew unless it is one of ours, and return its path."""
        source = self._folder / name
        if not source.is_file():
            raise self._file.bad("cover.file", f"there is no {name} beside the file.")
        content = source.read_bytes()
        try:
            picture = remake_picture(SimpleUploadedFile(source.name, content))
        except ValidationError as error:
            raise self._file.bad("cover.file", " ".join(error.messages)) from error
        if was_remade(source.name, content):
            # To make it anew would change what the digest names.
            picture = ContentFile(content, name=source.name)
        return self._store(picture, "covers")

    def take_pictures(self, body, field):
        """Store what a text shows and this site has not; `field` is where the file has the text."""
        for picture, path in _of_this_site(body):
            if default_storage.exists(path):
                continue
            source = self._folder / path
            if not source.is_file():
                message = f"the text shows {path}, which is neither beside the file nor stored."
                raise self._bad_picture(field, picture, message)
            content = source.read_bytes()
            if not was_remade(source.name, content):
                message = f"{path} is not the picture that its name stands for."
                raise self._bad_picture(field, picture, message)
            self._store(ContentFile(content, name=source.name), path.partition("/")[0])

    def take_out(self):
        """Delete what was stored: a rollback leaves files where they are."""
        for path in self._stored:
            picture_sizes.forget(path)

    def _store(self, picture, folder):
        path = f"{folder}/{picture.name}"
        if not default_storage.exists(path):
            self._stored.append(path)
        return store_picture(picture, folder)

    def _bad_picture(self, field, picture, message):
        # A text within the front matter is not written line by line as it is counted.
        below = picture.line - 1 if field == "body" else 0
        return self._file.bad(field, message, below)


def _paths(version):
    """Return where the cover and all that any wording of a version shows is stored, each once."""
    bodies = [version.body, *version.corrections.values_list("body", flat=True)]
    shown = [path for body in bodies for _, path in _of_this_site(body)]
    return dict.fromkeys([version.cover.name, *shown] if version.cover else shown)


def _of_this_site(body):
    """Return the pictures in a text that are of this site, each with the path of its file."""
    found = [(picture, picture_sizes.path_at(picture.address)) for picture in pictures_in(body)]
    return [(picture, path) for picture, path in found if path]
