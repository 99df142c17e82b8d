"""Who reads pages through the page cache, as the server would ask for them."""

from io import BytesIO

from django.core.wsgi import get_wsgi_application

from mlmap_site.door import Door
from mlmap_site.page_cache import PageCache

PAGE = "/articles/ml-map/"


class Reader:
    """Asks the cache as a server would, and counts how often Django had to answer."""

    def __init__(self, megabytes=1):
        self.rendered = 0
        inner = get_wsgi_application()

        def counting(environ, start_response):
            self.rendered += 1
            return inner(environ, start_response)

        self.cache = PageCache(counting, megabytes)
        self.site = Door(self.cache)

    def get(self, path=PAGE, query="", method="GET", **headers):
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "127.0.0.1",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": BytesIO(),
        } | headers
        said = []
        body = b"".join(
            self.site(environ, lambda status, headers, *rest: said.extend((status, headers)))
        )
        self.status, self.headers = said[0], dict(said[1])
        return body

    def later(self):
        """Let the next request look at the stamps, as it would a quarter of a second later."""
        self.cache.stamps._read_at = float("-inf")
