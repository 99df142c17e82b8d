"""What is wrong with a page as a browser shows it."""

from collections import defaultdict
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT

AXE = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"


class Look:
    """Looks at the pages that a browser comes to and keeps what it finds, by its kind."""

    def __init__(self):
        self.faults = defaultdict(list)
        self.documents, self.statuses = {}, {}
        self.answer = None

    def watch(self, page):
        page.on("response", self._keep_answer)
        page.on("request", self._check_host)
        page.on("console", self._check_message)
        page.on("pageerror", lambda error: self.faults["script"].append((page.url, str(error))))

    def at(self, page, name):
        """Keep the page's document, to be validated with all others."""
        assert self.answer.headers["content-type"].startswith("text/html"), name
        self.documents[name] = self.answer.text()
        self.statuses[name] = self.answer.status

    def through(self, page, name, theme, width):
        """Look at a page in one theme and at one width."""
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.faults["wide"].append((name, width))

    def by_axe(self, page, name):
        page.evaluate(AXE_SCRIPT)
        for violation in page.evaluate(AXE):
            nodes = [node["html"][:160] for node in violation["nodes"]]
            self.faults["axe"].append((name, violation["id"], nodes))

    def _keep_answer(self, response):
        if response.request.is_navigation_request() and not response.frame.parent_frame:
            self.answer = response

    def _check_host(self, request):
        if request.url.startswith(("data:", "blob:")):
            return
        if urlsplit(request.url).hostname not in ("127.0.0.1", "localhost"):
            self.faults["host"].append((request.frame.url, request.url))

    def _check_message(self, message):
        # How a browser tells that the page itself is an error page.
        is_own_status = self.answer and message.location["url"] == self.answer.url
        if message.type == "error" and not (is_own_status and self.answer.status >= 400):
            self.faults["console"].append((message.location["url"], message.text))
