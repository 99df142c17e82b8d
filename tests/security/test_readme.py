"""The table of checks beside this file has each once, and names tests that are there."""

import ast
import re
from pathlib import Path

HERE = Path(__file__).parent
CHECKS = range(1, 48)
ROW = re.compile(r"\| (\d+) ([^|]+) \| ([^|]+) \|")


def rows():
    return [
        ROW.fullmatch(line)
        for line in (HERE / "README.md").read_text().splitlines()[8:]
        if line[:1] == "|"
    ]


def functions_of(path):
    tree = ast.parse((HERE.parent / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_each_check_is_there_once_with_the_tests_that_hold_it():
    assert [int(row[1]) for row in rows()] == [*CHECKS]
    for row in rows():
        for part in row[3].split("; "):
            path, *names = re.findall(r"`([^`]+)`", part)
            assert names, row[1]
            assert set(names) <= functions_of(path), row[1]
            assert all(name.startswith("test_") for name in names)
