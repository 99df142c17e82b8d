import environ
from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from mlmap_site.backups import Refused
from mlmap_site.backups.moving import manage_there, move_to
from mlmap_site.database import sqlite_options


class Command(BaseCommand):
    help = "Copy all rows to an empty database of another kind, and prove that they are the same."

    def add_arguments(self, parser):
        parser.add_argument("url", metavar="URL", help="sqlite:///… or postgres://…")

    def handle(self, *, url, **options):
        try:
            held = move_to(url, read(url))
        except (Refused, Error) as reason:
            raise CommandError(f"Nothing was moved. {reason}") from reason
        try:
            for command in ("createcachetable", "rebuild_modelsearch_index", "verify"):
                manage_there(url, command)
        except Refused as reason:
            raise CommandError(f"All rows are there, but {reason}") from reason
        rows = sum(table["rows"] for table in held.values())
        self.stdout.write(
            f"{rows} rows in {len(held)} tables are the same there. Set DATABASE_URL to the other "
            "database and start the site again."
        )


def read(url):
    """Return the configuration of a database as settings.py makes it."""
    if not url.startswith(("sqlite:", "postgres:", "postgresql:")):
        raise CommandError("The address must begin with sqlite:// or postgres://.")
    config = environ.Env.db_url_config(url)
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = sqlite_options()
    return config
