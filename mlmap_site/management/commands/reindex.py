from django.core.management.base import BaseCommand, CommandError

from mlmap_site.search_index import differences, reindex


class Command(BaseCommand):
    help = (
        "Compare the index of the search with what there is, set it right, and say what differed."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail where something differs"
        )

    def handle(self, *, check, **options):
        found = differences() if check else reindex()
        for difference in found:
            self.stdout.write(str(difference))
        if check and found:
            raise CommandError(f"{len(found)} entries of the index are wrong.")
        said = f"{len(found)} entries were set right." if found else "The index is right."
        self.stdout.write(said)
