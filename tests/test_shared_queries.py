"""Which keys of the query string a shared view reads, it says: of others it is shown none."""

import ast
import inspect
import sys
import textwrap

from django.forms import BaseForm
from django.urls import get_resolver

from mlmap_site.search import search
from tests.test_architecture import TEMPLATES, name


def shared_views(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from shared_views(pattern.url_patterns)
        elif hasattr(pattern.callback, "query"):
            yield pattern.callback


def keys_read(view):
    """Return the keys that a view reads, itself or through what it hands the request to."""
    function = inspect.unwrap(view)
    source = function if inspect.isfunction(function) else type(function)
    module = sys.modules[source.__module__]
    found = set()
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(source)))):
        match node:
            case ast.Call(ast.Attribute(value, "get" | "getlist"), [key, *_]) if is_query(value):
                found.add(ast.literal_eval(key))
            case ast.Subscript(value, key) if is_query(value):
                found.add(ast.literal_eval(key))
            case ast.Call(called, arguments) if any(map(is_query, arguments)):
                form = resolve(called, module)
                assert issubclass(form, BaseForm)
                found |= form.base_fields.keys()
            case ast.Call(called, [ast.Name("request"), *_]):
                helper = resolve(called, module)
                if inspect.isfunction(helper) and helper.__module__ == source.__module__:
                    found |= keys_read(helper)
    return found


def is_query(node):
    return ast.unparse(node) == "request.GET"


def resolve(node, module):
    """Return what a name or a dotted name stands for in a module, None where it is local."""
    first, *rest = ast.unparse(node).split(".")
    found = getattr(module, first, None)
    for part in rest:
        found = getattr(found, part, None)
    return found


def test_a_shared_view_declares_the_keys_that_it_reads_and_no_other():
    views = list(shared_views(get_resolver().url_patterns))
    assert search in views
    assert keys_read(search) > {"q", "page"}
    wrong = {v.__qualname__: keys_read(v) ^ v.query for v in views if keys_read(v) != v.query}
    assert wrong == {}


def test_no_template_reads_the_query_string_behind_its_view():
    assert [name(path) for path in TEMPLATES if "request.GET" in path.read_text()] == []
