from collections import defaultdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from comments.exchange import disqus, isso, native, wordpress
from comments.exchange.incoming import BadSource
from comments.exchange.matching import Matcher, read_map
from comments.exchange.storing import bring

READERS = {
    "disqus": disqus.read,
    "wordpress": wordpress.read,
    "isso": isso.read,
    "json": native.read,
}


class Command(BaseCommand):
    help = (
        "Bring comments in from another system, all that can be brought or none. "
        "Brought twice, each is there once."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--from", required=True, choices=READERS, dest="source")
        parser.add_argument(
            "--article",
            metavar="SLUG",
            help="takes every thread; without it, the slug in a thread's link says",
        )
        parser.add_argument(
            "--map",
            type=Path,
            metavar="FILE",
            dest="named",
            help="lines of a thread's link or key, a space, and the slug of its article",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="store nothing, and say the same"
        )

    def handle(self, *, file, source, article, named, dry_run, **options):
        try:
            matcher = Matcher(article, read_map(named) if named else None)
            # Opened first, so that every reader says the same of a file that is not there.
            file.open("rb").close()
            report = bring(READERS[source](file), matcher, dry_run=dry_run)
        except (BadSource, UnicodeDecodeError) as error:
            raise CommandError(f"{file}: {error}") from error
        except OSError as error:
            raise CommandError(str(error)) from error
        self.tell(report, "would be" if dry_run else "were")

    def tell(self, report, were):
        for slug, count in sorted(report.brought.items()):
            self.stdout.write(f"{slug}: {count} comments {were} brought.")
        total = report.brought.total()
        self.stdout.write(
            f"{total} comments {were} brought, {report.known} were here already, "
            f"{len(report.left_out)} {were} left out."
        )
        self.tell_each("left out", report.left_out)
        self.tell_each("brought", report.changed)

    def tell_each(self, what, rows):
        by_reason = defaultdict(list)
        for why, row in rows:
            by_reason[why].append(row)
        for why, named in sorted(by_reason.items()):
            self.stdout.write(f"{len(named)} {what}: {why}")
            for row in named:
                self.stdout.write(f"  {row}")
