from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.loader import MigrationLoader

from mlmap_site.backups import Refused, databases, folder
from mlmap_site.backups.rows import fingerprint, is_empty, pictures


class Command(BaseCommand):
    help = "Bring a site back from a backup: into an empty database and an empty MEDIA_ROOT."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument(
            "--check", action="store_true", help="only say whether the backup is whole"
        )

    def handle(self, *, folder: Path, check, **options):
        folder = folder.absolute()
        try:
            manifest = look_at(folder)
            if check:
                self.stdout.write(f"The backup of {manifest['made_at']} is whole.")
                return
            refuse_a_site_with_something_in_it(folder)
            restore(folder, manifest)
        except (Refused, OSError) as reason:
            raise CommandError(f"Nothing was restored. {reason}") from reason
        self.compare(manifest)
        databases.look_over(connection)
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("verify", stdout=self.stdout, stderr=self.stderr)
        self.stdout.write(f"The site is as it was at {manifest['made_at']}.")

    def compare(self, manifest):
        """Say where the rows are not those that the manifest counted."""
        # Tables of a database that is about to be migrated are not yet those of the models.
        if manifest["migrations"] != newest_migrations():
            return
        found, expected = fingerprint(DEFAULT_DB_ALIAS), manifest["tables"]
        differ = [name for name in expected if not is_same(found.get(name), expected[name])]
        if differ:
            raise CommandError(f"The site is restored, but differs in {', '.join(differ)}.")


def look_at(path):
    """Return the manifest of a backup; raise Refused where anything in it is not whole."""
    manifest = folder.opened(path)
    refuse_what_does_not_fit(manifest)
    name = databases.FILES[manifest["database"]]
    if not (path / name).is_file():
        raise Refused(f"{path} has no database in it.")
    found = databases.look_into(path / name, manifest["database"])
    if found is not None and manifest["migrations"] == newest_migrations():
        differ = [t for t, held in manifest["tables"].items() if not is_same(found.get(t), held)]
        if differ:
            raise Refused(f"{path} does not hold what it says in {', '.join(differ)}.")
    return manifest


def is_same(found, expected):
    """Return whether a table has the rows it should; keys may have been given up meanwhile."""
    return found is not None and all(found[key] == expected[key] for key in ("rows", "sha256"))


def newest_migrations():
    return sorted(".".join(key) for key in MigrationLoader(None).disk_migrations)


def refuse_what_does_not_fit(manifest):
    if manifest["database"] != connection.vendor:
        raise Refused(
            f"The backup is of {manifest['database']}, and DATABASE_URL names {connection.vendor}: "
            "restore it where it came from, then use move_database."
        )
    unknown = sorted(set(manifest["migrations"]) - set(newest_migrations()))
    if unknown:
        raise Refused(f"The backup is of a newer site, which knows {', '.join(unknown)}.")


def refuse_a_site_with_something_in_it(path):
    if not is_empty(DEFAULT_DB_ALIAS):
        raise Refused(
            "This site's database is not empty. If a restore into it was cut off, "
            "the database is whole: finish with migrate, createcachetable and verify."
        )
    # A restore that was cut off has left pictures, which are those of the backup.
    own = pictures(path / folder.MEDIA)
    others = set(pictures(settings.MEDIA_ROOT)) - {*own, *map(folder.unfinished_name, own)}
    if others:
        raise Refused(f"{settings.MEDIA_ROOT} is not empty.")


def restore(path, manifest):
    """Put the pictures and then the database in their place; whatever fails leaves neither."""
    media = path / folder.MEDIA
    copied = folder.copy_pictures(pictures(media), media, settings.MEDIA_ROOT)
    try:
        databases.load(path / databases.FILES[manifest["database"]])
    except BaseException:
        for picture in copied:
            picture.unlink()
        raise
