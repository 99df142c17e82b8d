"""What the production server sends beside the pages."""

import re
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

pytestmark = pytest.mark.browser


def fetch(site, path, accepted):
    request = urllib.request.Request(site.url + path, headers={"Accept-Encoding": accepted})
    with urllib.request.urlopen(request) as answer:
        return answer.headers, answer.read()


def test_styles_and_scripts_are_named_by_their_content_compressed_and_kept_for_ever(site):
    _, page = fetch(site, "/articles/ml-map/", "identity")
    addresses = set(re.findall(r"/static/[^\"]+\.(?:css|js|svg)", page.decode()))
    assert any(".css" in address for address in addresses)
    assert any(".js" in address for address in addresses)
    for address in addresses:
        assert re.search(r"\.[0-9a-f]{12}\.(css|js|svg)\Z", address)
        _, whole = fetch(site, address, "identity")
        for encoding in ("br", "gzip"):
            headers, body = fetch(site, address, encoding)
            assert headers["Content-Encoding"] == encoding
            assert headers["Vary"] == "Accept-Encoding"
            assert "immutable" in headers["Cache-Control"]
            assert len(body) < len(whole)


def test_a_file_has_no_name_besides(site):
    with pytest.raises(urllib.error.HTTPError, match="404"):
        fetch(site, "/static/css/base.css", "identity")


class Elsewhere(BaseHTTPRequestHandler):
    """Another site, with a frame for whatever its address asks for."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f"<iframe src='{self.path[1:]}'></iframe>".encode())

    def log_message(self, *words):
        """Say nothing."""


def test_16_no_other_site_shows_a_page_in_a_frame_but_of_the_map(open_page, site):
    shown = []
    with HTTPServer(("127.0.0.1", 0), Elsewhere) as elsewhere, open_page() as page:
        Thread(target=elsewhere.serve_forever, daemon=True).start()
        for path in ("/", "/accounts/login/", "/articles/ml-map/", "/articles/ml-map/v0.1/embed/"):
            page.goto(f"http://127.0.0.1:{elsewhere.server_port}/{site.url}{path}")
            shown += [path] if "ML Map" in page.frames[-1].title() else []
        elsewhere.shutdown()
    assert shown == ["/articles/ml-map/v0.1/embed/"]
