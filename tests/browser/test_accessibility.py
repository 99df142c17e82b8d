"""Every kind of page as a browser has it: axe-core finds nothing, the HTML is valid, nothing is
wider than the window, nothing comes from elsewhere, and neither policy nor script complains.

Those that have an address are opened once, each in another view than the one before, and axe-core
goes over what readers meet first. With THOROUGH=1, or where this file is named, it goes over
all, in both themes, at both widths and in both languages.
"""

import json
import re
import shutil
import subprocess
from itertools import product
from pathlib import Path

import pytest

from tests.addresses import routes
from tests.browser import page_kinds
from tests.browser.looking import Look
from tests.browser.site import ROOT
from tests.environment import leaves_nothing_out

pytestmark = pytest.mark.browser

EVERYTHING = leaves_nothing_out()
LANGUAGES = ["", "/zh-hans"]
VIEWS = list(product(["light", "dark"], [360, 1280]))
COMBINATIONS = list(product(LANGUAGES, VIEWS))
VALIDATOR = ROOT / "var/tools/node_modules/vnu-jar/build/dist/vnu.jar"
FURNISH = "import json; from tests.browser.furnish import furnish; print(json.dumps(furnish()))"


class Tour:
    """Goes to each page, and says in which languages and views it is looked at."""

    def __init__(self, site):
        self.site, self.look, self.count = site, Look(), 0

    def through(self, page, who, steps, *, anew=False):
        """Take the steps to each page, and look at what they lead to."""
        self.look.watch(page)
        for name, step in steps.items():
            is_met_first = name in page_kinds.MET_FIRST
            for prefix, views in self.views():
                if anew:
                    page.context.clear_cookies()
                step(page, prefix, self.site)
                self.look.at(page, label := (who, name, prefix))
                for theme, width in views:
                    self.look.through(page, label, theme, width)
                    if EVERYTHING or is_met_first:
                        self.look.by_axe(page, (*label, theme, width))

    def views(self):
        """Yield each language with its views, or one of them, and another the next time."""
        if EVERYTHING:
            yield from ((language, VIEWS) for language in LANGUAGES)
            return
        language, view = COMBINATIONS[self.count * 3 % len(COMBINATIONS)]
        self.count += 1
        yield language, [view]


def to_each(kinds, facts):
    """Return the step to each page that has an address."""

    def step_to(address):
        return lambda page, prefix, site: page.goto(prefix + address)

    looked_at = kinds.values() if EVERYTHING else [paths[:1] for paths in kinds.values()]
    return {path: step_to(path.format(**facts)) for paths in looked_at for path in paths}


@pytest.fixture(scope="module")
def look(open_page, site):
    """All pages, looked at once for all tests of this module."""
    facts = json.loads(site.manage("shell", "-v0", "--no-imports", "-c", FURNISH))
    tour = Tour(site)
    with open_page() as page:
        tour.through(page, "anybody", to_each(page_kinds.FOR_EVERYBODY, facts))
    with open_page() as page:
        page_kinds.sign_in(page, "page-reader")
        to_readers = to_each(page_kinds.FOR_READERS, facts)
        tour.through(page, "reader", to_readers | page_kinds.READERS_STEPS)
    if EVERYTHING:
        look_at_the_rare(tour, facts, open_page)
    return tour.look


def look_at_the_rare(tour, facts, open_page):
    """Go to what takes a passkey, or some steps, to come to: error pages among them."""
    # Browsers know passkeys under a name, and not under a bare address.
    with open_page(base_url=tour.site.url.replace("127.0.0.1", "localhost")) as page:
        facts = page_kinds.sign_in_guarded(page, facts)
        tour.through(page, "guarded", to_each(page_kinds.FOR_GUARDED, facts))
    with open_page() as page:
        tour.through(page, "anybody", page_kinds.STEPS, anew=True)


def test_every_address_is_looked_at_or_is_no_page():
    known = {name for name, _ in routes() if not name.startswith("admin:")}
    lists = [page_kinds.FOR_EVERYBODY, page_kinds.FOR_READERS, page_kinds.FOR_GUARDED]
    looked_at = set(page_kinds.STEPS).union(*lists)
    assert known - looked_at == page_kinds.NO_PAGES


@pytest.mark.parametrize("kind", ["axe", "wide", "host", "console", "script"])
def test_nothing_is_wrong_with_any_page(look, kind):
    assert look.faults[kind] == []


@pytest.mark.thorough
def test_each_kind_of_answer_was_looked_at(look):
    assert set(look.statuses.values()) == {200, 400, 403, 404, 405, 410, 422, 500}
    assert len(look.documents) > 75


def test_no_label_ends_in_a_colon(look):
    ending = re.compile(r"<(?:label|legend)\b[^>]*>[^<]*[:：]\s*</")
    ended = {page: ending.findall(document) for page, document in look.documents.items()}
    assert {page: found for page, found in ended.items() if found} == {}


def test_no_blank_follows_a_chinese_sentence_in_its_paragraph(look):
    """Full-width marks bring their own room: a blank from a template would stand beside it."""
    inline = "a|abbr|b|bdi|code|em|label|span|strong|time"
    stray = re.compile(
        rf".{{,30}}[。，、：；？！](?:</(?:{inline})>)*\s+(?:<(?:{inline})\b|[^\s<])"
    )
    # What somebody wrote is theirs.
    unread = re.compile(r"<(script|style|textarea|pre)\b.*?</\1>", re.DOTALL)
    chinese = {name: unread.sub("", page) for name, page in look.documents.items() if name[-1]}
    assert chinese
    found = {name: [hit[0] for hit in stray.finditer(page)] for name, page in chinese.items()}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_each_label_of_a_chinese_page_is_chinese(look):
    label = re.compile(r"<label\b[^>]*>(.*?)</label>", re.DOTALL)
    names = {"BibTeX", "CSL-JSON"}
    for page, document in look.documents.items():
        said = {re.sub(r"<[^>]*>", " ", words).strip() for words in label.findall(document)}
        assert not page[-1] or all(re.search("[\u4e00-\u9fff]", words) for words in said - names), (
            page
        )


def test_every_page_is_valid_html(look, tmp_path):
    assert list(validated(look.documents, tmp_path)) == []


def validated(documents, folder):
    """Yield the errors that the Nu Html Checker finds: the page, the words, and the place."""
    if not (shutil.which("java") and VALIDATOR.exists()):
        pytest.skip("no HTML checker: `make var/tools` installs it and needs npm and Java")
    names = list(documents)
    for number, document in enumerate(documents.values()):
        (folder / f"{number}.html").write_text(document)
    # For so short a run it takes longer to compile well than to run what is compiled at once.
    java = ["java", "-XX:TieredStopAtLevel=1", "-Xss8m", "-jar", VALIDATOR]
    command = [*java, "--format", "json", "--errors-only", folder]
    done = subprocess.run(command, capture_output=True, text=True)
    for message in json.loads(done.stderr)["messages"]:
        number = int(Path(message["url"]).stem)
        yield names[number], message["message"], message.get("extract")
