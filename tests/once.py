"""What the processes of one run share: made by whoever needs it first, and gone with the run."""

import fcntl
import os
from pathlib import Path

RUN = Path(os.environ["TESTS_RUN"])


def once_a_run(name, make):
    """Make something unless another process of this run has; who comes meanwhile waits for it."""
    made = RUN / f"{name}.made"
    with (RUN / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            make()
            made.touch()
