"""Send files through both doors for pictures and say what came of it, as JSON.

Run by test_uploads.py in a process of its own, since what a process used at most never falls again.
The files come on standard input: their content in hexadecimal by name.
"""

import json
import re
import resource
import sys
import time
from io import BytesIO
from pathlib import Path

import django
from PIL import Image


def most_memory():
    """Return how many MB this process has used at most."""
    status = Path("/proc/self/status")
    if status.exists():
        # Linux counts what the parent used into ru_maxrss, which would hide what is used here.
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text())[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def doors():
    """Return the two ways in: a picture dropped into a text, and a cover chosen in the form."""
    from django.test import Client
    from django.test.utils import setup_test_environment

    from tests.desk import address, form_of
    from tests.factories import make_author, make_draft

    setup_test_environment()
    client = Client()
    client.force_login(make_author())
    draft = make_draft()

    def drop(file):
        answer = client.post("/markdownx/upload/", {"image": file})
        return answer.status_code, answer.json().get("error", "")

    def choose(file):
        answer = client.post(address("change", draft), form_of(draft, cover=file))
        errors = answer.context["adminform"].form.errors if answer.context else {}
        return answer.status_code, " ".join(errors.get("cover", []))

    return drop, choose


def main():
    django.setup()
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.factories import make_picture

    files = {name: bytes.fromhex(content) for name, content in json.load(sys.stdin).items()}
    ways_in = doors()
    # Once for nothing, so that what is measured is the upload and not what was loaded for it.
    results = {"good": [way_in(make_picture(1200, 900)) for way_in in ways_in]}
    for name, content in files.items():
        for way_in in ways_in:
            before, began = most_memory(), time.process_time()
            answer = way_in(SimpleUploadedFile(name, content))
            took = time.process_time() - began
            results.setdefault(name, []).append([*answer, took, most_memory() - before])
    before = most_memory()
    Image.open(BytesIO(files["bomb.png"])).load()
    results["bomb unfolded"] = most_memory() - before
    sys.stdout.write(json.dumps(results))


if __name__ == "__main__":
    main()
