from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from comments.exchange import native


class Command(BaseCommand):
    help = (
        "Write all comments as JSON that import_comments reads (comments/exchange/native.py says "
        "what of them)."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="where to; - for the standard output")
        parser.add_argument(
            "--likes",
            action="store_true",
            help="also how many likes each has, which no import reads: they belong to accounts",
        )

    def handle(self, *, file, likes, **options):
        pieces = native.pieces(with_likes=likes)
        if file == "-":
            for piece in pieces:
                self.stdout.write(piece, ending="")
            return
        try:
            with Path(file).open("w", encoding="utf-8", newline="\n") as out:
                out.writelines(pieces)
        except OSError as error:
            raise CommandError(str(error)) from error
