from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.exchange import export_version
from articles.models import Version
from articles.numbers import parse_number
from articles.picture_files import missing_pictures


class Command(BaseCommand):
    help = "Write versions as Markdown files with front matter, their pictures beside them."

    def add_arguments(self, parser):
        parser.add_argument("article", help="its slug")
        parser.add_argument("number", nargs="?", help="such as v0.1; every version without one")
        parser.add_argument("--to", type=Path, default=Path(), help="the folder to write into")

    def handle(self, *, article, number, to, **options):
        versions = Version.objects.filter(article__slug=article).order_by("major", "minor")
        if number is not None:
            versions = versions.numbered(parse_number(number))
        if not versions:
            raise CommandError("There is no such version.")
        to.mkdir(parents=True, exist_ok=True)
        missing = []
        for version in versions.select_related("article__author", "predecessor"):
            self.stdout.write(str(export_version(version, to)))
            missing += [f"{version} shows {path}." for path in missing_pictures(version)]
        if missing:
            raise CommandError(" ".join(["These pictures are not stored:", *missing]))
