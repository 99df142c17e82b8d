"""A site from its files alone: run with an empty database and an empty folder for pictures.

`python -m tests.restore FOLDER` reads the versions in FOLDER, and writes each page that is asked
for in FOLDER/pages.json, and what readers got, as FOLDER/restored/<number>.
"""

import json
import sys
from pathlib import Path

from tests.races import stage

stage.set_up()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from articles.models import Version  # noqa: E402
from tests.factories import make_user  # noqa: E402


def main(folder):
    call_command("migrate", verbosity=0)
    assert not Version.objects.exists()
    # Accounts are not in the files.
    make_user("alice", is_staff=True, is_superuser=True)
    call_command("import_version", *sorted(folder.glob("*.md")), verbosity=0, stdout=sys.stderr)
    call_command("verify", stdout=sys.stderr)
    (folder / "restored").mkdir()
    client, statuses = Client(), []
    for number, page in enumerate(json.loads((folder / "pages.json").read_text())):
        answer = client.get(page)
        statuses.append(answer.status_code)
        (folder / "restored" / str(number)).write_bytes(answer.getvalue())
    stage.report(
        statuses=statuses,
        digests=list(Version.objects.order_by("major", "minor").values_list("digest", flat=True)),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
