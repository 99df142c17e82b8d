from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management.base import BaseCommand, CommandError

from mlmap_site.backups import Refused, databases, folder
from mlmap_site.backups.rows import pictures


class Command(BaseCommand):
    help = "Write the whole site, as it is at one moment, to a new folder. The site may go on."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *, folder: Path, **options):
        try:
            held = write(folder.absolute())
        except (Refused, OSError) as reason:
            raise CommandError(f"No backup was made. {reason}") from reason
        rows = sum(table["rows"] for table in held["tables"].values())
        self.stdout.write(f"{rows} rows and {held['pictures']} pictures are in {folder}.")
        if not isinstance(default_storage, FileSystemStorage):
            self.stdout.write("The pictures in the bucket of MEDIA_URL are not: keep it as well.")


def write(path):
    """Write a backup and return what its manifest says."""
    with folder.being_written(path) as unfinished:
        media = unfinished / folder.MEDIA
        media.mkdir()
        folder.copy_pictures(pictures(settings.MEDIA_ROOT), settings.MEDIA_ROOT, media)
        held = databases.dump(unfinished)
        # And those that came while the others were copied: a picture is stored before its row.
        folder.copy_pictures(pictures(settings.MEDIA_ROOT), settings.MEDIA_ROOT, media)
        held["pictures"] = len(pictures(media))
        folder.seal(unfinished, **held)
    return held
