from django.core.management.base import BaseCommand, CommandError

from comments.counting import differences, recount


class Command(BaseCommand):
    help = "Compute the stored counts of comments, replies and likes anew, and say what differed."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail where something differs"
        )

    def handle(self, *, check, **options):
        found = differences() if check else recount()
        for difference in found:
            self.stdout.write(str(difference))
        if check and found:
            raise CommandError(f"{len(found)} stored counts are wrong.")
        said = f"{len(found)} stored counts were set right." if found else "All counts are right."
        self.stdout.write(said)
