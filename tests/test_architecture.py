"""How the code is laid out: who imports whom, how long things are, and what stands in one place."""

import ast
import re
from functools import cache
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


@cache
def text(path):
    return path.read_text()


@cache
def nodes(path):
    return list(ast.walk(ast.parse(text(path))))


def functions(path):
    return [node for node in nodes(path) if isinstance(node, ast.FunctionDef)]


@cache
def imports(path):
    """Return the modules a file imports, wherever in it."""
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)} imports relatively"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def layer(app):
    return next(place for place, apps in enumerate(LAYERS) if app in apps)


def test_an_app_imports_no_app_above_it_or_beside_it():
    wrong = [
        f"{name(path)} imports {module}"
        for here in APPS
        for path in python_files(here)
        for module in sorted(imports(path))
        if (app := module.split(".")[0]) in APPS and app != here and layer(app) >= layer(here)
    ]
    assert wrong == []


def test_an_app_imports_only_leaves_of_the_site():
    wrong = [
        f"{name(path)} imports {module}"
        for path in python_files(*APPS)
        for module in sorted(imports(path))
        if module.split(".")[0] == "mlmap_site" and module.split(".")[1] in TOP
    ]
    assert wrong == []


LEAVES = [
    path
    for path in python_files("mlmap_site")
    if path.relative_to(SITE / "mlmap_site").parts[0].removesuffix(".py") not in TOP
]


def test_a_leaf_imports_no_app():
    wrong = [
        f"{name(path)} imports {module}"
        for path in LEAVES
        for module in sorted(imports(path))
        if module.split(".")[0] in APPS
    ]
    assert wrong == []


def test_nothing_of_the_site_imports_the_tests():
    assert not [path for path in CODE if any(m.startswith("tests") for m in imports(path))]


@pytest.mark.parametrize("module", ["roles.spectrum", "articles.lineage", "articles.compare"])
def test_the_pure_cores_know_no_database(module):
    path = SITE / (module.replace(".", "/") + ".py")
    if path.exists():
        assert not [m for m in imports(path) if m.startswith("django.db") or ".models" in m]


def test_a_file_is_read_in_one_sitting():
    lengths = {name(path): len(text(path).splitlines()) for path in CODE + TESTS}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_a_view_loads_checks_calls_and_renders():
    long = [
        f"{name(path)}: {function.name}"
        for path in CODE
        if path.name in VIEW_MODULES
        for function in functions(path)
        if function.end_lineno - function.lineno + 1 > LONGEST_VIEW
    ]
    assert long == []


def test_text_is_marked_safe_in_one_module():
    marking = re.compile(r"mark_safe|SafeString|SafeText|\bhtml_safe\b")
    assert [name(p) for p in CODE if marking.search(text(p))] == ["mlmap_site/markup.py"]


def test_one_view_is_exempt_from_the_guard_against_forged_requests():
    exempt = {
        name(path): [
            function.name
            for function in functions(path)
            if "csrf_exempt" in map(ast.unparse, function.decorator_list)
        ]
        for path in CODE
        if "csrf_exempt" in text(path)
    }
    # RFC 8058: a mail program stops a mail by a POST, and has no token but the address itself.
    assert exempt == {"comments/mail_views.py": ["unsubscribe"]}
    # The import and the decorator, and nowhere else.
    assert text(SITE / "comments/mail_views.py").count("csrf_exempt") == 2


def test_who_may_see_a_version_is_asked_in_one_place():
    asking = re.compile(r"published_at__|\.published_at *[<>]|[<>]=? *\S+\.published_at\b")
    found = {
        name(path): len(asking.findall(text(path))) for path in CODE if asking.search(text(path))
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
    found = [name(p) for p in TEMPLATES if re.search(pattern, text(p), re.IGNORECASE)]
    assert found == []


def test_every_template_that_is_named_is_there():
    named = {
        match
        for path in CODE + TEMPLATES
        for match in re.findall(r"""["']((?:\w+/)*\w+\.(?:html|txt|xml))["']""", text(path))
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
