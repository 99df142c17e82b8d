"""Checks 1 and 15: whatever is stored, no page that shows it does anything that it says.

The browser is told to pass over the site's content policy, which would hide what is wrong behind
it. A few pages and strings here; THOROUGH=1 opens all pages, with every string.
"""

import json
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from tests.browser.site import ROOT, Site
from tests.databases import migrated_database
from tests.environment import THOROUGH, rarely
from tests.security.payloads import SCRIPTS

pytestmark = pytest.mark.browser

# All that others collected, or a few of it.
NAUGHTY = "2000" if THOROUGH else "20"
# What no text may bring into a page: a handler, an address that runs, a part of its own.
IN_THE_PAGE = """() => {
  const odd = [];
  for (const node of document.querySelectorAll("*")) {
    const name = node.localName;
    for (const {name: key, value} of node.attributes) {
      if (/^on/i.test(key)) odd.push(`${name} ${key}`);
      const runs = /^(javascript|vbscript|data):/i.test(value.replace(/[\\0- ]/g, ""));
      if (/(href|src|action|data)$/i.test(key) && runs) odd.push(`${name} ${key}=${value}`);
    }
    const type = node.getAttribute("type") || "";
    const from = new URL(node.getAttribute("src") || "", location.href);
    const isOurs = /^\\/(static|admin\\/jsi18n)\\//.test(from.pathname);
    const runs = name === "script" && !/json$/.test(type);
    if (runs && !(isOurs && from.origin === location.origin)) odd.push("a script");
    if (["iframe", "object", "base", "style"].includes(name)) odd.push(name);
    if (node.hasAttribute("http-equiv")) odd.push("http-equiv");
  }
  return odd;
}"""
# The XML viewer and a picture by itself bring a style of the browser's own.
OF_THE_BROWSER = {"style"}


@pytest.fixture(scope="module")
def hostile(site, tmp_path_factory):
    """The running site, and what was told of it when it was filled."""
    folder = tmp_path_factory.mktemp("hostile")
    with migrated_database(folder, "hostile") as address:
        hostile = Site(folder, address)
        hostile.env |= {"STATIC_ROOT": site.env["STATIC_ROOT"]}
        hostile.env |= {"DJANGO_SETTINGS_MODULE": "mlmap_site.settings"}
        command = [sys.executable, "-m", "tests.security.hostile", NAUGHTY]
        done = subprocess.run(command, cwd=ROOT, env=hostile.env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        hostile.told = json.loads(done.stdout.splitlines()[-1])
        with hostile.running():
            yield hostile


class Watch:
    """A page, and what it did that nobody asked it for."""

    def __init__(self, page):
        self.page = page
        self.effects = []
        page.on("dialog", self.dialog)
        page.on("request", self.request)
        page.on("popup", lambda popup: self.effects.append(f"a window: {popup.url}"))
        page.on("download", lambda file: self.effects.append(f"a file: {file.url}"))

    def dialog(self, dialog):
        self.effects.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.port != self.port:
            self.effects.append(f"a request: {request.url}")

    def open(self, path, port):
        """Open a page, and return what it did, or is about to do, and how often it shows a text."""
        self.effects.clear()
        self.port = port
        answer = self.page.goto(path, wait_until="networkidle" if "change" in path else "load")
        assert answer.status in (200, 410), (path, answer.status)
        # Where the site itself leads on to is no doing of a text.
        return self.seen(answer.url), self.page.locator("html, svg, feed").first.text_content()

    def seen(self, address):
        page = self.page
        if page.evaluate("Boolean(window.__hit)"):
            self.effects.append("a script ran")
        if page.url != address:
            self.effects.append(f"it went to {page.url}")
        is_html = page.evaluate("document.contentType") == "text/html"
        odd = set(page.evaluate(IN_THE_PAGE)) - (set() if is_html else OF_THE_BROWSER)
        return [*self.effects, *odd]


@contextmanager
def watching(chromium, site, reader="anonymous", *, bypass_csp=True):
    context = chromium.new_context(base_url=site.url, bypass_csp=bypass_csp)
    context.set_default_timeout(20_000)
    if key := site.told["sessions"].get(reader):
        context.add_cookies([{"name": "sessionid", "value": key, "url": site.url}])
    try:
        yield Watch(context.new_page())
    finally:
        context.close()


@pytest.mark.parametrize("payload", [SCRIPTS[1], *rarely(SCRIPTS[4], SCRIPTS[16], SCRIPTS[17])])
def test_the_watch_sees_what_a_text_does(payload, chromium, site):
    site.told = {"sessions": {}}
    with watching(chromium, site) as watch:
        watch.open("/privacy/", site.port)
        link = payload.replace("[x](", "<a href='").replace(")", "'>x</a>")
        text = link if payload.startswith("[") else payload
        watch.page.evaluate("text => document.body.insertAdjacentHTML('afterbegin', text)", text)
        watch.page.wait_for_timeout(100)
        assert watch.seen(f"{site.url}/privacy/") != []


@pytest.mark.parametrize("reader", ["anonymous", *rarely("reader", "author")])
def test_no_stored_text_does_anything(reader, chromium, hostile):
    some, more = hostile.told["pages"][reader]
    faults, silent = {}, []
    with watching(chromium, hostile, reader) as watch:
        for path in [*some, *(more if THOROUGH else [])]:
            effects, text = watch.open(path, hostile.port)
            if path in some and "__hit" not in text:
                silent.append(path)
            if effects:
                faults[path] = effects
    assert faults == {}
    # They are shown, and not left out.
    assert silent == []


def test_no_preview_does_anything(chromium, hostile):
    words = "\n\n".join(SCRIPTS)
    with watching(chromium, hostile, "reader") as watch:
        watch.open("/articles/hostile/comments/new/", hostile.port)
        watch.page.locator("textarea[name=body]").fill(words)
        watch.page.get_by_role("button", name="Preview").click()
        watch.page.locator(".form-preview > *").first.wait_for()
        assert "__hit" in watch.page.locator(".form-preview").text_content()
        assert watch.seen(watch.page.url) == []


@pytest.mark.parametrize("reader", ["author", *rarely("anonymous", "reader")])
def test_15_no_page_runs_into_the_content_policy(reader, chromium, hostile):
    some, more = hostile.told["pages"][reader]
    refused = []

    def listen(message):
        if "Content Security Policy" in message.text:
            refused.append((watch.page.url, message.text))

    with watching(chromium, hostile, reader, bypass_csp=False) as watch:
        watch.page.on("console", listen)
        for path in [*some, *(more if THOROUGH else [])]:
            watch.open(path, hostile.port)
        assert refused == []
        # What did would be heard of.
        watch.page.goto("/privacy/")
        watch.page.evaluate("document.body.innerHTML = '<img src=//evil.example/x.png>'")
        watch.page.wait_for_timeout(100)
        assert refused != []
