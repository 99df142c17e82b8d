"""`make lighthouse`: the four scores of the pages that readers come to first, as a phone has them.

A new site with the shipped content is served as readers have it. Less than 100 anywhere is a
failure, and what costs the points is named.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import environment  # noqa: F401 -- the site's settings, before all else
from tests.browser.conftest import ARGUMENTS, BROWSERS
from tests.browser.site import ROOT, Site
from tests.databases import migrated_database

LIGHTHOUSE = ROOT / "var/tools/node_modules/.bin/lighthouse"
PAGES = ["/", "/articles/ml-map/", "/roles/data-engineer/"]
ASKED = ["performance", "accessibility", "best-practices", "seo"]


def report(address, folder):
    """Return what Lighthouse says of a page."""
    chromium = next(filter(None, map(shutil.which, BROWSERS)))
    out = Path(folder, "report.json")
    flags = " ".join(["--headless=new", *ARGUMENTS])
    command = [LIGHTHOUSE, address, "--quiet", "--output=json", f"--output-path={out}"]
    command += [f"--chrome-flags={flags}", f"--only-categories={','.join(ASKED)}"]
    subprocess.run(command, check=True, env=os.environ | {"CHROME_PATH": chromium}, cwd=folder)
    return json.loads(out.read_text())


def failing(found):
    """Yield what costs points, by category, with the first places that it is about."""
    for category in found["categories"].values():
        for part in category["auditRefs"]:
            audit = found["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                items = audit.get("details", {}).get("items", [])[:3]
                yield f"{audit['id']} ({audit['score']}): {audit['title']}", items


def run(site):
    """Print the scores of each page; return whether all are 100."""
    is_whole = True
    for page in PAGES:
        found = report(site.url + page, site.folder)
        scores = {name: found["categories"][name]["score"] for name in ASKED}
        print(page, *(f"{name} {score * 100:.0f}" for name, score in scores.items()))
        for words, items in failing(found):
            print(f"  {words}", *map(json.dumps, items), sep="\n    ")
        is_whole = is_whole and set(scores.values()) == {1}
    return is_whole


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with migrated_database(folder, "lighthouse", like="sqlite:") as address:
            site = Site(folder, address)
            site.set_up()
            with site.running():
                return 0 if run(site) else 1


if __name__ == "__main__":
    sys.exit(main())
