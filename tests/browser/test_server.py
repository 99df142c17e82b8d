"""What the production server sends beside the pages."""

import re
import urllib.error
import urllib.request

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
