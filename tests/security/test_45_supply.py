"""Checks 45 and 46: what is installed is what was pinned, and no secret was ever committed."""

import re
import subprocess
from importlib.metadata import distributions, requires
from itertools import pairwise

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests import licences, secret_scan
from tests.licences import SITE, pins

LOCKED = sorted(SITE.glob("requirements*.txt"))
LOCKED.append(SITE / "tests/benchmarks/peers/requirements.txt")
# A pin, its hashes, and a word on who asked for it.
PIN = re.compile(r"([\w.-]+)==[\w.]+( ; [\w'!=<>.() ]+?)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
FILES = [*licences.RUNTIME, "requirements-dev.txt"]
# Only the commands of that package use what it asks for; its data is all that is wanted.
DATA_ALONE = {"naughties"}
# A licence that asks nothing of whoever runs or changes a site, beyond naming whose work it is.
ACCEPTED = re.compile(r"MIT|BSD|Apache|PSF|MPL|LGPL-3\.0|0BSD|Zlib|Mozilla")


@pytest.mark.parametrize("path", LOCKED, ids=lambda path: path.relative_to(SITE).as_posix())
def test_each_line_is_a_pin_or_a_hash_and_names_no_place_to_fetch_it_from(path):
    lines = path.read_text().splitlines()
    odd = [
        line
        for line in lines
        if not (PIN.fullmatch(line) or HASH.fullmatch(line) or re.match(" *#|$", line))
    ]
    assert odd == []
    assert "://" not in path.read_text()
    after = dict(pairwise(lines))
    assert [line for line in lines if PIN.fullmatch(line) and "--hash" not in after[line]] == []


@pytest.mark.parametrize("path", LOCKED, ids=lambda path: path.relative_to(SITE).as_posix())
def test_what_is_asked_for_is_pinned_as_it_is_asked_for(path):
    name = path.relative_to(SITE).as_posix()
    locked = pins(name)
    for line in path.with_suffix(".in").read_text().splitlines():
        if not line.startswith("#"):
            asked = Requirement(line)
            [version] = locked[canonicalize_name(asked.name)]
            assert str(asked.specifier) == f"=={version}"


def test_whatever_a_package_needs_is_pinned_too():
    locked = pins(*FILES)
    # Some are for other systems alone, and not on this one.
    here = {canonicalize_name(found.name) for found in distributions()} & locked.keys()
    missing = {
        (package, needed.name)
        for package in here - DATA_ALONE
        for needed in map(Requirement, requires(package) or [])
        if not needed.marker or needed.marker.evaluate({"extra": ""})
        if canonicalize_name(needed.name) not in locked
    }
    assert missing == set()


def test_make_installs_by_hash_alone_and_audits_all():
    recipe = subprocess.run(
        ["make", "--dry-run", "--always-make", "test", "run", "audit"],
        cwd=SITE,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    installs = [line for line in recipe.splitlines() if "pip install" in line]
    assert len(installs) >= 3
    assert [line for line in installs if "--require-hashes" not in line] == []
    assert [path.name for path in LOCKED[:-1] if f"-r {path.name}" not in recipe] == []
    # With it, a package that cannot be asked about is as bad as one with a hole.
    assert "pip-audit --strict" in recipe


def test_the_page_of_licences_is_of_today():
    assert (SITE / "docs/licences.md").read_text() == licences.page()


def test_every_licence_is_known_and_accepted():
    told = {package: licences.licence_of(package) for package in pins(*licences.RUNTIME)}
    assert {name: told[name] for name in told if not ACCEPTED.match(told[name])} == {}


def test_every_file_of_others_is_listed_beside_its_licence():
    here = {path.relative_to(SITE).as_posix() for path in (SITE / "static/vendor").iterdir()}
    here |= {path.relative_to(SITE).as_posix() for path in (SITE / "static/fonts").iterdir()}
    texts = {text for _, _, text in licences.VENDORED.values()}
    assert here == licences.VENDORED.keys() | texts


# 45: a secret that was taken out again is still there for whoever clones it.

KEYS = {
    "key.py": 'aws = "AKIA' + "Z" * 12 + '7QWX"',
    "a.txt": "-----BEGIN RSA PRIVATE " + "KEY-----",
    "settings.py": "SECRET_KEY = '" + "h4Ksd93jLq" * 3 + "'",
    "url.sh": "DATABASE_URL=postgres://mlmap:" + "zu7Ru9wai" + "@db.example/mlmap",
    "tests/token.py": 'token = "ghp_' + "a1B2" * 9 + '"',
}


def git(folder, *words):
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path):
    git(tmp_path, "init", "--quiet")
    (tmp_path / "tests").mkdir()
    return tmp_path


def test_45_a_secret_is_found_in_the_history_and_not_repeated(repository):
    for name, line in KEYS.items():
        (repository / name).write_text(f"one line\n{line}\n")
    (repository / ".env").write_text("nothing of note\n")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "-m", "with secrets")
    git(repository, "rm", "--quiet", "-r", ".")
    git(repository, "commit", "--quiet", "--allow-empty", "-m", "without")
    found = secret_scan.found_in(repository)
    assert {line.partition(":")[0] for line in found} == {*KEYS, ".env"}
    assert not [line for line in found for key in KEYS.values() if key in line]


def test_45_what_is_no_secret_is_left_alone(repository):
    (repository / "README.md").write_text("`postgres://user:password@host:5432/name`\n")
    (repository / "tests" / "test_x.py").write_text('PASSWORD = "a-long-and-odd-one"\n')
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "-m", "a start")
    assert secret_scan.found_in(repository) == []
