from django.core.management.base import BaseCommand

from comments.clearing import clear_due


class Command(BaseCommand):
    help = "Delete what is past its time: sessions, counters of limits, preview links."

    def handle(self, **options):
        counts = clear_due()
        self.stdout.write("Cleared: " + ", ".join(f"{n} {what}" for what, n in counts.items()))
