import hashlib
from pathlib import PurePosixPath

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from articles.canonical import canonical_json, digest
from articles.models import Correction, Version
from mlmap_site.health import lacks_migrations
from mlmap_site.markup import render_author_text
from mlmap_site.search_index import differences
from mlmap_site.triggers import missing


class Command(BaseCommand):
    help = "Recompute the digest of everything published, and look for what guards it."

    def handle(self, **options):
        if lacks_migrations():
            raise CommandError("The database lacks migrations: run migrate, or type restore again.")
        faults = [*self.triggers(), *self.versions(), *self.corrections(), *self.index()]
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults.")
        self.stdout.write(
            f"{Version.objects.frozen().count()} versions are as they were published."
        )

    def triggers(self):
        for name in missing(connection):
            yield f"The database lacks the trigger {name}: run migrate."

    def versions(self):
        for version in Version.objects.frozen().select_related("article", "predecessor"):
            if digest(canonical_json(version)) != version.digest:
                yield f"{version} differs from its digest {version.digest}."
            if render_author_text(version.body) != version.body_html:
                yield f"{version} is not shown as its text says."
            if version.cover and not self.cover_is_whole(version):
                yield f"The cover of {version} is gone or changed."

    def corrections(self):
        for correction in Correction.objects.select_related("version__article"):
            if digest(canonical_json(correction.version, correction)) != correction.digest:
                yield f"{correction} differs from its digest {correction.digest}."
            if render_author_text(correction.body) != correction.body_html:
                yield f"{correction} is not shown as its text says."

    def index(self):
        for difference in differences():
            yield f"{difference} Run reindex."

    @staticmethod
    def cover_is_whole(version):
        storage, name = version.cover.storage, version.cover.name
        if not storage.exists(name):
            return False
        with storage.open(name) as file:
            return hashlib.sha256(file.read()).hexdigest().startswith(PurePosixPath(name).stem)
