from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from articles.exchange import import_versions
from articles.version_file import BadFile


class Command(BaseCommand):
    help = "Store versions from Markdown files with front matter: all of them, or none."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--author", help="whose articles they are, where the files do not say")

    def handle(self, *, files, author, **options):
        def find_author(username):
            return get_user_model().objects.filter(username=username or author).first()

        try:
            versions = import_versions(files, find_author)
        except (BadFile, OSError) as error:
            raise CommandError(str(error)) from error
        for version in versions:
            self.stdout.write(f"{version}, {version.state}")
