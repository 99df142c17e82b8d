"""How many queries a page takes: `python -m tests.benchmarks.queries PATH [COOKIES]` prints it."""

import sys

import django


def count(path, cookies=""):
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1", **({"HTTP_COOKIE": cookies} if cookies else {}))
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return len(captured)


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(f"{count(*sys.argv[1:])}\n")
