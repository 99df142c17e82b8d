"""How the code is laid out: who imports whom, how long things are, and what stands in one place."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

SITE = Path(settings.BASE_DIR)
# Lower apps never import higher ones.
LAYERS = [{"accounts", "roles"}, {"articles"}, {"comments"}, {"mlmap_site"}]
APPS = ["accounts", "roles", "articles", "comments"]
# What stands on top of the apps; every other module of mlmap_site is a leaf below them.
TOP = {
    "apps",
    "checks",
    "health",
    "logs",
    "management",
    "search",
    "settings",
    "urls",
    "views",
    "wsgi",
}
LONGEST_FILE = 400
LONGEST_VIEW = 25
VIEW_MODULES = {
    *("views.py", "desk.py", "editor.py", "files.py", "mail_views.py", "oembed.py"),
    *("previews.py", "search.py"),
}


def python_files(*folders):
    return [
        path
        for folder in folders
        for path in sorted((SITE / folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def name(path):
    return path.relative_to(SITE).as_posix()


CODE = python_files(*APPS, "mlmap_site")
TESTS = python_files("tests")
TEMPLATES = [
    path
    for folder in ("templates", *APPS, "mlmap_site")
    for path in sorted((SITE / folder).rglob("*"))
    if path.suffix in {".html", ".svg", ".txt", ".xml"}
]


def imports(path):
    """Return the modules a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)} imports relatively"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def layer(app):
    return next(place for place, apps in enumerate(LAYERS) if app in apps)


@pytest.mark.parametrize("path", python_files(*APPS), ids=name)
def test_an_app_imports_no_app_above_it_or_beside_it(path):
    here = path.relative_to(SITE).parts[0]
    for module in imports(path):
        app = module.split(".")[0]
        if app in APPS and app != here:
            assert layer(app) < layer(here), f"{name(path)} imports {module}"


@pytest.mark.parametrize("path", python_files(*APPS), ids=name)
def test_an_app_imports_only_leaves_of_the_site(path):
    for module in imports(path):
        if module.split(".")[0] == "mlmap_site":
            assert module.split(".")[1] not in TOP, f"{name(path)} imports {module}"


LEAVES = [
    path
    for path in python_files("mlmap_site")
    if path.relative_to(SITE / "mlmap_site").parts[0].removesuffix(".py") not in TOP
]


@pytest.mark.parametrize("path", LEAVES, ids=name)
def test_a_leaf_imports_no_app(path):
    assert not {module.split(".")[0] for module in imports(path)} & set(APPS)


def test_nothing_of_the_site_imports_the_tests():
    assert not [path for path in CODE if any(m.startswith("tests") for m in imports(path))]


@pytest.mark.parametrize("module", ["roles.spectrum", "articles.lineage", "articles.compare"])
def test_the_pure_cores_know_no_database(module):
    path = SITE / (module.replace(".", "/") + ".py")
    if path.exists():
        assert not [m for m in imports(path) if m.startswith("django.db") or ".models" in m]


@pytest.mark.parametrize("path", CODE + TESTS, ids=name)
def test_a_file_is_read_in_one_sitting(path):
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", [p for p in CODE if p.name in VIEW_MODULES], ids=name)
def test_a_view_loads_checks_calls_and_renders(path):
    functions = [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.FunctionDef)]
    long = [f.name for f in functions if f.end_lineno - f.lineno + 1 > LONGEST_VIEW]
    assert long == []


@pytest.mark.parametrize("path", CODE, ids=name)
def test_text_is_marked_safe_in_one_module(path):
    if name(path) != "mlmap_site/markup.py":
        assert not re.search(r"mark_safe|SafeString|SafeText|\bhtml_safe\b", path.read_text())


@pytest.mark.parametrize("path", CODE, ids=name)
def test_no_view_is_exempt_from_the_guard_against_forged_requests(path):
    exempt = [
        function.name
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef)
        and "csrf_exempt" in map(ast.unparse, function.decorator_list)
    ]
    # RFC 8058: a mail program stops a mail by a POST, and has no token but the address itself.
    allowed = ["unsubscribe"] if name(path) == "comments/mail_views.py" else []
    assert exempt == allowed
    # The import and the decorator, and nowhere else.
    assert path.read_text().count("csrf_exempt") == 2 * len(allowed)


def test_who_may_see_a_version_is_asked_in_one_place():
    asking = re.compile(r"published_at__|\.published_at *[<>]|[<>]=? *\S+\.published_at\b")
    found = {
        name(path): len(asking.findall(path.read_text()))
        for path in CODE
        if asking.search(path.read_text())
    }
    # The queryset's rule and the same rule for one row, side by side; and the trigger's own clock.
    assert found == {"articles/models/version.py": 2, "articles/apps.py": 1}


NOT_IN_TEMPLATES = {
    "a filter that marks safe": r"\|\s*safe(seq)?\b",
    "autoescape off": r"autoescape\s+off",
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "a script of its own": r"<script\b(?![^>]*(\bsrc=|application/ld\+json))",
    "an event attribute": r"<[^>]*\son[a-z]+\s*=",
    "a javascript address": r"javascript:",
    "a form without a token": r"<form\b(?=[^>]*method=.post)(?![\s\S]*?csrf_token[\s\S]*?</form>)",
}


@pytest.mark.parametrize("pattern", NOT_IN_TEMPLATES.values(), ids=NOT_IN_TEMPLATES)
def test_no_template_has(pattern):
    found = [name(p) for p in TEMPLATES if re.search(pattern, p.read_text(), re.IGNORECASE)]
    assert found == []


def test_every_template_that_is_named_is_there():
    named = {
        match
        for path in CODE + TEMPLATES
        for match in re.findall(r"""["']((?:\w+/)*\w+\.(?:html|txt|xml))["']""", path.read_text())
    }
    missing = []
    for template in sorted(named):
        try:
            get_template(template)
        except TemplateDoesNotExist:
            missing.append(template)
    assert missing == []


@pytest.mark.parametrize("path", sorted(SITE.glob("requirements*.in")), ids=name)
def test_requirements_are_pinned_exactly(path):
    lines = [re.split("[#;]", line)[0].strip() for line in path.read_text().splitlines()]
    pinned = re.compile(r"[\w.-]+(\[[\w,-]+\])?==\d[\w.]*")
    assert [line for line in lines if line and not pinned.fullmatch(line)] == []
