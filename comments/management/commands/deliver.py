import signal
import threading
import time

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections

from comments.clearing import clear_due
from comments.delivery import deliver
from mlmap_site.models import Stamp

POLL_SECONDS = 5
CLEAR_SECONDS = 3600


class Command(BaseCommand):
    help = (
        "Send what is due: mail about answers, new versions and credited changes, and what "
        "programs are told. With --watch, also clear once an hour what is past its time."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--watch", action="store_true", help="go on until it is told to stop (Ctrl-C, SIGTERM)"
        )

    def handle(self, *, watch, **options):
        # The mail that is being sent is sent to its end and recorded.
        stopped = threading.Event()
        before = {
            number: signal.signal(number, lambda *ignored: stopped.set())
            for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            self.watch(stopped) if watch else self.deliver(stopped)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def watch(self, stopped):
        clear_at = time.monotonic()
        while not stopped.is_set():
            close_old_connections()
            try:
                self.deliver(stopped)
                if time.monotonic() >= clear_at and not stopped.is_set():
                    clear_at = time.monotonic() + CLEAR_SECONDS
                    clear_due()
            except Error as error:
                # A database that is away or busy is asked again.
                self.stderr.write(f"The database refused: {type(error).__name__}.")
            stopped.wait(POLL_SECONDS)

    def deliver(self, stopped):
        Stamp.objects.prune()
        tally = deliver(stopped.is_set)
        if tally:
            self.stdout.write("Notices: " + ", ".join(f"{n} {what}" for what, n in tally.items()))
